#include "ingest/pipeline/normalisers.hpp"

#include <array>

#include "ingest/alerts/security_alerts.hpp"
#include "ingest/auditd/linux_audit.hpp"
#include "ingest/aws/cloud_trail.hpp"
#include "ingest/aws/vpc_flows.hpp"
#include "ingest/azure/activity_log.hpp"
#include "ingest/azure/portal_activity.hpp"
#include "ingest/cef/security_log.hpp"
#include "ingest/dns/dns_events.hpp"
#include "ingest/entra/entra_logs.hpp"
#include "ingest/entra/portal_audits.hpp"
#include "ingest/entra/portal_signins.hpp"
#include "ingest/flowlogs/azure_flows.hpp"
#include "ingest/gcp/audit_log.hpp"
#include "ingest/indicators/indicator_table.hpp"
#include "ingest/indicators/misp_events.hpp"
#include "ingest/indicators/stix_objects.hpp"
#include "ingest/journald/journal_rows.hpp"
#include "ingest/logins/login_format.hpp"
#include "ingest/office365/unified_audit.hpp"
#include "ingest/osquery/osquery_results.hpp"
#include "ingest/suricata/eve.hpp"
#include "ingest/syslog/syslog_rows.hpp"
#include "ingest/winevents/windows_record.hpp"
#include "ingest/zeek/zeek_records.hpp"

namespace huntbook::ingest {

std::span<const Source> sources() {
  static const std::array all = {
      windows_events_source(), linux_audit_source(),    syslog_source(),        unified_audit_source(),
      entra_logs_source(),     portal_signins_source(), portal_audits_source(), portal_activity_source(),
      activity_log_source(),   azure_flows_source(),    zeek_source(),          eve_source(),
      cloud_trail_source(),    vpc_flows_source(),      gcp_audit_source(),     security_log_source(),
      alerts_source(),         stix_source(),           misp_source(),          indicator_table_source(),
      journal_source(),        login_source(),          osquery_source(),       dns_events_source(),
  };
  return all;
}

}  // namespace huntbook::ingest
