#include "ingest/logins/login_format.hpp"

#include "ingest/logins/login_parser.hpp"

namespace huntbook::ingest {

namespace {

Detected login_records(const FileHead& head, std::size_t size) {
  const std::string_view name = head.name.substr(head.name.find_last_of("/\\") + 1);
  const bool failed = name.starts_with("btmp");
  return {"wtmp", "LoginRecords", scanned_blocks([size] { return login_scanner(size); }),
          [size, failed] { return login_parser(size, failed); }};
}

std::optional<Detected> by_content(const FileHead& head) {
  const auto size = login_record_size(head.bytes);
  return size ? std::optional(login_records(head, *size)) : std::nullopt;
}

class LoginRecords final : public Normaliser {
 public:
  // Only this program's reader makes such records.
  bool knows(Record) const override { return false; }

  bool put(const ParsedRecord& record, BlockTables& tables) override {
    DocumentedRows* const rows = record.of_reader ? tables.documented("LoginRecords") : nullptr;
    if (rows == nullptr) return false;
    for (const Field& field : record.fields) rows->set(field);
    rows->fill("Type", "LoginRecords");
    rows->end_row(record.number);
    return true;
  }
};

}  // namespace

Format login_format() {
  return {"wtmp",
          "login records (utmp, wtmp, btmp)",
          by_content,
          nullptr,
          [](const FileHead& head) -> Result<Detected> {
            const auto size = login_record_size(head.bytes);
            if (!size) return fail(ErrorKind::User, "the file does not begin with login records");
            return login_records(head, *size);
          },
          true};
}

Source login_source() {
  return {login_source_name, "login records of Unix",
          []() -> std::unique_ptr<Normaliser> { return std::make_unique<LoginRecords>(); }};
}

}  // namespace huntbook::ingest
