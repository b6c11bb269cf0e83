// Scalars of the plan as SQL expressions.
#include <fmt/format.h>

#include "kql/functions/build.hpp"
#include "kql/functions/convert.hpp"
#include "kql/lower/lowering.hpp"

namespace huntbook::kql::lower {

namespace {

// A step that a JSON path can spell; others go through JSON pointers.
bool fits_path(const std::string& key) {
  return !key.empty() && key.find_first_of("\"\\*") == std::string::npos;
}

sql::ExprPtr without_json_null(sql::ExprPtr value) {
  return sql::call("nullif", {std::move(value), sql::literal("null")});
}

std::optional<ConstantValue> constant_of(const plan::Scalar& scalar) {
  const auto* literal = std::get_if<plan::Literal>(&scalar.node);
  return literal != nullptr ? std::optional(literal->value) : std::nullopt;
}

// Letters A to Z in lower case: KQL's case-insensitive comparisons fold ASCII only.
sql::ExprPtr ascii_lower(sql::ExprPtr value) {
  return sql::call("translate", {std::move(value), sql::literal("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
                                 sql::literal("abcdefghijklmnopqrstuvwxyz")});
}

}  // namespace

sql::ExprPtr constant(ScalarType type, const ConstantValue& value) {
  if (std::holds_alternative<std::monostate>(value)) return null_value(type);
  if (const auto* flag = std::get_if<bool>(&value)) return sql::literal(*flag);
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    if (type == ScalarType::Int) return sql::literal(static_cast<std::int32_t>(*integer));
    if (type == ScalarType::Real) return sql::literal(static_cast<double>(*integer));
    return sql::literal(*integer);
  }
  if (const auto* real = std::get_if<double>(&value)) return sql::literal(*real);
  const auto& text = std::get<std::string>(value);
  if (type == ScalarType::Decimal) return sql::make(sql::DecimalLiteral{text});
  if (type == ScalarType::Guid) return sql::try_cast(sql::literal(std::string_view(text)), sql::SqlType::Uuid);
  return sql::literal(std::string_view(text));
}

Result<sql::ExprPtr> Lowering::scalar(const plan::Scalar& scalar, const Shape& shape) {
  if (const auto* literal = std::get_if<plan::Literal>(&scalar.node)) return constant(scalar.type, literal->value);
  if (const auto* use = std::get_if<plan::ColumnUse>(&scalar.node)) {
    auto found = shape.values.find(use->column);
    if (found == shape.values.end())
      return fail(ErrorKind::Internal, fmt::format("column {} is out of reach in the plan", use->column));
    return found->second;
  }
  if (const auto* node = std::get_if<plan::FunctionCall>(&scalar.node)) return call(scalar, *node, shape, false);
  if (const auto* node = std::get_if<plan::Convert>(&scalar.node)) {
    HUNTBOOK_TRY(sql::ExprPtr operand, this->scalar(*node->operand, shape));
    return convert(std::move(operand), node->operand->type, scalar.type);
  }
  if (const auto* node = std::get_if<plan::DynamicPath>(&scalar.node)) return path(*node, shape);
  if (const auto* node = std::get_if<plan::DynamicElement>(&scalar.node)) return element(*node, shape);
  if (const auto* node = std::get_if<plan::InRelation>(&scalar.node)) return in_relation(*node, shape);
  if (const auto* node = std::get_if<plan::ParseTexts>(&scalar.node)) {
    HUNTBOOK_TRY(sql::ExprPtr operand, this->scalar(*node->operand, shape));
    const char* function = node->by == plan::ParseTexts::By::Groups ? "hb_parse_groups" : "hb_parse_pairs";
    return sql::call(function, {std::move(operand), sql::literal(std::string_view(node->pattern))});
  }
  HUNTBOOK_TRY(sql::ExprPtr value, to_scalar(std::get<plan::ToScalar>(scalar.node)));
  return scalar.type == ScalarType::String ? sql::coalesce(std::move(value), sql::literal("")) : std::move(value);
}

Result<sql::ExprPtr> Lowering::predicate(const plan::Scalar& scalar, const Shape& shape) {
  const auto* node = std::get_if<plan::FunctionCall>(&scalar.node);
  if (node == nullptr) return this->scalar(scalar, shape);
  if (node->function->name != "and" && node->function->name != "or") return call(scalar, *node, shape, true);
  HUNTBOOK_TRY(sql::ExprPtr left, predicate(*node->arguments[0], shape));
  HUNTBOOK_TRY(sql::ExprPtr right, predicate(*node->arguments[1], shape));
  return node->function->name == "and" ? sql::logical_and(std::move(left), std::move(right))
                                       : sql::logical_or(std::move(left), std::move(right));
}

Result<sql::ExprPtr> Lowering::call(const plan::Scalar& scalar, const plan::FunctionCall& node, const Shape& shape,
                                    bool predicate) {
  std::vector<Argument> described;
  std::vector<sql::ExprPtr> arguments;
  for (const plan::ScalarPtr& argument : node.arguments) {
    HUNTBOOK_TRY(sql::ExprPtr lowered, this->scalar(*argument, shape));
    described.push_back({argument->type, argument->nullable, constant_of(*argument)});
    arguments.push_back(std::move(lowered));
  }
  LoweringContext context;
  context.now = now_;
  context.predicate = predicate;
  context.row_order = shape.order;
  context.row_partition = row_partition_;
  return node.function->lower(context, BoundCall{described, scalar.type}, arguments);
}

Result<sql::ExprPtr> Lowering::path(const plan::DynamicPath& node, const Shape& shape) {
  HUNTBOOK_TRY(sql::ExprPtr value, scalar(*node.operand, shape));
  std::string path = "$";
  auto extract = [&] {
    if (path.size() > 1) value = sql::call("json_extract", {std::move(value), sql::literal(std::string_view(path))});
    path.resize(1);
  };
  for (const auto& step : node.steps) {
    if (const auto* index = std::get_if<std::int64_t>(&step)) {
      path += *index >= 0 ? fmt::format("[{}]", *index) : fmt::format("[#{}]", *index);
      continue;
    }
    const auto& key = std::get<std::string>(step);
    if (fits_path(key)) {
      path += fmt::format(".\"{}\"", key);
      continue;
    }
    extract();
    std::string pointer = "/";
    for (char c : key) pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    value = sql::call("json_extract", {std::move(value), sql::literal(std::string_view(pointer))});
  }
  extract();
  return without_json_null(std::move(value));
}

Result<sql::ExprPtr> Lowering::element(const plan::DynamicElement& node, const Shape& shape) {
  HUNTBOOK_TRY(sql::ExprPtr value, scalar(*node.operand, shape));
  HUNTBOOK_TRY(sql::ExprPtr key, scalar(*node.key, shape));
  using sql::BinaryOperator;
  sql::ExprPtr path;
  if (node.key->type == ScalarType::String) {
    sql::ExprPtr escaped = sql::call("replace", {sql::call("replace", {key, sql::literal("~"), sql::literal("~0")}),
                                                 sql::literal("/"), sql::literal("~1")});
    path = sql::binary(BinaryOperator::Concat, sql::literal("/"), std::move(escaped));
  } else {
    sql::ExprPtr text = sql::cast(key, sql::SqlType::VarChar);
    sql::ExprPtr start = sql::case_when(sql::binary(BinaryOperator::Less, key, sql::literal(std::int64_t{0})),
                                        sql::literal("$[#"), sql::literal("$["));
    path = sql::binary(BinaryOperator::Concat, sql::binary(BinaryOperator::Concat, std::move(start), std::move(text)),
                       sql::literal("]"));
  }
  return without_json_null(sql::call("json_extract", {std::move(value), std::move(path)}));
}

// A value is in the relation or not, whatever nulls it holds.
Result<sql::ExprPtr> Lowering::in_relation(const plan::InRelation& node, const Shape& shape) {
  HUNTBOOK_TRY(sql::ExprPtr operand, scalar(*node.operand, shape));
  HUNTBOOK_TRY(Shape inner, relation(node.relation));
  const plan::Column& first = node.relation->columns.front();
  nest(inner, node.relation->columns);
  sql::ExprPtr value = inner.values.at(first.id);
  if (first.type != ScalarType::String) inner.where = sql::is_not_null(value);
  bool text = first.type == ScalarType::String || first.type == ScalarType::Dynamic;
  if (first.type != node.operand->type) operand = convert(std::move(operand), node.operand->type, first.type);
  if (node.case_insensitive && text) {
    operand = ascii_lower(std::move(operand));
    value = ascii_lower(std::move(value));
  }
  inner.values[first.id] = std::move(value);
  inner.order.clear();
  sql::ExprPtr in = sql::make(sql::InQuery{
      std::move(operand), std::make_shared<const sql::Query>(to_query(inner, {first.id}, false, false)), false});
  if (node.operand->nullable) in = sql::coalesce(std::move(in), sql::literal(false));
  return node.negated ? sql::logical_not(std::move(in)) : std::move(in);
}

Result<sql::ExprPtr> Lowering::to_scalar(const plan::ToScalar& node) {
  HUNTBOOK_TRY(Shape inner, relation(node.relation));
  const plan::Column& first = node.relation->columns.front();
  if (!inner.limit || *inner.limit > 1) inner.limit = 1;
  return sql::make(sql::ScalarQuery{std::make_shared<const sql::Query>(to_query(inner, {first.id}, false, true))});
}

}  // namespace huntbook::kql::lower
