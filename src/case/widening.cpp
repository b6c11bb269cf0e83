#include "case/widening.hpp"

#include <fmt/format.h>

#include "base/value_text.hpp"
#include "case/own_table_access.hpp"

namespace huntbook::casefile {

std::string text_expression(ScalarType type, std::string_view source) {
  switch (type) {
    case ScalarType::DateTime:
      return fmt::format("hb_datetime_text({})", source);
    case ScalarType::TimeSpan:
      return fmt::format("hb_timespan_text({})", source);
    case ScalarType::Decimal:
    case ScalarType::Real:  // 2.0 and 1.500 lose what says nothing
      return fmt::format(
          "coalesce(regexp_replace(regexp_replace({0}::VARCHAR, '(\\.[0-9]*[1-9])0+$', '\\1'), "
          "'\\.0+$', ''), '')",
          source);
    case ScalarType::Bool:
    case ScalarType::Int:
    case ScalarType::Long:
    case ScalarType::String:
    case ScalarType::Dynamic:
    case ScalarType::Guid:
      return fmt::format("coalesce({}::VARCHAR, '')", source);
  }
  return {};
}

Column text_column(const Column& column) {
  Column text(ScalarType::String);
  for (std::size_t row = 0; row < column.size(); ++row)
    text.push_text(column.is_null(row) ? std::string() : value_text(column, row));
  return text;
}

Column long_column(const Column& column) {
  Column longs(ScalarType::Long);
  for (std::size_t row = 0; row < column.size(); ++row) {
    if (column.is_null(row)) {
      longs.push_null();
    } else {
      longs.push_long(column.int_at(row));
    }
  }
  return longs;
}

Result<void> prepare_widening(engine::Connection& connection) {
  HUNTBOOK_CHECK(connection.query("SELECT 1", {{"one", ScalarType::Int}}, {"hb_datetime_text", "hb_timespan_text"}));
  return {};
}

Result<void> widen_stored(engine::Connection& connection, const TableEntry& entry, const StoredColumn& column) {
  HUNTBOOK_CHECK(
      connection.execute(fmt::format("ALTER TABLE {} ALTER COLUMN {} TYPE VARCHAR USING {}", entry.relation(),
                                     column.source, text_expression(column.type, column.source))));
  HUNTBOOK_CHECK(connection.execute(
      fmt::format("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT ''", entry.relation(), column.source)));
  return {};
}

}  // namespace huntbook::casefile
