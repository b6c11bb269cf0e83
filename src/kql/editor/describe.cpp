#include "kql/editor/describe.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/json_text.hpp"
#include "kql/plan/walk.hpp"
#include "kql/syntax/string_scan.hpp"

namespace huntbook::kql::editor {

namespace {

constexpr std::size_t shown_columns = 8;

bool is_plain(std::string_view name) {
  using syntax::is_name_char;
  using syntax::is_name_start;
  return !name.empty() && is_name_start(name[0]) && std::ranges::all_of(name, is_name_char);
}

}  // namespace

std::string quoted_name(std::string_view name) {
  if (is_plain(name)) return std::string(name);
  std::string quoted;
  append_json_string(quoted, name);
  return fmt::format("[{}]", quoted);
}

std::string describe_columns(const plan::Rel& rows) {
  std::string list;
  std::size_t count = 0;
  for (const plan::Column& column : rows.columns) {
    if (column.hidden) continue;
    if (++count <= shown_columns)
      list += fmt::format("{}{}: {}", count == 1 ? "" : ", ", column.name, name_of(column.type));
  }
  if (count == 0) return {};
  return fmt::format("{} column{}: {}{}", count, count == 1 ? "" : "s", list, count > shown_columns ? ", ..." : "");
}

std::string stored_table_of(const plan::Rel& rows, plan::ColumnId column) {
  const auto has_it = [&](const plan::Rel& relation) {
    return std::ranges::find(relation.columns, column, &plan::Column::id) != relation.columns.end();
  };
  if (!has_it(rows)) return {};
  if (const auto* scan = std::get_if<plan::Scan>(&rows.node)) return scan->table;
  if (const auto* shared = std::get_if<plan::Shared>(&rows.node)) {
    const auto here = std::ranges::find(rows.columns, column, &plan::Column::id) - rows.columns.begin();
    const auto& columns = shared->definition->columns;
    return static_cast<std::size_t>(here) < columns.size()
               ? stored_table_of(*shared->definition, columns[static_cast<std::size_t>(here)].id)
               : std::string();
  }
  std::string table;
  plan::each_input(rows, [&](const plan::RelPtr& input) {
    if (table.empty() && input) table = stored_table_of(*input, column);
  });
  return table;
}

}  // namespace huntbook::kql::editor
