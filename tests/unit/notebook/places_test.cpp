// The folders that commands may reach, links and dots considered.
#include "notebook/places.hpp"

#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

namespace huntbook::notebook {
namespace {

namespace fs = std::filesystem;

class PlacesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("huntbook_places_" + std::to_string(getpid()));
    fs::create_directories(folder_ / "case");
    fs::create_directories(folder_ / "logs");
    fs::create_directories(folder_ / "logs2");
    std::ofstream(folder_ / "logs/a.csv") << "a";
    places_.exports = folder_ / "case/exports";
    places_.reads = {folder_ / "logs"};
  }
  void TearDown() override { fs::remove_all(folder_); }
  bool may_export(const fs::path& path) { return place_to_export(places_, path.string()).has_value(); }
  bool may_read(const fs::path& path) { return place_to_read(places_, path.string()).has_value(); }

  fs::path folder_;
  Places places_;
};

TEST_F(PlacesTest, ExportsGoBelowTheExportsFolder) {
  const auto place = place_to_export(places_, "week 1/a.csv");
  ASSERT_TRUE(place);
  EXPECT_EQ(*place, fs::canonical(folder_) / "case/exports/week 1/a.csv");
  EXPECT_TRUE(fs::is_directory(place->parent_path()));
  EXPECT_TRUE(may_export(folder_ / "case/exports/b.csv"));
  for (const char* wrong : {"../a.csv", "x/../../a.csv", "", ".", "..", "x/", "/etc/a.csv"})
    EXPECT_FALSE(may_export(wrong)) << wrong;
  EXPECT_FALSE(fs::exists(folder_ / "case/a.csv"));
}

TEST_F(PlacesTest, LinksDoNotLeadOut) {
  fs::create_directories(places_.exports);
  fs::create_directory_symlink(folder_ / "logs2", places_.exports / "out");
  EXPECT_FALSE(may_export("out/a.csv"));
  fs::create_symlink(folder_ / "logs2/a.csv", places_.exports / "a.csv");
  EXPECT_FALSE(may_export("a.csv")) << "a link that leads to nothing is there all the same";
  fs::create_symlink("/etc/hostname", folder_ / "logs/host");
  EXPECT_FALSE(may_read(folder_ / "logs/host"));
}

TEST_F(PlacesTest, OtherFoldersAreAllowedByName) {
  EXPECT_FALSE(may_export(folder_ / "logs2/a.csv"));
  places_.writes = {folder_ / "logs2/"};
  EXPECT_TRUE(may_export(folder_ / "logs2/a.csv"));
  EXPECT_FALSE(may_export(folder_ / "logs22/a.csv"));
  std::ofstream(folder_ / "logs2/a.csv") << "there";
  EXPECT_FALSE(may_export(folder_ / "logs2/a.csv")) << "new files only";
}

TEST_F(PlacesTest, ReadsStayInTheirFolders) {
  EXPECT_TRUE(may_read(folder_ / "logs"));
  EXPECT_TRUE(may_read(folder_ / "logs/a.csv"));
  EXPECT_FALSE(may_read(folder_ / "logs/b.csv"));
  EXPECT_FALSE(may_read(folder_ / "logs2"));
  EXPECT_FALSE(may_read(folder_ / "logs/.."));
  EXPECT_FALSE(may_read("-"));
  EXPECT_FALSE(may_read(""));
}

TEST_F(PlacesTest, WithoutACaseNothingIsExportedUnasked) {
  places_.exports.clear();
  EXPECT_FALSE(may_export("a.csv"));
  EXPECT_FALSE(may_export(folder_ / "a.csv"));
  places_.writes = {folder_};
  EXPECT_TRUE(may_export(folder_ / "a.csv"));
}

}  // namespace
}  // namespace huntbook::notebook
