#include "ingest/csv/csv_format.hpp"

#include <utility>

#include <fmt/format.h>

#include "ingest/csv/csv_scanner.hpp"

namespace huntbook::ingest {

namespace {

template <bool tabs>
std::optional<Detected> by_content(const FileHead& head) {
  auto dialect = csv_dialect(head.bytes, head.whole);
  if (!dialect || (dialect->delimiter == '\t') != tabs) return std::nullopt;
  return delimited(std::move(*dialect), tabs ? "tsv" : "csv");
}

template <bool tabs>
std::optional<Detected> with_header(const FileHead& head) {
  auto dialect = csv_dialect(head.bytes, head.whole, tabs ? '\t' : ',');
  return dialect ? std::optional(delimited(std::move(*dialect), tabs ? "tsv" : "csv")) : std::nullopt;
}

template <bool tabs>
std::optional<Detected> by_name(const FileHead& head) {
  const bool named = tabs ? ends_with_any(head.name, {".tsv", ".tab"}) : ends_with_any(head.name, {".csv"});
  return named ? with_header<tabs>(head) : std::nullopt;
}

template <bool tabs>
Result<Detected> forced(const FileHead& head) {
  if (auto found = with_header<tabs>(head)) return std::move(*found);
  return fail(ErrorKind::User, fmt::format("no header line in the first {} bytes", head.bytes.size()));
}

}  // namespace

Detected delimited(CsvDialect dialect, std::string format) {
  const std::size_t prefix = dialect.prefix;
  const std::uint64_t lines = dialect.prefix_lines;
  const auto shared = std::make_shared<const CsvDialect>(std::move(dialect));
  return {std::move(format), {}, scanned_blocks([shared] { return csv_scanner(*shared); }, prefix, lines), [shared] {
            return csv_parser(*shared);
          }};
}

Format csv_format() {
  return {"csv", "comma-separated values with a header line", by_content<false>, by_name<false>, forced<false>};
}

Format tsv_format() {
  return {"tsv", "tab-separated values with a header line", by_content<true>, by_name<true>, forced<true>};
}

}  // namespace huntbook::ingest
