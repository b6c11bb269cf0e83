// summarize, distinct (Kusto docs, "summarize operator", "Aggregation functions").
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "kql/bind/column_name.hpp"
#include "kql/bind/operators.hpp"
#include "kql/bind/tuple.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;
using plan::RelPtr;

// A column of the result: its name and its value over keys and aggregates.
struct Output {
  std::string name;
  plan::ScalarPtr value;
};

class Summarize {
 public:
  Summarize(Context& context, RelPtr input) : context_(context), input_(std::move(input)) {}

  bool bind_key(const syntax::Expr& expr) {
    plan::ScalarPtr value = bind_scalar(context_, Scope{.columns = &input_->columns}, expr);
    if (!value || !is_comparable(context_, *value, expr.span)) return false;
    std::string name = explicit_name(expr);
    name = name.empty() ? namer_.automatic(implied_name(context_.functions, expr)) : namer_.given(std::move(name));
    const auto* use = std::get_if<plan::ColumnUse>(&value->node);
    if (use != nullptr) key_columns_.push_back(use->column);
    Column column = context_.make_column(name, value->type, value->nullable);
    outputs_.push_back({std::move(name), use_of(column)});
    columns_.push_back(column);
    keys_.push_back({column.id, std::move(value)});
    return true;
  }

  bool bind_aggregate(const syntax::Expr& expr) {
    const auto* named = std::get_if<syntax::Named>(&expr.node);
    const syntax::Expr& value = without_names(expr);
    std::vector<std::string> names;
    if (named != nullptr)
      for (const syntax::Name& name : named->names) names.push_back(name.text);
    if (const auto* call = std::get_if<syntax::Call>(&value.node)) {
      const FunctionRecord* record = context_.functions.find(FunctionKind::Aggregate, call->function.text);
      std::string_view function = record != nullptr ? record->name : std::string_view();
      if (function == "arg_max" || function == "arg_min") return bind_arg(*record, *call, names, value.span);
      if (function == "take_any" || function == "any") return bind_take_any(*record, *call, names, value.span);
      if (function == "percentiles" || function == "percentile")
        return bind_percentiles(*call, "percentile", 1, names, value.span);
      if (function == "percentilesw" || function == "percentilew")
        return bind_percentiles(*call, "percentilew", 2, names, value.span);
    }
    if (tuple_call(context_, expr) != nullptr) return bind_tuple_of_aggregates(expr, value.span);
    plan::ScalarPtr bound = bind_scalar(context_, scope(), value);
    if (!bound || !is_of_aggregates(*bound, value.span)) return false;
    add(names, 0, implied_name(context_.functions, value), std::move(bound));
    return true;
  }

  void reserve(const syntax::Expr& expr) {
    if (std::string name = explicit_name(expr); !name.empty()) namer_.reserve(std::move(name));
  }

  RelPtr finish() {
    std::vector<Column> aggregated = columns_;
    for (const plan::Assignment& aggregate : aggregates_)
      aggregated.push_back(Column{aggregate.column, "", aggregate.value->type, aggregate.value->nullable, false});
    RelPtr relation =
        make_relation(aggregated, plan::Aggregate{std::move(input_), std::move(keys_), std::move(aggregates_)});
    if (!bags_.empty()) relation = with_bags(context_, std::move(relation), {}, std::move(bags_));
    std::vector<plan::Assignment> computed;
    std::vector<Column> columns;
    for (Output& output : outputs_) {
      const auto* use = std::get_if<plan::ColumnUse>(&output.value->node);
      bool seen =
          use != nullptr && std::ranges::any_of(columns, [&](const Column& other) { return other.id == use->column; });
      if (use != nullptr && !seen) {
        columns.push_back(
            Column{use->column, std::move(output.name), output.value->type, output.value->nullable, false});
        continue;
      }
      Column column = context_.make_column(std::move(output.name), output.value->type, output.value->nullable);
      computed.push_back({column.id, std::move(output.value)});
      columns.push_back(std::move(column));
    }
    return make_project(context_, std::move(relation), {}, std::move(computed), std::move(columns));
  }

 private:
  static std::string explicit_name(const syntax::Expr& expr) {
    const auto* named = std::get_if<syntax::Named>(&expr.node);
    return named != nullptr && !named->names.empty() ? named->names.front().text : "";
  }
  static bool has_star(const syntax::Call& call) {
    return std::ranges::any_of(call.arguments, [](const syntax::ExprPtr& argument) {
      return std::holds_alternative<syntax::Star>(argument->node);
    });
  }
  Scope scope() { return Scope{.columns = &input_->columns, .aggregates = &aggregates_}; }

  void add(const std::vector<std::string>& names, std::size_t position, std::string implied, plan::ScalarPtr value) {
    std::string name = position < names.size() ? namer_.given(names[position]) : namer_.automatic(std::move(implied));
    outputs_.push_back({std::move(name), std::move(value)});
  }

  // KS236 for a value that reads single rows.
  bool is_of_aggregates(const plan::Scalar& value, diag::Span span) {
    const bool single_rows = reads_single_rows(value, aggregates_);
    if (single_rows)
      context_.error("KS236", span, "This reads a column of single rows: an aggregate must stand around it.",
                     "take_any(Column), or 'by Column' to group by it");
    return !single_rows;
  }

  // series_stats(make_list(x)): several values of what the aggregates gave.
  bool bind_tuple_of_aggregates(const syntax::Expr& expr, diag::Span span) {
    std::optional<BoundTuple> tuple = bind_tuple(context_, scope(), expr, Unnamed::Keep);
    if (!tuple || !is_of_aggregates(*tuple->bag.value, span)) return false;
    bags_.push_back(std::move(tuple->bag));
    for (TupleValue& member : tuple->values) outputs_.push_back({member.column_name(namer_), std::move(member.value)});
    return true;
  }

  plan::ScalarPtr aggregate(const FunctionRecord& record, std::vector<plan::ScalarPtr> arguments, diag::Span span) {
    plan::ScalarPtr value = apply(context_, record, std::move(arguments), span);
    if (!value) return nullptr;
    Column column = context_.make_column("", value->type, value->nullable);
    aggregates_.push_back({column.id, std::move(value)});
    return use_of(column);
  }

  // The columns that '*' means in arg_max(x, *) and take_any(*): all but the keys and `except`.
  std::vector<Column> star_columns(const std::set<plan::ColumnId>& except) const {
    std::vector<Column> found;
    for (const Column& column : input_->columns) {
      bool key = std::ranges::find(key_columns_, column.id) != key_columns_.end();
      if (!column.hidden && !key && !except.contains(column.id)) found.push_back(column);
    }
    return found;
  }

  bool bind_arg(const FunctionRecord& record, const syntax::Call& call, const std::vector<std::string>& names,
                diag::Span span) {
    if (call.arguments.empty()) {
      context_.error("KS119", span, fmt::format("{}() needs the expression to maximise or minimise.", record.name));
      return false;
    }
    const syntax::Expr& order_expr = *call.arguments.front();
    plan::ScalarPtr order = bind_scalar(context_, Scope{.columns = &input_->columns}, order_expr);
    if (!order) return false;
    const auto* order_use = std::get_if<plan::ColumnUse>(&order->node);
    plan::ScalarPtr extreme = aggregate(record, {order, order}, span);
    if (!extreme) return false;
    const std::string implied = implied_name(context_.functions, order_expr);
    const std::string extreme_name = fmt::format("{}_{}", record.name == "arg_max" ? "max" : "min", implied);
    // The old spelling names all columns by the extreme.
    const bool is_old = call.function.text != record.name;
    const auto name_of = [&](const std::string& value, std::size_t argument) {
      if (value.empty()) return fmt::format("{}_arg{}", extreme_name, argument);
      return is_old ? fmt::format("{}_{}", extreme_name, value) : value;
    };
    add(names, 0, implied.empty() || is_old ? extreme_name : implied, std::move(extreme));
    std::set<plan::ColumnId> named;
    for (std::size_t i = 1; i < call.arguments.size(); ++i)
      if (const std::optional<plan::ColumnId> column = column_of(*call.arguments[i])) named.insert(*column);
    if (order_use != nullptr) named.insert(order_use->column);
    std::size_t position = 1;
    for (std::size_t i = 1; i < call.arguments.size(); ++i) {
      const syntax::Expr& expr = *call.arguments[i];
      if (std::holds_alternative<syntax::Star>(expr.node)) {
        for (const Column& column : star_columns(named)) {
          plan::ScalarPtr value = aggregate(record, {order, use_of(column)}, span);
          if (!value) return false;
          add(names, position++, name_of(column.name, i), std::move(value));
        }
        continue;
      }
      plan::ScalarPtr argument = bind_scalar(context_, Scope{.columns = &input_->columns}, expr);
      plan::ScalarPtr value = argument ? aggregate(record, {order, std::move(argument)}, span) : nullptr;
      if (!value) return false;
      add(names, position++, name_of(implied_name(context_.functions, expr), i), std::move(value));
    }
    return true;
  }

  // The column that an argument names, if it is but that.
  std::optional<plan::ColumnId> column_of(const syntax::Expr& expr) const {
    const auto* name = std::get_if<syntax::NameRef>(&expr.node);
    if (name == nullptr) return std::nullopt;
    const auto column = std::ranges::find(input_->columns, name->name, &Column::name);
    return column == input_->columns.end() ? std::nullopt : std::optional(column->id);
  }

  bool bind_take_any(const FunctionRecord& record, const syntax::Call& call, const std::vector<std::string>& names,
                     diag::Span span) {
    std::vector<std::pair<std::string, plan::ScalarPtr>> taken;
    // The old name names its columns by itself.
    const std::string prefix = record.name == "any" ? "any_" : "";
    std::set<plan::ColumnId> named;
    for (const syntax::ExprPtr& expr : call.arguments)
      if (const std::optional<plan::ColumnId> column = column_of(*expr)) named.insert(*column);
    for (std::size_t argument = 0; argument < call.arguments.size(); ++argument) {
      const syntax::ExprPtr& expr = call.arguments[argument];
      if (std::holds_alternative<syntax::Star>(expr->node)) {
        for (const Column& column : star_columns(named)) taken.emplace_back(prefix + column.name, use_of(column));
        continue;
      }
      plan::ScalarPtr value = bind_scalar(context_, Scope{.columns = &input_->columns}, *expr);
      if (!value) return false;
      const std::string implied = implied_name(context_.functions, *expr);
      taken.emplace_back(implied.empty() ? fmt::format("any_arg{}", argument) : prefix + implied, std::move(value));
    }
    // Each call names the other columns too, so that all of them take the same row.
    for (std::size_t i = 0; i < taken.size(); ++i) {
      std::vector<plan::ScalarPtr> arguments{taken[i].second};
      for (std::size_t other = 0; other < taken.size(); ++other) {
        if (other != i) arguments.push_back(taken[other].second);
      }
      plan::ScalarPtr value = aggregate(record, std::move(arguments), span);
      if (!value) return false;
      add(names, i, taken[i].first, std::move(value));
    }
    return true;
  }

  // A column for each percentage behind the first `values` arguments: the expression, and perhaps its weight.
  bool bind_percentiles(const syntax::Call& call, std::string_view function, std::size_t values,
                        const std::vector<std::string>& names, diag::Span span) {
    const FunctionRecord* record = context_.functions.find(FunctionKind::Aggregate, function);
    if (record == nullptr || call.arguments.size() <= values) {
      context_.error("KS119", span,
                     fmt::format("{}() takes an expression{} and at least one percentile.", call.function.text,
                                 values > 1 ? ", its weight" : ""));
      return false;
    }
    std::vector<plan::ScalarPtr> operands;
    for (std::size_t i = 0; i < values; ++i) {
      operands.push_back(bind_scalar(context_, Scope{.columns = &input_->columns}, *call.arguments[i]));
      if (!operands.back()) return false;
    }
    std::string column = implied_name(context_.functions, *call.arguments.front());
    for (std::size_t i = values; i < call.arguments.size(); ++i) {
      plan::ScalarPtr percentile = bind_scalar(context_, Scope{}, *call.arguments[i]);
      if (!percentile) return false;
      std::optional<ConstantValue> constant = constant_of(*percentile);
      std::string text;
      if (const auto* integer = constant ? std::get_if<std::int64_t>(&*constant) : nullptr)
        text = std::to_string(*integer);
      if (const auto* real = constant ? std::get_if<double>(&*constant) : nullptr) text = fmt::format("{}", *real);
      std::ranges::replace(text, '.', '_');
      std::vector<plan::ScalarPtr> arguments = operands;
      arguments.push_back(std::move(percentile));
      plan::ScalarPtr value = aggregate(*record, std::move(arguments), span);
      if (!value) return false;
      add(names, i - values, fmt::format("percentile_{}_{}", column, text), std::move(value));
    }
    return true;
  }

  Context& context_;
  RelPtr input_;
  ColumnNamer namer_{context_};
  std::vector<plan::ColumnId> key_columns_;
  std::vector<Column> columns_;  // keys
  std::vector<plan::Assignment> keys_;
  std::vector<plan::Assignment> aggregates_;
  std::vector<plan::Assignment> bags_;  // of functions that give several values
  std::vector<Output> outputs_;
};

}  // namespace

RelPtr bind_summarize(Context& context, RelPtr input, const syntax::SummarizeOp& op) {
  Summarize summarize(context, std::move(input));
  for (const auto* list : {&op.by, &op.aggregates})
    for (const syntax::ExprPtr& expr : *list) summarize.reserve(*expr);
  bool good = true;
  // Keys are bound first: '*' in arg_max leaves them out.
  for (const syntax::ExprPtr& expr : op.by) good = summarize.bind_key(*expr) && good;
  for (const syntax::ExprPtr& expr : op.aggregates) good = summarize.bind_aggregate(*expr) && good;
  return good ? summarize.finish() : nullptr;
}

RelPtr bind_distinct(Context& context, RelPtr input, const syntax::DistinctOp& op) {
  bool star = op.columns.size() == 1 && std::holds_alternative<syntax::Star>(op.columns.front()->node);
  std::vector<Column> columns;
  std::vector<plan::Assignment> computed;
  ColumnNamer namer(context);
  if (star) {
    for (const Column& column : input->columns) {
      if (!column.hidden) columns.push_back(column);
    }
  }
  for (const syntax::ExprPtr& expr : op.columns) {
    if (star) break;
    plan::ScalarPtr value = bind_scalar(context, Scope{.columns = &input->columns}, *expr);
    if (!value || !is_comparable(context, *value, expr->span)) return nullptr;
    Column column =
        context.make_column(namer.automatic(implied_name(context.functions, *expr)), value->type, value->nullable);
    computed.push_back({column.id, std::move(value)});
    columns.push_back(std::move(column));
  }
  RelPtr projected = make_project(context, std::move(input), {}, std::move(computed), columns);
  return make_relation(std::move(columns), plan::Distinct{std::move(projected)});
}

}  // namespace huntbook::kql::bind
