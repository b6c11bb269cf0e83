// The two tables of a plugin that looks rows up in another table (ipv4_lookup, geo_polygon_lookup, ...): under names of
// our own while the plugin's query joins them, under theirs in the result.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kql/bind/context.hpp"

namespace huntbook::kql::bind {

// The visible columns of `table` as PREFIX0, PREFIX1, ..., and behind them each of `keys` under the name beside it.
plan::RelPtr with_own_names(Context& context, const plan::RelPtr& table, char prefix,
                            const std::vector<std::pair<plan::Column, std::string>>& keys);

// Of `joined`, which holds both tables' columns as with_own_names gave them (prefixes 's' and 'l'): those of the
// source, then those of the lookup table but `left_out`, by their own names, made distinct as a join does.
plan::RelPtr under_own_names(Context& context, plan::RelPtr joined, const plan::Rel& source, const plan::Rel& lookup,
                             const std::vector<plan::Column>& left_out);

}  // namespace huntbook::kql::bind
