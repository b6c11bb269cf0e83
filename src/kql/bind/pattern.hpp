// Patterns: names that map tuples of texts to tables (Kusto docs, "Pattern statement").
#pragma once

#include "kql/bind/context.hpp"

namespace huntbook::kql::bind {

void bind_pattern(Context& context, const syntax::PatternStatement& statement);

// The pattern that an expression calls, f("a") or f("a").b; null where it calls none.
const TextPattern* called_pattern(const Context& context, const syntax::Expr& expr);
// The table that such a call stands for; null, and reported, where the pattern has none for these texts.
plan::RelPtr bind_pattern_call(Context& context, const TextPattern& pattern, const syntax::Expr& expr);

}  // namespace huntbook::kql::bind
