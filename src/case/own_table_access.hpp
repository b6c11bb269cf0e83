// Short ways to read and change the case's own small tables.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/column.hpp"
#include "base/result.hpp"
#include "engine/engine.hpp"

namespace huntbook::casefile {

// Calls `row` for every row of a query.
Result<void> each_row(engine::Connection& connection, std::string_view sql, const Schema& schema,
                      const std::function<void(const Batch& batch, std::size_t row)>& row);

// The one number of a query; 0 where there is no row or it is null.
Result<std::int64_t> read_number(engine::Connection& connection, std::string_view sql);

// Appends one batch.
Result<void> insert_rows(engine::Connection& connection, std::string_view table,
                         const std::vector<std::string>& columns, Batch batch);

// Runs `work` in a transaction that is committed where it succeeds, else rolled back.
Result<void> in_transaction(engine::Connection& connection, const std::function<Result<void>()>& work);

}  // namespace huntbook::casefile
