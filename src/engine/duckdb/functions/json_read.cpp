#include "engine/duckdb/functions/json_read.hpp"

namespace huntbook::engine::duckdb {
namespace {

std::string text_of(simdjson::dom::element element) {
  std::string_view text;
  if (element.get(text) == simdjson::SUCCESS) return std::string(text);
  return simdjson::minify(element);
}

}  // namespace

std::optional<simdjson::dom::element> parse_dynamic(std::string_view json) {
  thread_local simdjson::dom::parser parser;
  simdjson::dom::element element;
  // The text is copied behind padding that the parser reads over.
  if (parser.parse(json.data(), json.size(), true).get(element) != simdjson::SUCCESS) return std::nullopt;
  return element;
}

std::vector<std::string> texts_of_array(std::string_view json) {
  std::vector<std::string> texts;
  std::optional<simdjson::dom::element> document = parse_dynamic(json);
  if (!document || document->is_null()) return texts;
  simdjson::dom::array array;
  if (document->get(array) != simdjson::SUCCESS) {
    texts.push_back(text_of(*document));
    return texts;
  }
  for (simdjson::dom::element element : array) texts.push_back(text_of(element));
  return texts;
}

}  // namespace huntbook::engine::duckdb
