// No statement reaches files, the network or the configuration.
#include <filesystem>

#include <gtest/gtest.h>

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
