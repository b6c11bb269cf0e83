// Binds scalar expressions: names to columns, lets and parameters, calls to function records, conversions made
// explicit.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kql/bind/context.hpp"

namespace huntbook::kql::bind {

// The steps of a 'scan', whose state its expressions read as step.column.
class StepStates {
 public:
  virtual ~StepStates() = default;
  virtual bool is_step(std::string_view name) const = 0;
  // Null where the step has no such column (reported).
  virtual plan::ScalarPtr read(Context& context, std::string_view step, const syntax::Name& column) = 0;
};

struct Scope;

// Names that are no columns but have members: the nodes and edges of a graph's pattern.
class ElementNames {
 public:
  ElementNames() = default;
  ElementNames(const ElementNames&) = delete;
  ElementNames& operator=(const ElementNames&) = delete;
  virtual ~ElementNames() = default;
  // Nothing where the expression is not about them; a null pointer where it is and an error was reported.
  virtual std::optional<plan::ScalarPtr> bind(Context& context, const Scope& scope, const syntax::Expr& expr) = 0;
};

// What an expression may refer to.
struct Scope {
  const std::vector<plan::Column>* columns = nullptr;
  // $left and $right of a join's condition.
  const std::vector<plan::Column>* left = nullptr;
  const std::vector<plan::Column>* right = nullptr;
  // Where aggregates are allowed: calls are collected here and stand in the expression as uses of these columns.
  std::vector<plan::Assignment>* aggregates = nullptr;
  // Where window functions are allowed, likewise.
  std::vector<plan::Assignment>* windows = nullptr;
  StepStates* steps = nullptr;  // within 'scan'
  ElementNames* elements = nullptr;
};

plan::ScalarPtr bind_scalar(Context& context, const Scope& scope, const syntax::Expr& expr);
// Binds and converts to `type`; an error at the expression where that is no implicit conversion.
plan::ScalarPtr bind_scalar_as(Context& context, const Scope& scope, const syntax::Expr& expr, ScalarType type);
plan::ScalarPtr bind_predicate(Context& context, const Scope& scope, const syntax::Expr& expr);
// False, with KS116 reported, for a dynamic value where values are grouped or ordered: Kusto asks for a cast there.
bool is_comparable(Context& context, const plan::Scalar& value, diag::Span span);
// A constant integer (take, top, limits), with folding of arithmetic on constants.
std::optional<std::int64_t> bind_count(Context& context, const syntax::Expr& expr);

// Applies a record to bound arguments: overload resolution, conversions. `span` is where errors point.
plan::ScalarPtr apply(Context& context, FunctionKind kind, std::string_view name,
                      std::vector<plan::ScalarPtr> arguments, diag::Span span);
plan::ScalarPtr apply(Context& context, const FunctionRecord& record, std::vector<plan::ScalarPtr> arguments,
                      diag::Span span);

plan::ScalarPtr make_literal(ScalarType type, ConstantValue value);
plan::ScalarPtr use_of(const plan::Column& column);
// The property or element of a dynamic column, as dynamic.
plan::ScalarPtr member_of(const plan::Column& column, std::variant<std::string, std::int64_t> key);
plan::ScalarPtr convert_to(plan::ScalarPtr operand, ScalarType type);
// The value of a constant expression, where the binder can tell.
std::optional<ConstantValue> constant_of(const plan::Scalar& scalar);
// A constant as a dynamic value: JSON text.
ConstantValue dynamic_constant(const plan::Scalar& scalar, const ConstantValue& value);
// Whether `test` holds for a column that the expression reads.
bool any_column(const plan::Scalar& scalar, const std::function<bool(plan::ColumnId)>& test);
// Whether a scalar above an aggregation reads a column that is none of its aggregates.
bool reads_single_rows(const plan::Scalar& scalar, const std::vector<plan::Assignment>& aggregates);
// The column with this name; case-sensitive. Null where there is none.
const plan::Column* find_column(const std::vector<plan::Column>& columns, std::string_view name);
// KS142 with the nearest visible name as a hint.
// The column that an expression names; null with an error reported, `code` where the expression is no name.
const plan::Column* named_column(Context& context, const std::vector<plan::Column>& columns, const syntax::Expr& expr,
                                 std::string_view code = "KS109");
std::nullptr_t unknown_name(Context& context, const Scope& scope, std::string_view name, diag::Span span);

}  // namespace huntbook::kql::bind
