#include "analysis/steps/value.hpp"

namespace huntbook::steps {

Value nothing(ScalarType type) {
  Value value;
  value.null = type != ScalarType::String;
  return value;
}

void read_value(const Column& column, std::size_t row, Value& into) {
  into.null = column.is_null(row);
  if (into.null) return;
  switch (column.type()) {
    case ScalarType::Bool:
      into.integer = column.bool_at(row) ? 1 : 0;
      break;
    case ScalarType::Int:
      into.integer = column.int_at(row);
      break;
    case ScalarType::Long:
    case ScalarType::DateTime:
    case ScalarType::TimeSpan:
      into.integer = column.long_at(row);
      break;
    case ScalarType::Real:
      into.real = column.real_at(row);
      break;
    case ScalarType::Decimal:
    case ScalarType::String:
    case ScalarType::Dynamic:
    case ScalarType::Guid:
      into.text.assign(column.text_at(row));
      break;
  }
}

void push_value(Column& column, const Value& value) {
  if (value.null) return column.push_null();
  switch (column.type()) {
    case ScalarType::Bool:
      return column.push_bool(value.integer != 0);
    case ScalarType::Int:
      return column.push_int(static_cast<std::int32_t>(value.integer));
    case ScalarType::Long:
    case ScalarType::DateTime:
    case ScalarType::TimeSpan:
      return column.push_long(value.integer);
    case ScalarType::Real:
      return column.push_real(value.real);
    case ScalarType::Decimal:
    case ScalarType::String:
    case ScalarType::Dynamic:
    case ScalarType::Guid:
      return column.push_text(value.text);
  }
}

}  // namespace huntbook::steps
