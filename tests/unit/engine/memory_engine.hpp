// An engine in memory with one connection, and short ways to ask it.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/column.hpp"
#include "engine/engine.hpp"

namespace huntbook::engine {

class MemoryEngine : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = open_duckdb({}, {.memory_limit = 256 << 20, .threads = 2});
    ASSERT_TRUE(opened) << opened.error().message;
    engine_ = std::move(*opened);
    auto connected = engine_->connect();
    ASSERT_TRUE(connected) << connected.error().message;
    connection_ = std::move(*connected);
  }

  static Result<Batch> ask(Connection& connection, std::string_view sql, const Schema& schema,
                           const std::set<std::string>& functions = {}) {
    HUNTBOOK_TRY(auto stream, connection.query(sql, schema, functions));
    Batch all = make_batch(schema);
    while (true) {
      HUNTBOOK_TRY(auto batch, stream->next());
      if (!batch) return all;
      for (std::size_t column = 0; column < schema.size(); ++column)
        for (std::size_t row = 0; row < batch->rows(); ++row)
          all.columns[column].push_from(batch->columns[column], row);
    }
  }

  // The rows of a query over one connection; a failure fails the test and gives no rows.
  Batch rows(std::string_view sql, const Schema& schema, const std::set<std::string>& functions = {}) {
    auto result = ask(*connection_, sql, schema, functions);
    if (!result) {
      ADD_FAILURE() << result.error().message;
      return make_batch(schema);
    }
    return std::move(*result);
  }

  // The one value of a query that gives text.
  std::string text(std::string_view sql, const std::set<std::string>& functions = {},
                   ScalarType type = ScalarType::String) {
    Batch batch = rows(sql, {{"value", type}}, functions);
    if (batch.rows() != 1) return "(not one row)";
    return batch.columns[0].is_null(0) ? "(null)" : std::string(batch.columns[0].text_at(0));
  }

  std::int64_t number(std::string_view sql) {
    Batch batch = rows(sql, {{"value", ScalarType::Long}});
    return batch.rows() == 1 ? batch.columns[0].long_at(0) : -1;
  }

  Error failure(std::string_view sql, const Schema& schema, const std::set<std::string>& functions = {}) {
    auto result = ask(*connection_, sql, schema, functions);
    if (result) {
      ADD_FAILURE() << "no error from " << sql;
      return {};
    }
    return result.error();
  }

  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace huntbook::engine
