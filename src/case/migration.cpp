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
