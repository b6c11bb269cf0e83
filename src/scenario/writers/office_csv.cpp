#include "scenario/writers/office_csv.hpp"

#include <iterator>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/json_text.hpp"

namespace huntbook::scenario {

namespace {

constexpr std::string_view organization_id = "6f9d1f6e-52c1-4b8f-9a0e-2a4d6c8b0e13";
constexpr std::string_view sharepoint_root = "https://harbourline.sharepoint.example";

std::string second_stamp(Ticks ticks) {
  const CivilTime time = civil_from_ticks(ticks);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", time.year, time.month, time.day, time.hour, time.minute,
                     time.second);
}

std::string_view name_of(Workload workload) {
  switch (workload) {
    case Workload::SharePoint:
      return "SharePoint";
    case Workload::OneDrive:
      return "OneDrive";
    case Workload::Exchange:
      return "Exchange";
    case Workload::Directory:
      break;
  }
  return "AzureActiveDirectory";
}

void append_file(const OfficeOperation& operation, JsonWriter& json) {
  const std::string site = operation.site.empty()
                               ? fmt::format("{}/personal/{}/", sharepoint_root, operation.person->account)
                               : fmt::format("{}/sites/{}/", sharepoint_root, operation.site);
  const std::string folder = "Shared Documents/" + operation.folder;
  json.member("EventSource", "SharePoint");
  json.member("ItemType", "File");
  json.member("ObjectId", site + folder + "/" + operation.file);
  json.member("SiteUrl", site);
  json.member("SourceRelativeUrl", folder);
  json.member("SourceFileName", operation.file);
  json.member("SourceFileExtension", std::string_view(operation.file).substr(operation.file.find_last_of('.') + 1));
  json.member("UserAgent", operation.client.user_agent);
}

void append_logon(const OfficeOperation& operation, JsonWriter& json) {
  json.member("ActorIpAddress", operation.client.address);
  json.member("ApplicationId", "00000003-0000-0ff1-ce00-000000000000");
  json.member("ObjectId", "00000003-0000-0ff1-ce00-000000000000");
  if (!operation.success) json.member("LogonError", "InvalidUserNameOrPassword");
  json.key("ExtendedProperties");
  json.begin_array();
  for (const auto& [name, value] :
       {std::pair<std::string_view, std::string_view>{"UserAgent", operation.client.user_agent},
        {"RequestType", "Login:login"},
        {"ResultStatusDetail", operation.success ? "Success" : "UserError"}}) {
    json.begin_object();
    json.member("Name", name);
    json.member("Value", value);
    json.end_object();
  }
  json.end_array();
}

void append_mail(const OfficeOperation& operation, JsonWriter& json) {
  json.member("MailboxOwnerUPN", operation.person->mail);
  json.member("ClientInfoString", "Client=OWA;Action=ViaProxy");
  json.member("OriginatingServer", "HL1P123MB0042 (15.20.4200.000)");
  if (operation.parameters.empty()) return;
  json.key("Parameters");
  json.begin_array();
  for (const auto& [name, value] : operation.parameters) {
    json.begin_object();
    json.member("Name", name);
    json.member("Value", value);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

Result<OfficeCsv> OfficeCsv::create(const std::filesystem::path& path) {
  HUNTBOOK_TRY(EvidenceFile file, EvidenceFile::create(path));
  file.text() =
      "RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits,AssociatedAdminUnitsNames\r\n";
  return OfficeCsv(std::move(file));
}

void OfficeCsv::add(const OfficeOperation& operation) {
  const std::string time = second_stamp(operation.time);
  data_.clear();
  JsonWriter json(data_);
  json.begin_object();
  json.member("CreationTime", time);
  json.member("Id", operation.id);
  json.member("Operation", operation.name);
  json.member("OrganizationId", organization_id);
  json.key("RecordType");
  json.integer(operation.record_type);
  json.member("ResultStatus", operation.success ? "Success" : "Failed");
  json.member("UserKey", operation.person->id);
  json.key("UserType");
  json.integer(0);
  json.key("Version");
  json.integer(1);
  json.member("Workload", name_of(operation.workload));
  json.member("ClientIP", operation.client.address);
  json.member("UserId", operation.person->mail);
  switch (operation.workload) {
    case Workload::SharePoint:
    case Workload::OneDrive:
      append_file(operation, json);
      break;
    case Workload::Exchange:
      append_mail(operation, json);
      break;
    case Workload::Directory:
      append_logon(operation, json);
      break;
  }
  json.end_object();

  std::string& text = file_.text();
  fmt::format_to(std::back_inserter(text), "{},{}.0000000Z,{},{},{},\"", operation.id, time, operation.record_type,
                 operation.name, operation.person->mail);
  for (const char c : data_) {
    if (c == '"') text += '"';
    text += c;
  }
  text += "\",,\r\n";
  file_.flush();
}

}  // namespace huntbook::scenario
