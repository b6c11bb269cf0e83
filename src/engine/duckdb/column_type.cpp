#include "engine/duckdb/column_type.hpp"

namespace huntbook::engine::duckdb {

std::string_view engine_type_of(ScalarType type) {
  switch (type) {
    case ScalarType::Bool:
      return "BOOLEAN";
    case ScalarType::Int:
      return "INTEGER";
    case ScalarType::Long:
    case ScalarType::DateTime:
    case ScalarType::TimeSpan:
      return "BIGINT";
    case ScalarType::Real:
      return "DOUBLE";
    case ScalarType::Decimal:
      return "DECIMAL(38, 12)";
    case ScalarType::String:
    case ScalarType::Dynamic:
      return "VARCHAR";
    case ScalarType::Guid:
      return "UUID";
  }
  return "VARCHAR";
}

}  // namespace huntbook::engine::duckdb
