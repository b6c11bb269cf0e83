// make-series (Kusto docs, "make-series operator"): rows are aggregated by key and bin, the bins of each key gathered
// and filled up. Both are aggregations of the engine; no series but those of the result is held in memory.
#include <algorithm>

#include <fmt/format.h>

#include "kql/bind/column_name.hpp"
#include "kql/bind/operators.hpp"
#include "kql/bind/plan_plugin.hpp"
#include "kql/functions/internal.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;
using plan::RelPtr;
using plan::ScalarPtr;

// Names of our columns beside those of the input: no query can write them.
constexpr std::string_view axis_name = "\1axis";
constexpr std::string_view index_name = "\1index";

class MakeSeries {
 public:
  MakeSeries(Context& context, const syntax::MakeSeriesOp& op) : context_(context), op_(op) {}

  RelPtr bind(RelPtr input) {
    std::string kind = property_text(op_.properties, "kind");
    if (!kind.empty() && kind != "nonempty")
      return context_.error("KS133", op_.axis->span, fmt::format("'{}' is no kind of make-series.", kind), "nonempty");
    nonempty_ = kind == "nonempty";
    input = with_axis_and_keys(std::move(input));
    if (!input || !bind_bounds()) return nullptr;
    RelPtr bins = aggregated(with_index(std::move(input)));
    return bins ? filled(std::move(bins)) : nullptr;
  }

 private:
  // The name that an expression gets in the result.
  std::string name_for(const syntax::Expr& expr) {
    const auto* named = std::get_if<syntax::Named>(&expr.node);
    if (named != nullptr && !named->names.empty()) return namer_.given(named->names.front().text);
    return namer_.automatic(implied_name(context_.functions, expr));
  }

  // The input with the axis and the keys as columns of our own names.
  RelPtr with_axis_and_keys(RelPtr input) {
    Scope scope{.columns = &input->columns};
    ScalarPtr axis = bind_scalar(context_, scope, without_names(*op_.axis));
    if (!axis) return nullptr;
    if (!types::steppable.contains(axis->type))
      return context_.error("KS107", op_.axis->span,
                            fmt::format("The axis of a series can't be of type {}.", name_of(axis->type)),
                            "a datetime, timespan or number");
    type_ = axis->type == ScalarType::Int ? ScalarType::Long : axis->type;
    axis = convert_to(std::move(axis), type_);
    std::vector<Column> columns = input->columns;
    std::vector<plan::Assignment> computed;
    auto add = [&](std::string name, ScalarPtr value) {
      Column column = context_.make_column(std::move(name), value->type, value->nullable);
      computed.push_back({column.id, std::move(value)});
      columns.push_back(std::move(column));
    };
    add(std::string(axis_name), std::move(axis));
    for (const syntax::ExprPtr& expr : op_.by) {
      ScalarPtr key = bind_scalar(context_, scope, without_names(*expr));
      if (!key || !is_comparable(context_, *key, expr->span)) return nullptr;
      add(key_name(keys_.size()), std::move(key));
      keys_.push_back(name_for(*expr));
    }
    return make_project(context_, std::move(input), {}, std::move(computed), std::move(columns));
  }

  static std::string key_name(std::size_t i) { return fmt::format("\x01k{}", i); }
  static std::string series_name(std::size_t i) { return fmt::format("\x01v{}", i); }

  bool bind_bounds() {
    auto bound = [&](const syntax::ExprPtr& expr, ScalarType type, ScalarPtr& value) {
      if (!expr) return true;
      value = bind_scalar_as(context_, Scope{}, *expr, type);
      return value != nullptr;
    };
    ScalarType step_type = type_ == ScalarType::DateTime ? ScalarType::TimeSpan : type_;
    if (!bound(op_.from, type_, from_) || !bound(op_.to, type_, to_) || !bound(op_.step, step_type, step_))
      return false;
    if (!step_) return false;
    if (auto constant = constant_of(*step_)) {
      const auto* whole = std::get_if<std::int64_t>(&*constant);
      const auto* real = std::get_if<double>(&*constant);
      if ((whole != nullptr && *whole <= 0) || (real != nullptr && !(*real > 0))) {
        context_.error("HB005", op_.step->span, "The step of a series must be greater than zero.");
        return false;
      }
    }
    return true;
  }

  // What the queries of ours are written with.
  std::vector<std::pair<std::string, LetValue>> names(RelPtr rows) {
    std::vector<std::pair<std::string, LetValue>> result{{"T", shared(context_, std::move(rows))}, {"step_", step_}};
    if (from_) result.emplace_back("from_", from_);
    if (to_) result.emplace_back("to_", to_);
    return result;
  }
  // The index of a value's bin, counted from 'from', or from zero where the series has none.
  std::string index_of(std::string_view value) const {
    bool anchored = from_ && !op_.in_range;
    if (type_ == ScalarType::Real)
      return anchored ? fmt::format("tolong(floor(({} - from_) / step_, 1))", value)
                      : fmt::format("tolong(floor({} / step_, 1))", value);
    std::string distance =
        anchored ? fmt::format("tolong({}) - tolong(from_)", value) : fmt::format("tolong({})", value);
    return fmt::format("bin({}, tolong(step_)) / tolong(step_)", distance);
  }

  RelPtr with_index(RelPtr input) {
    std::string text = fmt::format("T | where isnotnull(['{0}'])", axis_name);
    if (from_) text += fmt::format(" | where ['{}'] >= from_", axis_name);
    if (to_) text += fmt::format(" | where ['{}'] {} to_", axis_name, op_.in_range ? "<=" : "<");
    text += fmt::format(" | extend ['{}'] = {}", index_name, index_of(fmt::format("['{}']", axis_name)));
    return bind_own_query(context_, text, names(std::move(input)), op_.axis->span);
  }

  // One row for each key and bin: keys, index, values.
  RelPtr aggregated(RelPtr input) {
    if (!input) return nullptr;
    std::vector<plan::Assignment> keys, aggregates, computed;
    std::vector<Column> columns, grouped;
    for (std::size_t i = 0; i <= keys_.size(); ++i) {
      std::string name = i < keys_.size() ? key_name(i) : std::string(index_name);
      const Column* source = find_column(input->columns, name);
      Column key = context_.make_column(std::move(name), source->type, source->nullable);
      keys.push_back({key.id, use_of(*source)});
      columns.push_back(std::move(key));
    }
    for (const MakeSeriesSeries& series : op_.series) {
      const syntax::Expr& expr = without_names(*series.aggregate);
      ScalarPtr value = bind_scalar(context_, Scope{.columns = &input->columns, .aggregates = &aggregates}, expr);
      if (!value) return nullptr;
      if (reads_single_rows(*value, aggregates))
        return context_.error("KS236", expr.span,
                              "This reads a column of single rows: an aggregate must stand around it.");
      if (!types::summable.contains(value->type))
        return context_.error(
            "KS107", expr.span,
            fmt::format("A series is made of numbers, but this is of type {}.", name_of(value->type)));
      ScalarPtr otherwise = make_literal(ScalarType::Long, ConstantValue(std::int64_t{0}));
      if (series.default_value) {
        otherwise = bind_scalar(context_, Scope{}, *series.default_value);
        if (!otherwise) return nullptr;
      }
      bool number = types::numbers.contains(value->type) && types::numbers.contains(otherwise->type);
      if (number && value->type > otherwise->type) otherwise = convert_to(std::move(otherwise), value->type);
      defaults_.push_back(std::move(otherwise));
      names_.push_back(name_for(*series.aggregate));
      Column column = context_.make_column(series_name(computed.size()), value->type, value->nullable);
      computed.push_back({column.id, std::move(value)});
      columns.push_back(std::move(column));
    }
    axis_result_ = name_for(*op_.axis);
    for (const plan::Assignment& key : keys)
      grouped.push_back(Column{key.column, "", key.value->type, key.value->nullable, false});
    for (const plan::Assignment& aggregate : aggregates)
      grouped.push_back(Column{aggregate.column, "", aggregate.value->type, aggregate.value->nullable, false});
    RelPtr groups =
        make_relation(std::move(grouped), plan::Aggregate{std::move(input), std::move(keys), std::move(aggregates)});
    return make_project(context_, std::move(groups), {}, std::move(computed), std::move(columns));
  }

  // One row for each key: its values side by side, gaps filled.
  RelPtr filled(RelPtr bins) {
    std::string text = fmt::format("T | summarize first_ = min(['{0}']), last_ = max(['{0}'])", index_name);
    for (std::size_t i = 0; i < names_.size(); ++i)
      text += fmt::format(", ['{0}'] = make_list(pack_array(['{1}'], ['{0}']))", series_name(i), index_name);
    for (std::size_t i = 0; i < keys_.size(); ++i) text += fmt::format("{} ['{}']", i == 0 ? " by" : ",", key_name(i));
    if (!nonempty_ || !from_ || !to_) text += " | where isnotnull(first_)";
    if (from_) text += fmt::format(" | extend first_ = {}", index_of("from_"));
    if (to_) text += fmt::format(" | extend last_ = {}", last_index());
    std::string origin = type_ == ScalarType::DateTime   ? "datetime(0001-01-01)"
                         : type_ == ScalarType::TimeSpan ? "0s"
                         : type_ == ScalarType::Real     ? "0.0"
                                                         : "0";
    if (from_ && !op_.in_range) origin = "from_";
    text +=
        fmt::format(" | extend ['{0}'] = range({1} + first_ * step_, {1} + last_ * step_, step_)", axis_name, origin);
    RelPtr gathered = bind_own_query(context_, text, names(std::move(bins)), op_.axis->span);
    if (!gathered) return nullptr;
    std::vector<Column> columns;
    std::vector<plan::Assignment> computed;
    auto take = [&](std::string_view name, const std::string& as) {
      Column column = *find_column(gathered->columns, name);
      column.name = as;
      columns.push_back(std::move(column));
    };
    for (std::size_t i = 0; i < keys_.size(); ++i) take(key_name(i), keys_[i]);
    const Column& first = *find_column(gathered->columns, "first_");
    const Column& last = *find_column(gathered->columns, "last_");
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const Column& pairs = *find_column(gathered->columns, series_name(i));
      ScalarPtr value =
          apply(context_, series_filling(), {use_of(pairs), use_of(first), use_of(last), defaults_[i]}, op_.axis->span);
      if (!value) return nullptr;
      Column column = context_.make_column(names_[i], ScalarType::Dynamic);
      computed.push_back({column.id, std::move(value)});
      columns.push_back(std::move(column));
    }
    take(axis_name, axis_result_);
    return make_project(context_, std::move(gathered), {}, std::move(computed), std::move(columns));
  }

  // The index of the last bin that begins before 'to'; of the bin that 'stop' is in.
  std::string last_index() const {
    if (op_.in_range) return index_of("to_");
    bool real = type_ == ScalarType::Real;
    std::string distance = from_ ? "to_ - from_" : "to_";
    if (real) return fmt::format("tolong(ceiling(({}) / step_)) - 1", distance);
    distance = from_ ? "tolong(to_) - tolong(from_)" : "tolong(to_)";
    return fmt::format("bin({} - 1, tolong(step_)) / tolong(step_)", distance);
  }

  using MakeSeriesSeries = syntax::MakeSeriesOp::Series;

  Context& context_;
  const syntax::MakeSeriesOp& op_;
  ColumnNamer namer_{context_};
  ScalarType type_ = ScalarType::Long;  // of the axis
  ScalarPtr from_, to_, step_;
  std::vector<ScalarPtr> defaults_;
  std::vector<std::string> keys_, names_;  // names in the result
  std::string axis_result_;
  bool nonempty_ = false;
};

}  // namespace

RelPtr bind_make_series(Context& context, RelPtr input, const syntax::MakeSeriesOp& op) {
  return MakeSeries(context, op).bind(std::move(input));
}

}  // namespace huntbook::kql::bind
