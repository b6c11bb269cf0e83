#include "ingest/journald/journal_parser.hpp"

#include <algorithm>

#include <simdjson.h>

#include "ingest/record/utf8.hpp"

namespace huntbook::ingest {

namespace {

bool is_field_name(std::string_view name) {
  // systemd allows 64 bytes.
  return !name.empty() && name.size() <= 256 &&
         std::ranges::all_of(name, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; });
}

class JournalParser final : public RecordParser {
 public:
  void parse(const Block& block, ParsedBlock& out) override {
    out.source = journal_source_name;
    for (std::size_t i = 0; i < block.records.size(); ++i) {
      const std::size_t first = out.fields.size();
      repaired_ = false;
      if (const char* fault = entry(block.text(block.records[i]), out)) {
        out.fields.resize(first);
        out.rejected.push_back(reject_record(block, block.records[i], fault));
        continue;
      }
      out.repaired += repaired_ ? 1 : 0;
      out.records.push_back({first, out.fields.size() - first, i});
    }
  }

 private:
  void add(std::string_view name, std::string_view value, ParsedBlock& out) {
    if (!simdjson::validate_utf8(value.data(), value.size())) {
      value = out.keep(repaired_utf8(value));
      repaired_ = true;
    }
    out.fields.push_back({name, value, FieldKind::Text, false});
  }

  // Null, or what is wrong with the entry.
  const char* entry(std::string_view text, ParsedBlock& out) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      const std::string_view line = text.substr(0, end);
      const std::size_t equals = line.find('=');
      if (!is_field_name(line.substr(0, equals))) return "a field without a name";
      if (equals != std::string_view::npos) {
        add(line.substr(0, equals), line.substr(equals + 1), out);
        text.remove_prefix(std::min(end + 1, text.size()));
        continue;
      }
      text.remove_prefix(std::min(end + 1, text.size()));
      if (text.size() < 8) return "a field without its size";
      std::uint64_t size = 0;
      for (std::size_t i = 8; i-- > 0;) size = size << 8 | static_cast<unsigned char>(text[i]);
      text.remove_prefix(8);
      if (size > text.size()) return "a field that is longer than the entry";
      add(line, text.substr(0, static_cast<std::size_t>(size)), out);
      text.remove_prefix(static_cast<std::size_t>(size));
      if (!text.empty() && text.front() != '\n') return "a field without an end";
      if (!text.empty()) text.remove_prefix(1);
    }
    return nullptr;
  }

  bool repaired_ = false;
};

}  // namespace

std::unique_ptr<RecordParser> journal_parser() {
  return std::make_unique<JournalParser>();
}

}  // namespace huntbook::ingest
