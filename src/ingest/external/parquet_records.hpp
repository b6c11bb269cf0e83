// Records of a Parquet file, which the engine reads: each is like an object of JSON.
#pragma once

#include "engine/engine.hpp"
#include "ingest/external/external_file.hpp"

namespace huntbook::ingest {

// As read_external_file(), for the opened Parquet file.
Result<void> read_parquet_records(const ExternalFile& file, engine::ParquetRows& rows, const TakeBatch& take);

}  // namespace huntbook::ingest
