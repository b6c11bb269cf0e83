#include "case/rebuild.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "case/spare_columns.hpp"
#include "case/widening.hpp"

namespace huntbook::casefile {

Result<void> rebuild_table(engine::Connection& connection, TableEntry& entry, std::int64_t new_id,
                           const std::vector<std::string>& added, const StoredColumn* widened) {
  std::string columns, targets, values;
  for (const StoredColumn& column : entry.columns) {
    if (column.source.empty()) continue;
    columns += columns.empty() ? "" : ", ";
    columns += column_definition(column.source, widened == &column ? ScalarType::String : column.type);
    if (std::ranges::find(added, column.source) != added.end()) continue;
    targets += fmt::format("{}{}", targets.empty() ? "" : ", ", column.source);
    values += fmt::format("{}{}", values.empty() ? "" : ", ",
                          widened == &column ? text_expression(column.type, column.source) : column.source);
  }
  entry.spares.clear();
  for (const SpareColumn& spare : name_spares(entry)) columns += ", " + column_definition(spare.source, spare.type);
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
