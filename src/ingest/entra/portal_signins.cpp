#include "ingest/entra/portal_signins.hpp"

#include <array>

#include "ingest/record/field_values.hpp"
#include "ingest/record/json_text.hpp"
#include "ingest/record/value_reader.hpp"

namespace huntbook::ingest {

namespace {

constexpr std::array renames = {
    Rename{"App owner tenant ID", "AppOwnerTenantId"},
    Rename{"Application", "AppDisplayName"},
    Rename{"Application ID", "AppId"},
    Rename{"Authentication Protocol", "AuthenticationProtocol"},
    Rename{"Autonomous system  number", "AutonomousSystemNumber"},
    Rename{"Autonomous system number", "AutonomousSystemNumber"},
    Rename{"Client app", "ClientAppUsed"},
    Rename{"Client credential type", "ClientCredentialType"},
    Rename{"Conditional Access", "ConditionalAccessStatus"},
    Rename{"Correlation ID", "CorrelationId"},
    Rename{"Cross tenant access type", "CrossTenantAccessType"},
    Rename{"Flagged for review", "FlaggedForReview"},
    Rename{"Global Secure Access IP address", "GlobalSecureAccessIpAddress"},
    Rename{"Home tenant ID", "HomeTenantId"},
    Rename{"Home tenant name", "HomeTenantName"},
    Rename{"IP address", "IPAddress"},
    Rename{"IP address (seen by resource)", "IPAddressFromResourceProvider"},
    Rename{"Incoming token type", "IncomingTokenType"},
    Rename{"Latency", "ProcessingTimeInMilliseconds"},
    Rename{"Original transfer method", "OriginalTransferMethod"},
    Rename{"Request ID", "Id"},
    Rename{"Resource", "ResourceDisplayName"},
    Rename{"Resource ID", "ResourceIdentity"},
    Rename{"Resource owner tenant ID", "ResourceOwnerTenantId"},
    Rename{"Resource tenant ID", "ResourceTenantId"},
    Rename{"Session ID", "SessionId"},
    Rename{"Sign-in identifier", "SignInIdentifier"},
    Rename{"Sign-in error code", "ResultType"},
    Rename{"Status", ""},
    Rename{"Through Global Secure Access", "IsThroughGlobalSecureAccess"},
    Rename{"Token issuer name", "TokenIssuerName"},
    Rename{"Token issuer type", "TokenIssuerType"},
    Rename{"Unique token identifier", "UniqueTokenIdentifier"},
    Rename{"User", "UserDisplayName"},
    Rename{"User ID", "UserId"},
    Rename{"User agent", "UserAgent"},
    Rename{"User type", "UserType"},
    Rename{"Username", "UserPrincipalName"},
    Rename{"Multifactor authentication result", "ResultDescription"},
};

// Members of DeviceDetail, and what the CSV calls them.
struct DeviceMember {
  std::string_view name;
  std::string_view column;
};
constexpr std::array device_members = {
    DeviceMember{"deviceId", "Device ID"}, DeviceMember{"operatingSystem", "Operating System"},
    DeviceMember{"browser", "Browser"},    DeviceMember{"isCompliant", "Compliant"},
    DeviceMember{"isManaged", "Managed"},  DeviceMember{"trustType", "Join Type"},
};

bool is_device_member(std::string_view column) {
  for (const DeviceMember& member : device_members) {
    if (member.column == column) return true;
  }
  return false;
}

std::string device_detail(Record record) {
  std::string json = "{";
  for (const DeviceMember& member : device_members) {
    const Field* field = find_field(record, member.column);
    if (field == nullptr || field->is_blank()) continue;
    if (const auto flag = read_bool(field->text)) {
      append_member(json, member.name, Field{{}, *flag ? "true" : "false", FieldKind::Bool, false});
    } else {
      append_member(json, member.name, *field);
    }
  }
  return json.size() > 1 ? json + "}" : std::string();
}

std::string status_of(Record record) {
  std::string json = "{";
  const Field* code = find_field(record, "Sign-in error code");
  const std::string_view number = code != nullptr && code->text != "None" ? code->text : "0";
  if (read_long(number)) append_member(json, "errorCode", Field{{}, number, FieldKind::Number, false});
  const Field* reason = find_field(record, "Failure reason");
  if (reason != nullptr && !reason->is_blank()) append_member(json, "failureReason", *reason);
  return json.size() > 1 ? json + "}" : std::string();
}

// City, state, country.
void put_place(std::string_view place, DocumentedRows& rows) {
  const std::size_t country = place.rfind(", ");
  const std::size_t state = country == std::string_view::npos ? country : place.rfind(", ", country - 1);
  if (country == 0 || state == std::string_view::npos) {
    rows.fill("Location", place);
    return;
  }
  rows.fill("Location", place.substr(country + 2));
  std::string json = "{";
  append_member(json, "city", place.substr(0, state));
  append_member(json, "state", place.substr(state + 2, country - state - 2));
  append_member(json, "countryOrRegion", place.substr(country + 2));
  rows.fill_dynamic("LocationDetails", json + "}");
}

}  // namespace

bool PortalSignins::knows(Record record) const {
  return has_field(record, "Date (UTC)") && has_field(record, "Request ID") && has_field(record, "Username");
}

bool PortalSignins::put(const ParsedRecord& record, BlockTables& tables) {
  DocumentedRows* const rows = tables.documented("SigninLogs");
  if (rows == nullptr) return false;
  if (!mapping_) mapping_.emplace(rows->table(), renames);
  const Record fields = record.fields;
  const auto time = time_in(fields, "Date (UTC)");
  if (time) {
    rows->fill_time(time_column, *time);
    rows->fill_time("CreatedDateTime", *time);
  }
  rows->fill_dynamic("DeviceDetail", device_detail(fields));
  rows->fill_dynamic("Status", status_of(fields));
  for (const Field& field : fields) {
    if (field.is_blank() || is_device_member(field.name)) continue;
    if (field.name == "Date (UTC)" ? time.has_value() : field.name == "Failure reason") continue;
    if (field.name == "Sign-in error code" && field.text == "None") continue;
    if (field.name == "Location") {
      put_place(field.text, *rows);
      continue;
    }
    mapping_->put(field, *rows);
  }
  if (const std::string status = text_in(fields, "Status"); status == "Success") rows->fill("ResultType", "0");
  rows->fill("OperationName", "Sign-in activity");
  rows->fill("Category", "SignInLogs");
  rows->fill("Identity", rows->text_of("UserDisplayName"));
  rows->fill("Type", "SigninLogs");
  rows->end_row(record.number);
  return true;
}

Source portal_signins_source() {
  return {"entra_portal", "sign-ins exported from the Entra admin centre",
          []() -> std::unique_ptr<Normaliser> { return std::make_unique<PortalSignins>(); }};
}

}  // namespace huntbook::ingest
