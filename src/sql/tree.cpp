#include "sql/tree.hpp"

namespace huntbook::sql {

ExprPtr null_of(SqlType type) {
  return make(Null{type});
}
ExprPtr literal(bool value) {
  return make(BoolLiteral{value});
}
ExprPtr literal(std::int64_t value) {
  return make(IntLiteral{value, SqlType::BigInt});
}
ExprPtr literal(std::int32_t value) {
  return make(IntLiteral{value, SqlType::Integer});
}
ExprPtr literal(double value) {
  return make(DoubleLiteral{value});
}
ExprPtr literal(std::string_view value) {
  return make(StringLiteral{std::string(value)});
}
ExprPtr column(std::string relation, std::string name) {
  return make(ColumnRef{std::move(relation), std::move(name)});
}

ExprPtr call(std::string function, std::vector<ExprPtr> arguments) {
  Call node;
  node.function = std::move(function);
  node.arguments = std::move(arguments);
  return make(std::move(node));
}

ExprPtr unary(UnaryOperator op, ExprPtr operand) {
  return make(Unary{op, std::move(operand)});
}
ExprPtr binary(BinaryOperator op, ExprPtr left, ExprPtr right) {
  return make(Binary{op, std::move(left), std::move(right)});
}
ExprPtr equal(ExprPtr left, ExprPtr right) {
  return binary(BinaryOperator::Equal, std::move(left), std::move(right));
}

ExprPtr logical_and(ExprPtr left, ExprPtr right) {
  if (!left) return right;
  if (!right) return left;
  return binary(BinaryOperator::And, std::move(left), std::move(right));
}

ExprPtr logical_or(ExprPtr left, ExprPtr right) {
  if (!left) return right;
  if (!right) return left;
  return binary(BinaryOperator::Or, std::move(left), std::move(right));
}

ExprPtr logical_not(ExprPtr operand) {
  return unary(UnaryOperator::Not, std::move(operand));
}
ExprPtr is_null(ExprPtr operand) {
  return unary(UnaryOperator::IsNull, std::move(operand));
}
ExprPtr is_not_null(ExprPtr operand) {
  return unary(UnaryOperator::IsNotNull, std::move(operand));
}
ExprPtr cast(ExprPtr operand, SqlType type) {
  return make(Cast{std::move(operand), type, false});
}
ExprPtr try_cast(ExprPtr operand, SqlType type) {
  return make(Cast{std::move(operand), type, true});
}

ExprPtr case_when(ExprPtr condition, ExprPtr then, ExprPtr otherwise) {
  Case node;
  node.branches.push_back({std::move(condition), std::move(then)});
  node.otherwise = std::move(otherwise);
  return make(std::move(node));
}

ExprPtr coalesce(ExprPtr first, ExprPtr second) {
  return call("coalesce", {std::move(first), std::move(second)});
}

bool is_literal(const Expr& expr) {
  return std::holds_alternative<Null>(expr.node) || std::holds_alternative<BoolLiteral>(expr.node) ||
         std::holds_alternative<IntLiteral>(expr.node) || std::holds_alternative<DoubleLiteral>(expr.node) ||
         std::holds_alternative<DecimalLiteral>(expr.node) || std::holds_alternative<StringLiteral>(expr.node);
}

}  // namespace huntbook::sql
