// Where rows come from: tables, lets, print, range, datatable, union, functions that give tables.
#pragma once

#include "kql/bind/table.hpp"

namespace huntbook::kql::bind {

using SourceNode = decltype(syntax::Pipeline::source)::value_type;

plan::RelPtr bind_source(Context& context, const SourceNode& source, diag::Span span);
// external_data.cpp
plan::RelPtr bind_external_data(Context& context, const syntax::ExternalDataSource& source, diag::Span span);
plan::RelPtr bind_source_expression(Context& context, const syntax::Expr& expr);
// Whether database(..), workspace(..) or cluster(..).database(..) names what is open; else reported.
bool names_open_case(Context& context, const syntax::Expr& expr);

}  // namespace huntbook::kql::bind
