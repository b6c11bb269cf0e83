// Batches of ours as tables and relations of the engine.
#include <gtest/gtest.h>

#include "memory_engine.hpp"

namespace huntbook::engine {
namespace {

class Relations : public MemoryEngine {
 protected:
  // Row i: long i, text "text-i with some length" (every third empty), real null for odd i.
  static Batch numbered(std::int64_t from, std::int64_t to) {
    Batch batch = make_batch(schema());
    for (std::int64_t row = from; row < to; ++row) {
      batch.columns[0].push_long(row);
      batch.columns[1].push_text(row % 3 == 0 ? "" : "text-" + std::to_string(row) + " with some length");
      if (row % 2 == 0) {
        batch.columns[2].push_real(static_cast<double>(row) / 2);
      } else {
        batch.columns[2].push_null();
      }
    }
    return batch;
  }
  static Schema schema() { return {{"n", ScalarType::Long}, {"s", ScalarType::String}, {"r", ScalarType::Real}}; }
  static std::vector<Batch> batches() {
    std::vector<Batch> list;
    list.push_back(numbered(0, 5000));
    list.push_back(make_batch(schema()));
    list.push_back(numbered(5000, 10'000));
    return list;
  }
};

TEST_F(Relations, InsertTakesEveryRowWithItsValues) {
  ASSERT_TRUE(connection_->execute("CREATE TABLE t (a BIGINT, b VARCHAR, c DOUBLE, d VARCHAR DEFAULT 'none')"));
  auto inserted = connection_->insert("t", {"a", "b", "c"}, batches());
  ASSERT_TRUE(inserted) << inserted.error().message;
  EXPECT_EQ(number("SELECT count(*) FROM t"), 10'000);
  EXPECT_EQ(number("SELECT sum(a)::BIGINT FROM t"), 49'995'000);
  EXPECT_EQ(
      number("SELECT count(*) FROM t WHERE b = CASE WHEN a % 3 = 0 THEN '' ELSE 'text-' || a || ' with some length' "
             "END AND c IS NOT DISTINCT FROM CASE WHEN a % 2 = 0 THEN a / 2 END AND d = 'none'"),
      10'000);
}

TEST_F(Relations, RelationIsReadByNameInPart) {
  ASSERT_TRUE(connection_->register_relation("hb_step1", schema(), batches()));
  EXPECT_EQ(number("SELECT count(*) FROM hb_step1"), 10'000);
  EXPECT_EQ(number("SELECT count(c2) FROM hb_step1"), 5000);
  EXPECT_EQ(text("SELECT c1 FROM hb_step1 WHERE c0 = 7001"), "text-7001 with some length");
  EXPECT_EQ(number("SELECT count(*) FROM hb_step1 x JOIN hb_step1 y ON x.c0 = y.c0 AND x.c1 = y.c1"), 10'000);
}

TEST_F(Relations, RelationEndsWithDropAndMayBeReplaced) {
  ASSERT_TRUE(connection_->register_relation("r", schema(), batches()));
  std::vector<Batch> less;
  less.push_back(numbered(0, 3));
  ASSERT_TRUE(connection_->register_relation("r", schema(), std::move(less)));
  EXPECT_EQ(number("SELECT count(*) FROM r"), 3);
  ASSERT_TRUE(connection_->drop_relation("r"));
  EXPECT_EQ(failure("SELECT count(*) FROM r", {{"n", ScalarType::Long}}).kind, ErrorKind::Internal);
  EXPECT_FALSE(connection_->drop_relation("r"));
}

TEST_F(Relations, RelationWithoutRowsKeepsItsColumns) {
  ASSERT_TRUE(connection_->register_relation("r", schema(), {}));
  EXPECT_EQ(rows("SELECT c1, c0 FROM r", {{"s", ScalarType::String}, {"n", ScalarType::Long}}).rows(), 0U);
}

TEST_F(Relations, ResultOutlivesTheDroppedRelation) {
  ASSERT_TRUE(connection_->register_relation("r", schema(), batches()));
  auto stream = connection_->query("SELECT c1 FROM r WHERE c0 % 3 = 1", {{"s", ScalarType::String}}, {});
  ASSERT_TRUE(stream);
  auto other = engine_->connect();
  std::size_t count = 0;
  while (true) {
    auto batch = (*stream)->next();
    ASSERT_TRUE(batch) << batch.error().message;
    if (!*batch) break;
    count += (*batch)->rows();
    for (std::size_t row = 0; row < (*batch)->rows(); ++row)
      EXPECT_TRUE((*batch)->columns[0].text_at(row).starts_with("text-"));
  }
  EXPECT_EQ(count, 3333U);
}

TEST_F(Relations, GuidsAndDecimalsAreTypedInside) {
  Schema typed{{"g", ScalarType::Guid}, {"d", ScalarType::Decimal}, {"j", ScalarType::Dynamic}};
  Batch batch = make_batch(typed);
  batch.columns[0].push_text("74be27de-1e4e-49d9-b579-fe0b331d3642");
  batch.columns[1].push_text("1.50");
  batch.columns[2].push_text("{\"a\":1}");
  for (Column& column : batch.columns) column.push_null();
  std::vector<Batch> list;
  list.push_back(std::move(batch));
  ASSERT_TRUE(connection_->register_relation("r", typed, std::move(list)));
  Batch result = rows("SELECT c0, c1 * 2, c2 FROM r", typed);
  ASSERT_EQ(result.rows(), 2U);
  EXPECT_EQ(result.columns[0].text_at(0), "74be27de-1e4e-49d9-b579-fe0b331d3642");
  EXPECT_EQ(result.columns[1].text_at(0), "3");
  for (const Column& column : result.columns) EXPECT_TRUE(column.is_null(1));
}

TEST_F(Relations, HostileTextIsRepairedOrKept) {
  Schema one{{"s", ScalarType::String}};
  Batch batch = make_batch(one);
  batch.columns[0].push_text(std::string_view("nul\0inside a longer text", 24));
  batch.columns[0].push_text("broken \xFF byte in a longer text");
  batch.columns[0].push_text("\xC3");  // two broken cells that would be one valid character
  batch.columns[0].push_text("\xA9");
  std::vector<Batch> list;
  list.push_back(std::move(batch));
  ASSERT_TRUE(connection_->register_relation("r", one, std::move(list)));
  Batch result = rows("SELECT c0 FROM r", one);
  ASSERT_EQ(result.rows(), 4U);
  EXPECT_EQ(result.columns[0].text_at(0), std::string_view("nul\0inside a longer text", 24));
  EXPECT_EQ(result.columns[0].text_at(1), "broken \xEF\xBF\xBD byte in a longer text");
  EXPECT_EQ(result.columns[0].text_at(2), "\xEF\xBF\xBD");
  EXPECT_EQ(result.columns[0].text_at(3), "\xEF\xBF\xBD");
}

TEST_F(Relations, OddNamesAreQuoted) {
  ASSERT_TRUE(connection_->register_relation("a \"b\"; DROP", schema(), batches()));
  EXPECT_EQ(number("SELECT count(*) FROM \"a \"\"b\"\"; DROP\""), 10'000);
}

}  // namespace
}  // namespace huntbook::engine
