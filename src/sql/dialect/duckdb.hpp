// Prints the SQL tree in DuckDB's dialect.
#pragma once

#include <set>
#include <string>

#include "sql/tree.hpp"

namespace huntbook::sql {

struct PrintedQuery {
  std::string text;
  // Names of all functions that the text calls, so that the engine can register those of ours that it uses.
  std::set<std::string> functions;
};

PrintedQuery print_duckdb(const Query& query);
// One expression, for tests and messages.
std::string print_duckdb(const Expr& expr);

}  // namespace huntbook::sql
