// A stored table that takes the shape of the evidence: made on first use, columns added when they first hold a value,
// widened where files disagree, and what finds no place as a column kept in _Extra.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/column.hpp"
#include "base/result.hpp"
#include "case/catalogue.hpp"
#include "engine/engine.hpp"

namespace huntbook::casefile {

// A table has at most this many columns; further ones of the evidence go into _Extra.
inline constexpr std::size_t max_columns = 2000;

// Adapts the table of `entry` to the batches and appends them, within the connection's transaction. `notes` takes a
// line for each column that was widened. `spare_id` is an id that no table has, for a table that must be made anew.
Result<void> append_to_table(engine::Connection& connection, TableEntry& entry, const Schema& schema,
                             std::vector<Batch> batches, std::int64_t spare_id, std::vector<std::string>& notes);

// Makes the engine table of a new entry.
Result<void> create_table(engine::Connection& connection, TableEntry& entry);

}  // namespace huntbook::casefile
