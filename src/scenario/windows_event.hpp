// An event of a Windows event log, and its layout as NXLog writes it: one flat JSON object a line, header fields and
// event data side by side (NXLog reference, im_msvistalog and xm_json).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"

namespace huntbook::scenario {

struct WindowsEvent {
  int id = 0;
  bool failure = false;  // audit failure
  // Event data in the order of the event's template. Keys are string literals.
  std::vector<std::pair<std::string_view, std::string>> data;
  std::uint32_t execution_process = 4;
  std::uint32_t thread = 0;
};

// Appends the event as one line with its line feed. `time` is written as UTC with microseconds; `host` is the full
// host name. The id must be one that is_known_event() knows.
void append_nxlog_line(const WindowsEvent& event, Ticks time, std::string_view host, std::uint64_t record,
                       std::string& out);

bool is_known_event(int id);

}  // namespace huntbook::scenario
