// Columns that first hold a value, or change their type, far into a large file: beyond a row group of the engine.

#include <gtest/gtest.h>

#include "case_folder.hpp"

namespace huntbook::casefile {
namespace {

constexpr std::size_t rows_per_append = 150'000;

class LateColumns : public CaseFolder {
 protected:
  static std::vector<Batch> numbers(std::int64_t first) {
    std::vector<Batch> batches;
    batches.push_back(make_batch({{"", ScalarType::Long}, {"", ScalarType::Long}}));
    for (std::size_t row = 0; row < rows_per_append; ++row) {
      batches[0].columns[0].push_long(first + static_cast<std::int64_t>(row));
      batches[0].columns[1].push_long(1);
    }
    return batches;
  }
  static std::vector<Batch> texts(std::string_view text) {
    std::vector<Batch> batches;
    batches.push_back(make_batch({{"", ScalarType::String}, {"", ScalarType::Long}}));
    for (std::size_t row = 0; row < rows_per_append; ++row) {
      batches[0].columns[0].push_text(text);
      batches[0].columns[1].push_long(1);
    }
    return batches;
  }
  static Schema schema(std::string_view name, ScalarType type) {
    return {{std::string(name), type}, {std::string(file_column), ScalarType::Long}};
  }
};

TEST_F(LateColumns, OfADocumentedTableAreAdded) {
  {
    auto file = created();
    auto started = file->begin_file();
    ASSERT_TRUE(started);
    for (const char* name : {"Account", "Computer", "CommandLine", "IpAddress"}) {
      auto appended = (*started)->append("SecurityEvent", schema(name, ScalarType::String), texts(name));
      ASSERT_TRUE(appended) << name << ": " << appended.error().message;
    }
    ASSERT_TRUE((*started)->commit({}));
  }
  auto file = opened();
  std::vector<std::string> accounts = values(*file, "SecurityEvent", "Account");
  EXPECT_EQ(accounts.size(), 4 * rows_per_append);
  EXPECT_EQ(std::ranges::count(accounts, "Account"), static_cast<std::ptrdiff_t>(rows_per_append));
  EXPECT_EQ(std::ranges::count(accounts, ""), static_cast<std::ptrdiff_t>(3 * rows_per_append));
  EXPECT_EQ(std::ranges::count(values(*file, "SecurityEvent", "IpAddress"), "IpAddress"),
            static_cast<std::ptrdiff_t>(rows_per_append));
}

TEST_F(LateColumns, OfAnOwnTableAreAddedAndWidened) {
  {
    auto file = created();
    auto started = file->begin_file();
    ASSERT_TRUE(started);
    ASSERT_TRUE((*started)->append("Own", schema("a", ScalarType::Long), numbers(0)));
    ASSERT_TRUE((*started)->append("Own", schema("b", ScalarType::Long), numbers(0)));
    auto widened = (*started)->append("Own", schema("a", ScalarType::String), texts("x"));
    ASSERT_TRUE(widened) << widened.error().message;
    ASSERT_TRUE((*started)->append("Own", schema("c", ScalarType::String), texts("y")));
    auto committed = (*started)->commit({});
    ASSERT_TRUE(committed);
    EXPECT_NE(committed->note.find("Own.a was long and became string"), std::string::npos) << committed->note;
    started->reset();
    // Once more, on the table that is there now.
    auto second = file->begin_file();
    ASSERT_TRUE(second);
    ASSERT_TRUE((*second)->append("Own", schema("d", ScalarType::Long), numbers(0)));
    ASSERT_TRUE((*second)->append("Own", schema("e", ScalarType::Long), numbers(0)));
    ASSERT_TRUE((*second)->commit({}));
  }
  auto file = opened();
  std::vector<std::string> a = values(*file, "Own", "a");
  EXPECT_EQ(a.size(), 6 * rows_per_append);
  EXPECT_EQ(std::ranges::count(a, "x"), static_cast<std::ptrdiff_t>(rows_per_append));
  EXPECT_EQ(std::ranges::count(a, "149999"), 1);
  EXPECT_EQ(std::ranges::count(a, ""), static_cast<std::ptrdiff_t>(4 * rows_per_append));
  EXPECT_EQ(column(*file, "Own", "a")->type, ScalarType::String);
  EXPECT_EQ(std::ranges::count(values(*file, "Own", "e"), "(null)"), static_cast<std::ptrdiff_t>(5 * rows_per_append));
}

// A few come out of the reserve, more than it holds make the table anew; either way only columns in use stay.
TEST_F(LateColumns, LeaveNoSparesBehind) {
  for (const int late : {2, 25}) {
    std::filesystem::remove_all(folder_);
    auto file = created();
    auto started = file->begin_file();
    ASSERT_TRUE(started);
    ASSERT_TRUE((*started)->append("Own", schema("a", ScalarType::String), texts("x")));
    Schema more;
    std::vector<Batch> batches(1);
    for (int index = 0; index < late; ++index) {
      more.push_back({"late" + std::to_string(index), ScalarType::String});
      batches[0].columns.emplace_back(ScalarType::String).push_text("y");
    }
    ASSERT_TRUE((*started)->append("Own", more, std::move(batches)));
    ASSERT_TRUE((*started)->commit({}));
    EXPECT_EQ(table(*file, "Own")->relation == "t1", late == 2);
    EXPECT_EQ(std::ranges::count(values(*file, "Own", "late1"), "y"), 1);
    EXPECT_EQ(std::ranges::count(values(*file, "Own", "late1"), ""), static_cast<std::ptrdiff_t>(rows_per_append));
    auto connection = file->connect();
    ASSERT_TRUE(connection);
    auto counted = (*connection)
                       ->query("SELECT count(*) c FROM duckdb_columns() WHERE table_name = '" +
                                   table(*file, "Own")->relation + "'",
                               {{"c", ScalarType::Long}}, {});
    ASSERT_TRUE(counted);
    auto batch = (*counted)->next();
    ASSERT_TRUE(batch && *batch);
    EXPECT_EQ((*batch)->columns[0].long_at(0), late + 2);  // a, those that came late, and _File
  }
}

TEST_F(LateColumns, AreGoneWithARolledBackFile) {
  {
    auto file = created();
    {
      auto first = file->begin_file();
      ASSERT_TRUE(first);
      ASSERT_TRUE((*first)->append("Own", schema("a", ScalarType::Long), numbers(0)));
      ASSERT_TRUE((*first)->commit({}));
    }
    auto second = file->begin_file();
    ASSERT_TRUE(second);
    ASSERT_TRUE((*second)->append("Own", schema("b", ScalarType::Long), numbers(0)));
    ASSERT_TRUE((*second)->append("Own", schema("c", ScalarType::Long), numbers(0)));
  }
  auto file = opened();
  EXPECT_EQ(values(*file, "Own", "a").size(), rows_per_append);
  EXPECT_EQ(column(*file, "Own", "c"), nullptr);
}

}  // namespace
}  // namespace huntbook::casefile
