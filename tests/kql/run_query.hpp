// Runs one KQL text as the program does, on a case in memory without evidence. It may read files of tests/kql/files.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "case/case_file.hpp"
#include "engine/engine.hpp"

namespace huntbook::kql_cases {

struct Outcome {
  std::string columns;            // "name:type, ..."
  std::vector<std::string> rows;  // JSON arrays
  bool ordered = false;
  std::string error;  // code and message, or "run " and the engine's words; empty where all went well
};

// Opened once for many texts.
struct EmptyCase {
  std::unique_ptr<casefile::CaseFile> file;
  std::unique_ptr<engine::Connection> connection;
};
Result<EmptyCase> open_empty_case();

// The outcome of the text's last query.
Outcome run_query(EmptyCase& empty_case, std::string_view text, Ticks now);

}  // namespace huntbook::kql_cases
