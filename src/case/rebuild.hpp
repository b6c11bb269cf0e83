// A stored table made anew with other columns. The engine (DuckDB 1.5.6) ends with an internal error where a
// transaction that has appended more than a row group to a table then adds or alters a column of it and appends again;
// a new table that takes the old one's rows has no such past.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "case/catalogue.hpp"
#include "engine/engine.hpp"

namespace huntbook::casefile {

// Rows appended within one transaction from which on a table is made anew rather than altered: less than the engine's
// row group of 122,880.
inline constexpr std::uint64_t most_rows_before_altering = 100'000;

// Makes the engine table of `entry` anew under `new_id`, within the connection's transaction, with all columns of the
// entry that have a source; those in `added`, which the old table lacks, hold their default. `widened`, where not null,
// is read as the text of its values. The new table has new spare columns.
Result<void> rebuild_table(engine::Connection& connection, TableEntry& entry, std::int64_t new_id,
                           const std::vector<std::string>& added, const StoredColumn* widened);

}  // namespace huntbook::casefile
