// Names of the numbers in Office 365 audit records (Office 365 Management Activity API schema: AuditLogRecordType, User
// type, LogonType).
#pragma once

#include <cstdint>
#include <string_view>

namespace huntbook::ingest {

// Empty where the number is not documented.
std::string_view office_record_type(std::int64_t number);
// As Sentinel writes them.
std::string_view office_user_type(std::int64_t number);
// Of mailbox audit records: Owner, Admin, Delegated, ...
std::string_view office_logon_type(std::int64_t number);

}  // namespace huntbook::ingest
