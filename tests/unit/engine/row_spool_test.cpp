// Relations that are written while a result is read, in memory and in the spill folder; expressions for rows in hand.
#include <filesystem>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "memory_engine.hpp"

namespace huntbook::engine {
namespace {

namespace fs = std::filesystem;

class Spooled : public MemoryEngine {
 protected:
  static Schema schema() {
    return {{"n", ScalarType::Long}, {"s", ScalarType::String}, {"r", ScalarType::Real}, {"d", ScalarType::Decimal}};
  }
  // Row i: i, a text of 300 bytes ("" for every third), null for odd i, i.5.
  static Batch numbered(std::int64_t from, std::int64_t to) {
    Batch batch = make_batch(schema());
    for (std::int64_t row = from; row < to; ++row) {
      batch.columns[0].push_long(row);
      batch.columns[1].push_text(row % 3 == 0 ? "" : std::string(300, static_cast<char>('a' + row % 26)));
      if (row % 2 == 0) {
        batch.columns[2].push_real(static_cast<double>(row));
      } else {
        batch.columns[2].push_null();
      }
      batch.columns[3].push_text(std::to_string(row) + ".5");
    }
    return batch;
  }
  static void write(Connection& connection, std::int64_t rows) {
    auto writer = connection.write_relation(schema());
    ASSERT_TRUE(writer) << writer.error().message;
    for (std::int64_t from = 0; from < rows; from += 1000)
      ASSERT_TRUE((*writer)->append(numbered(from, std::min(rows, from + 1000))));
    auto registered = connection.register_relation("spooled", std::move(*writer));
    ASSERT_TRUE(registered) << registered.error().message;
  }
  static constexpr std::string_view wrong_rows =
      "SELECT count(*) FROM spooled WHERE c1 IS DISTINCT FROM CASE WHEN c0 % 3 = 0 THEN '' ELSE repeat(chr((97 + c0 % "
      "26)::INTEGER), 300) END OR c2 IS DISTINCT FROM CASE WHEN c0 % 2 = 0 THEN c0::DOUBLE END OR c3 <> c0 + 0.5";
};

TEST_F(Spooled, FewRowsStayInMemory) {
  write(*connection_, 5000);
  EXPECT_EQ(number("SELECT count(DISTINCT c0) FROM spooled"), 5000);
  EXPECT_EQ(number(wrong_rows), 0);
  EXPECT_TRUE(connection_->drop_relation("spooled"));
}

TEST_F(Spooled, ManyRowsGoToTheSpillFolderAndComeBack) {
  const fs::path folder = fs::temp_directory_path() / ("huntbook_spool_" + std::to_string(getpid()));
  {
    auto engine = open_duckdb({}, {.memory_limit = 128 << 20, .threads = 2, .spill_directory = folder});
    ASSERT_TRUE(engine) << engine.error().message;
    auto connection = (*engine)->connect();
    ASSERT_TRUE(connection);
    write(**connection, 600'000);
    auto count = ask(**connection, "SELECT count(DISTINCT c0) FROM spooled", {{"n", ScalarType::Long}});
    ASSERT_TRUE(count) << count.error().message;
    EXPECT_EQ(count->columns[0].long_at(0), 600'000);
    auto wrong = ask(**connection, wrong_rows, {{"n", ScalarType::Long}});
    ASSERT_TRUE(wrong) << wrong.error().message;
    EXPECT_EQ(wrong->columns[0].long_at(0), 0);
    // The file has no name.
    EXPECT_TRUE(fs::is_empty(folder));
  }
  EXPECT_FALSE(fs::exists(folder));
}

TEST_F(Spooled, AFunctionOfRowsRunsWhileAResultIsRead) {
  auto stream = connection_->query("SELECT x FROM range(5000) t(x)", {{"x", ScalarType::Long}}, {});
  ASSERT_TRUE(stream);
  const Schema parameters{{"a", ScalarType::Long}, {"b", ScalarType::String}, {"c", ScalarType::Decimal}};
  auto function = connection_->row_function("SELECT c0 + length(c1) + c2::BIGINT AS value FROM hb_row", parameters,
                                            ScalarType::Long, {});
  ASSERT_TRUE(function) << function.error().message;
  std::int64_t rows = 0;
  while (true) {
    auto batch = (*stream)->next();
    ASSERT_TRUE(batch) << batch.error().message;
    if (!*batch) break;
    rows += static_cast<std::int64_t>((*batch)->rows());
    Batch row = make_batch(parameters);
    for (std::int64_t i = 0; i < 3; ++i) {
      row.columns[0].push_long(i);
      row.columns[1].push_text("four");
      row.columns[2].push_text("10");
    }
    row.columns[0].push_null();
    row.columns[1].push_text("");
    row.columns[2].push_text("1");
    auto values = (*function)->evaluate(std::move(row));
    ASSERT_TRUE(values) << values.error().message;
    ASSERT_EQ(values->size(), 4U);
    EXPECT_EQ(values->long_at(2), 16);
    EXPECT_TRUE(values->is_null(3));
  }
  EXPECT_EQ(rows, 5000);
}

TEST_F(Spooled, AFunctionThatDoesNotCompileSaysSo) {
  EXPECT_FALSE(
      connection_->row_function("SELECT nonsense(c0) FROM hb_row", {{"a", ScalarType::Long}}, ScalarType::Long, {}));
}

}  // namespace
}  // namespace huntbook::engine
