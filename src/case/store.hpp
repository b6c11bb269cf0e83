// The database file of a case: its layout, its version, and what an open case holds.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "case/case_file.hpp"
#include "case/case_lock.hpp"
#include "case/catalogue.hpp"
#include "engine/engine.hpp"

namespace huntbook::casefile {

// Members in the order in which they must end: statements first, the lock last.
struct CaseFile::State {
  std::filesystem::path folder;
  Access access = Access::Read;
  CaseLock lock;
  std::unique_ptr<engine::Engine> engine;
  std::unique_ptr<engine::Connection> connection;  // of the case's own tables
  Catalogue catalogue;
  std::vector<StoredTable> tables;
  std::vector<StoredFunction> functions;      // that the case keeps, by name
  std::vector<StoredFunction> all_functions;  // with those of the program
  bool appending = false;                     // a file or a kept table is being written
};

// Creates the tables of a new case, in one transaction.
Result<void> create_layout(engine::Connection& connection);

// The layout of a database file; 0 where it is empty. Errors of kind User: no case, or written by a newer version.
Result<std::int64_t> check_layout(engine::Connection& connection, std::string_view place);

// For statements that need a case open for writing.
Result<void> require_writing(Access access);

}  // namespace huntbook::casefile
