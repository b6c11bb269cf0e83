// Takes evidence into a case: files, folders, archives and stdin, each file as one transaction.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "case/case_file.hpp"
#include "ingest/archive/unpack_limits.hpp"
#include "ingest/pipeline/evidence_paths.hpp"
#include "ingest/pipeline/file_run.hpp"
#include "ingest/pipeline/ledger.hpp"
#include "ingest/tables/assumed_zone.hpp"

namespace huntbook::ingest {

struct Progress {
  std::string file;
  std::uint64_t bytes_read = 0;   // of the files as they are on disk
  std::uint64_t bytes_total = 0;  // 0: unknown (stdin)
  std::uint64_t records = 0;      // of the file at hand
};

struct Options {
  std::string as;        // the table for every record; empty: by content, else by file name
  std::string timezone;  // of times without a zone, see AssumedZone; empty: by content, else UTC
  std::string format;    // one of format_names; empty: by content and name
  bool carve = false;    // records out of unused parts of event logs, and out of unknown binary files
  const std::atomic<bool>* stop = nullptr;        // set it to stop; the file at hand leaves nothing behind
  std::function<void(const Progress&)> progress;  // called from the calling thread, several times a second at most
  UnpackLimits limits;
  std::vector<std::string> archive_passwords;  // for encrypted members of zips, besides "infected"
  bool strict = false;                         // stop at the first record or file that is rejected
  RunOptions run;
};

struct Summary {
  // Ledger rows in the order of the files; members of an archive precede it. A file that was seen before has status
  // Skipped, the id of its first sighting, and no row of its own in the ledger.
  std::vector<casefile::EvidenceRecord> files;
  std::uint64_t unreadable = 0;  // of the rejected ones: could not be opened
  bool cancelled = false;
  bool case_left_out = false;  // the case lies in a folder of the evidence; its own files were passed over

  std::uint64_t records_stored() const;
  // Nothing was stored, and something should have been: exit code 1 (3 when all that failed could not be opened).
  bool failed() const;
};

// What paths and options come to, before anything is read.
struct Plan {
  EvidencePaths paths;
  std::optional<AssumedZone> zone;  // of times without one
};
// `case_folder`: whose own files are left out; empty: of none. Errors (kind Usage): a path that does not exist, an
// option that makes no sense.
Result<Plan> planned(const std::vector<std::filesystem::path>& paths, const Options& options,
                     const std::filesystem::path& case_folder);

// Takes in every path, folders with all their files in the order of their names; "-" is stdin. A fault in a file is
// noted in the ledger, and the next one follows. Errors: a path that does not exist or an option that makes no sense
// (kind Usage), before anything is read; faults of the case (disk full, ...).
Result<Summary> ingest(Ledger& ledger, const std::vector<std::filesystem::path>& paths, const Options& options);

}  // namespace huntbook::ingest
