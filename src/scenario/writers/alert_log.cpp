#include "scenario/writers/alert_log.hpp"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/json_text.hpp"
#include "scenario/world/organisation.hpp"

namespace huntbook::scenario {

namespace {

// Writes entities with the numbers that they refer to one another by.
class Entities {
 public:
  explicit Entities(JsonWriter& json) : json_(json) {}

  int begin(std::string_view type) {
    json_.begin_object();
    json_.member("$id", fmt::format("{}", ++last_));
    json_.member("Type", type);
    return last_;
  }
  void refer(std::string_view name, int id) {
    json_.key(name);
    json_.begin_object();
    json_.member("$ref", fmt::format("{}", id));
    json_.end_object();
  }
  void end() { json_.end_object(); }

 private:
  JsonWriter& json_;
  int last_ = 1;
};

std::string entities_of(const Alert& alert) {
  std::string out;
  JsonWriter json(out);
  Entities entities(json);
  json.begin_array();
  int host = 0;
  if (!alert.host.empty()) {
    host = entities.begin("host");
    json.member("HostName", alert.host);
    json.member("DnsDomain", company_domain);
    entities.end();
  }
  for (const std::string& address : alert.addresses) {
    entities.begin("ip");
    json.member("Address", address);
    entities.end();
  }
  if (!alert.account.empty()) {
    entities.begin("account");
    const std::size_t at = alert.account.find('@');
    json.member("Name", std::string_view(alert.account).substr(0, at));
    if (at != std::string::npos) json.member("UPNSuffix", std::string_view(alert.account).substr(at + 1));
    if (host != 0) entities.refer("Host", host);
    entities.end();
  }
  if (!alert.process.empty()) {
    const int file = entities.begin("file");
    const std::size_t end = alert.process.find_last_of("/\\");
    json.member("Directory", std::string_view(alert.process).substr(0, end));
    json.member("Name", std::string_view(alert.process).substr(end + 1));
    entities.end();
    entities.begin("process");
    json.member("CommandLine", alert.command_line);
    entities.refer("ImageFile", file);
    if (host != 0) entities.refer("Host", host);
    entities.end();
  }
  json.end_array();
  return out;
}

// "credential access" as the table has it: CredentialAccess.
std::string tactic_name(std::string_view words) {
  std::string out;
  bool begins = true;
  for (const char c : words) {
    if (c != ' ') out += begins && c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    begins = c == ' ';
  }
  return out;
}

std::string properties_of(const Alert& alert) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  if (!alert.host.empty()) json.member("Compromised Host", alert.host);
  if (!alert.account.empty()) json.member("User Name", alert.account);
  if (!alert.addresses.empty()) json.member("Attacker source IP", "IP Address: " + alert.addresses.front());
  if (!alert.process.empty()) {
    json.member("Suspicious Process", alert.process);
    json.member("Suspicious Command Line", alert.command_line);
  }
  json.member("ActionTaken", "Detected");
  json.end_object();
  return out;
}

}  // namespace

Result<AlertLog> AlertLog::create(const std::filesystem::path& path) {
  HUNTBOOK_TRY(EvidenceFile file, EvidenceFile::create(path));
  return AlertLog(std::move(file));
}

void AlertLog::add(const Alert& alert) {
  JsonWriter json(file_.text());
  json.begin_object();
  json.member("TenantId", "0b5a7c1e-3d2f-4a68-9c7b-1e5f8a9d0c24");
  json.member("TimeGenerated", format_datetime(alert.time));
  json.member("DisplayName", alert.name);
  json.member("AlertName", alert.name);
  json.member("AlertSeverity", alert.severity);
  json.member("Description", alert.description);
  json.member("ProviderName", alert.provider);
  json.member("VendorName", "Microsoft");
  json.member("VendorOriginalId", alert.id);
  json.member("SystemAlertId", alert.id);
  json.member("AlertType", alert.type);
  json.member("ConfidenceLevel", "Unknown");
  json.key("IsIncident");
  json.boolean(false);
  json.member("StartTime", format_datetime(alert.begin));
  json.member("EndTime", format_datetime(alert.end));
  json.member("ProcessingEndTime", format_datetime(alert.time));
  json.member("RemediationSteps", "[\"Look at the account and the host.\",\"Reset the password of the account.\"]");
  json.member("ExtendedProperties", properties_of(alert));
  json.member("Entities", entities_of(alert));
  json.member("SourceSystem", "Detection");
  json.member("ProductName", alert.product);
  json.member("Status", "New");
  json.member("CompromisedEntity", alert.host.empty() ? alert.account : alert.host);
  json.member("Tactics", tactic_name(alert.tactics));
  json.member("Techniques", alert.technique.empty() ? std::string() : fmt::format("[\"{}\"]", alert.technique));
  json.member("Type", "SecurityAlert");
  json.end_object();
  file_.text() += '\n';
  file_.flush();
}

}  // namespace huntbook::scenario
