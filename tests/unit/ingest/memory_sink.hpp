// Keeps what a run over a text brings, as text, for comparison in tests.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/pipeline/detect.hpp"
#include "ingest/pipeline/file_run.hpp"
#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest::testing {

class TextInput final : public ByteSource {
 public:
  // `piece`: bytes that a read gives at most.
  explicit TextInput(std::string text, std::size_t piece = 1 << 20) : text_(std::move(text)), piece_(piece) {}
  Result<std::size_t> read(char* to, std::size_t size) override;

 private:
  std::string text_;
  std::size_t piece_;
  std::size_t at_ = 0;
};

class MemorySink final : public RowSink {
 public:
  struct Table {
    std::map<std::string, std::string> types;              // by column
    std::vector<std::string> columns;                      // in the order of their arrival
    std::vector<std::map<std::string, std::string>> rows;  // values as text; no entry: null or empty
  };
  Result<void> append(std::string_view table, const Schema& schema, std::vector<Batch> batches) override;
  Result<void> reject(Rejection rejection) override;

  std::map<std::string, Table, std::less<>> tables;
  std::vector<Rejection> rejections;
  std::size_t appends = 0;
};

// The tables that tests know as documented: SecurityEvent, WindowsEvent and SecurityAlert with some of their columns,
// and those of Linux.
const DocumentedTables& some_documented_tables();
// All of schema/tables.
const DocumentedTables& all_documented_tables();

struct TestRun {
  MemorySink sink;
  RunResult result;
  std::string format;
};

struct TestOptions {
  std::string table = "Data";
  bool fixed = false;
  std::string name = "file";
  std::string forced = {};
  bool carve = false;
  std::optional<AssumedZone> zone = {};
  std::optional<Ticks> modified = {};  // when the file was written
  RunOptions run = {};
  KnownTypesByTable known = {};
  bool all_tables = false;  // of schema/tables, not only those of some_documented_tables()
};

// Detects and reads a UTF-8 text; a failed detection throws std::runtime_error with its message.
TestRun run_text(std::string text, const TestOptions& options = {});
// The same with all documented tables; `name` is the file's.
TestRun run_source(std::string text, std::string name = "file");

// The folder with shared evidence; empty where this checkout has none.
std::string shared_data();

}  // namespace huntbook::ingest::testing
