// extract_json(): one value out of a JSON text. The path comes as a JSON array of property names and indexes, as
// kql/functions/text_parts.cpp reads it from Kusto's JSONPath.
#include <cstdint>
#include <variant>
#include <vector>

#include "base/json_text.hpp"
#include "engine/duckdb/functions/json_read.hpp"
#include "engine/duckdb/functions/register.hpp"

namespace huntbook::engine::duckdb {
namespace {

using Step = std::variant<std::string, std::uint64_t>;

std::vector<Step> read_steps(std::string_view path) {
  std::vector<Step> steps;
  auto document = parse_dynamic(path);
  simdjson::dom::array array;
  if (!document || document->get(array) != simdjson::SUCCESS) return steps;
  for (simdjson::dom::element element : array) {
    std::string_view name;
    std::uint64_t index = 0;
    if (element.get(name) == simdjson::SUCCESS) {
      steps.emplace_back(std::string(name));
    } else if (element.get(index) == simdjson::SUCCESS) {
      steps.emplace_back(index);
    }
  }
  return steps;
}

// The value as JSON; null where the text is no JSON, has no such value, or it is null.
bool extract_json(JsonResult& out, std::string_view path, std::string_view text) {
  thread_local Remembered<std::vector<Step>> paths;
  const std::vector<Step>& steps = paths.get(path, [](std::string_view key) { return read_steps(key); });
  auto value = parse_dynamic(text);
  if (!value) return false;
  for (const Step& step : steps) {
    simdjson::dom::object object;
    simdjson::dom::array array;
    if (const auto* name = std::get_if<std::string>(&step)) {
      if (value->get(object) != simdjson::SUCCESS || object.at_key(*name).get(*value) != simdjson::SUCCESS)
        return false;
    } else if (value->get(array) != simdjson::SUCCESS ||
               array.at(std::get<std::uint64_t>(step)).get(*value) != simdjson::SUCCESS) {
      return false;
    }
  }
  if (value->is_null()) return false;
  std::string_view content;
  if (value->get(content) == simdjson::SUCCESS) {
    append_json_string(out.buffer(), content);
  } else {
    out.assign(simdjson::minify(*value));
  }
  return true;
}

}  // namespace

void add_json_path_functions(ScalarFunctions& table) {
  table.add<&extract_json>("hb_extract_json");
}

}  // namespace huntbook::engine::duckdb
