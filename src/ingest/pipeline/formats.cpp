#include "ingest/pipeline/formats.hpp"

#include <array>

#include "ingest/auditd/auditd_format.hpp"
#include "ingest/aws/vpc_format.hpp"
#include "ingest/cef/cef_format.hpp"
#include "ingest/csv/csv_format.hpp"
#include "ingest/dns/dns_formats.hpp"
#include "ingest/evtx/evtx_format.hpp"
#include "ingest/indicators/list_format.hpp"
#include "ingest/journald/journald_format.hpp"
#include "ingest/json/json_format.hpp"
#include "ingest/logins/login_format.hpp"
#include "ingest/syslog/syslog_format.hpp"
#include "ingest/text/text_format.hpp"
#include "ingest/winxml/winxml_format.hpp"
#include "ingest/zeek/zeek_format.hpp"

namespace huntbook::ingest {

std::span<const Format> formats() {
  static const std::array all = {
      evtx_format(),   winxml_format(),   zeek_format(),        exported_auditd_format(), json_format(),
      cef_format(),    vpc_flow_format(), windows_dns_format(), bind_query_format(),      indicator_list_format(),
      auditd_format(), journald_format(), login_format(),       syslog_format(),          csv_format(),
      tsv_format(),    text_format(),     evtx_carving_format()};
  return all;
}

}  // namespace huntbook::ingest
