#include "ingest/text/text_parser.hpp"

#include <simdjson.h>

#include "ingest/record/utf8.hpp"

namespace huntbook::ingest {

namespace {

class TextParser final : public RecordParser {
 public:
  void parse(const Block& block, ParsedBlock& out) override {
    for (std::size_t i = 0; i < block.records.size(); ++i) {
      std::string_view text = block.text(block.records[i]);
      if (!simdjson::validate_utf8(text.data(), text.size())) {
        text = out.keep(repaired_utf8(text));
        ++out.repaired;
      }
      out.fields.push_back({"RawData", text, FieldKind::Text, false});
      out.records.push_back({out.fields.size() - 1, 1, i});
    }
  }
};

}  // namespace

std::unique_ptr<RecordParser> text_parser() {
  return std::make_unique<TextParser>();
}

}  // namespace huntbook::ingest
