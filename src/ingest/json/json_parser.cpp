#include "ingest/json/json_parser.hpp"

#include <string>

#include <simdjson.h>

#include "ingest/record/json_checker.hpp"
#include "ingest/record/json_text.hpp"
#include "ingest/record/utf8.hpp"

namespace huntbook::ingest {

namespace {

JsonChecker::Fault fault_here(const JsonChecker& checker) {
  return checker.at_end() ? JsonChecker::Fault::Incomplete : JsonChecker::Fault::Syntax;
}

bool read_name(std::string_view text, JsonChecker& checker, Field& field, ParsedBlock& out, bool& repaired) {
  const std::size_t begin = checker.position();
  bool escaped = false;
  if (!checker.string(escaped)) return false;
  field.name = text.substr(begin + 1, checker.position() - begin - 2);
  if (escaped) {
    std::string plain;
    append_unescaped(plain, field.name);
    field.name = out.keep(std::move(plain));
    repaired = repaired || checker.saw_lone_surrogate();
    checker.forget_lone_surrogate();
  }
  return true;
}

bool read_value(std::string_view text, JsonChecker& checker, Field& field, ParsedBlock& out, bool& repaired) {
  const std::size_t begin = checker.position();
  const char first = checker.peek();
  if (first == '"') {
    if (!checker.string(field.escaped)) return false;
    field.kind = FieldKind::Text;
    field.text = text.substr(begin + 1, checker.position() - begin - 2);
  } else {
    if (!checker.value()) return false;
    field.text = text.substr(begin, checker.position() - begin);
    field.kind = first == '{' || first == '['   ? FieldKind::Nested
                 : first == 'n'                 ? FieldKind::Null
                 : first == 't' || first == 'f' ? FieldKind::Bool
                                                : FieldKind::Number;
  }
  if (checker.saw_lone_surrogate()) {
    field.text = out.keep(without_lone_surrogates(field.text));
    repaired = true;
    checker.forget_lone_surrogate();
  }
  return true;
}

// One object at a time is walked once, strings 16 bytes a step, and what is walked over is left where it stands. (A
// structural index as simdjson makes it pays for itself on values that are looked up; here all of them are wanted.)
class JsonParser final : public RecordParser {
 public:
  void parse(const Block& block, ParsedBlock& out) override {
    const bool valid_utf8 = simdjson::validate_utf8(block.bytes.get(), block.size);
    for (std::size_t i = 0; i < block.records.size(); ++i) {
      const RawRecord& raw = block.records[i];
      std::string_view text = block.text(raw);
      bool repaired = false;
      if (!valid_utf8 && !simdjson::validate_utf8(text.data(), text.size())) {
        repaired = true;
        text = out.keep(repaired_utf8(text));
      }
      const std::size_t first_field = out.fields.size();
      if (std::string reason = read_json_object(text, out, repaired); !reason.empty()) {
        out.fields.resize(first_field);
        out.rejected.push_back(reject_record(block, raw, std::move(reason)));
        continue;
      }
      if (repaired) ++out.repaired;
      out.records.push_back({first_field, out.fields.size() - first_field, i});
    }
  }
};

}  // namespace

std::unique_ptr<RecordParser> json_parser() {
  return std::make_unique<JsonParser>();
}

std::string read_json_object(std::string_view text, ParsedBlock& out, bool& repaired) {
  JsonChecker checker(text);
  if (!checker.take('{')) return "not a JSON object";
  checker.skip_blanks();
  if (!checker.take('}')) {
    while (true) {
      checker.skip_blanks();
      Field field;
      if (!read_name(text, checker, field, out, repaired)) return describe(checker.fault());
      checker.skip_blanks();
      if (!checker.take(':')) return describe(fault_here(checker));
      checker.skip_blanks();
      if (!read_value(text, checker, field, out, repaired)) return describe(checker.fault());
      out.fields.push_back(field);
      checker.skip_blanks();
      if (checker.take('}')) break;
      if (!checker.take(',')) return describe(fault_here(checker));
    }
  }
  checker.skip_blanks();
  if (!checker.at_end()) return "text after the JSON object";
  return {};
}

std::string read_json_array(std::string_view text, ParsedBlock& out, bool& repaired) {
  JsonChecker checker(text);
  if (!checker.take('[')) return "not a JSON array";
  checker.skip_blanks();
  if (!checker.take(']')) {
    while (true) {
      checker.skip_blanks();
      Field field;
      if (!read_value(text, checker, field, out, repaired)) return describe(checker.fault());
      out.fields.push_back(field);
      checker.skip_blanks();
      if (checker.take(']')) break;
      if (!checker.take(',')) return describe(fault_here(checker));
    }
  }
  checker.skip_blanks();
  if (!checker.at_end()) return "text after the JSON array";
  return {};
}

}  // namespace huntbook::ingest
