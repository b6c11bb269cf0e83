#include "ingest/json/json_format.hpp"

#include "ingest/json/json_parser.hpp"
#include "ingest/json/json_scanner.hpp"

namespace huntbook::ingest {

namespace {

Detected json_in(const JsonLayout& layout) {
  return {layout.kind == JsonLayout::Kind::Lines ? "jsonl" : "json",
          {},
          scanned_blocks([layout] { return json_scanner(layout); }, layout.prefix),
          json_parser};
}

std::optional<Detected> by_content(const FileHead& head) {
  const auto layout = json_layout(head.bytes, head.whole);
  return layout ? std::optional(json_in(*layout)) : std::nullopt;
}

std::optional<Detected> by_name(const FileHead& head) {
  if (!ends_with_any(head.name, {".json", ".jsonl", ".ndjson"})) return std::nullopt;
  return head.bytes.find_first_of("{[") != std::string_view::npos ? std::optional(json_in({})) : std::nullopt;
}

}  // namespace

Format json_format() {
  return {"json", "JSON objects", by_content, by_name,
          [](const FileHead& head) -> Result<Detected> { return by_content(head).value_or(json_in({})); }};
}

}  // namespace huntbook::ingest
