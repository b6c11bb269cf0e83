#include "base/value_text.hpp"

#include <fmt/format.h>

#include "base/time.hpp"

namespace huntbook {

std::string value_text(const Column& column, std::size_t row) {
  switch (column.type()) {
    case ScalarType::Bool:
      return column.bool_at(row) ? "true" : "false";
    case ScalarType::Int:
      return fmt::format("{}", column.int_at(row));
    case ScalarType::Long:
      return fmt::format("{}", column.long_at(row));
    case ScalarType::Real:
      return fmt::format("{}", column.real_at(row));
    case ScalarType::DateTime:
      return format_datetime(column.long_at(row));
    case ScalarType::TimeSpan:
      return format_timespan(column.long_at(row));
    case ScalarType::Decimal:
    case ScalarType::String:
    case ScalarType::Dynamic:
    case ScalarType::Guid:
      return std::string(column.text_at(row));
  }
  return {};
}

}  // namespace huntbook
