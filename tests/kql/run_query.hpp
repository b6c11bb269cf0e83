// Runs one KQL text through the whole compiler, the engine and the plugins.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "engine/engine.hpp"

namespace huntbook::kql_cases {

struct Outcome {
  std::string columns;            // "name:type, ..."
  std::vector<std::string> rows;  // JSON arrays
  bool ordered = false;
  std::string error;  // code and message, or "run " and the engine's words; empty where all went well
};

// The outcome of the text's last query. There are no stored tables; `prefix` must be unique on the connection.
Outcome run_query(engine::Connection& connection, std::string_view text, Ticks now, const std::string& prefix);

}  // namespace huntbook::kql_cases
