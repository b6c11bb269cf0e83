#include "engine/duckdb/scalar_function.hpp"

#include "engine/duckdb/api.hpp"
#include "engine/duckdb/text.hpp"

namespace huntbook::engine::duckdb {

static_assert(sizeof(TextCell) == sizeof(duckdb_string_t));

OutputVector::OutputVector(void* vector)
    : vector_(vector), data_(api().vector_get_data(static_cast<duckdb_vector>(vector))) {}

void OutputVector::put_text(std::size_t row, std::string_view text) {
  assign_text(static_cast<duckdb_vector>(vector_), row, text);
}

void OutputVector::put_null(std::size_t row) {
  set_null(static_cast<duckdb_vector>(vector_), row);
}

const std::vector<ScalarOverload>* ScalarFunctions::find_scalar(std::string_view name) const {
  auto found = scalars_.find(name);
  return found == scalars_.end() ? nullptr : &found->second;
}

const AggregateShape* ScalarFunctions::find_aggregate(std::string_view name) const {
  auto found = aggregates_.find(name);
  return found == aggregates_.end() ? nullptr : &found->second;
}

}  // namespace huntbook::engine::duckdb
