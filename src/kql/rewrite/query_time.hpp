// The session's query time as a filter on every stored table that has a time column (design: "Query time"), unless a
// 'where' on that reference compares the column itself.
#pragma once

#include <optional>

#include "base/time.hpp"
#include "kql/functions/record.hpp"
#include "kql/plan/relation.hpp"

namespace huntbook::kql::rewrite {

struct TimeWindow {
  std::optional<Ticks> from;  // inclusive
  std::optional<Ticks> to;    // exclusive
};

// `applied` becomes true where the window was put on at least one table.
plan::RelPtr apply_query_time(const plan::RelPtr& relation, const TimeWindow& window,
                              const FunctionCatalogue& functions, bool& applied);

}  // namespace huntbook::kql::rewrite
