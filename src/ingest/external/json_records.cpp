#include "ingest/external/json_records.hpp"

#include "ingest/json/json_parser.hpp"
#include "ingest/json/json_scanner.hpp"
#include "ingest/record/json_text.hpp"

namespace huntbook::ingest {

namespace {

// Lines where the format says so and the first line bears it out; a file of one pretty-printed object is read as what
// it is. An object that holds all records is one record, as in Kusto.
JsonLayout layout_of(kql::ExternalFormat format, std::string_view head) {
  JsonLayout layout{JsonLayout::Kind::Values, 0};
  const std::size_t start = head.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return layout;
  if (head[start] == '[') layout.prefix = start + 1;
  const std::string_view line = head.substr(start, head.find('\n', start) - start);
  if (format == kql::ExternalFormat::Json && head[start] == '{' && is_json(line)) layout.kind = JsonLayout::Kind::Lines;
  return layout;
}

}  // namespace

Result<void> read_json(const ExternalText& text, std::string_view head, TextRows& rows) {
  const JsonLayout layout = layout_of(text.format, head);
  const auto parser = json_parser();
  return each_block(text, json_scanner(layout), layout.prefix, [&](Block& block) -> Result<void> {
    ParsedBlock parsed;
    parser->parse(block, parsed);
    for (const ParsedBlock::Entry& entry : parsed.records) {
      const RawRecord& raw = block.records[entry.raw];
      HUNTBOOK_CHECK(rows.add_record(parsed.record(entry), block.text(raw), raw.number));
    }
    if (parsed.rejected.empty()) return {};
    return bad_record(text.shown, parsed.rejected.front().line, parsed.rejected.front().reason);
  });
}

}  // namespace huntbook::ingest
