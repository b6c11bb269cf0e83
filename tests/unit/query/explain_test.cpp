// .explain: what it shows of a query's plan and SQL, and that nothing runs.
#include <algorithm>

#include "texts_of_run.hpp"

namespace huntbook::query {
namespace {

class ExplainTest : public testing::Test {
 protected:
  void SetUp() override { case_ = open_memory_case(); }

  std::vector<std::string> explained(std::string_view text, Explain what = Explain::Plan) {
    RunOptions options;
    options.explain = what;
    TextsOfRun sink;
    const RunOutcome outcome = query::run(*case_.file, *case_.connection, text, options, sink);
    EXPECT_TRUE(outcome.ok()) << (outcome.error ? outcome.error->message : outcome.diagnostics.front().message);
    EXPECT_TRUE(sink.ordered);
    return sink.rows;
  }

  // Lines of a part, in order.
  static std::vector<std::string> part(const std::vector<std::string>& rows, const std::string& name) {
    std::vector<std::string> lines;
    for (const std::string& row : rows) {
      const std::string mark = " | " + name + " | ";
      if (const std::size_t at = row.find(mark); at != std::string::npos) lines.push_back(row.substr(at + mark.size()));
    }
    return lines;
  }

  MemoryCase case_;
};

TEST_F(ExplainTest, ShowsThePlanFromTheLastStepDown) {
  const auto rows = explained("range x from 1 to 3 step 1 | where x > 1 | summarize n=count() by y=x % 2 | top 1 by n");
  const std::vector<std::string> expected = {"first 1 rows",
                                             "  sort by n desc nulls last",
                                             "    project y:long, n:long",
                                             "      aggregate n = count() by y = (x % 2)",
                                             "        filter (x > 1)",
                                             "          range x:long from 1 to 3 step 1"};
  EXPECT_EQ(part(rows, "plan"), expected);
  ASSERT_EQ(part(rows, "sql").size(), 1U);
  EXPECT_NE(part(rows, "sql")[0].find("GROUP BY"), std::string::npos);
  EXPECT_TRUE(part(rows, "engine").empty());
}

TEST_F(ExplainTest, ShowsEachStepOfAPlugin) {
  const auto rows = explained(
      "datatable(TimeGenerated:datetime, CommandLine:string)[datetime(2024-01-01), 'a'] | evaluate "
      "cluster_events('CommandLine') | count",
      Explain::EnginePlan);
  EXPECT_EQ(part(rows, "sql").size(), 2U);
  EXPECT_EQ(part(rows, "plugin cluster_events").size(), 1U);
  EXPECT_FALSE(part(rows, "engine").empty());
}

TEST_F(ExplainTest, ASharedTableIsShownOnce) {
  const auto lines =
      part(explained("let T = materialize(range x from 1 to 3 step 1); T | join kind=inner T on x"), "plan");
  EXPECT_EQ(std::ranges::count_if(lines, [](const std::string& line) { return line.contains("range x"); }), 1);
  EXPECT_EQ(std::ranges::count_if(lines, [](const std::string& line) { return line.contains("as above"); }), 1);
}

TEST_F(ExplainTest, SubqueriesStandBelowTheLineThatReadsThem) {
  const auto lines =
      part(explained("range x from 1 to 3 step 1 | where x in ((range y from 2 to 9 step 1 | project y))"), "plan");
  ASSERT_GE(lines.size(), 4U);
  EXPECT_EQ(lines[0], "filter x in (rows)");
  EXPECT_EQ(lines[2], "  for a value of the line above:");
}

TEST_F(ExplainTest, NothingRuns) {
  // A query that would never end.
  const auto rows = explained("range x from 1 to 100000000000 step 1 | summarize dcount(x) by y=x % 1000000");
  EXPECT_FALSE(rows.empty());
}

TEST_F(ExplainTest, NumbersTheQueryStatements) {
  const auto rows = explained("print 1; print 2");
  EXPECT_TRUE(rows.front().starts_with("1 | plan")) << rows.front();
  EXPECT_TRUE(rows.back().starts_with("2 | sql")) << rows.back();
}

TEST_F(ExplainTest, HostileTextStaysOnItsLineAndWithinItsLength) {
  const auto lines = part(explained("print x='" + std::string(5000, 'a') + "\\n; DROP'"), "plan");
  for (const std::string& line : lines) EXPECT_LE(line.size(), 500U);
}

}  // namespace
}  // namespace huntbook::query
