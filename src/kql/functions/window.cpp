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

// A window that ends where the function's restart argument says. In its place the binder puts the number of the run of
// rows that a row belongs to (bind/window_call.cpp).
sql::ExprPtr window_of_run(LoweringContext& context, std::string function, std::vector<sql::ExprPtr> arguments,
                           Arguments call, std::size_t run, bool rows_to_current = false) {
  std::vector<sql::ExprPtr> partition = context.row_partition;
  if (run < call.size()) partition.push_back(call[run]);
  return sql::make(
      sql::Window{std::move(function), std::move(arguments), std::move(partition), context.row_order, rows_to_current});
}

Result<sql::ExprPtr> lower_row_number(LoweringContext& context, const BoundCall&, Arguments arguments) {
  sql::ExprPtr number = window_of_run(context, "row_number", {}, arguments, 1);
  if (arguments.empty()) return number;
  sql::ExprPtr before = sql::call("hb_subtract", {arguments[0], sql::literal(std::int64_t{1})});
  return sql::call("hb_add", {std::move(number), std::move(before)});
}

template <FixedText Function>
Result<sql::ExprPtr> lower_neighbour(LoweringContext& context, const BoundCall& call, Arguments arguments) {
  std::vector<sql::ExprPtr> operands{arguments[0]};
  operands.push_back(argument_or(arguments, 1, sql::literal(std::int64_t{1})));
  operands.push_back(argument_or(arguments, 2, null_value(call.result)));
  return window(context, Function.text, std::move(operands));
}

Result<sql::ExprPtr> lower_cumulative_sum(LoweringContext& context, const BoundCall& call, Arguments arguments) {
  sql::ExprPtr sum = window_of_run(context, "sum", {arguments[0]}, arguments, 1, true);
  return call.result == Real || call.result == Decimal ? sum : sql::try_cast(std::move(sum), sql::SqlType::BigInt);
}

// Ranks: the binder makes the term a number that is not 0 where the term changes, 1 (dense) or the row's number (min).
template <FixedText Function>
Result<sql::ExprPtr> lower_rank(LoweringContext& context, const BoundCall&, Arguments arguments) {
  return sql::cast(window_of_run(context, Function.text, {arguments[0]}, arguments, 1, true), sql::SqlType::BigInt);
}

// bind/operators.cpp makes a scan of it, since a session's start depends on that of the session before.
Result<sql::ExprPtr> lower_session(LoweringContext&, const BoundCall&, Arguments) {
  return fail(ErrorKind::Internal, "row_window_session() was not taken apart");
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
  for (ScalarType type : {Bool, Int, Long, Real, Decimal, String, DateTime, TimeSpan, Dynamic, Guid}) {
    Parameter otherwise = optional("default_value", types::any);
    otherwise.converted_to = type;
    neighbour.push_back({{one("column", type), constant(optional("offset", Long)), std::move(otherwise)}, type});
  }
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
  std::vector<Signature> ranked;
  for (ScalarType type : {Bool, Int, Long, Real, Decimal, String, DateTime, TimeSpan, Guid})
    ranked.push_back({{one("term", type), optional("restart", Bool)}, Long});
  catalogue.add({.kind = FunctionKind::Window,
                 .name = "row_rank_dense",
                 .aliases = {"row_rank"},
                 .signatures = ranked,
                 .doc = "Rank of the row: goes up by one where the term differs from that of the row before.",
                 .example = "datatable(x: long)[5, 5, 7] | sort by x asc | extend r = row_rank_dense(x)",
                 .lower = &lower_rank<"sum">,
                 .nullable = false});
  catalogue.add({.kind = FunctionKind::Window,
                 .name = "row_rank_min",
                 .signatures = std::move(ranked),
                 .doc = "Rank of the row: the number of the first row of those that follow each other with its term.",
                 .example = "datatable(x: long)[5, 5, 7] | sort by x asc | extend r = row_rank_min(x)",
                 .lower = &lower_rank<"max">,
                 .nullable = false});
  catalogue.add({.kind = FunctionKind::Window,
                 .name = "row_window_session",
                 .signatures = {{{one("expr", DateTime), one("max_distance_from_first", TimeSpan),
                                  one("max_distance_between_neighbors", TimeSpan), optional("restart", Bool)},
                                 DateTime}},
                 .doc = "The first time of the session that the row belongs to; a session ends by its length, by a gap "
                        "or by a condition.",
                 .example = "range t from datetime(2024-01-01) to datetime(2024-01-01 01:00) step 20m "
                            "| extend start = row_window_session(t, 50m, 30m)",
                 .lower = &lower_session});
}

}  // namespace huntbook::kql
