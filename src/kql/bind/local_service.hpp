// Tabular functions that ask a service in Sentinel and Defender, over tables of the case instead: watchlists
// (_GetWatchlist, _GetWatchlistAlias) and file profiles (FileProfile). A stored function of the same name comes first.
// See docs/decisions/0100-local-meanings-of-services.md.
#pragma once

#include <string_view>

#include "kql/bind/table.hpp"

namespace huntbook::kql::bind {

// What the names of tables that hold a watchlist begin with; the rest is its alias.
inline constexpr std::string_view watchlist_prefix = "Watchlist_";

bool is_local_service(std::string_view function);

// A call of one of them; `input` is the table of invoke, else null. Null, and reported, where the case lacks the data.
plan::RelPtr bind_local_service(Context& context, const syntax::Call& call, const plan::RelPtr& input, diag::Span span);

}  // namespace huntbook::kql::bind
