#include "case/event_identity.hpp"

#include <algorithm>

namespace huntbook::casefile {

namespace {

// Windows counts the records of each log of each machine. What the renderer of an event says (docs/formats/evtx.md) is
// in the reader's language; Carved tells how this sighting was found.
EventIdentity windows_event(std::string_view table) {
  return {.table = table,
          .id = "EventRecordId",
          .within = {"Computer", "Channel", "EventID"},
          .has_other_forms = true,
          .shown_columns = {"EventLevelName"},
          .shown_members = {"Carved", "RenderingCulture", "Message", "LevelName", "Category", "Opcode", "ChannelName",
                            "ProviderDisplayName", "KeywordNames"}};
}

// Defender's ReportId is a counter of each device that begins anew, so it names an event together with device and time.
EventIdentity device_event(std::string_view table) {
  return {.table = table, .id = "ReportId", .within = {"DeviceId", "DeviceName"}};
}

std::vector<EventIdentity> all_identities() {
  std::vector<EventIdentity> identities = {
      windows_event("SecurityEvent"),
      windows_event("WindowsEvent"),
      // The serial number of audit(...); logs of one machine alone name none.
      {.table = "LinuxAudit", .id = "EventId", .within = {"Computer"}},
      // The position in the journal.
      {.table = "Syslog", .id = "__CURSOR", .within = {"Computer"}, .id_in_extra = true},
      {.table = "OfficeActivity", .id = "OfficeId"},
      {.table = "SigninLogs", .id = "Id"},
      {.table = "AADNonInteractiveUserSignInLogs", .id = "Id"},
      {.table = "AADServicePrincipalSignInLogs", .id = "Id"},
      {.table = "AADManagedIdentitySignInLogs", .id = "Id"},
      {.table = "AADUserRiskEvents", .id = "Id"},
      {.table = "AADServicePrincipalRiskEvents", .id = "Id"},
      {.table = "AuditLogs", .id = "Id"},
      {.table = "AzureActivity", .id = "EventDataId"},
      {.table = "SecurityAlert", .id = "SystemAlertId"},
      {.table = "AWSCloudTrail", .id = "AwsEventId"},
      {.table = "GCPAuditLogs", .id = "InsertId", .within = {"LogName"}},
      {.table = "Zeek_conn", .id = "uid"},
      {.table = "CloudAppEvents", .id = "ReportId"},
      {.table = "IdentityDirectoryEvents", .id = "ReportId"},
      {.table = "IdentityLogonEvents", .id = "ReportId"},
      {.table = "IdentityQueryEvents", .id = "ReportId"},
  };
  for (const std::string_view table :
       {"DeviceEvents", "DeviceFileCertificateInfo", "DeviceFileEvents", "DeviceImageLoadEvents", "DeviceInfo",
        "DeviceLogonEvents", "DeviceNetworkEvents", "DeviceNetworkInfo", "DeviceProcessEvents", "DeviceRegistryEvents"})
    identities.push_back(device_event(table));
  return identities;
}

}  // namespace

std::span<const EventIdentity> event_identities() {
  static const std::vector<EventIdentity> identities = all_identities();
  return identities;
}

const EventIdentity* find_identity(std::string_view table) {
  const auto identities = event_identities();
  const auto found = std::ranges::find(identities, table, &EventIdentity::table);
  return found == identities.end() ? nullptr : &*found;
}

}  // namespace huntbook::casefile
