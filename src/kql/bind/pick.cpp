// sample, sample-distinct, top-hitters, consume (Kusto docs, one page each).
#include <fmt/format.h>

#include "kql/bind/column_name.hpp"
#include "kql/bind/operators.hpp"

namespace huntbook::kql::bind {

using plan::Column;
using plan::RelPtr;

RelPtr bind_sample(Context& context, RelPtr input, const syntax::SampleOp& op, diag::Span span) {
  std::optional<std::int64_t> count = bind_count(context, *op.count);
  plan::ScalarPtr random = apply(context, FunctionKind::Scalar, "rand", {}, span);
  if (!count || !random) return nullptr;
  std::vector<Column> columns = input->columns;
  RelPtr shuffled = make_relation(columns, plan::Sort{std::move(input), {{std::move(random), false, false}}});
  return make_relation(std::move(columns), plan::Limit{std::move(shuffled), *count});
}

RelPtr bind_sample_distinct(Context& context, RelPtr input, const syntax::SampleDistinctOp& op) {
  std::optional<std::int64_t> count = bind_count(context, *op.count);
  if (!count) return nullptr;
  const Column* found = named_column(context, input->columns, *op.column);
  if (found == nullptr) return nullptr;
  Column column = *found;
  if (!is_comparable(context, *use_of(column), op.column->span)) return nullptr;
  column.hidden = false;
  RelPtr values = make_relation({column}, plan::Distinct{make_project(context, std::move(input), {}, {}, {column})});
  return make_relation({column}, plan::Limit{std::move(values), *count});
}

// Kusto estimates the sums; these are exact.
RelPtr bind_top_hitters(Context& context, RelPtr input, const syntax::TopHittersOp& op, diag::Span span) {
  std::optional<std::int64_t> count = bind_count(context, *op.count);
  Scope scope{.columns = &input->columns};
  plan::ScalarPtr value = bind_scalar(context, scope, *op.of);
  if (!count || !value || !is_comparable(context, *value, op.of->span)) return nullptr;
  ColumnNamer namer(context);
  std::string implied = implied_name(context.functions, *op.of);
  std::string name = fmt::format("approximate_count_{}", implied);
  plan::ScalarPtr weight;
  if (op.by) {
    plan::ScalarPtr term = bind_scalar(context, scope, *op.by);
    if (!term) return nullptr;
    if (!types::numbers.contains(term->type))
      return context.error("KS107", op.by->span,
                           fmt::format("A number to add up is expected here, but this is {}.", name_of(term->type)));
    name = fmt::format("approximate_sum_{}", implied_name(context.functions, *op.by));
    weight = apply(context, FunctionKind::Aggregate, "sum", {std::move(term)}, span);
  } else {
    weight = apply(context, FunctionKind::Aggregate, "count", {}, span);
  }
  if (!weight) return nullptr;
  Column key = context.make_column(namer.automatic(std::move(implied)), value->type, value->nullable);
  Column sum = context.make_column(namer.automatic(std::move(name)), weight->type, weight->nullable);
  std::vector<Column> columns{key, sum};
  RelPtr grouped = make_relation(
      columns, plan::Aggregate{std::move(input), {{key.id, std::move(value)}}, {{sum.id, std::move(weight)}}});
  RelPtr sorted = make_relation(columns, plan::Sort{std::move(grouped), {{use_of(sum), true, false}}});
  return make_relation(std::move(columns), plan::Limit{std::move(sorted), *count});
}

// The rows are read, and none given out.
RelPtr bind_consume(Context& context, RelPtr input, diag::Span span) {
  plan::ScalarPtr count = apply(context, FunctionKind::Aggregate, "count", {}, span);
  Column rows = context.make_column("", ScalarType::Long, false);
  RelPtr counted = make_relation({rows}, plan::Aggregate{std::move(input), {}, {{rows.id, std::move(count)}}});
  plan::ScalarPtr never = apply(context, FunctionKind::Operator, "<",
                                {use_of(rows), make_literal(ScalarType::Long, std::int64_t{0})}, span);
  RelPtr none = make_relation({rows}, plan::Filter{std::move(counted), std::move(never)});
  return make_project(context, std::move(none), {}, {}, {});
}

}  // namespace huntbook::kql::bind
