#include "ingest/zeek/zeek_format.hpp"

#include <utility>

#include "ingest/csv/csv_scanner.hpp"
#include "ingest/zeek/zeek_header.hpp"
#include "ingest/zeek/zeek_parser.hpp"

namespace huntbook::ingest {

namespace {

std::optional<Detected> by_content(const FileHead& head) {
  auto log = zeek_header(head.bytes);
  if (!log) return std::nullopt;
  const std::size_t prefix = log->dialect.prefix;
  const std::uint64_t lines = log->dialect.prefix_lines;
  const auto shared = std::make_shared<const ZeekLog>(std::move(*log));
  return Detected{
      "zeek", {}, scanned_blocks([shared] { return csv_scanner(shared->dialect); }, prefix, lines), [shared] {
        return zeek_parser(*shared);
      }};
}

}  // namespace

Format zeek_format() {
  return {"zeek", "a tab-separated log of Zeek", by_content, nullptr, [](const FileHead& head) -> Result<Detected> {
            if (auto found = by_content(head)) return std::move(*found);
            return fail(ErrorKind::User, "no Zeek header (#separator, #fields) at the start");
          }};
}

}  // namespace huntbook::ingest
