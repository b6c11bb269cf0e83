// Reads a result of the engine chunk by chunk and converts it to batches of the caller's KQL types.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/duckdb/api.hpp"
#include "engine/engine.hpp"

namespace huntbook::engine::duckdb {

// Runs one SELECT. Rows are computed while they are read; memory stays bounded. The number of columns must be that of
// `schema` and each column's engine type one that the KQL type can take, else the error is of kind Internal.
Result<std::unique_ptr<ResultStream>> open_stream(duckdb_connection connection, std::string_view sql,
                                                  const Schema& schema);

// The same for a prepared statement, which stays the caller's and must outlive the stream.
Result<std::unique_ptr<ResultStream>> open_stream(duckdb_prepared_statement statement, const Schema& schema);

__extension__ typedef __int128 Int128;

// A decimal number as KQL shows it: without trailing zeros of the fraction. `scale`: digits after the point.
std::string decimal_text(Int128 unscaled, unsigned scale);

}  // namespace huntbook::engine::duckdb
