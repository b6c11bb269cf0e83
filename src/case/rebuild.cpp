#include "case/rebuild.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "case/widening.hpp"
#include "engine/duckdb/column_type.hpp"

namespace huntbook::casefile {

Result<void> rebuild_table(engine::Connection& connection, TableEntry& entry, std::int64_t new_id,
                           const std::vector<std::string>& added, const StoredColumn* widened) {
  std::string columns, targets, values;
  for (const StoredColumn& column : entry.columns) {
    if (column.source.empty()) continue;
    bool becomes_text = widened == &column || column.type == ScalarType::String;
    columns += fmt::format("{}{} {}{}", columns.empty() ? "" : ", ", column.source,
                           becomes_text ? "VARCHAR" : engine::duckdb::engine_type_of(column.type),
                           becomes_text ? " DEFAULT ''" : "");
    if (std::ranges::find(added, column.source) != added.end()) continue;
    targets += fmt::format("{}{}", targets.empty() ? "" : ", ", column.source);
    values += fmt::format("{}{}", values.empty() ? "" : ", ",
                          widened == &column ? text_expression(column.type, column.source) : column.source);
  }
  std::string old_relation = entry.relation();
  entry.former_ids.push_back(entry.id);
  entry.id = new_id;
  HUNTBOOK_CHECK(connection.execute(fmt::format("CREATE TABLE {} ({})", entry.relation(), columns)));
  HUNTBOOK_CHECK(connection.execute(
      fmt::format("INSERT INTO {} ({}) SELECT {} FROM {}", entry.relation(), targets, values, old_relation)));
  HUNTBOOK_CHECK(connection.execute(fmt::format("DROP TABLE {}", old_relation)));
  return {};
}

}  // namespace huntbook::casefile
