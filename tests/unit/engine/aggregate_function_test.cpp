// The wrapper that makes a class into an aggregate of the engine.
#include "engine/duckdb/aggregate_function.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

#include "engine/duckdb/api.hpp"
#include "engine/duckdb/function_registry.hpp"
#include "engine/duckdb/result_stream.hpp"

namespace huntbook::engine::duckdb {
namespace {

struct LongestText {
  std::string longest;
  void update(std::string_view text) {
    if (text.size() > longest.size()) longest = text;
  }
  void combine(const LongestText& other) { update(other.longest); }
  bool finish(TextResult& out) const {
    out.assign(longest);
    return !longest.empty();
  }
};

struct WeightedSum {
  double total = 0;
  bool any = false;
  void update(double value, std::optional<std::int64_t> weight) {
    if (value < 0) throw std::invalid_argument("a negative value");
    total += value * static_cast<double>(weight.value_or(1));
    any = true;
  }
  void combine(const WeightedSum& other) {
    total += other.total;
    any = any || other.any;
  }
  std::optional<double> finish() const { return any ? std::optional(total) : std::nullopt; }
};

class Aggregates : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(load_api());
    table_.add_aggregate("hb_longest", aggregate_of<LongestText>());
    table_.add_aggregate("hb_weighted_sum", aggregate_of<WeightedSum>());
    ASSERT_EQ(api().open_ext(nullptr, &database_, nullptr, nullptr), DuckDBSuccess);
    ASSERT_EQ(api().connect(database_, &connection_), DuckDBSuccess);
    auto known = registry_.require(connection_, {"hb_longest", "hb_weighted_sum"});
    ASSERT_TRUE(known) << known.error().message;
  }
  void TearDown() override {
    api().disconnect(&connection_);
    api().close(&database_);
  }
  Result<Batch> ask(std::string_view sql, const Schema& schema) {
    HUNTBOOK_TRY(auto stream, open_stream(connection_, sql, schema));
    HUNTBOOK_TRY(auto batch, stream->next());
    return batch ? std::move(*batch) : make_batch(schema);
  }

  ScalarFunctions table_;
  FunctionRegistry registry_{table_};
  duckdb_database database_ = nullptr;
  duckdb_connection connection_ = nullptr;
};

TEST_F(Aggregates, CountOverGroupsAndThreads) {
  auto batch =
      ask("SELECT x % 2 AS k, hb_longest(repeat('a', (x % 100)::BIGINT)), hb_weighted_sum(1.0::DOUBLE, NULL) "
          "FROM range(500000) t(x) GROUP BY k ORDER BY k",
          {{"k", ScalarType::Long}, {"s", ScalarType::String}, {"r", ScalarType::Real}});
  ASSERT_TRUE(batch) << batch.error().message;
  ASSERT_EQ(batch->rows(), 2U);
  EXPECT_EQ(batch->columns[1].text_at(0), std::string(98, 'a'));
  EXPECT_EQ(batch->columns[1].text_at(1), std::string(99, 'a'));
  EXPECT_EQ(batch->columns[2].real_at(0), 250'000.0);
}

TEST_F(Aggregates, NoRowsAndNullsOnlyGiveNull) {
  auto batch =
      ask("SELECT hb_weighted_sum(x, 2::BIGINT) FROM (VALUES (NULL::DOUBLE), (NULL)) t(x)", {{"r", ScalarType::Real}});
  ASSERT_TRUE(batch) << batch.error().message;
  EXPECT_TRUE(batch->columns[0].is_null(0));
}

TEST_F(Aggregates, ExceptionEndsTheQuery) {
  auto batch = ask("SELECT hb_weighted_sum(-1.0::DOUBLE, 1::BIGINT) FROM range(10)", {{"r", ScalarType::Real}});
  ASSERT_FALSE(batch);
  EXPECT_EQ(batch.error().kind, ErrorKind::User);
  EXPECT_NE(batch.error().message.find("a negative value"), std::string::npos);
}

}  // namespace
}  // namespace huntbook::engine::duckdb
