// Queries that need more than the memory limit: to the spill folder, and what is said where that does not do.
#include <filesystem>

#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/engine.hpp"

namespace huntbook::engine {
namespace {

namespace fs = std::filesystem;

constexpr const char* too_large =
    "CREATE TEMP TABLE t AS SELECT x, hash(x) h, x || 'padding' s FROM range(6000000) t(x)";

fs::path scratch(const char* name) {
  return fs::temp_directory_path() / (std::string("huntbook_") + name + "_" + std::to_string(getpid()));
}

// What comes of a statement that needs some 200 MB where 64 MB are allowed.
Result<std::uint64_t> run_too_large(const fs::path& spill) {
  HUNTBOOK_TRY(auto engine, open_duckdb({}, {.memory_limit = 64 << 20, .threads = 2, .spill_directory = spill}));
  HUNTBOOK_TRY(auto connection, engine->connect());
  return connection->execute(too_large);
}

TEST(SpillFolder, IsPrivateAndGoesWithTheEngine) {
  const fs::path spill = scratch("spill");
  {
    auto engine = open_duckdb({}, {.memory_limit = 64 << 20, .threads = 2, .spill_directory = spill});
    ASSERT_TRUE(engine) << engine.error().message;
    auto connection = (*engine)->connect();
    ASSERT_TRUE(connection);
    auto made = (*connection)->execute(too_large);
    EXPECT_TRUE(made) << made.error().message;
    struct stat status{};
    ASSERT_EQ(stat(spill.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0700U);
    EXPECT_FALSE(fs::is_empty(spill));
  }
  EXPECT_FALSE(fs::exists(spill));
}

// A folder of that name that was there before may be somebody else's.
TEST(SpillFolder, OfOthersIsNotUsed) {
  const fs::path spill = scratch("theirs");
  fs::create_directories(spill);
  const auto result = run_too_large(spill);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::Environment);
  EXPECT_TRUE(fs::is_empty(spill));
  fs::remove_all(spill);
}

TEST(SpillFolder, ThatCannotBeMadeIsTheEnvironmentsFault) {
  const auto result = run_too_large("/nonexistent/folder/spill");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::Environment);
  EXPECT_NE(result.error().message.find("out of memory"), std::string::npos) << result.error().message;
  EXPECT_FALSE(result.error().hint.empty());
}

TEST(SpillFolder, OnAFullDiskIsTheEnvironmentsFault) {
  const fs::path disk = scratch("disk");
  fs::create_directories(disk);
  if (mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=16m") != 0) {
    fs::remove_all(disk);
    GTEST_SKIP() << "a small file system cannot be mounted here";
  }
  const auto result = run_too_large(disk / "spill");
  EXPECT_FALSE(result);
  if (!result) {
    EXPECT_EQ(result.error().kind, ErrorKind::Environment) << result.error().message;
    EXPECT_FALSE(result.error().hint.empty()) << result.error().message;
  }
  EXPECT_FALSE(fs::exists(disk / "spill"));
  EXPECT_EQ(umount(disk.c_str()), 0);
  fs::remove_all(disk);
}

}  // namespace
}  // namespace huntbook::engine
