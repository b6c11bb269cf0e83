#include "ingest/dns/dns_formats.hpp"

#include <algorithm>
#include <memory>
#include <string>

#include <simdjson.h>

#include "base/ascii.hpp"
#include "ingest/dns/dns_line.hpp"
#include "ingest/record/line_scanner.hpp"
#include "ingest/record/text_store.hpp"
#include "ingest/record/utf8.hpp"

namespace huntbook::ingest {

namespace {

using ReadLine = std::optional<DnsLine> (*)(std::string_view line);

constexpr std::string_view blanks = " \t\r\n\f";

class DnsParser final : public RecordParser {
 public:
  explicit DnsParser(ReadLine read) : read_(read) {}

  void parse(const Block& block, ParsedBlock& out) override {
    out.source = "dns";
    TextStore texts(out);
    for (std::size_t i = 0; i < block.records.size(); ++i) {
      const RawRecord& raw = block.records[i];
      std::string_view text = block.text(raw);
      const bool repaired = !simdjson::validate_utf8(text.data(), text.size());
      if (repaired) text = out.keep(repaired_utf8(text));
      const auto line = read_(trimmed(text, blanks));
      if (!line) {
        out.rejected.push_back(reject_record(block, raw, "no query or response in the line"));
        continue;
      }
      if (repaired) ++out.repaired;
      const std::size_t first = out.fields.size();
      const auto add = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) out.fields.push_back({name, value, FieldKind::Text, false});
      };
      add("time", texts.keep(line->time));
      add("client", line->client);
      add("name", texts.keep(line->name));
      add("type", line->type);
      add("result", line->result);
      add("opcode", line->opcode);
      add("Protocol", line->protocol);
      add("Direction", line->direction);
      if (line->response) out.fields.push_back({"Response", "true", FieldKind::Bool, false});
      add("Packet", line->packet);
      add("Flags", line->flags);
      add("Server", line->server);
      out.records.push_back({first, out.fields.size() - first, i});
    }
  }

 private:
  ReadLine read_;
};

template <ReadLine read>
Detected lines(std::string_view format, std::size_t prefix, std::uint64_t prefix_lines) {
  return {std::string(format),
          {},
          scanned_blocks(line_scanner, prefix, prefix_lines),
          []() -> std::unique_ptr<RecordParser> { return std::make_unique<DnsParser>(read); }};
}

// The first line of a packet, behind a header of at most `most_header` lines: that header is no record.
template <ReadLine read>
std::optional<Detected> by_content(const FileHead& head, std::string_view format, std::uint64_t most_header) {
  std::size_t at = 0;
  for (std::uint64_t line = 0; line <= most_header && at < head.bytes.size(); ++line) {
    const std::size_t end = head.bytes.find('\n', at);
    const std::string_view text = head.bytes.substr(at, end == std::string_view::npos ? end : end - at);
    if (read(trimmed(text, blanks))) return lines<read>(format, at, line);
    if (end == std::string_view::npos) break;
    at = end + 1;
  }
  return std::nullopt;
}

std::optional<DnsLine> month_first(std::string_view line) {
  return read_windows_dns(line, DateOrder::MonthFirst);
}

std::optional<DnsLine> day_first(std::string_view line) {
  return read_windows_dns(line, DateOrder::DayFirst);
}

// Whether the first date of a packet that can be read in one order only has its day first.
bool days_come_first(const FileHead& head) {
  for (std::string_view rest = head.bytes; !rest.empty();) {
    const std::string_view whole = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), whole.size() + 1));
    const std::string_view line = trimmed(whole, blanks);
    const auto order = read_windows_dns(line) ? date_order_of(line) : std::nullopt;
    if (order) return *order == DateOrder::DayFirst;
  }
  return false;
}

constexpr std::uint64_t windows_header = 60;
constexpr std::uint64_t bind_header = 3;

std::optional<Detected> windows_dns_by_content(const FileHead& head) {
  return days_come_first(head) ? by_content<day_first>(head, "dns-debug", windows_header)
                               : by_content<month_first>(head, "dns-debug", windows_header);
}

}  // namespace

Format windows_dns_format() {
  return {"dns-debug", "a debug log of Windows' DNS server", windows_dns_by_content, nullptr,
          [](const FileHead& head) -> Result<Detected> {
            return windows_dns_by_content(head).value_or(lines<month_first>("dns-debug", 0, 0));
          }};
}

Format bind_query_format() {
  return {"bind-query", "a query log of BIND",
          [](const FileHead& head) { return by_content<read_bind_query>(head, "bind-query", bind_header); }, nullptr,
          [](const FileHead&) -> Result<Detected> { return lines<read_bind_query>("bind-query", 0, 0); }};
}

}  // namespace huntbook::ingest
