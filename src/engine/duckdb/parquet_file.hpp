// Writes rows to a Parquet file by way of a temporary table: what a datetime column needs shows when all rows are
// there.
#pragma once

#include <filesystem>
#include <memory>

#include "engine/engine.hpp"

namespace huntbook::engine::duckdb {

// See Engine::make_parquet(). `folder` is where the engine may write.
Result<std::unique_ptr<ParquetFile>> make_parquet_file(std::unique_ptr<Connection> connection,
                                                       const std::filesystem::path& folder, const Schema& schema,
                                                       bool ordered);

}  // namespace huntbook::engine::duckdb
