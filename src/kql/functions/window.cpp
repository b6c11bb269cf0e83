// Functions over the order of rows (Kusto docs, "Window functions"). The order comes from the plan through
// LoweringContext::row_order.
#include "kql/functions/build.hpp"
#include "kql/functions/register.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;
using Arguments = std::span<const sql::ExprPtr>;

sql::ExprPtr window(LoweringContext& context, std::string function, std::vector<sql::ExprPtr> arguments,
                    bool rows_to_current = false) {
  return sql::make(sql::Window{std::move(function), std::move(arguments), context.row_partition, context.row_order,
                               rows_to_current});
}

// Restarting needs a partition made of a running count, which a single window cannot give.
Result<void> refuse_restart(const BoundCall& call, std::size_t index, std::string_view name) {
  if (call.arguments.size() <= index) return {};
  const Argument& restart = call.arguments[index];
  const bool* constant_value = restart.constant ? std::get_if<bool>(&*restart.constant) : nullptr;
  if (constant_value != nullptr && !*constant_value) return {};
  return fail(ErrorKind::User, std::string(name) + "() with a restart condition is not supported yet.",
              "partition the rows with summarize make_list() and mv-expand instead");
}

Result<sql::ExprPtr> lower_row_number(LoweringContext& context, const BoundCall& call, Arguments arguments) {
  HUNTBOOK_CHECK(refuse_restart(call, 1, "row_number"));
  sql::ExprPtr number = window(context, "row_number", {});
  if (arguments.empty()) return number;
  sql::ExprPtr before = sql::call("hb_subtract", {arguments[0], sql::literal(std::int64_t{1})});
  return sql::call("hb_add", {std::move(number), std::move(before)});
}

template <FixedText Function>
Result<sql::ExprPtr> lower_neighbour(LoweringContext& context, const BoundCall& call, Arguments arguments) {
  std::vector<sql::ExprPtr> operands{arguments[0]};
  operands.push_back(arguments.size() > 1 ? arguments[1] : sql::literal(std::int64_t{1}));
  operands.push_back(arguments.size() > 2 ? arguments[2] : null_value(call.result));
  return window(context, Function.text, std::move(operands));
}

Result<sql::ExprPtr> lower_cumulative_sum(LoweringContext& context, const BoundCall& call, Arguments arguments) {
  HUNTBOOK_CHECK(refuse_restart(call, 1, "row_cumsum"));
  sql::ExprPtr sum = window(context, "sum", {arguments[0]}, true);
  return call.result == Real || call.result == Decimal ? sum : sql::try_cast(std::move(sum), sql::SqlType::BigInt);
}

}  // namespace

void add_window_functions(FunctionCatalogue& catalogue) {
  catalogue.add({.kind = FunctionKind::Window,
                 .name = "row_number",
                 .signatures = {{{optional("startingIndex", Long), optional("restart", Bool)}, Long}},
                 .doc = "Number of the row in the order of the rows, from 1 or a given number.",
                 .example = "datatable(x: long)[5, 7] | sort by x asc | extend n = row_number()",
                 .lower = &lower_row_number,
                 .nullable = false});
  std::vector<Signature> neighbour;
  for (ScalarType type : {Bool, Int, Long, Real, Decimal, String, DateTime, TimeSpan, Dynamic, Guid})
    neighbour.push_back(
        {{one("column", type), constant(optional("offset", Long)), optional("default_value", type)}, type});
  catalogue.add({.kind = FunctionKind::Window,
                 .name = "prev",
                 .signatures = neighbour,
                 .doc = "The value of a column in an earlier row.",
                 .example = "datatable(x: long)[5, 7] | sort by x asc | extend d = x - prev(x)",
                 .lower = &lower_neighbour<"lag">});
  catalogue.add({.kind = FunctionKind::Window,
                 .name = "next",
                 .signatures = neighbour,
                 .doc = "The value of a column in a later row.",
                 .example = "datatable(x: long)[5, 7] | sort by x asc | extend d = next(x) - x",
                 .lower = &lower_neighbour<"lead">});
  std::vector<Signature> sums;
  for (ScalarType type : {Long, Real, Decimal}) sums.push_back({{one("term", type), optional("restart", Bool)}, type});
  sums.push_back({{one("term", TimeSpan), optional("restart", Bool)}, TimeSpan});
  catalogue.add({.kind = FunctionKind::Window,
                 .name = "row_cumsum",
                 .signatures = std::move(sums),
                 .doc = "Sum of a column over all rows up to this one.",
                 .example = "datatable(x: long)[5, 7] | sort by x asc | extend s = row_cumsum(x)",
                 .lower = &lower_cumulative_sum});
}

}  // namespace huntbook::kql
