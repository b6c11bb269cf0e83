// schema_merge (Kusto docs, "schema_merge plugin"): one schema of several that getschema gave. Numbers are widened to
// what holds them all; a column whose types have nothing in common, or that stands in different places, becomes an
// error in the table, as documented.
#include <fmt/format.h>

#include "kql/bind/operators.hpp"
#include "kql/bind/plan_plugin.hpp"

namespace huntbook::kql::bind {

plan::RelPtr bind_schema_merge(Context& context, PluginCall call) {
  auto arguments = PluginArguments::read(context, call, {"PreserveOrder"}, 0);
  if (!arguments) return nullptr;
  bool ordered = true;
  if (const syntax::Expr* expr = arguments->find("PreserveOrder")) {
    auto value = bind_constant_argument(context, *expr, ScalarType::Bool);
    if (!value) return nullptr;
    const auto* flag = std::get_if<bool>(&*value);
    ordered = flag == nullptr || *flag;
  }
  std::vector<plan::Column> columns;
  for (auto [name, type] : {std::pair{"ColumnName", ScalarType::String}, std::pair{"ColumnOrdinal", ScalarType::Long},
                            std::pair{"ColumnType", ScalarType::String}}) {
    const plan::Column* column = find_column(call.input->columns, name);
    bool fits =
        column != nullptr && (column->type == type || (type == ScalarType::Long && column->type == ScalarType::Int));
    if (!fits)
      return context.error("HB005", call.span,
                           fmt::format("schema_merge needs a column '{}' of type {}.", name, name_of(type)),
                           "its rows are those of getschema: union (A | getschema), (B | getschema)");
    columns.push_back(*column);
  }
  plan::RelPtr input = make_project(context, std::move(call.input), {}, {}, std::move(columns));
  std::string query = fmt::format(
      "T | summarize first_ = min(ColumnOrdinal), last_ = max(ColumnOrdinal), types = "
      "array_sort_asc(make_set(ColumnType))"
      " by ColumnName"
      " | extend common = case(array_length(types) == 1, tostring(types[0]),"
      " array_length(set_difference(types, dynamic(['int', 'long']))) == 0, 'long',"
      " array_length(set_difference(types, dynamic(['int', 'long', 'real']))) == 0, 'real',"
      " array_length(set_difference(types, dynamic(['int', 'long', 'decimal']))) == 0, 'decimal',"
      " strcat('ERROR(no common type of ', strcat_array(types, ', '), ')'))"
      " | extend ColumnType = iff({} and first_ != last_, 'ERROR(columns are out of order)', common)"
      " | extend bad = ColumnType startswith 'ERROR'"
      " | sort by bad asc, last_ asc, first_ asc, ColumnName asc"
      " | extend ColumnOrdinal = iff(bad, -1, row_number(0))"
      " | project ColumnName, ColumnOrdinal, DataType = case(bad, strcat('ERROR(unknown CSL type:', ColumnType, ')'),"
      " ColumnType == 'bool', 'System.SByte', ColumnType == 'int', 'System.Int32', ColumnType == 'long', "
      "'System.Int64',"
      " ColumnType == 'real', 'System.Double', ColumnType == 'decimal', 'System.Data.SqlTypes.SqlDecimal',"
      " ColumnType == 'datetime', 'System.DateTime', ColumnType == 'timespan', 'System.TimeSpan',"
      " ColumnType == 'guid', 'System.Guid', ColumnType == 'dynamic', 'System.Object', 'System.String'), ColumnType",
      ordered ? "true" : "false");
  plan::RelPtr merged = bind_own_query(context, query, {{"T", shared(context, std::move(input))}}, call.span);
  return with_schema(context, std::move(merged), call);
}

}  // namespace huntbook::kql::bind
