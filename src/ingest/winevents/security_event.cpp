#include "ingest/winevents/security_event.hpp"

#include <charconv>
#include <optional>
#include <string>

#include "ingest/record/field_values.hpp"
#include "ingest/record/json_text.hpp"
#include "ingest/winevents/activity.hpp"

namespace huntbook::ingest {

namespace {

// The fields that columns are computed from.
struct Inputs {
  const Field* account = nullptr;
  const Field* account_domain = nullptr;
  const Field* account_name = nullptr;
  const Field* event_id = nullptr;
  const Field* logon_type = nullptr;
  const Field* new_process_name = nullptr;
  const Field* process_name = nullptr;
  const Field* subject_domain = nullptr;
  const Field* subject_user = nullptr;
  const Field* target_domain = nullptr;
  const Field* target_user = nullptr;

  void see(const Field& field) {
    const Field** const place = place_of(field.name);
    if (place != nullptr && *place == nullptr) *place = &field;
  }

 private:
  const Field** place_of(std::string_view name) {
    switch (name.size()) {
      case 7:
        return name == "EventID" ? &event_id : name == "Account" ? &account : nullptr;
      case 9:
        return name == "LogonType" ? &logon_type : nullptr;
      case 11:
        return name == "ProcessName" ? &process_name : name == "AccountName" ? &account_name : nullptr;
      case 13:
        return name == "AccountDomain" ? &account_domain : nullptr;
      case 14:
        return name == "TargetUserName" ? &target_user : name == "NewProcessName" ? &new_process_name : nullptr;
      case 15:
        return name == "SubjectUserName" ? &subject_user : nullptr;
      case 16:
        return name == "TargetDomainName" ? &target_domain : nullptr;
      case 17:
        return name == "SubjectDomainName" ? &subject_domain : nullptr;
      default:
        return nullptr;
    }
  }
};

std::optional<std::int32_t> number_of(const Field* field) {
  if (field == nullptr || field->is_blank()) return std::nullopt;
  std::int32_t value = 0;
  const char* const end = field->text.data() + field->text.size();
  const auto [stop, error] = std::from_chars(field->text.data(), end, value);
  if (error != std::errc{} || (stop != end && std::string_view(stop, end) != ".0")) return std::nullopt;
  return value;
}

// Domain\User, or nothing when the event has no such user.
std::string account_of(const Field* domain_field, const Field* user_field) {
  std::string user = text_of(user_field);
  if (user.empty()) return {};
  std::string domain = text_of(domain_field);
  if (domain.empty()) return user;
  return domain.append(1, '\\').append(user);
}

}  // namespace

void complete_security_event(Record system, Record data, DocumentedRows& rows) {
  Inputs of;
  for (const Field& field : system) of.see(field);
  for (const Field& field : data) of.see(field);
  const auto event_id = number_of(of.event_id);
  if (event_id) rows.fill("Activity", activity_of(*event_id));

  const std::string subject = account_of(of.subject_domain, of.subject_user);
  const std::string target = account_of(of.target_domain, of.target_user);
  rows.fill("SubjectAccount", subject);
  rows.fill("TargetAccount", target);
  std::string account = text_of(of.account);
  if (account.empty()) account = account_of(of.account_domain, of.account_name);
  if (account.empty()) {
    const bool of_target = event_id && account_is_target(*event_id);
    account = of_target ? target : subject;
    if (account.empty()) account = of_target ? subject : target;
  }
  rows.fill("Account", account);
  if (!account.empty()) rows.fill("AccountType", account.ends_with('$') ? "Machine" : "User");

  if (const auto logon_type = number_of(of.logon_type)) rows.fill("LogonTypeName", logon_type_name(*logon_type));
  std::string process = text_of(of.new_process_name);
  if (process.empty()) process = text_of(of.process_name);
  if (!process.empty()) rows.fill("Process", process.substr(process.find_last_of("\\/") + 1));
  rows.fill("Type", "SecurityEvent");
}

}  // namespace huntbook::ingest
