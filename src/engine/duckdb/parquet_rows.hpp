// Reads a Parquet file. The engine is locked out of all folders but its spill folder, so the file gets a second
// name in it, or a copy, for as long as it is read.
#pragma once

#include <filesystem>
#include <memory>

#include "engine/engine.hpp"

namespace huntbook::engine::duckdb {

// See Engine::open_parquet(). `folder` is where the engine may read.
Result<std::unique_ptr<ParquetRows>> open_parquet_rows(std::unique_ptr<Connection> connection,
                                                       const std::filesystem::path& folder,
                                                       const std::filesystem::path& file);

}  // namespace huntbook::engine::duckdb
