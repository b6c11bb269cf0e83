// Takes down what is logged, in order of time (within a host exactly, between hosts to a few milliseconds). Each source
// may be left out.
#pragma once

#include "scenario/world/cloud_event.hpp"
#include "scenario/world/linux_event.hpp"
#include "scenario/world/network_event.hpp"
#include "scenario/world/windows_event.hpp"

namespace huntbook::scenario {

class Recorder {
 public:
  virtual ~Recorder() = default;
  virtual void record(const WindowsEvent&) {}
  virtual void record(const AuditEvent&) {}
  virtual void record(const SyslogLine&) {}
  virtual void record(const Connection&) {}
  virtual void record(const Lookup&) {}
  virtual void record(const OfficeOperation&) {}
  virtual void record(const SignIn&) {}
  virtual void record(const Alert&) {}
};

}  // namespace huntbook::scenario
