#include "ingest/journald/journald_format.hpp"

#include "ingest/journald/journal_parser.hpp"
#include "ingest/journald/journal_scanner.hpp"

namespace huntbook::ingest {

namespace {

Detected journal_export() {
  return {"journald", "Syslog", scanned_blocks(journal_scanner), journal_parser};
}

// Every export begins with the address fields of its first entry.
bool is_journal_export(std::string_view head) {
  return head.starts_with("__CURSOR=") && head.find("\n__REALTIME_TIMESTAMP=") < 2'000;
}

}  // namespace

Format journald_format() {
  return {"journald",
          "an export of systemd's journal",
          [](const FileHead& head) {
            return is_journal_export(head.bytes) ? std::optional(journal_export()) : std::nullopt;
          },
          nullptr,
          [](const FileHead&) -> Result<Detected> { return journal_export(); },
          true};
}

}  // namespace huntbook::ingest
