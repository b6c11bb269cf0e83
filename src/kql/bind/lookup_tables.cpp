#include "kql/bind/lookup_tables.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "kql/bind/column_name.hpp"
#include "kql/bind/operators.hpp"
#include "kql/bind/table.hpp"

namespace huntbook::kql::bind {

using plan::Column;

plan::RelPtr with_own_names(Context& context, const plan::RelPtr& table, char prefix,
                            const std::vector<std::pair<Column, std::string>>& keys) {
  std::vector<Column> columns;
  std::vector<plan::Assignment> computed;
  std::size_t count = 0;
  auto add = [&](const Column& source, std::string name) {
    Column column = context.make_column(std::move(name), source.type, source.nullable);
    computed.push_back({column.id, use_of(source)});
    columns.push_back(std::move(column));
  };
  for (const Column& column : table->columns) {
    if (!column.hidden) add(column, fmt::format("{}{}", prefix, count++));
  }
  for (const auto& [key, name] : keys) add(key, name);
  return make_project(context, table, {}, std::move(computed), std::move(columns));
}

plan::RelPtr under_own_names(Context& context, plan::RelPtr joined, const plan::Rel& source, const plan::Rel& lookup,
                             const std::vector<Column>& left_out) {
  std::vector<Column> columns;
  ColumnNamer namer(context);
  auto take = [&](const plan::Rel& from, char prefix, const std::vector<Column>& without) {
    std::size_t count = 0;
    for (const Column& original : from.columns) {
      if (original.hidden) continue;
      Column column = *find_column(joined->columns, fmt::format("{}{}", prefix, count++));
      if (std::ranges::find(without, original.id, &Column::id) != without.end()) continue;
      column.name = namer.automatic(original.name);
      columns.push_back(std::move(column));
    }
  };
  take(source, 's', {});
  take(lookup, 'l', left_out);
  return make_project(context, std::move(joined), {}, {}, std::move(columns));
}

}  // namespace huntbook::kql::bind
