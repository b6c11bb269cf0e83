#include "ingest/text/text_parser.hpp"

#include <charconv>

#include <simdjson.h>

#include "base/time.hpp"
#include "ingest/record/utf8.hpp"

namespace huntbook::ingest {

namespace {

constexpr std::string_view stamp_mark = "msg=audit(";

// The time of a line of auditd: seconds since 1970 and milliseconds, as 1604996384.965:93777.
std::optional<Ticks> auditd_time(std::string_view line) {
  const std::size_t at = line.find(stamp_mark);
  if (at == std::string_view::npos) return std::nullopt;
  std::int64_t seconds = 0;
  int milliseconds = 0;
  const char* const end = line.data() + line.size();
  const auto whole = std::from_chars(line.data() + at + stamp_mark.size(), end, seconds);
  if (whole.ec != std::errc{} || whole.ptr == end || *whole.ptr != '.' || seconds < 0) return std::nullopt;
  const auto part = std::from_chars(whole.ptr + 1, end, milliseconds);
  if (part.ec != std::errc{} || part.ptr != whole.ptr + 4 || part.ptr == end || *part.ptr != ':') return std::nullopt;
  if (seconds > (max_datetime - unix_epoch) / ticks_per_second) return std::nullopt;
  return unix_epoch + seconds * ticks_per_second + milliseconds * ticks_per_millisecond;
}

class TextParser final : public RecordParser {
 public:
  void parse(const Block& block, ParsedBlock& out) override {
    for (std::size_t i = 0; i < block.records.size(); ++i) {
      std::string_view text = block.text(block.records[i]);
      if (!simdjson::validate_utf8(text.data(), text.size())) {
        text = out.keep(repaired_utf8(text));
        ++out.repaired;
      }
      const std::size_t first_field = out.fields.size();
      if (const auto time = auditd_time(text)) {
        out.fields.push_back({"TimeGenerated", out.keep(format_datetime(*time)), FieldKind::Text, false});
      }
      out.fields.push_back({"RawData", text, FieldKind::Text, false});
      out.records.push_back({first_field, out.fields.size() - first_field, i});
    }
  }
};

}  // namespace

bool is_auditd(std::string_view head) {
  const std::string_view line = head.substr(0, head.find('\n'));
  return (line.starts_with("type=") || line.starts_with("node=")) && line.find(" type=") != 0 &&
         auditd_time(line).has_value();
}

std::unique_ptr<RecordParser> text_parser() {
  return std::make_unique<TextParser>();
}

}  // namespace huntbook::ingest
