// Queries with several result tables: fork, facet and the plugins preview and funnel_sequence at the end of a query
// (Kusto docs, one page each).
#pragma once

#include <vector>

#include "kql/bind/table.hpp"

namespace huntbook::kql::bind {

bool has_branches(const syntax::Pipeline& pipeline);
// One result for each branch of fork, for the query and each column of facet, for each of a plugin's tables. Empty
// where the query before failed.
std::vector<BoundPipeline> bind_branches(Context& context, const syntax::Pipeline& pipeline);

}  // namespace huntbook::kql::bind
