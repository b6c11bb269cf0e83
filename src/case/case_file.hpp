// The case: a folder with case.duckdb (tables, ledger, observations, settings: one transactional file) and notebooks/.
// One process writes at a time; readers open read-only.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/column.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "engine/engine.hpp"

namespace huntbook::casefile {

// Columns that every stored table has and that '*' does not show: ledger id, record number or byte offset, fields
// without a column of their own.
inline constexpr std::string_view file_column = "_File";      // long
inline constexpr std::string_view record_column = "_Record";  // long
inline constexpr std::string_view extra_column = "_Extra";    // dynamic

struct StoredColumn {
  std::string name;  // KQL's
  ScalarType type;
  std::string source;  // the engine's column; empty: documented, but no evidence has filled it yet
  bool hidden = false;
};

struct StoredTable {
  std::string name;      // KQL's, case-sensitive
  std::string relation;  // the engine's; empty: documented, no rows yet
  std::vector<StoredColumn> columns;
  bool kept = false;  // holds the result of a query, see kept_table.hpp
};

// A function that queries call, kept as its text.
struct StoredFunction {
  std::string name;        // unique, case-sensitive
  std::string parameters;  // "(a:long)"
  std::string body;        // "{ ... }"
  std::string folder;
  std::string docstring;
  bool view = false;  // 'union *' and 'search' take it for a table
};

// An append of this many rows is the most efficient.
inline constexpr std::size_t append_rows = engine::row_group_rows;

enum class Access { Read, Write };

struct CaseOptions {
  Access access = Access::Read;
  std::uint64_t memory_limit = 0;  // bytes; 0: half of the machine's memory
  unsigned threads = 0;            // 0: all
  std::string command;             // what holds the case, for the message to a second writer
};

// What the ledger says of one file (table Evidence).
// NotRead: the file is known, and no log.
enum class EvidenceStatus { Stored, StoredPartly, Rejected, Skipped, NotRead };
struct EvidenceRecord {
  std::int64_t id = 0;
  std::string path;  // as given; members of archives as "archive.zip!/inner/name.json"
  std::uint64_t size = 0;
  std::string sha256;  // lower-case hex
  std::string format;
  std::string timezone;
  Ticks ingested_at = 0;
  std::string tool_version;
  std::uint64_t records_read = 0;
  std::uint64_t records_stored = 0;  // the case holds what they say
  std::uint64_t records_duplicate =
      0;  // of those: an earlier record says the same of the same event, and stands for it
  std::uint64_t records_rejected = 0;
  std::optional<Ticks> first_event;
  std::optional<Ticks> last_event;
  EvidenceStatus status = EvidenceStatus::Stored;
  std::string note;  // reason of a rejection, widened columns
};

// One rejected record (table EvidenceErrors).
struct EvidenceError {
  std::int64_t evidence_id = 0;
  std::uint64_t offset = 0;  // bytes from the start of the file, decompressed
  std::uint64_t line = 0;    // from 1; 0 where the format has no lines
  std::string reason;
  std::string head;  // the first bytes, at most 200, not valid UTF-8 made visible
};

struct Observation {
  std::string caption;  // unique
  std::string description;
  std::string link;
  std::vector<std::string> tags;
  std::string severity;
  std::string query;
  std::string captured;  // the captured table or picture, as a MIME bundle in JSON; may be empty
  Ticks added_at = 0;
};

// The documented table of that name as a case has it that holds no rows of it; nothing where none is documented.
std::optional<StoredTable> empty_table(std::string_view name);
// The names of all documented tables, the ledger's own included, in the order of their bytes.
std::vector<std::string_view> documented_table_names();
// Whether a table is the case's own: Evidence, EvidenceErrors, Observations.
bool is_own_table(std::string_view name);
// Whether a file or folder of this name in a case's folder is the case's own: its database, notebooks, exports.
bool is_own_entry(std::string_view name);

class CaseFile;
class KeptTable;

// The ingest of one file: one transaction. Dropped without commit(), nothing of the file remains.
class FileIngest {
 public:
  ~FileIngest();
  FileIngest(const FileIngest&) = delete;
  FileIngest& operator=(const FileIngest&) = delete;

  std::int64_t evidence_id() const;

  // Appends rows to a table, which is made on first use. `schema` names the batches' columns (hidden ones included); a
  // column that the table lacks is added, one whose type differs widens the table's column to string (noted in the
  // ledger). Batches are consumed. Call it with large batches (100,000 rows and more) for speed.
  Result<void> append(std::string_view table, const Schema& schema, std::vector<Batch> batches);
  Result<void> reject(EvidenceError error);
  // Takes out what the case holds of the same events already, writes the ledger row and commits. `record`'s id and
  // duplicates are set here. Once `stop` (null: no one asks) is set nothing is committed: an error of kind Cancelled.
  Result<EvidenceRecord> commit(EvidenceRecord record, const std::atomic<bool>* stop = nullptr);

 private:
  friend class CaseFile;
  struct State;
  explicit FileIngest(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

class CaseFile {
 public:
  ~CaseFile();

  static bool is_case(const std::filesystem::path& folder);
  // Makes an empty case in a folder that is new, empty, or a case already (then opens it).
  static Result<std::unique_ptr<CaseFile>> create(const std::filesystem::path& folder, const CaseOptions& options);
  // Opens; migrates an older version (for readers too, where the file may be written), refuses a newer one and a folder
  // that is no case. While another process writes, the error (kind Environment) says which.
  static Result<std::unique_ptr<CaseFile>> open(const std::filesystem::path& folder, const CaseOptions& options);
  // A case in memory without evidence, for queries that need no case.
  static Result<std::unique_ptr<CaseFile>> in_memory(const CaseOptions& options);

  const std::filesystem::path& folder() const;
  // Stored tables and the ledger's own tables (Evidence, EvidenceErrors, Observations). Documented tables that hold no
  // rows are not among them: empty_table() gives those.
  const std::vector<StoredTable>& tables() const;
  Result<std::unique_ptr<engine::Connection>> connect();
  // See engine::Engine.
  Result<std::unique_ptr<engine::ParquetFile>> make_parquet(const Schema& schema, bool ordered);
  Result<std::unique_ptr<engine::ParquetRows>> open_parquet(const std::filesystem::path& path);

  Result<std::vector<EvidenceRecord>> evidence();
  Result<std::optional<EvidenceRecord>> evidence_with_hash(std::string_view sha256);
  Result<std::vector<EvidenceError>> errors();
  Result<std::unique_ptr<FileIngest>> begin_file();

  // Starts a table that holds the result of `query`; one that an earlier result filled is replaced at its commit.
  // Errors of kind User: a name that is no name, or that evidence, a documented table or the case itself has.
  Result<std::unique_ptr<KeptTable>> keep_table(std::string_view name, std::string_view query);
  // Drops a kept table; false where there is no table of that name. An error of kind User where it holds evidence.
  Result<bool> drop_table(std::string_view name);

  Result<std::vector<Observation>> observations();  // in the order of their first addition
  // Adds, or replaces in place the one with the same caption.
  Result<void> observe(Observation observation);
  Result<bool> drop_observation(std::string_view caption);

  // By name: those that the case keeps, and those of the program (see case/shipped_functions.hpp) that none of the
  // same name stands in for.
  const std::vector<StoredFunction>& functions() const;
  // Adds, or replaces those of the same name: all of them or, after an error, none.
  Result<void> keep_functions(std::vector<StoredFunction> functions);
  // Drops those of these names, where the program has one of that name it is back: all or, after an error, none. An
  // error of kind User where the case keeps none and the program has it.
  Result<void> drop_functions(const std::vector<std::string>& names);

  Result<std::optional<std::string>> setting(std::string_view key);
  Result<void> set_setting(std::string_view key, std::string_view value);

  struct State;  // case/store.hpp, for this layer only

 private:
  explicit CaseFile(std::unique_ptr<State> state);
  friend class FileIngest;
  friend class KeptTable;
  std::unique_ptr<State> state_;
};

}  // namespace huntbook::casefile
