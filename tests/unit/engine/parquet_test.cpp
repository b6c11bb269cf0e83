// Parquet files: types, order, what they cannot hold.
#include <filesystem>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/time.hpp"
#include "memory_engine.hpp"

namespace huntbook::engine {
namespace {

class Parquet : public MemoryEngine {
 protected:
  void SetUp() override {
    spill_ = std::filesystem::temp_directory_path() / ("huntbook_parquet_" + std::to_string(getpid()));
    auto opened = open_duckdb({}, {.memory_limit = 256 << 20, .threads = 2, .spill_directory = spill_});
    ASSERT_TRUE(opened) << opened.error().message;
    engine_ = std::move(*opened);
    connection_ = std::move(*engine_->connect());
  }

  // A file of one datetime column; its type and values as the engine reads them.
  std::string times(const std::vector<const char*>& texts) {
    const Schema schema{{"t", ScalarType::DateTime}};
    std::vector<Batch> batches;
    batches.push_back(make_batch(schema));
    for (const char* text : texts) batches[0].columns[0].push_long(*parse_datetime(text));
    auto file = engine_->make_parquet(schema, true);
    if (!file) return file.error().message;
    EXPECT_TRUE((*file)->append(std::move(batches)));
    const auto path = (*file)->finish();
    if (!path) return path.error().message;
    return text(
        "SELECT string_agg(typeof(t) || ' ' || strftime(t::TIMESTAMP_NS, '%Y-%m-%d %H:%M:%S.%n'), ', ') FROM '" +
        path->string() + "'");
  }

  std::filesystem::path spill_;
};

TEST_F(Parquet, HoldsEveryTypeAsKustosExportDoes) {
  const Schema schema{{"b", ScalarType::Bool},     {"i", ScalarType::Int},      {"l", ScalarType::Long},
                      {"r", ScalarType::Real},     {"d", ScalarType::Decimal},  {"s", ScalarType::String},
                      {"t", ScalarType::DateTime}, {"p", ScalarType::TimeSpan}, {"y", ScalarType::Dynamic},
                      {"g", ScalarType::Guid}};
  std::vector<Batch> batches;
  batches.push_back(make_batch(schema));
  std::vector<Column>& columns = batches[0].columns;
  columns[0].push_bool(true);
  columns[1].push_int(-5);
  columns[2].push_long(1LL << 62);
  columns[3].push_real(0.5);
  columns[4].push_text("12.5");
  columns[5].push_text("it's \xC3\xA9");
  columns[6].push_long(*parse_datetime("2024-01-02T03:04:05.123456Z"));
  columns[7].push_long(15);
  columns[8].push_text("{\"a\":1}");
  columns[9].push_text("74be27de-1e4e-49d9-b579-fe0b331d3642");
  for (Column& column : columns) column.push_null();
  auto file = engine_->make_parquet(schema, false);
  ASSERT_TRUE(file) << file.error().message;
  ASSERT_TRUE((*file)->append(std::move(batches)));
  const auto path = (*file)->finish();
  ASSERT_TRUE(path) << path.error().message;
  const std::string from = " FROM '" + path->string() + "'";
  EXPECT_EQ(text("SELECT concat_ws(',', b, i, l, r, d, s, p, y, g, epoch_us(t))" + from + " WHERE i IS NOT NULL"),
            "true,-5,4611686018427387904,0.5,12.500000000000,it's \xC3\xA9,15,{\"a\":1},"
            "74be27de-1e4e-49d9-b579-fe0b331d3642,1704164645123456");
  EXPECT_EQ(text("SELECT concat_ws(',', typeof(t), typeof(p), typeof(g), typeof(d))" + from + " LIMIT 1"),
            "TIMESTAMP WITH TIME ZONE,BIGINT,VARCHAR,DECIMAL(38,12)");
  EXPECT_EQ(number("SELECT count(*)" + from + " WHERE b IS NULL AND t IS NULL AND s = '' AND g IS NULL"), 1);
  struct stat status{};
  ASSERT_EQ(stat(path->parent_path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0700U);
  file->reset();
  EXPECT_FALSE(std::filesystem::exists(*path));
}

TEST_F(Parquet, TicksBelowTheMicrosecondAreNotRounded) {
  EXPECT_EQ(times({"2024-01-02T03:04:05.1234567Z", "1970-01-01"}),
            "TIMESTAMP_NS 2024-01-02 03:04:05.123456700, TIMESTAMP_NS 1970-01-01 00:00:00.000000000");
  EXPECT_NE(times({"2024-01-02T03:04:05.1234567Z", "1601-01-01"}).find("cannot hold the times of column t"),
            std::string::npos);
}

TEST_F(Parquet, OrderIsKept) {
  const Schema schema{{"n", ScalarType::Long}};
  auto file = engine_->make_parquet(schema, true);
  ASSERT_TRUE(file);
  constexpr std::int64_t count = 300'000;
  for (std::int64_t first = 0; first < count; first += 100'000) {
    std::vector<Batch> batches;
    for (std::int64_t begin = first; begin < first + 100'000; begin += 2'000) {
      batches.push_back(make_batch(schema));
      for (std::int64_t n = begin; n < begin + 2'000; ++n) batches.back().columns[0].push_long(count - n);
    }
    ASSERT_TRUE((*file)->append(std::move(batches)));
  }
  const auto path = (*file)->finish();
  ASSERT_TRUE(path) << path.error().message;
  EXPECT_EQ(number("SELECT count(*) FROM read_parquet('" + path->string() +
                   "', file_row_number=true) WHERE n = " + std::to_string(count) + " - file_row_number"),
            count);
}

TEST_F(Parquet, RefusesWhatItCannotHold) {
  EXPECT_EQ(engine_->make_parquet({}, false).error().kind, ErrorKind::User);
  const auto twins = engine_->make_parquet({{"Id", ScalarType::Long}, {"ID", ScalarType::Long}}, false);
  ASSERT_FALSE(twins);
  EXPECT_NE(twins.error().message.find("differ in case alone: ID"), std::string::npos);
}

TEST_F(Parquet, SeveralAreWrittenAtATime) {
  const Schema schema{{"a \"quoted\" name", ScalarType::Long}};
  auto first = engine_->make_parquet(schema, false);
  auto second = engine_->make_parquet(schema, false);
  ASSERT_TRUE(first && second);
  const auto one = (*first)->finish();
  const auto two = (*second)->finish();
  ASSERT_TRUE(one && two);
  EXPECT_NE(*one, *two);
}

TEST(ParquetWithoutASpillFolder, IsRefused) {
  auto engine = open_duckdb({}, {});
  ASSERT_TRUE(engine);
  const auto file = (*engine)->make_parquet({{"n", ScalarType::Long}}, false);
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().kind, ErrorKind::Environment);
}

}  // namespace
}  // namespace huntbook::engine
