// SQL as a tree. The KQL compiler lowers its plan to this tree; a dialect prints it as text once. A value is a literal
// node from the query's text to the printer, so no text of a query or of the evidence can become SQL.
//
// Expression nodes are immutable and shared: the same node may stand in several places of a tree.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace huntbook::sql {

// The engine's types that lowerings use. Ticks (datetime, timespan) are BigInt, dynamic is JSON text in VarChar.
enum class SqlType { Boolean, Integer, BigInt, HugeInt, Double, Decimal, VarChar, Uuid };

struct Expr;
using ExprPtr = std::shared_ptr<const Expr>;
struct Query;
using QueryPtr = std::shared_ptr<const Query>;

struct Null {
  SqlType type;
};
struct BoolLiteral {
  bool value;
};
struct IntLiteral {
  std::int64_t value;
  SqlType type;  // Integer or BigInt
};
struct DoubleLiteral {
  double value;  // NaN and infinities allowed
};
struct DecimalLiteral {
  std::string digits;  // [-]digits[.digits], checked by whoever makes the node
};
struct StringLiteral {
  std::string value;  // any bytes that are valid UTF-8, NUL included
};
struct ColumnRef {
  std::string relation;  // alias; may be empty
  std::string name;
};
enum class UnaryOperator { Not, Negate, IsNull, IsNotNull };
struct Unary {
  UnaryOperator op;
  ExprPtr operand;
};
enum class BinaryOperator {
  And,
  Or,
  Equal,
  NotEqual,
  Less,
  LessOrEqual,
  Greater,
  GreaterOrEqual,
  IsDistinctFrom,
  IsNotDistinctFrom,
  Add,
  Subtract,
  Multiply,
  Divide,         // real division
  IntegerDivide,  // truncates toward zero; null for a zero divisor
  Modulo,
  Concat,
};
struct Binary {
  BinaryOperator op;
  ExprPtr left;
  ExprPtr right;
};
struct OrderTerm {
  ExprPtr expr;
  bool descending = false;
  bool nulls_first = false;
};
// A function call; also an aggregate with DISTINCT, ORDER BY or FILTER.
struct Call {
  std::string function;
  std::vector<ExprPtr> arguments;
  bool distinct = false;
  std::vector<OrderTerm> order_by;
  ExprPtr filter;  // may be null
};
struct CaseBranch {
  ExprPtr condition;
  ExprPtr value;
};
struct Case {
  std::vector<CaseBranch> branches;
  ExprPtr otherwise;  // may be null
};
struct Cast {
  ExprPtr operand;
  SqlType type;
  bool try_cast;  // null instead of an error
};
struct InList {
  ExprPtr operand;
  std::vector<ExprPtr> values;
  bool negated;
};
struct InQuery {
  ExprPtr operand;
  QueryPtr query;  // one column
  bool negated;
};
struct ScalarQuery {
  QueryPtr query;  // one column, at most one row
};
struct Window {
  std::string function;
  std::vector<ExprPtr> arguments;
  std::vector<ExprPtr> partition_by;
  std::vector<OrderTerm> order_by;
  // Rows frame from the partition's start to the current row instead of the default frame.
  bool rows_to_current = false;
};

struct Expr {
  std::variant<Null, BoolLiteral, IntLiteral, DoubleLiteral, DecimalLiteral, StringLiteral, ColumnRef, Unary, Binary,
               Call, Case, Cast, InList, InQuery, ScalarQuery, Window>
      node;
};

// --- relations -------------------------------------------------------------------------------------------------------

struct SelectItem {
  ExprPtr expr;
  std::string alias;
};

struct Relation;
using RelationPtr = std::shared_ptr<const Relation>;

struct TableRelation {
  std::string name;
};
struct QueryRelation {
  QueryPtr query;
};
// A table function in FROM: range(...), unnest(...), or one that the engine layer registered.
struct FunctionRelation {
  std::string function;
  std::vector<ExprPtr> arguments;
  std::vector<std::string> columns;  // names of its columns
};
struct ValuesRelation {
  std::vector<std::vector<ExprPtr>> rows;  // at least one row, all of one width
  std::vector<std::string> columns;
};
enum class JoinKind { Inner, Left, Right, Full, Semi, Anti };
struct JoinRelation {
  JoinKind kind;
  RelationPtr left;
  RelationPtr right;
  ExprPtr on;
};
struct Relation {
  std::variant<TableRelation, QueryRelation, FunctionRelation, ValuesRelation, JoinRelation> node;
  std::string alias;  // empty for joins
};

struct Select {
  bool distinct = false;
  std::vector<SelectItem> items;  // at least one
  RelationPtr from;               // may be null
  ExprPtr where;
  std::vector<ExprPtr> group_by;
  ExprPtr qualify;
  std::vector<OrderTerm> order_by;
  std::optional<std::int64_t> limit;
};
struct UnionAll {
  std::vector<QueryPtr> inputs;  // at least two, of one width and types
};
struct CommonTable {
  std::string name;
  std::vector<std::string> columns;
  QueryPtr query;
  bool materialized = false;
};
struct Query {
  std::vector<CommonTable> with;
  std::variant<Select, UnionAll> body;
};

// --- construction ----------------------------------------------------------------------------------------------------

template <class Node>
ExprPtr make(Node node) {
  return std::make_shared<const Expr>(Expr{std::move(node)});
}
ExprPtr null_of(SqlType type);
ExprPtr literal(bool value);
ExprPtr literal(std::int64_t value);
ExprPtr literal(std::int32_t value);
ExprPtr literal(double value);
ExprPtr literal(std::string_view value);
inline ExprPtr literal(const char* value) {
  return literal(std::string_view(value));
}
ExprPtr column(std::string relation, std::string name);
ExprPtr call(std::string function, std::vector<ExprPtr> arguments);
ExprPtr unary(UnaryOperator op, ExprPtr operand);
ExprPtr binary(BinaryOperator op, ExprPtr left, ExprPtr right);
ExprPtr equal(ExprPtr left, ExprPtr right);
ExprPtr logical_and(ExprPtr left, ExprPtr right);  // either may be null: then the other
ExprPtr logical_or(ExprPtr left, ExprPtr right);
ExprPtr logical_not(ExprPtr operand);
ExprPtr is_null(ExprPtr operand);
ExprPtr is_not_null(ExprPtr operand);
ExprPtr cast(ExprPtr operand, SqlType type);
ExprPtr try_cast(ExprPtr operand, SqlType type);
ExprPtr case_when(ExprPtr condition, ExprPtr then, ExprPtr otherwise);
ExprPtr coalesce(ExprPtr first, ExprPtr second);

bool is_literal(const Expr& expr);

}  // namespace huntbook::sql
