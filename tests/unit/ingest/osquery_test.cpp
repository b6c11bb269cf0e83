#include <string>

#include <gtest/gtest.h>

#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

TEST(Osquery, DifferencesSnapshotsAndBatches) {
  const std::string frame = R"("hostIdentifier":"lx4","calendarTime":"x","unixTime":1709200000)";
  const TestRun run = run_text(
      "{\"name\":\"ports\"," + frame +
      R"(,"epoch":1,"counter":2,"action":"removed","columns":{"pid":"1"},"decorations":{"u":"a"}})" + "\n" +
      "{\"name\":\"users\"," + frame + R"(,"action":"snapshot","snapshot":[{"u":"a,]}\"b"}, {"u":"c"}]})" + "\n" +
      "{\"name\":\"none\"," + frame + R"(,"action":"snapshot","snapshot":[ ]})" + "\n" + "{\"name\":\"cron\"," + frame +
      R"(,"diffResults":{"added":[{"a":1}],"removed":[{"b":[1,2]},{"c":2}]}})" + "\n");
  const auto& rows = run.sink.tables.at("OsqueryResults").rows;
  ASSERT_EQ(rows.size(), 7U);
  EXPECT_EQ(run.result.records_stored, 4U);
  EXPECT_EQ(rows[0].at("TimeGenerated"), "2024-02-29T09:46:40Z");
  EXPECT_EQ(rows[0].at("Computer"), "lx4");
  EXPECT_EQ(rows[0].at("Name"), "ports");
  EXPECT_EQ(rows[0].at("Action"), "removed");
  EXPECT_EQ(rows[0].at("Columns"), R"({"pid":"1"})");
  EXPECT_EQ(rows[0].at("Counter"), "2");
  EXPECT_EQ(rows[0].at("Decorations"), R"({"u":"a"})");
  EXPECT_EQ(rows[0].at("_Extra"), R"({"calendarTime":"x"})");
  EXPECT_EQ(rows[1].at("Columns"), R"({"u":"a,]}\"b"})");
  EXPECT_EQ(rows[2].at("Columns"), R"({"u":"c"})");
  EXPECT_EQ(rows[2].at("Action"), "snapshot");
  EXPECT_EQ(rows[2].at("_Record"), "2");
  EXPECT_EQ(rows[3].count("Columns"), 0U) << "the query has run and found nothing";
  EXPECT_EQ(rows[4].at("Action"), "added");
  EXPECT_EQ(rows[5].at("Columns"), R"({"b":[1,2]})");
  EXPECT_EQ(rows[6].at("Action"), "removed");
}

TEST(Osquery, OtherShapesAreOtherTables) {
  const TestRun run = run_text(R"({"name":"x","hostIdentifier":"h","unixTime":1,"columns":"text"})"
                               "\n");
  EXPECT_EQ(run.sink.tables.count("OsqueryResults"), 0U);
  EXPECT_EQ(run.result.records_stored, 1U);
}

}  // namespace
}  // namespace huntbook::ingest::testing
