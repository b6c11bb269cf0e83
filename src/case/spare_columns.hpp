// Engine columns that a table keeps in reserve while a large file is taken in. A column that the file brings late
// cannot be added any more (see case/rebuild.hpp) and making the table anew copies all its rows; a spare column of its
// type is there already, empty in every row so far. Spares live within one transaction: what is left is dropped before
// the commit.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "case/catalogue.hpp"
#include "engine/engine.hpp"

namespace huntbook::casefile {

// Gives the entry new names for the spares that it lacks: of each type half as many as the table has columns of it, 2
// to
// 16. The engine table does not have them yet. A query's result brings no late columns, so its table gets none.
std::vector<SpareColumn> name_spares(TableEntry& entry);

// Takes the spare for a column of `type` out of the reserve; nothing where there is none.
std::optional<std::string> take_spare(TableEntry& entry, ScalarType type);

// Drops the spares from the engine table. No row may be appended in this transaction afterwards.
Result<void> drop_spares(engine::Connection& connection, TableEntry& entry);

// `name TYPE`, with the default that an empty value of the type has.
std::string column_definition(const std::string& source, ScalarType type);

}  // namespace huntbook::casefile
