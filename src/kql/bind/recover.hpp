// After an error the binder goes on, so that a text shows all its errors at once, and an editor knows the columns
// behind the place that is being written. Nothing is said twice: a column whose value failed is known by its name, and
// an expression that reads it fails silently; where columns are not known at all ("open" rows), no name is unknown.
//
// A text with an error gives no query, so what stands here is never run.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "kql/bind/context.hpp"

namespace huntbook::kql::bind {

// Rows of which no column is known.
plan::RelPtr open_relation(Context& context);
bool is_open(const Context& context, const std::vector<plan::Column>& columns);

// The rows behind an operator that failed: what its syntax tells of its columns. `unknown` are the names that it read
// and that do not exist.
plan::RelPtr relation_after_error(Context& context, const plan::RelPtr& input, const syntax::Operator& op,
                                  const std::vector<std::string>& unknown);
// Whether an operator that did not parse may be bound as far as it goes; of others only the syntax counts.
bool binds_in_part(const syntax::Operator& op);
// `output` of an operator with open rows somewhere in it, open as well where that follows.
plan::RelPtr keep_open(Context& context, plan::RelPtr output, const syntax::Operator& op);
// `relation`, with columns that are not known beside its own.
plan::RelPtr opened(Context& context, plan::RelPtr relation);

}  // namespace huntbook::kql::bind
