// Says what files are and where their records would go, without taking anything in: no case, and of each file no more
// than its first records.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/column.hpp"
#include "ingest/pipeline/ingest.hpp"
#include "ingest/tables/documented_table.hpp"

namespace huntbook::ingest {

enum class Finding { Readable, Archive, Rejected, NotRead };

struct SurveyedFile {
  std::string path;                   // as the ledger would show it
  std::optional<std::uint64_t> size;  // as it lies there; nothing where only reading would tell
  std::string packing;                // of an archive its kind
  std::string format;
  std::vector<std::string> tables;  // of the first records
  Finding finding = Finding::Readable;
  std::string note;
};

struct Survey {
  std::vector<SurveyedFile> files;  // the order is that of an ingest: members of an archive precede it
  std::uint64_t unreadable = 0;     // of the rejected ones: could not be opened
  bool cancelled = false;

  // Nothing can be read, and something should be: exit code 1 (3 when all that failed could not be opened).
  bool failed() const;
};

// Looks at what ingest() would take in with these options. Errors: as those of ingest(), but for the case's.
Result<Survey> survey(const std::vector<std::filesystem::path>& paths, const Options& options);

// Columns Path, Size, Packing, Format, Tables, Status (readable, archive, rejected, not read), Note.
std::pair<Schema, Batch> survey_rows(const Survey& survey);

}  // namespace huntbook::ingest
