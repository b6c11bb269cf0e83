// What mv-expand and mv-apply share: arrays and bags that become rows.
#pragma once

#include <optional>
#include <vector>

#include "kql/bind/context.hpp"

namespace huntbook::kql::bind {

struct Expansion {
  plan::MvExpand expand;
  std::vector<plan::Column> columns;  // the input's, with the expanded ones in place or behind them
};

// Nothing where a term cannot be expanded; the error is reported. `limit` may be null.
std::optional<Expansion> bind_expansion(Context& context, plan::RelPtr input,
                                        const std::vector<syntax::MvExpandTerm>& terms, const syntax::Expr* limit);

}  // namespace huntbook::kql::bind
