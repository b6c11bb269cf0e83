// No statement reaches files, the network or the configuration.
#include <filesystem>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "memory_engine.hpp"

namespace huntbook::engine {
namespace {

class Lockdown : public MemoryEngine {};

TEST_F(Lockdown, FilesExtensionsAndSettingsAreOutOfReach) {
  for (const char* sql : {
           "SELECT * FROM read_csv('/etc/passwd')",
           "SELECT * FROM read_text('/etc/hostname')",
           "COPY (SELECT 1) TO '/tmp/huntbook_lockdown.csv'",
           "ATTACH '/tmp/huntbook_lockdown.db'",
           "INSTALL httpfs",
           "LOAD httpfs",
           "SET enable_external_access = true",
           "SET lock_configuration = false",
           "SET allowed_configs = ['threads']",
           "SET threads = 1",
       }) {
    EXPECT_FALSE(connection_->execute(sql)) << sql;
  }
  EXPECT_FALSE(std::filesystem::exists("/tmp/huntbook_lockdown.csv"));
}

TEST(SpillFolder, IsPrivateAndGoesWithTheEngine) {
  auto spill = std::filesystem::temp_directory_path() / ("huntbook_spill_" + std::to_string(getpid()));
  {
    auto engine = open_duckdb({}, {.memory_limit = 64 << 20, .threads = 2, .spill_directory = spill});
    ASSERT_TRUE(engine) << engine.error().message;
    auto connection = (*engine)->connect();
    ASSERT_TRUE(connection);
    auto made =
        (*connection)->execute("CREATE TEMP TABLE t AS SELECT x, hash(x) h, x || 'padding' s FROM range(6000000) t(x)");
    EXPECT_TRUE(made) << made.error().message;
    struct stat status{};
    ASSERT_EQ(stat(spill.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0700U);
    EXPECT_FALSE(std::filesystem::is_empty(spill));
  }
  EXPECT_FALSE(std::filesystem::exists(spill));
}

TEST(OpenDuckdb, MissingFileAndNoDatabaseAreSaid) {
  auto missing = open_duckdb("/nonexistent/folder/case.duckdb", {});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::Environment);
  auto other = open_duckdb("/etc/passwd", {.read_only = true});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().kind, ErrorKind::Environment);
}

}  // namespace
}  // namespace huntbook::engine
