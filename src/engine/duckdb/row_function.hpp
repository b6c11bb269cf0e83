// An expression that code evaluates for a few rows at a time: a prepared SELECT over a relation whose one batch is
// exchanged before each run.
#pragma once

#include <memory>
#include <string_view>

#include "engine/duckdb/database.hpp"

namespace huntbook::engine::duckdb {

// On a connection of its own, so that it runs while another result is read. See Connection::row_function.
Result<std::unique_ptr<RowFunction>> make_row_function(const std::shared_ptr<Database>& database, std::string_view sql,
                                                       const Schema& parameters, ScalarType result);

}  // namespace huntbook::engine::duckdb
