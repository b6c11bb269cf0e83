// preview (Kusto docs, "preview plugin"): some rows, and how many there are. Two result tables, so it is the last
// operator of a query.
#include <fmt/format.h>

#include "kql/bind/plan_plugin.hpp"

namespace huntbook::kql::bind {

plan::RelPtr bind_preview(Context& context, PluginCall call) {
  return context.error("HB005", call.span, "preview gives two tables, so it is the last operator of a query.",
                       "take N for the rows, count for their number");
}

std::vector<plan::RelPtr> bind_preview_tables(Context& context, PluginCall call) {
  auto arguments = PluginArguments::read(context, call, {"NumberOfRows"}, 1);
  if (!arguments) return {};
  const syntax::Expr& expr = arguments->at("NumberOfRows");
  auto value = bind_constant_argument(context, expr, ScalarType::Long);
  if (!value) return {};
  const auto* rows = std::get_if<std::int64_t>(&*value);
  if (rows == nullptr || *rows < 0) {
    context.error("HB005", expr.span, "A number of rows from 0 is expected.");
    return {};
  }
  LetValue input = shared(context, call.input);
  plan::RelPtr some = bind_own_query(context, fmt::format("T | take {}", *rows), {{"T", input}}, call.span);
  plan::RelPtr count = bind_own_query(context, "T | count", {{"T", input}}, call.span);
  if (!some || !count) return {};
  return {with_schema(context, std::move(some), call), std::move(count)};
}

}  // namespace huntbook::kql::bind
