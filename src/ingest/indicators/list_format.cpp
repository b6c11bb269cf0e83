#include "ingest/indicators/list_format.hpp"

#include <memory>
#include <string>

#include <simdjson.h>

#include "base/ascii.hpp"
#include "ingest/indicators/indicator_kind.hpp"
#include "ingest/record/line_scanner.hpp"
#include "ingest/record/utf8.hpp"

namespace huntbook::ingest {

namespace {

constexpr std::string_view blanks = " \t\r\n";

bool is_comment(std::string_view line) {
  return line.starts_with('#') || line.starts_with(';') || line.starts_with("//");
}

struct Entry {
  std::string_view indicator;
  std::string_view comment;
};

// The first word is the indicator; in a hosts file the second one is.
Entry entry_of(std::string_view line) {
  line = trimmed(line, blanks);
  const std::size_t end = line.find_first_of(" \t#;,|");
  Entry entry{line.substr(0, end), end == std::string_view::npos ? std::string_view() : line.substr(end)};
  if ((entry.indicator == "0.0.0.0" || entry.indicator == "127.0.0.1") && !trimmed(entry.comment, blanks).empty()) {
    const std::string_view rest = trimmed(entry.comment, blanks);
    const std::string_view host = rest.substr(0, rest.find_first_of(" \t#"));
    if (!key_by_look(refanged(host)).empty()) return {host, rest.substr(host.size())};
  }
  while (!entry.comment.empty() && std::string_view(" \t#;,|/").find(entry.comment.front()) != std::string_view::npos)
    entry.comment.remove_prefix(1);
  return entry;
}

bool is_entry(std::string_view line) {
  return !key_by_look(refanged(entry_of(line).indicator)).empty();
}

// Comments are no records.
class ListScanner final : public RecordScanner {
 public:
  std::optional<std::size_t> end_of_record(std::string_view bytes) override { return lines_->end_of_record(bytes); }
  std::string_view trim(std::string_view bytes) const override {
    const std::string_view line = trimmed(bytes, blanks);
    return is_comment(line) ? std::string_view() : line;
  }

 private:
  std::unique_ptr<RecordScanner> lines_ = line_scanner();
};

class ListParser final : public RecordParser {
 public:
  void parse(const Block& block, ParsedBlock& out) override {
    out.source = "indicator_list";
    for (std::size_t i = 0; i < block.records.size(); ++i) {
      const RawRecord& raw = block.records[i];
      std::string_view text = block.text(raw);
      if (!is_entry(text)) {
        out.rejected.push_back(reject_record(block, raw, "no address, domain, URL, mail address or hash in the line"));
        continue;
      }
      if (!simdjson::validate_utf8(text.data(), text.size())) {
        text = out.keep(repaired_utf8(text));
        ++out.repaired;
      }
      const Entry entry = entry_of(text);
      const std::size_t first = out.fields.size();
      out.fields.push_back({"indicator", entry.indicator, FieldKind::Text, false});
      if (!entry.comment.empty())
        out.fields.push_back({"comment", trimmed(entry.comment, blanks), FieldKind::Text, false});
      out.records.push_back({first, out.fields.size() - first, i});
    }
  }
};

Detected list() {
  return {"indicators",
          {},
          scanned_blocks([]() -> std::unique_ptr<RecordScanner> { return std::make_unique<ListScanner>(); }),
          []() -> std::unique_ptr<RecordParser> { return std::make_unique<ListParser>(); }};
}

// What may stand behind an indicator in a list that nobody says is one: nothing, or what is set off as a comment or a
// further column. Words after a blank are those of a log or of a machine's own hosts file.
bool may_follow(std::string_view line, const Entry& entry) {
  constexpr std::size_t longest = 160;
  if (entry.comment.empty() || entry.indicator.data() != line.data()) return true;
  const std::string_view rest = trimmed(line.substr(entry.indicator.size()), blanks);
  return rest.size() <= longest && (std::string_view("#;,|/").find(rest.front()) != std::string_view::npos ||
                                    line[entry.indicator.size()] == '\t');
}

// Nine of ten of the first lines are indicators.
bool is_list(const FileHead& head) {
  constexpr int sample = 100;
  int lines = 0;
  int entries = 0;
  for (std::string_view rest = head.bytes; !rest.empty() && lines < sample;) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = trimmed(rest.substr(0, end), blanks);
    if (end == std::string_view::npos && !head.whole) break;
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (line.empty() || is_comment(line)) continue;
    ++lines;
    if (may_follow(line, entry_of(line)) && is_entry(line)) ++entries;
  }
  return entries > 0 && entries * 10 >= lines * 9;
}

}  // namespace

Format indicator_list_format() {
  return {"indicators", "a list of indicators, one a line",
          [](const FileHead& head) { return is_list(head) ? std::optional(list()) : std::nullopt; }, nullptr,
          [](const FileHead&) -> Result<Detected> { return list(); }};
}

}  // namespace huntbook::ingest
