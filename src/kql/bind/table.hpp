// Binds tabular expressions: sources, pipelines, references to tables and tabular lets.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kql/bind/scalar.hpp"

namespace huntbook::kql::bind {

struct BoundPipeline {
  plan::RelPtr relation;  // null: failed
  std::optional<std::pair<std::string, std::vector<std::pair<std::string, std::string>>>> render;
};

BoundPipeline bind_query(Context& context, const syntax::Pipeline& pipeline, plan::RelPtr implied_source = nullptr);
// The operators alone, over rows that are there already.
BoundPipeline bind_operators(Context& context, plan::RelPtr source, std::span<const syntax::Operator> operators);
plan::RelPtr bind_pipeline(Context& context, const syntax::Pipeline& pipeline, plan::RelPtr implied_source = nullptr);
// An expression where a table is expected.
plan::RelPtr bind_table_expression(Context& context, const syntax::Expr& expr);
// True where the expression means a table: a pipeline with operators, a table's name, a tabular let, a call that gives
// one.
bool is_tabular(Context& context, const Scope& scope, const syntax::Expr& expr);
bool is_tabular(Context& context, const syntax::Pipeline& pipeline);
// The expression of a pipeline that is nothing else; null otherwise.
const syntax::Expr* sole_expression(const syntax::Pipeline& pipeline);
// Whether its name alone calls the function: it has no parameters, or defaults for all of them.
bool needs_no_arguments(const syntax::Lambda& function);
// Defines the lets of a let function's body, a cell's prelude, or a text.
void bind_let(Context& context, const syntax::LetStatement& let);
plan::RelPtr bind_stored_table(Context& context, std::string_view name, diag::Span span);
// A name's value stands wherever the name does, so names built on names must not double it without end: false, and
// reported, where the value has too many parts.
bool is_bounded(Context& context, const plan::Scalar& scalar, const syntax::Name& name);
// The statements and the result of a function's body, in the environment that stands: its result as a scalar or as a
// relation (the other is null).
struct CallResult {
  plan::ScalarPtr scalar;
  plan::RelPtr relation;
};
// A value for a parameter of a function, of its type.
plan::ScalarPtr bind_argument(Context& context, const Scope& scope, const syntax::Parameter& parameter,
                              const syntax::Expr& argument);
CallResult bind_body(Context& context, const syntax::Lambda& lambda);
// In an editor: binds the body of a function that no one may call, with its parameters as declared.
void check_function(Context& context, const syntax::Lambda& lambda);
// A parameter's value comes from the session, else it is the default.
void bind_declare(Context& context, const syntax::DeclareStatement& declare);
// A call of a let or stored function: its result as a scalar or as a relation (the other is null).
CallResult call_let_function(Context& context, const Scope& scope, const LetFunction& function, const std::string& name,
                             const std::vector<syntax::ExprPtr>& arguments, diag::Span span,
                             const plan::RelPtr& first_table = nullptr);

}  // namespace huntbook::kql::bind
