#include "ingest/winevents/security_event.hpp"

#include <charconv>
#include <optional>
#include <string>

#include "ingest/record/json_text.hpp"
#include "ingest/winevents/activity.hpp"

namespace huntbook::ingest {

namespace {

std::string text_of(Record record, std::string_view name) {
  std::string text;
  if (const Field* field = find_field(record, name)) append_text(text, *field);
  return text;
}

std::optional<std::int32_t> number_of(Record record, std::string_view name) {
  const Field* field = find_field(record, name);
  if (field == nullptr || field->is_blank()) return std::nullopt;
  std::int32_t value = 0;
  const char* const end = field->text.data() + field->text.size();
  const auto [stop, error] = std::from_chars(field->text.data(), end, value);
  if (error != std::errc{} || (stop != end && std::string_view(stop, end) != ".0")) return std::nullopt;
  return value;
}

// Domain\User, or nothing when the event has no such user.
std::string account_of(Record record, std::string_view domain_field, std::string_view user_field) {
  std::string user = text_of(record, user_field);
  if (user.empty()) return {};
  std::string domain = text_of(record, domain_field);
  if (domain.empty()) return user;
  return domain.append(1, '\\').append(user);
}

}  // namespace

void complete_security_event(Record record, DocumentedRows& rows) {
  const auto event_id = number_of(record, "EventID");
  if (event_id) rows.fill("Activity", activity_of(*event_id));

  std::string subject = account_of(record, "SubjectDomainName", "SubjectUserName");
  std::string target = account_of(record, "TargetDomainName", "TargetUserName");
  rows.fill("SubjectAccount", subject);
  rows.fill("TargetAccount", target);
  std::string account = text_of(record, "Account");
  if (account.empty()) account = account_of(record, "AccountDomain", "AccountName");
  if (account.empty()) {
    const bool of_target = event_id && account_is_target(*event_id);
    account = of_target ? target : subject;
    if (account.empty()) account = of_target ? subject : target;
  }
  rows.fill("Account", account);
  if (!account.empty()) rows.fill("AccountType", account.ends_with('$') ? "Machine" : "User");

  if (const auto logon_type = number_of(record, "LogonType")) rows.fill("LogonTypeName", logon_type_name(*logon_type));
  std::string process = text_of(record, "NewProcessName");
  if (process.empty()) process = text_of(record, "ProcessName");
  if (!process.empty()) rows.fill("Process", process.substr(process.find_last_of("\\/") + 1));
  rows.fill("Type", "SecurityEvent");
}

}  // namespace huntbook::ingest
