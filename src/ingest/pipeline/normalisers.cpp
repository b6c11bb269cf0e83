#include "ingest/pipeline/normalisers.hpp"

#include <array>

#include "ingest/auditd/linux_audit.hpp"
#include "ingest/azure/activity_log.hpp"
#include "ingest/entra/entra_logs.hpp"
#include "ingest/entra/portal_signins.hpp"
#include "ingest/office365/unified_audit.hpp"
#include "ingest/winevents/windows_record.hpp"

namespace huntbook::ingest {

std::span<const Source> sources() {
  static const std::array all = {
      windows_events_source(), unified_audit_source(), entra_logs_source(),
      portal_signins_source(), activity_log_source(),  linux_audit_source(),
  };
  return all;
}

}  // namespace huntbook::ingest
