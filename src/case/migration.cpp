#include "case/migration.hpp"

#include <fmt/format.h>

#include "case/own_table_access.hpp"
#include "case/stored_functions.hpp"

namespace huntbook::casefile {

std::span<const Migration> migrations() {
  static const std::vector<Migration> steps = {
      // Tables that hold the result of a query.
      {2, {"CREATE TABLE kept_table (table_id BIGINT, query VARCHAR, kept_at BIGINT)"}},
      // Functions.
      {3, {std::string(create_function_table)}},
      // The ledger counts duplicates: c11, before the rejected records.
      {4,
       {"CREATE TABLE ledger (c1 BIGINT, c2 VARCHAR, c3 BIGINT, c4 VARCHAR, c5 VARCHAR, c6 VARCHAR, c7 BIGINT, c8 "
        "VARCHAR, "
        "c9 BIGINT, c10 BIGINT, c11 BIGINT, c12 BIGINT, c13 BIGINT, c14 BIGINT, c15 VARCHAR, c16 VARCHAR)",
        "INSERT INTO ledger SELECT c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, 0, c11, c12, c13, c14, c15 FROM evidence",
        "DROP TABLE evidence", "ALTER TABLE ledger RENAME TO evidence"}},
  };
  return steps;
}

std::int64_t layout_version() {
  return migrations().back().layout;
}

Result<void> migrate(engine::Connection& connection, std::int64_t layout) {
  return in_transaction(connection, [&]() -> Result<void> {
    for (const Migration& step : migrations()) {
      if (step.layout <= layout) continue;
      for (const std::string& statement : step.statements) HUNTBOOK_CHECK(connection.execute(statement));
    }
    HUNTBOOK_CHECK(connection.execute(fmt::format("UPDATE meta SET version = {}", layout_version())));
    return {};
  });
}

}  // namespace huntbook::casefile
