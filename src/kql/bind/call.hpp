// Function calls: built-in functions, let functions, and the forms that are no ordinary functions (toscalar, pack_all,
// column_ifexists, now, ago, ...).
#pragma once

#include "kql/bind/scalar.hpp"

namespace huntbook::kql::bind {

plan::ScalarPtr bind_call(Context& context, const Scope& scope, const syntax::Call& call, diag::Span span);
// A call of one of the catalogue's functions: its arguments bound, the record applied to them.
plan::ScalarPtr bind_record_call(Context& context, const Scope& scope, const FunctionRecord& record,
                                 const syntax::Call& call, diag::Span span);
// A constant dynamic array among the values of 'in' and its kin becomes its elements.
std::vector<plan::ScalarPtr> expand_constant_arrays(std::vector<plan::ScalarPtr> arguments);
// operand has_any (T | project x): the relation's first column, gathered into one dynamic array.
plan::ScalarPtr bind_has_list_of_relation(Context& context, const syntax::InList& list, plan::ScalarPtr operand,
                                          plan::RelPtr relation, diag::Span span);

}  // namespace huntbook::kql::bind
