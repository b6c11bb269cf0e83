// Reads one file of an externaldata operator: unpacked, as UTF-8, record by record, as the texts that its columns ask
// for. Unlike ingest, which keeps what it can of damaged evidence and says so in the ledger, a query has no ledger: a
// record that can't be read ends it.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>

#include "base/column.hpp"
#include "base/result.hpp"
#include "ingest/archive/unpack_limits.hpp"
#include "kql/plan/external.hpp"

namespace huntbook::ingest {

using TakeBatch = std::function<Result<void>(Batch)>;

struct ExternalFile {
  std::filesystem::path path;
  const kql::ExternalRequest& request;
  const kql::ExternalLocation& location;
  const std::atomic<bool>* stop = nullptr;  // ends the reading with ErrorKind::Cancelled when set
  UnpackLimits limits = {};
};

// Hands on batches of texts, one column for each of the request's. All formats but Parquet. gzip and zip are told by
// the content. Errors of kind User name file and line.
Result<void> read_external_file(const ExternalFile& file, const TakeBatch& take);

}  // namespace huntbook::ingest
