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

// Version of the layout that this program writes. A newer one is refused.
inline constexpr std::int64_t layout_version = 1;

// Members in the order in which they must end: statements first, the lock last.
struct CaseFile::State {
  std::filesystem::path folder;
  Access access = Access::Read;
  CaseLock lock;
  std::unique_ptr<engine::Engine> engine;
  std::unique_ptr<engine::Connection> connection;  // of the case's own tables
  Catalogue catalogue;
  std::vector<StoredTable> tables;
  bool ingesting = false;
};

// Creates the tables of a new case, in one transaction.
Result<void> create_layout(engine::Connection& connection);

enum class LayoutState { Empty, Current };
// Looks what a database file is. Errors of kind User: no case, or written by a newer version.
Result<LayoutState> check_layout(engine::Connection& connection, std::string_view place);

// For statements that need a case open for writing.
Result<void> require_writing(Access access);

}  // namespace huntbook::casefile
