// What the operator make-series is built on.
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/duckdb/functions/register.hpp"
#include "engine/duckdb/json_slices.hpp"

namespace huntbook::engine::duckdb {

namespace {

// Kusto's limit for the arrays of make-series.
constexpr std::int64_t most_elements = 1 << 20;

// Elements first..last of a series. `pairs` are [index, value], each index once, in any order; what they leave out is
// `otherwise`. Null for more than 2^20 elements.
bool fill_series(TextResult& out, std::string_view pairs, std::int64_t first, std::int64_t last,
                 std::optional<std::string_view> otherwise) {
  if (last >= first && static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first) >= most_elements)
    return false;
  auto known = json_elements(pairs);
  if (!known) return false;
  std::vector<std::string_view> values(last >= first ? static_cast<std::size_t>(last - first + 1) : 0,
                                       otherwise.value_or("null"));
  for (std::string_view pair : *known) {
    auto parts = json_elements(pair);
    if (!parts || parts->size() != 2) return false;
    auto index = json_integer((*parts)[0]);
    if (!index || *index < first || *index > last) continue;
    values[static_cast<std::size_t>(*index - first)] = (*parts)[1];
  }
  append_json_array(out.buffer(), values);
  return true;
}

}  // namespace

void add_make_series_functions(ScalarFunctions& table) {
  table.add<&fill_series>("hb_fill_series");
}

}  // namespace huntbook::engine::duckdb
