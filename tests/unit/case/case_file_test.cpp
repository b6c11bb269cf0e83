// Cases: made, opened, refused; settings and observations.
#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "case_folder.hpp"

namespace huntbook::casefile {
namespace {

class Case : public CaseFolder {};

TEST_F(Case, IsMadePrivateAndOpenedAgain) {
  EXPECT_FALSE(CaseFile::is_case(folder_));
  ASSERT_NE(created(), nullptr);
  EXPECT_TRUE(CaseFile::is_case(folder_));
  struct stat status{};
  ASSERT_EQ(stat(folder_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0700U);
  EXPECT_NE(opened(), nullptr);
  EXPECT_NE(created(), nullptr) << "create opens what is a case already";
}

TEST_F(Case, KnowsDocumentedTablesBeforeAnyEvidence) {
  auto file = created();
  EXPECT_EQ(table(*file, "SecurityEvent"), nullptr) << "it holds no rows";
  const std::optional<StoredTable> events = empty_table("SecurityEvent");
  ASSERT_TRUE(events);
  EXPECT_TRUE(events->relation.empty());
  EXPECT_EQ(std::ranges::find(events->columns, "EventID", &StoredColumn::name)->type, ScalarType::Int);
  EXPECT_TRUE(std::ranges::find(events->columns, file_column, &StoredColumn::name)->hidden);
  EXPECT_FALSE(empty_table("NoSuchTable"));
  EXPECT_FALSE(table(*file, "Evidence")->relation.empty());
}

TEST_F(Case, FolderWithOtherThingsIsRefused) {
  std::filesystem::create_directories(folder_);
  std::ofstream(folder_ / "letter.txt") << "hello";
  auto result = CaseFile::create(folder_, options(Access::Write));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::User);
  EXPECT_EQ(CaseFile::open(folder_, options(Access::Read)).error().kind, ErrorKind::User);
}

TEST_F(Case, DatabaseThatIsNoCaseAndNoDatabaseAreRefused) {
  std::filesystem::create_directories(folder_);
  {
    auto engine = engine::open_duckdb(folder_ / "case.duckdb", {});
    ASSERT_TRUE(engine);
    ASSERT_TRUE((*(*engine)->connect())->execute("CREATE TABLE t (x BIGINT)"));
  }
  auto other = CaseFile::open(folder_, options(Access::Read));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().kind, ErrorKind::User);
  std::ofstream(folder_ / "case.duckdb", std::ios::trunc) << "this is no database, though it has the name of one";
  EXPECT_FALSE(CaseFile::open(folder_, options(Access::Read)));
}

TEST_F(Case, NewerLayoutIsRefused) {
  ASSERT_NE(created(), nullptr);
  {
    auto engine = engine::open_duckdb(folder_ / "case.duckdb", {});
    ASSERT_TRUE(engine);
    ASSERT_TRUE((*(*engine)->connect())->execute("UPDATE meta SET version = 99"));
  }
  for (Access access : {Access::Read, Access::Write}) {
    auto result = CaseFile::open(folder_, options(access));
    ASSERT_FALSE(result);
    EXPECT_NE(result.error().message.find("99"), std::string::npos);
  }
}

TEST_F(Case, SecondOpeningInTheSameProcessIsRefused) {
  auto first = created();
  EXPECT_FALSE(CaseFile::open(folder_, options(Access::Write)));
  EXPECT_FALSE(CaseFile::open(folder_, options(Access::Read)));
}

TEST_F(Case, SettingsAreKept) {
  {
    auto file = created();
    EXPECT_EQ(file->setting("a"), std::nullopt);
    ASSERT_TRUE(file->set_setting("a", "one"));
    ASSERT_TRUE(file->set_setting("it's", std::string_view("nul\0'; DROP TABLE setting", 25)));
    ASSERT_TRUE(file->set_setting("a", "two"));
  }
  auto file = opened();
  EXPECT_EQ(file->setting("a"), "two");
  EXPECT_EQ(file->setting("it's"), std::string("nul\0'; DROP TABLE setting", 25));
  EXPECT_FALSE(file->set_setting("a", "three")) << "open for reading";
}

TEST_F(Case, ObservationKeepsItsPlaceWhenReplaced) {
  {
    auto file = created();
    ASSERT_TRUE(file->observe({"first", "d1", "", {"t1", "t\"2"}, "high", "print 1", "{\"text/plain\":\"x\"}", 5}));
    ASSERT_TRUE(file->observe({"second", "", "", {}, "", "", "", 6}));
    ASSERT_TRUE(file->observe({"first", "changed", "nb#cell", {"t3"}, "low", "print 2", "", 7}));
    EXPECT_FALSE(file->observe({}));
  }
  auto file = opened(Access::Write);
  auto list = file->observations();
  ASSERT_TRUE(list);
  ASSERT_EQ(list->size(), 2U);
  EXPECT_EQ((*list)[0].caption, "first");
  EXPECT_EQ((*list)[0].description, "changed");
  EXPECT_EQ((*list)[0].tags, std::vector<std::string>{"t3"});
  EXPECT_EQ((*list)[0].added_at, 7);
  EXPECT_EQ((*list)[1].caption, "second");
  EXPECT_EQ(file->drop_observation("second"), true);
  EXPECT_EQ(file->drop_observation("second"), false);
  EXPECT_EQ(values(*file, "Observations", "Caption"), std::vector<std::string>{"first"});
}

TEST_F(Case, InMemoryTakesAllWithoutAFolder) {
  auto file = checked(CaseFile::in_memory({}));
  ASSERT_NE(file, nullptr);
  EXPECT_TRUE(file->set_setting("a", "b"));
  EXPECT_TRUE(file->connect());
}

}  // namespace
}  // namespace huntbook::casefile
