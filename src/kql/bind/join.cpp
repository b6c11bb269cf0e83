// join and lookup (Kusto docs, "join operator", "lookup operator").
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "kql/bind/operators.hpp"
#include "kql/bind/table.hpp"
#include "kql/bind/trace.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;
using plan::JoinKind;
using plan::RelPtr;

std::optional<JoinKind> join_kind(std::string_view name) {
  if (name == "innerunique") return JoinKind::InnerUnique;
  if (name == "inner") return JoinKind::Inner;
  if (name == "leftouter") return JoinKind::LeftOuter;
  if (name == "rightouter") return JoinKind::RightOuter;
  if (name == "fullouter") return JoinKind::FullOuter;
  if (name == "leftsemi") return JoinKind::LeftSemi;
  if (name == "rightsemi") return JoinKind::RightSemi;
  if (name == "leftanti" || name == "anti" || name == "leftantisemi") return JoinKind::LeftAnti;
  if (name == "rightanti" || name == "rightantisemi") return JoinKind::RightAnti;
  return std::nullopt;
}

// Which sides of a join an expression speaks of.
struct Sides {
  bool left = false, right = false;
};
void find_sides(const syntax::Expr& expr, Sides& sides) {
  if (const auto* member = std::get_if<syntax::Member>(&expr.node)) {
    if (const auto* name = std::get_if<syntax::NameRef>(&member->object->node)) {
      sides.left = sides.left || name->name == "$left";
      sides.right = sides.right || name->name == "$right";
    }
    find_sides(*member->object, sides);
  } else if (const auto* call = std::get_if<syntax::Call>(&expr.node)) {
    for (const syntax::ExprPtr& argument : call->arguments) find_sides(*argument, sides);
  } else if (const auto* index = std::get_if<syntax::Index>(&expr.node)) {
    find_sides(*index->object, sides);
  }
}

// Brings both keys to one type.
bool unify(Context& context, plan::JoinKey& key, diag::Span span) {
  ScalarType left = key.left->type, right = key.right->type;
  if (left == right) return true;
  if (types::numbers.contains(left) && types::numbers.contains(right)) {
    ScalarType wider = std::max(left, right);
    key.left = convert_to(std::move(key.left), wider);
    key.right = convert_to(std::move(key.right), wider);
    return true;
  }
  if (left == ScalarType::Dynamic) {
    key.left = convert_to(std::move(key.left), right);
    return true;
  }
  if (right == ScalarType::Dynamic) {
    key.right = convert_to(std::move(key.right), left);
    return true;
  }
  context.error("KS123", span, fmt::format("The join compares {} with {}.", name_of(left), name_of(right)),
                "convert one side first: extend it with tostring() or tolong()");
  return false;
}

bool bind_condition(Context& context, const std::vector<Column>& left, const std::vector<Column>& right,
                    const syntax::Expr& expr, std::vector<plan::JoinKey>& keys) {
  if (const auto* sub = std::get_if<syntax::SubPipeline>(&expr.node)) {
    if (const syntax::Expr* inner = sole_expression(*sub->pipeline))
      return bind_condition(context, left, right, *inner, keys);
  }
  if (const auto* both = std::get_if<syntax::Binary>(&expr.node); both != nullptr && both->op == "and")
    return bind_condition(context, left, right, *both->left, keys) &&
           bind_condition(context, left, right, *both->right, keys);
  if (const auto* name = std::get_if<syntax::NameRef>(&expr.node)) {
    const Column* left_column = find_column(left, name->name);
    const Column* right_column = find_column(right, name->name);
    if (left_column == nullptr || right_column == nullptr) {
      unknown_name(context, Scope{.columns = left_column == nullptr ? &left : &right}, name->name, expr.span);
      return false;
    }
    keys.push_back({use_of(*left_column), use_of(*right_column)});
    return unify(context, keys.back(), expr.span);
  }
  const auto* equality = std::get_if<syntax::Binary>(&expr.node);
  if (equality == nullptr || equality->op != "==") {
    context.error("KS006", expr.span, "The condition of a join is a column's name or $left.a == $right.b.");
    return false;
  }
  Sides first, second;
  find_sides(*equality->left, first);
  find_sides(*equality->right, second);
  const syntax::Expr* left_expr = equality->left.get();
  const syntax::Expr* right_expr = equality->right.get();
  if (first.right && !first.left) std::swap(left_expr, right_expr);
  Scope scope{.left = &left, .right = &right};
  plan::ScalarPtr left_value = bind_scalar(context, scope, *left_expr);
  plan::ScalarPtr right_value = bind_scalar(context, scope, *right_expr);
  if (!left_value || !right_value) return false;
  if ((first.left && first.right) || (second.left && second.right) || first.left == second.left ||
      first.right == second.right) {
    context.error("KS123", expr.span,
                  "Each side of the equality must speak of one side of the join: $left.a == $right.b.");
    return false;
  }
  keys.push_back({std::move(left_value), std::move(right_value)});
  return unify(context, keys.back(), expr.span);
}

bool uses_column(const std::vector<plan::JoinKey>& keys, plan::ColumnId id) {
  return std::ranges::any_of(keys, [&](const plan::JoinKey& key) {
    const auto* use = std::get_if<plan::ColumnUse>(&key.right->node);
    return use != nullptr && use->column == id;
  });
}

// Outer joins make the columns of the side without a match null.
Column outer(Column column, bool nullable) {
  column.nullable = column.type != ScalarType::String && (column.nullable || nullable);
  return column;
}

}  // namespace

RelPtr bind_join(Context& context, const RelPtr& input, const syntax::JoinOp& op, diag::Span span) {
  std::string kind_name = property_text(op.properties, "kind");
  if (kind_name.empty()) kind_name = op.lookup ? "leftouter" : "innerunique";
  std::optional<JoinKind> kind = join_kind(kind_name);
  if (!kind || (op.lookup && kind != JoinKind::LeftOuter && kind != JoinKind::Inner))
    return context.error(
        "KS133", span, fmt::format("'{}' is no kind of {}.", kind_name, op.lookup ? "lookup" : "join"),
        op.lookup ? "leftouter or inner"
                  : "innerunique, inner, leftouter, rightouter, fullouter, leftsemi, rightsemi, leftanti or rightanti");
  if (op.right == nullptr) return nullptr;
  RelPtr right = bind_pipeline(context, *op.right);
  if (!right) return nullptr;
  if (context.trace != nullptr) context.trace->join_has(span.begin, right);
  plan::Join join{*kind, input, right, {}};
  for (const syntax::ExprPtr& condition : op.on) {
    if (!bind_condition(context, input->columns, right->columns, *condition, join.keys)) return nullptr;
  }
  if (join.keys.empty())
    return context.error("KS006", span, "A join needs a condition.", "on Column, or on $left.a == $right.b");

  std::vector<Column> columns;
  bool only_left = kind == JoinKind::LeftSemi || kind == JoinKind::LeftAnti;
  bool only_right = kind == JoinKind::RightSemi || kind == JoinKind::RightAnti;
  bool left_nullable = kind == JoinKind::RightOuter || kind == JoinKind::FullOuter;
  bool right_nullable = kind == JoinKind::LeftOuter || kind == JoinKind::FullOuter;
  if (!only_right) {
    for (const Column& column : input->columns) columns.push_back(outer(column, left_nullable));
  }
  if (!only_left) {
    std::vector<Column> added;
    std::set<std::string> right_names;
    for (const Column& column : right->columns) {
      if (column.hidden && !only_right) continue;
      // lookup leaves out the right side's keys.
      if (op.lookup && uses_column(join.keys, column.id)) continue;
      added.push_back(outer(column, right_nullable));
      right_names.insert(column.name);
    }
    // A name that the left side has gets a number, the first that gives a name of neither side.
    std::set<std::string> left_names;
    for (const Column& column : columns) left_names.insert(column.name);
    for (Column& column : added) {
      std::string name = column.name;
      for (int number = 1; left_names.contains(column.name); ++number) {
        std::string numbered = fmt::format("{}{}", name, number);
        if (!left_names.contains(numbered) && !right_names.contains(numbered)) column.name = std::move(numbered);
      }
      left_names.insert(column.name);
      columns.push_back(std::move(column));
    }
  }
  return make_relation(std::move(columns), std::move(join));
}

}  // namespace huntbook::kql::bind
