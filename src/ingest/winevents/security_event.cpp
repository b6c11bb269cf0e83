#include "ingest/winevents/security_event.hpp"

#include "ingest/winevents/activity.hpp"

namespace huntbook::ingest {

namespace {

// Domain\User into `out`; empty when the event has no such user.
void join_account(std::string_view domain, std::string_view user, std::string& out) {
  out.clear();
  if (user.empty()) return;
  if (!domain.empty()) out.append(domain).append(1, '\\');
  out.append(user);
}

}  // namespace

SecurityEventCompletion::SecurityEventCompletion(const DocumentedTable& table)
    : account_(table.slot_of("Account")),
      account_domain_(table.slot_of("AccountDomain")),
      account_name_(table.slot_of("AccountName")),
      account_type_(table.slot_of("AccountType")),
      activity_(table.slot_of("Activity")),
      event_id_(table.slot_of("EventID")),
      logon_type_(table.slot_of("LogonType")),
      logon_type_name_(table.slot_of("LogonTypeName")),
      new_process_name_(table.slot_of("NewProcessName")),
      process_(table.slot_of("Process")),
      process_name_(table.slot_of("ProcessName")),
      subject_account_(table.slot_of("SubjectAccount")),
      subject_domain_(table.slot_of("SubjectDomainName")),
      subject_user_(table.slot_of("SubjectUserName")),
      target_account_(table.slot_of("TargetAccount")),
      target_domain_(table.slot_of("TargetDomainName")),
      target_user_(table.slot_of("TargetUserName")),
      type_(table.slot_of("Type")) {}

const std::string& SecurityEventCompletion::activity(std::int32_t event_id) {
  const auto [place, is_new] = activities_.try_emplace(event_id);
  if (is_new) place->second = activity_of(event_id);
  return place->second;
}

void SecurityEventCompletion::complete(DocumentedRows& rows) {
  const auto event_id = rows.int_at(event_id_);
  if (event_id) rows.fill(activity_, activity(*event_id));

  join_account(rows.text_at(subject_domain_), rows.text_at(subject_user_), subject_text_);
  join_account(rows.text_at(target_domain_), rows.text_at(target_user_), target_text_);
  rows.fill(subject_account_, subject_text_);
  rows.fill(target_account_, target_text_);
  std::string_view account = rows.text_at(account_);
  if (account.empty()) {
    join_account(rows.text_at(account_domain_), rows.text_at(account_name_), account_text_);
    account = account_text_;
  }
  if (account.empty()) {
    const bool of_target = event_id && account_is_target(*event_id);
    account = of_target ? target_text_ : subject_text_;
    if (account.empty()) account = of_target ? subject_text_ : target_text_;
  }
  const bool is_machine = account.ends_with('$');
  if (!account.empty()) rows.fill(account_type_, is_machine ? "Machine" : "User");
  rows.fill(account_, account);

  if (const auto logon_type = rows.int_at(logon_type_)) rows.fill(logon_type_name_, logon_type_name(*logon_type));
  std::string_view process = rows.text_at(new_process_name_);
  if (process.empty()) process = rows.text_at(process_name_);
  if (!process.empty()) rows.fill(process_, process.substr(process.find_last_of("\\/") + 1));
  rows.fill(type_, "SecurityEvent");
}

}  // namespace huntbook::ingest
