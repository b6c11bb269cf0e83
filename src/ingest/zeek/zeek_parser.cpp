#include "ingest/zeek/zeek_parser.hpp"

#include <string>
#include <utility>

#include "ingest/csv/csv_scanner.hpp"
#include "ingest/record/json_text.hpp"
#include "ingest/record/value_reader.hpp"

namespace huntbook::ingest {

namespace {

bool starts_container(std::string_view type) {
  return type.starts_with("set[") || type.starts_with("vector[") || type.starts_with("table[");
}

bool has_numbers(std::string_view type) {
  for (const std::string_view name : {"[interval]", "[count]", "[int]", "[double]", "[port]", "[time]"}) {
    if (type.ends_with(name)) return true;
  }
  return false;
}

class ZeekParser final : public RecordParser {
 public:
  explicit ZeekParser(const ZeekLog& log) : log_(log), cells_(csv_parser(log.dialect)) {}

  void parse(const Block& block, ParsedBlock& out) override {
    raw_.fields.clear();
    raw_.records.clear();
    cells_->parse(block, raw_);
    out.source = "zeek";
    out.repaired = raw_.repaired;
    raw_.repaired = 0;
    out.rejected = std::exchange(raw_.rejected, {});
    out.made = std::exchange(raw_.made, {});
    for (const ParsedBlock::Entry& entry : raw_.records) {
      const std::size_t first = out.fields.size();
      std::size_t column = 0;
      for (const Field& field : raw_.record(entry)) out.fields.push_back(typed(field, column++, out));
      out.fields.push_back({"_path", log_.path, log_.path.empty() ? FieldKind::Null : FieldKind::Text, false});
      out.records.push_back({first, out.fields.size() - first, entry.raw});
    }
  }

 private:
  Field typed(Field field, std::size_t column, ParsedBlock& out) const {
    if (field.kind == FieldKind::Null || column >= log_.types.size()) return field;
    const std::string& type = log_.types[column];
    if (type == "bool" && (field.text == "T" || field.text == "F")) {
      field.text = field.text == "T" ? "true" : "false";
      field.kind = FieldKind::Bool;
    } else if (starts_container(type)) {
      field.text = out.keep(array_of(field.text, has_numbers(type)));
      field.kind = FieldKind::Nested;
    }
    return field;
  }

  std::string array_of(std::string_view text, bool numbers) const {
    std::string json = "[";
    while (!text.empty()) {
      const std::size_t end = text.find(log_.set_separator);
      const std::string_view element = text.substr(0, end);
      text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
      if (json.size() > 1) json.push_back(',');
      const bool number = numbers && read_real(element).has_value();
      const FieldKind kind = element == log_.dialect.null_cell ? FieldKind::Null
                             : number                          ? FieldKind::Number
                                                               : FieldKind::Text;
      append_json(json, Field{{}, element, kind, false});
    }
    return json + "]";
  }

  const ZeekLog& log_;
  const std::unique_ptr<RecordParser> cells_;
  ParsedBlock raw_;
};

}  // namespace

std::unique_ptr<RecordParser> zeek_parser(const ZeekLog& log) {
  return std::make_unique<ZeekParser>(log);
}

}  // namespace huntbook::ingest
