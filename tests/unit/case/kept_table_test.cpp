// Results of queries that stay in the case as tables.
#include "case/kept_table.hpp"

#include <gtest/gtest.h>

#include "case_folder.hpp"

namespace huntbook::casefile {
namespace {

const Schema schema{{"Account", ScalarType::String}, {"n", ScalarType::Long}, {"_File", ScalarType::Long}};

std::vector<Batch> rows(std::int64_t first, std::int64_t count) {
  std::vector<Batch> batches;
  batches.push_back(make_batch(schema));
  for (std::int64_t n = first; n < first + count; ++n) {
    batches[0].columns[0].push_text("account " + std::to_string(n));
    batches[0].columns[1].push_long(n);
    batches[0].columns[2].push_long(1);
  }
  return batches;
}

class Kept : public CaseFolder {
 protected:
  static void keep(CaseFile& file, std::string_view name, std::int64_t first, std::int64_t count) {
    auto kept = file.keep_table(name, "T");
    ASSERT_TRUE(kept) << kept.error().message;
    ASSERT_TRUE((*kept)->append(schema, rows(first, count)));
    const auto committed = (*kept)->commit();
    ASSERT_TRUE(committed) << committed.error().message;
    EXPECT_EQ(*committed, static_cast<std::uint64_t>(count));
  }
  static void ingest(CaseFile& file, std::string_view table_name) {
    auto evidence = file.begin_file();
    ASSERT_TRUE(evidence);
    ASSERT_TRUE((*evidence)->append(table_name, schema, rows(0, 1)));
    ASSERT_TRUE((*evidence)->commit({}));
  }
};

TEST_F(Kept, StaysInTheCaseAndIsMarked) {
  keep(*created(), "Few", 1, 2);
  auto file = opened();
  ASSERT_NE(table(*file, "Few"), nullptr);
  EXPECT_TRUE(table(*file, "Few")->kept);
  EXPECT_EQ(values(*file, "Few", "n"), (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(values(*file, "Few", "_File"), (std::vector<std::string>{"1", "1"})) << "leads to the evidence";
  EXPECT_TRUE(column(*file, "Few", "_File")->hidden);
}

TEST_F(Kept, IsReplacedAsAWhole) {
  auto file = created();
  keep(*file, "Few", 1, 3);
  keep(*file, "Few", 7, 1);
  EXPECT_EQ(values(*file, "Few", "n"), (std::vector<std::string>{"7"}));
  file.reset();
  file = opened();
  EXPECT_EQ(values(*file, "Few", "n"), (std::vector<std::string>{"7"}));
}

TEST_F(Kept, WithoutCommitNothingChanges) {
  auto file = created();
  keep(*file, "Few", 1, 1);
  {
    auto kept = file->keep_table("Few", "T");
    ASSERT_TRUE(kept);
    ASSERT_TRUE((*kept)->append(schema, rows(5, 5)));
    EXPECT_FALSE(file->keep_table("Other", "T")) << "one at a time";
  }
  EXPECT_EQ(values(*file, "Few", "n"), (std::vector<std::string>{"1"}));
  EXPECT_EQ(table(*file, "Other"), nullptr);
}

TEST_F(Kept, WithoutRowsItHasItsColumns) {
  auto file = created();
  keep(*file, "None", 0, 0);
  file.reset();
  file = opened();
  ASSERT_NE(column(*file, "None", "n"), nullptr);
  EXPECT_EQ(column(*file, "None", "n")->type, ScalarType::Long);
}

TEST_F(Kept, ColumnThatFillsLateIsKept) {
  auto file = created();
  const Schema late{{"n", ScalarType::Long}, {"late", ScalarType::String}};
  auto kept = file->keep_table("Late", "T");
  ASSERT_TRUE(kept);
  for (int part = 0; part < 3; ++part) {
    std::vector<Batch> batches;
    batches.push_back(make_batch(late));
    for (int row = 0; row < 110'000; ++row) {
      batches[0].columns[0].push_long(row);
      batches[0].columns[1].push_text(part == 2 && row == 0 ? "here" : "");
    }
    ASSERT_TRUE((*kept)->append(late, std::move(batches)));
  }
  EXPECT_EQ((*kept)->commit().value_or(0), 330'000U);
  kept->reset();
  file.reset();
  file = opened();
  EXPECT_EQ(values(*file, "Late", "late").back(), "here");
  EXPECT_EQ(values(*file, "Late", "n").size(), 330'000U);
}

TEST_F(Kept, EvidenceAndDocumentedTablesAreSafe) {
  auto file = created();
  ingest(*file, "Firewall");
  keep(*file, "Few", 1, 1);
  for (const char* name : {"Firewall", "SecurityEvent", "Evidence", "Observations", "", "a\nb"}) {
    const auto kept = file->keep_table(name, "T");
    ASSERT_FALSE(kept) << name;
    EXPECT_EQ(kept.error().kind, ErrorKind::User) << name;
  }
  EXPECT_FALSE(file->keep_table(std::string(1025, 'x'), "T"));
  auto evidence = file->begin_file();
  ASSERT_TRUE(evidence);
  const auto appended = (*evidence)->append("Few", schema, rows(0, 1));
  ASSERT_FALSE(appended) << "no evidence where the next .set would throw it away";
  EXPECT_NE(appended.error().message.find("result of a query"), std::string::npos);
}

TEST_F(Kept, IsDroppedAndEvidenceIsNot) {
  auto file = created();
  ingest(*file, "Firewall");
  keep(*file, "Few", 1, 1);
  EXPECT_TRUE(file->drop_table("Few").value_or(false));
  EXPECT_EQ(table(*file, "Few"), nullptr);
  EXPECT_FALSE(file->drop_table("Few").value_or(true));
  EXPECT_FALSE(file->drop_table("Firewall"));
  EXPECT_FALSE(file->drop_table("SecurityEvent"));
  file.reset();
  EXPECT_EQ(table(*opened(), "Few"), nullptr);
}

}  // namespace
}  // namespace huntbook::casefile
