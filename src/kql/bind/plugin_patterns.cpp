// evaluate basket(..), autocluster(..), diffpatterns(..) (Kusto docs, the plugins' pages): frequent combinations of
// values. The rows go as texts, with a weight for either side, to the code that finds frequent values and searches for
// combinations of them (query/plugins/patterns.cpp).
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kql/bind/operators.hpp"
#include "kql/bind/plan_plugin.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;

// More values than this allows in each column would be held in memory. Kusto documents 0.015.
constexpr double least_threshold = 0.001;

class Patterns {
 public:
  Patterns(Context& context, PluginCall call) : context_(context), call_(std::move(call)) {}

  plan::RelPtr bind_basket() {
    auto arguments = read({"Threshold", "WeightColumn", "MaxDims"}, 0);
    if (!arguments || !read_threshold(*arguments) || !read_weight(*arguments) ||
        !read_dimensions(*arguments, "MaxDims"))
      return nullptr;
    return mined("basket", {}, "SegmentId, Count = tolong(a), Percent = share_a");
  }

  plan::RelPtr bind_autocluster() {
    auto arguments = read({"SizeWeight", "WeightColumn", "NumSeeds"}, 0);
    if (!arguments || !read_share(*arguments, "SizeWeight", size_weight_) || !read_weight(*arguments) ||
        !read_seeds(*arguments))
      return nullptr;
    return mined("autocluster", {}, "SegmentId, Count = tolong(a), Percent = share_a");
  }

  plan::RelPtr bind_diffpatterns() {
    auto arguments =
        read({"SplitColumn", "SplitValueA", "SplitValueB", "WeightColumn", "Threshold", "MaxDimensions"}, 3);
    if (!arguments || !read_weight(*arguments) || !read_threshold(*arguments) ||
        !read_dimensions(*arguments, "MaxDimensions"))
      return nullptr;
    const Column* split = bind_column_argument(context_, call_, arguments->at("SplitColumn"));
    if (split == nullptr) return nullptr;
    plan::ScalarPtr text = apply(context_, FunctionKind::Scalar, "tostring", {use_of(*split)}, call_.span);
    std::vector<plan::ScalarPtr> sides;
    for (std::string_view name : {"SplitValueA", "SplitValueB"}) {
      plan::ScalarPtr value = bind_scalar(context_, Scope{}, arguments->at(name));
      if (!value) return nullptr;
      value = apply(context_, FunctionKind::Scalar, "tostring", {std::move(value)}, arguments->at(name).span);
      if (!value) return nullptr;
      sides.push_back(apply(context_, FunctionKind::Operator, "==", {text, std::move(value)}, call_.span));
      if (!sides.back()) return nullptr;
    }
    split_ = split->id;
    return mined("diffpatterns", std::move(sides),
                 "SegmentId, CountA = tolong(a), CountB = tolong(b), PercentA = share_a, PercentB = share_b,"
                 " PercentDiffAB = abs(share_a - share_b)");
  }

 private:
  // Behind the parameters stand wildcards: literals that stand for "any value" in the columns of their type.
  std::optional<PluginArguments> read(std::vector<std::string_view> parameters, std::size_t required) {
    auto arguments = PluginArguments::read(context_, call_, std::move(parameters), required, true);
    if (!arguments) return std::nullopt;
    for (const syntax::Expr* expr : arguments->rest()) {
      if (is_default(*expr)) continue;
      plan::ScalarPtr value = bind_scalar(context_, Scope{}, *expr);
      if (!value) return std::nullopt;
      if (!constant_of(*value)) {
        context_.error("KS107", expr->span, "A wildcard is a literal, as '*' or int(-1).");
        return std::nullopt;
      }
      if (wildcards_.contains(value->type)) {
        context_.error("HB005", expr->span,
                       fmt::format("There is a wildcard of type {} already.", name_of(value->type)));
        return std::nullopt;
      }
      wildcards_.emplace(value->type, std::move(value));
    }
    return arguments;
  }

  // '~' asks for the default.
  static bool is_default(const syntax::Expr& expr) {
    const auto* literal = std::get_if<syntax::Literal>(&expr.node);
    const auto* text = literal != nullptr ? std::get_if<std::string>(&literal->value) : nullptr;
    return text != nullptr && *text == "~";
  }
  const syntax::Expr* given(const PluginArguments& arguments, std::string_view name) const {
    const syntax::Expr* expr = arguments.find(name);
    return expr == nullptr || is_default(*expr) ? nullptr : expr;
  }

  bool read_threshold(const PluginArguments& arguments) {
    if (!read_share(arguments, "Threshold", threshold_)) return false;
    if (threshold_ >= least_threshold) return true;
    context_.error("HB005", arguments.at("Threshold").span,
                   fmt::format("'Threshold' must lie between {} and 1.", least_threshold));
    return false;
  }

  bool read_share(const PluginArguments& arguments, std::string_view name, double& share) {
    const syntax::Expr* expr = given(arguments, name);
    if (expr == nullptr) return true;
    auto value = bind_constant_argument(context_, *expr, ScalarType::Real);
    if (!value) return false;
    const auto* real = std::get_if<double>(&*value);
    const auto* whole = std::get_if<std::int64_t>(&*value);
    share = real != nullptr ? *real : whole != nullptr ? static_cast<double>(*whole) : 0;
    if (share > 0 && share < 1) return true;
    context_.error("HB005", expr->span, fmt::format("'{}' must lie between 0 and 1.", name));
    return false;
  }

  // How many places a local search starts from. Ours looks at all closed patterns, so that it has nothing to tell.
  bool read_seeds(const PluginArguments& arguments) {
    const syntax::Expr* expr = given(arguments, "NumSeeds");
    if (expr == nullptr) return true;
    auto value = bind_constant_argument(context_, *expr, ScalarType::Long);
    if (!value) return false;
    const auto* whole = std::get_if<std::int64_t>(&*value);
    if (whole != nullptr && *whole >= 1) return true;
    context_.error("HB005", expr->span, "'NumSeeds' must be a number from 1.");
    return false;
  }

  bool read_dimensions(const PluginArguments& arguments, std::string_view name) {
    const syntax::Expr* expr = given(arguments, name);
    if (expr == nullptr) return true;
    auto value = bind_constant_argument(context_, *expr, ScalarType::Long);
    if (!value) return false;
    const auto* whole = std::get_if<std::int64_t>(&*value);
    if (whole != nullptr && *whole >= 1 && *whole <= 100) {
      dimensions_ = *whole;
      return true;
    }
    context_.error("HB005", expr->span, fmt::format("'{}' must be a number from 1 to 100.", name));
    return false;
  }

  bool read_weight(const PluginArguments& arguments) {
    const syntax::Expr* expr = given(arguments, "WeightColumn");
    if (expr == nullptr) return true;
    const Column* weight = bind_column_argument(context_, call_, *expr);
    if (weight == nullptr) return false;
    if (!types::numbers.contains(weight->type)) {
      context_.error("KS107", expr->span, fmt::format("A weight of type {} is not possible.", name_of(weight->type)));
      return false;
    }
    weight_ = *weight;
    return true;
  }

  // `sides`: which rows count for a and for b; none: all for a.
  plan::RelPtr mined(std::string plugin, std::vector<plan::ScalarPtr> sides, std::string_view measures) {
    std::vector<Column> columns, source;
    std::vector<plan::Assignment> computed;
    auto add = [&](std::string name, plan::ScalarPtr value) {
      Column column = context_.make_column(std::move(name), value->type, value->nullable);
      computed.push_back({column.id, std::move(value)});
      columns.push_back(std::move(column));
    };
    plan::ScalarPtr one = make_literal(ScalarType::Real, ConstantValue(1.0));
    plan::ScalarPtr zero = make_literal(ScalarType::Real, ConstantValue(0.0));
    plan::ScalarPtr weight = weight_ ? convert_to(use_of(*weight_), ScalarType::Real) : one;
    for (std::size_t i = 0; i < 2; ++i) {
      plan::ScalarPtr value = i < sides.size()
                                  ? apply(context_, FunctionKind::Scalar, "iff", {sides[i], weight, zero}, call_.span)
                              : i == 0 ? weight
                                       : zero;
      if (!value) return nullptr;
      add(i == 0 ? "a" : "b", std::move(value));
    }
    for (const Column& column : call_.input->columns) {
      if (column.hidden || column.id == split_ || (weight_ && column.id == weight_->id)) continue;
      plan::ScalarPtr text = apply(context_, FunctionKind::Scalar, "tostring", {use_of(column)}, call_.span);
      if (!text) return nullptr;
      add(fmt::format("v{}", source.size()), std::move(text));
      source.push_back(column);
    }
    if (source.empty()) return context_.error("HB005", call_.span, fmt::format("{} needs columns to look at.", plugin));
    plan::RelPtr rows = make_project(context_, call_.input, {}, std::move(computed), std::move(columns));
    nlohmann::json payload{{"threshold", threshold_}, {"size_weight", size_weight_}, {"most_dimensions", dimensions_}};
    columns = {context_.make_column("SegmentId", ScalarType::Long), context_.make_column("a", ScalarType::Real),
               context_.make_column("b", ScalarType::Real), context_.make_column("total_a", ScalarType::Real),
               context_.make_column("total_b", ScalarType::Real)};
    for (std::size_t i = 0; i < source.size(); ++i) {
      columns.push_back(context_.make_column(fmt::format("x{}", i), ScalarType::String));
      columns.push_back(context_.make_column(fmt::format("w{}", i), ScalarType::Bool));
    }
    plan::RelPtr patterns =
        make_relation(std::move(columns), plan::PluginCall{std::move(rows), std::move(plugin), payload.dump()});
    return typed(std::move(patterns), source, measures);
  }

  plan::RelPtr typed(plan::RelPtr patterns, const std::vector<Column>& source, std::string_view measures) {
    std::string query =
        "P | extend share_a = iff(total_a > 0, 100.0 * a / total_a, 0.0), share_b = iff(total_b > 0, 100.0 * b / "
        "total_b, 0.0) | project ";
    query += measures;
    std::vector<std::pair<std::string, LetValue>> names{{"P", shared(context_, std::move(patterns))}};
    for (const auto& [type, value] : wildcards_) names.emplace_back(fmt::format("any_{}", name_of(type)), value);
    for (std::size_t i = 0; i < source.size(); ++i) {
      ScalarType type = source[i].type;
      if (wildcards_.contains(type))
        query += fmt::format(", x{0} = iff(w{0}, any_{1}, {2}(x{0}))", i, name_of(type), reading_function(type));
      else
        query += type == ScalarType::String
                     ? fmt::format(", x{}", i)
                     : fmt::format(", x{0} = iff(w{0}, {1}(''), {1}(x{0}))", i, reading_function(type));
    }
    query += " | sort by SegmentId asc";
    plan::RelPtr result = bind_own_query(context_, query, std::move(names), call_.span);
    if (!result) return nullptr;
    std::vector<Column> columns = result->columns;
    std::size_t first = columns.size() - source.size();
    for (std::size_t i = 0; i < source.size(); ++i) columns[first + i].name = source[i].name;
    return with_schema(context_, make_project(context_, std::move(result), {}, {}, std::move(columns)), call_);
  }

  Context& context_;
  PluginCall call_;
  std::optional<Column> weight_;
  std::optional<plan::ColumnId> split_;
  std::map<ScalarType, plan::ScalarPtr> wildcards_;
  double threshold_ = 0.05;
  double size_weight_ = 0.5;
  std::int64_t dimensions_ = 5;
};

}  // namespace

plan::RelPtr bind_autocluster(Context& context, PluginCall call) {
  return Patterns(context, std::move(call)).bind_autocluster();
}
plan::RelPtr bind_basket(Context& context, PluginCall call) {
  return Patterns(context, std::move(call)).bind_basket();
}
plan::RelPtr bind_diffpatterns(Context& context, PluginCall call) {
  return Patterns(context, std::move(call)).bind_diffpatterns();
}

}  // namespace huntbook::kql::bind
