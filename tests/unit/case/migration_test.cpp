// Cases of older layouts.
#include "case/migration.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "case/kept_table.hpp"
#include "case/own_table_access.hpp"
#include "case_folder.hpp"

namespace huntbook::casefile {
namespace {

class MigrationTest : public CaseFolder {
 protected:
  // A case of the first layout with two rows of evidence, as its program wrote it.
  void write_first_layout() {
    std::filesystem::create_directories(folder_);
    auto engine = engine::open_duckdb(folder_ / "case.duckdb", {});
    ASSERT_TRUE(engine);
    auto connection = (*engine)->connect();
    ASSERT_TRUE(connection);
    for (const char* statement : {
             "CREATE TABLE meta (format VARCHAR, version BIGINT)",
             "INSERT INTO meta VALUES ('huntbook case', 1)",
             "CREATE TABLE setting (key VARCHAR, value VARCHAR)",
             "CREATE TABLE stored_table (id BIGINT, name VARCHAR)",
             "CREATE TABLE stored_column (table_id BIGINT, position BIGINT, name VARCHAR, type VARCHAR, "
             "source VARCHAR)",
             "CREATE TABLE evidence (c1 BIGINT, c2 VARCHAR, c3 BIGINT, c4 VARCHAR, c5 VARCHAR, c6 VARCHAR, c7 BIGINT, "
             "c8 VARCHAR, c9 BIGINT, c10 BIGINT, c11 BIGINT, c12 BIGINT, c13 BIGINT, c14 VARCHAR, c15 VARCHAR)",
             "CREATE TABLE evidence_error (c1 BIGINT, c2 BIGINT, c3 BIGINT, c4 VARCHAR, c5 VARCHAR)",
             "CREATE TABLE observation (ordinal BIGINT, c1 VARCHAR, c2 VARCHAR, c3 VARCHAR, c4 VARCHAR, c5 VARCHAR, "
             "c6 VARCHAR, c7 VARCHAR, c8 BIGINT)",
             "CREATE TABLE t1 (c1 BIGINT, c2 VARCHAR)",
             "INSERT INTO t1 VALUES (1, 'alice'), (1, 'bob')",
             "INSERT INTO stored_table VALUES (1, 'Firewall')",
             "INSERT INTO stored_column VALUES (1, 1, 'user', 'string', 'c2'), (1, 2, '_File', 'long', 'c1')",
             "INSERT INTO evidence VALUES (1, 'fw.csv', 9, 'ab', 'csv', '', 0, '0.1.0', 3, 2, 1, 7, 8, 'StoredPartly', "
             "'a note')",
         }) {
      const auto done = (*connection)->execute(statement);
      ASSERT_TRUE(done) << statement << ": " << done.error().message;
    }
  }

  // Every column of every table of the layout, as "table.column type".
  std::vector<std::string> layout() {
    auto engine = engine::open_duckdb(folder_ / "case.duckdb", {.read_only = true});
    auto connection = (*engine)->connect();
    std::vector<std::string> columns;
    const auto read = each_row(**connection,
                               "SELECT table_name || '.' || column_name || ' ' || data_type AS c FROM duckdb_columns() "
                               "WHERE NOT internal AND NOT regexp_full_match(table_name, 't[0-9]+') ORDER BY c",
                               {{"c", ScalarType::String}}, [&](const Batch& batch, std::size_t row) {
                                 columns.emplace_back(batch.columns[0].text_at(row));
                               });
    EXPECT_TRUE(read);
    return columns;
  }
};

TEST_F(MigrationTest, StepsFollowOneAnother) {
  std::int64_t expected = 2;
  for (const Migration& step : migrations()) EXPECT_EQ(step.layout, expected++);
  EXPECT_EQ(layout_version(), expected - 1);
}

TEST_F(MigrationTest, FirstLayoutBecomesTheOneOfNewCases) {
  write_first_layout();
  {
    auto file = opened(Access::Write);
    ASSERT_NE(file, nullptr);
    EXPECT_EQ(values(*file, "Firewall", "user"), (std::vector<std::string>{"alice", "bob"}));
    const auto ledger = file->evidence();
    ASSERT_TRUE(ledger && ledger->size() == 1);
    const EvidenceRecord& record = ledger->front();
    EXPECT_EQ(record.records_stored, 2U);
    EXPECT_EQ(record.records_duplicate, 0U);
    EXPECT_EQ(record.records_rejected, 1U);
    EXPECT_EQ(record.first_event, 7);
    EXPECT_EQ(record.last_event, 8);
    EXPECT_EQ(record.status, EvidenceStatus::StoredPartly);
    EXPECT_EQ(record.note, "a note");
  }
  const std::vector<std::string> migrated = layout();
  std::filesystem::remove_all(folder_);
  ASSERT_NE(created(), nullptr);
  EXPECT_EQ(migrated, layout());
}

TEST_F(MigrationTest, ReadersMigrateToo) {
  write_first_layout();
  auto file = opened();
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(values(*file, "Firewall", "user").size(), 2U);
  EXPECT_FALSE(file->keep_table("x", "T")) << "and read only all the same";
}

TEST_F(MigrationTest, WhatCannotBeMigratedSaysWhyAndStays) {
  write_first_layout();
  {
    auto engine = engine::open_duckdb(folder_ / "case.duckdb", {});
    ASSERT_TRUE((*(*engine)->connect())->execute("CREATE TABLE kept_table (x BIGINT)"));
  }
  const auto result = CaseFile::open(folder_, options(Access::Read));
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("has layout 1 and must be brought to layout"), std::string::npos);
  auto engine = engine::open_duckdb(folder_ / "case.duckdb", {.read_only = true});
  EXPECT_EQ(read_number(**(*engine)->connect(), "SELECT version FROM meta").value_or(0), 1);
}

}  // namespace
}  // namespace huntbook::casefile
