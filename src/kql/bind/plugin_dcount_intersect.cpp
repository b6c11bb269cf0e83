// evaluate dcount_intersect(hll, hll, ..) (Kusto docs, "dcount_intersect plugin"): beside each row, how many values its
// first sketch, its first two, ..., all of them have in common.
#include <fmt/format.h>

#include "kql/bind/operators.hpp"
#include "kql/bind/plan_plugin.hpp"
#include "kql/bind/table.hpp"
#include "kql/functions/internal.hpp"

namespace huntbook::kql::bind {

namespace {

constexpr std::size_t most_sets = 16;

}  // namespace

plan::RelPtr bind_dcount_intersect(Context& context, PluginCall call) {
  auto arguments = PluginArguments::read(context, call, {"hll_1", "hll_2"}, 2, true);
  if (!arguments) return nullptr;
  std::vector<const syntax::Expr*> given{&arguments->at("hll_1"), &arguments->at("hll_2")};
  given.insert(given.end(), arguments->rest().begin(), arguments->rest().end());
  if (given.size() > most_sets)
    return context.error("KS119", call.span, fmt::format("'dcount_intersect' takes at most {} arguments.", most_sets));
  std::vector<plan::ScalarPtr> sketches;
  for (const syntax::Expr* expr : given) {
    plan::ScalarPtr sketch = bind_scalar(context, Scope{.columns = &call.input->columns}, *expr);
    if (!sketch) return nullptr;
    if (sketch->type != ScalarType::Dynamic)
      return context.error("KS234", expr->span,
                           fmt::format("A sketch is of type dynamic, but this is {}.", name_of(sketch->type)),
                           "the result of hll() or hll_merge()");
    sketches.push_back(std::move(sketch));
  }
  plan::ScalarPtr counts = apply(context, sketch_intersections(), std::move(sketches), call.span);
  if (!counts) return nullptr;
  plan::Column counted = context.make_column("counts", ScalarType::Dynamic);
  std::vector<plan::Column> columns = call.input->columns;
  std::vector<plan::Column> below = columns;
  below.push_back(counted);
  std::vector<plan::Assignment> computed;
  for (std::size_t i = 0; i < given.size(); ++i) {
    std::string name = fmt::format("s{}", i);
    if (find_column(columns, name) != nullptr)
      return context.error("HB005", call.span, fmt::format("The table has a column '{}' already.", name),
                           "rename it with project-rename");
    plan::ScalarPtr count = member_of(counted, static_cast<std::int64_t>(i));
    plan::Column column = context.make_column(std::move(name), ScalarType::Long);
    computed.push_back({column.id, convert_to(std::move(count), ScalarType::Long)});
    columns.push_back(std::move(column));
  }
  plan::RelPtr input =
      make_project(context, std::move(call.input), {}, {{counted.id, std::move(counts)}}, std::move(below));
  return with_schema(context, make_project(context, std::move(input), {}, std::move(computed), std::move(columns)),
                     call);
}

}  // namespace huntbook::kql::bind
