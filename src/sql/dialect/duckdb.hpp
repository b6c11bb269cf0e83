// Prints the SQL tree in DuckDB's dialect.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "sql/tree.hpp"

namespace huntbook::sql {

// The engine type behind KQL's decimal.
inline constexpr std::string_view decimal_type = "DECIMAL(38, 12)";

struct PrintedQuery {
  std::string text;
  // Names of all functions that the text calls, so that the engine can register those of ours that it uses.
  std::set<std::string> functions;
};

PrintedQuery print_duckdb(const Query& query);
// One expression, for tests and messages.
std::string print_duckdb(const Expr& expr);

}  // namespace huntbook::sql
