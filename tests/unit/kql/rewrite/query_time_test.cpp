// The session's query time, by what queries give on tables with a row before, in and after the window.
#include <algorithm>
#include <chrono>
#include <map>

#include <gtest/gtest.h>

#include "engine/engine.hpp"
#include "kql/compile.hpp"

namespace huntbook::kql {
namespace {

Ticks at(std::string_view text) {
  return parse_datetime(text).value();
}

Table table_of(std::string name, std::string time_column, ScalarType time_type, bool query_time = true) {
  return {.name = std::move(name),
          .relation = "events",
          .columns = {{.name = "n", .type = ScalarType::Long, .source = "n"},
                      {.name = std::move(time_column), .type = time_type, .source = "t"}},
          .query_time = query_time};
}

class Tables : public Catalogue {
 public:
  Tables() {
    add(table_of("Events", "TimeGenerated", ScalarType::DateTime));
    add(table_of("Device", "Timestamp", ScalarType::DateTime));
    add(table_of("Plain", "When", ScalarType::DateTime));
    add(table_of("Numbers", "TimeGenerated", ScalarType::Long));
    add(table_of("Evidence", "TimeGenerated", ScalarType::DateTime, false));
  }
  const Table* find_table(std::string_view name) const override {
    auto found = tables_.find(name);
    return found == tables_.end() ? nullptr : &found->second;
  }
  std::vector<std::string> table_names() const override {
    std::vector<std::string> names;
    for (const auto& [name, table] : tables_) names.push_back(name);
    return names;
  }
  const PluginSignature* find_plugin(std::string_view) const override { return nullptr; }
  std::vector<std::string> plugin_names() const override { return {}; }

 private:
  void add(Table table) {
    std::string name = table.name;
    tables_.emplace(std::move(name), std::move(table));
  }
  std::map<std::string, Table, std::less<>> tables_;
};

class QueryTimeRule : public testing::Test {
 protected:
  // Rows: 1 the day before the window, 2 and 3 in it, 4 at its very end (which it excludes), 5 without a time.
  void SetUp() override {
    auto engine = engine::open_duckdb({}, {});
    ASSERT_TRUE(engine) << engine.error().message;
    engine_ = std::move(*engine);
    auto connection = engine_->connect();
    ASSERT_TRUE(connection) << connection.error().message;
    connection_ = std::move(*connection);
    std::string rows;
    int n = 0;
    for (const char* time : {"2024-01-01", "2024-01-02", "2024-01-02T12:00:00Z", "2024-01-03"})
      rows += "(" + std::to_string(++n) + ", " + std::to_string(at(time)) + "), ";
    ASSERT_TRUE(connection_->execute("CREATE TABLE events (n BIGINT, t BIGINT)"));
    ASSERT_TRUE(connection_->execute("INSERT INTO events VALUES " + rows + "(5, NULL)"));
  }

  Compilation compiled(const std::string& text) const {
    CompileOptions options;
    options.catalogue = &tables_;
    options.now = at("2024-01-03T06:00:00Z");
    options.query_time = {at("2024-01-02"), at("2024-01-03")};
    return compile(text, options);
  }

  // The first column of the last query's result, sorted: "2 3".
  std::string run(const std::string& text) {
    Compilation compilation = compiled(text);
    for (const diag::Diagnostic& diagnostic : compilation.diagnostics)
      return diagnostic.code + " " + diagnostic.message;
    const SqlStep& step = compilation.queries.back().result;
    auto stream = connection_->query(step.sql, step.columns, step.functions);
    if (!stream) return stream.error().message;
    std::vector<std::int64_t> values;
    while (true) {
      auto batch = (*stream)->next();
      if (!batch) return batch.error().message;
      if (!*batch) break;
      for (std::size_t row = 0; row < (*batch)->rows(); ++row) values.push_back((*batch)->columns.front().long_at(row));
    }
    std::ranges::sort(values);
    std::string result;
    for (std::int64_t value : values) result += (result.empty() ? "" : " ") + std::to_string(value);
    return result;
  }
  bool applied(const std::string& text) const {
    return compiled(text).queries.back().applied_query_time.from.has_value();
  }

  Tables tables_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<engine::Connection> connection_;
};

TEST_F(QueryTimeRule, FiltersTablesThatHaveATimeColumn) {
  EXPECT_EQ(run("Events | project n"), "2 3");
  EXPECT_EQ(run("Device | project n"), "2 3");
  EXPECT_EQ(run("Events | where n > 2 | project n"), "3");
  EXPECT_EQ(run("Events | count"), "2");
  EXPECT_EQ(run("Events | summarize sum(n)"), "5");
  EXPECT_TRUE(applied("Events"));
}

TEST_F(QueryTimeRule, LeavesOtherTablesAlone) {
  EXPECT_EQ(run("Plain | project n"), "1 2 3 4 5");
  EXPECT_EQ(run("Numbers | project n"), "1 2 3 4 5");
  EXPECT_EQ(run("Evidence | project n"), "1 2 3 4 5");
  EXPECT_EQ(run("datatable(n:long, TimeGenerated:datetime)[7, datetime(2000-01-01)] | project n"), "7");
  EXPECT_FALSE(applied("Plain"));
  EXPECT_FALSE(applied("Evidence"));
}

TEST_F(QueryTimeRule, IsLiftedByAComparisonOfTheColumn) {
  EXPECT_EQ(run("Events | where TimeGenerated < datetime(2024-01-02) | project n"), "1");
  EXPECT_EQ(run("Events | where TimeGenerated > ago(1d) | project n"), "3 4");
  EXPECT_EQ(run("Events | where TimeGenerated between (datetime(2024-01-01) .. 1d) | project n"), "1 2");
  EXPECT_EQ(run("Events | where n > 3 and TimeGenerated >= datetime(2024-01-03) | project n"), "4");
  EXPECT_EQ(run("Events | where datetime(2024-01-02) > TimeGenerated | project n"), "1");
  EXPECT_EQ(run("Events | where TimeGenerated in (datetime(2024-01-01)) | project n"), "1");
  EXPECT_FALSE(applied("Events | where TimeGenerated > ago(1d)"));
}

TEST_F(QueryTimeRule, IsLiftedByALaterWhereToo) {
  EXPECT_EQ(run("Events | where n < 5 | extend m = n | where TimeGenerated < datetime(2024-01-02) | project n"), "1");
  EXPECT_EQ(run("Events | project n, TimeGenerated | where TimeGenerated < datetime(2024-01-02) | project n"), "1");
  EXPECT_EQ(run("Events | project-rename T = TimeGenerated | where T < datetime(2024-01-02) | project n"), "1");
}

TEST_F(QueryTimeRule, StaysWhereTheColumnIsNotCompared) {
  EXPECT_EQ(run("Events | where bin(TimeGenerated, 1d) == datetime(2024-01-01) | project n"), "");
  EXPECT_EQ(run("Events | where isnotnull(TimeGenerated) | project n"), "2 3");
  EXPECT_EQ(run("Events | extend d = bin(TimeGenerated, 1d) | where d < datetime(2024-01-02) | project n"), "");
  EXPECT_EQ(run("Events | where n < 9 | project n"), "2 3");
}

TEST_F(QueryTimeRule, HoldsForEachReferenceByItself) {
  EXPECT_EQ(run("Events | where TimeGenerated < datetime(2024-01-02) | union Events | project n"), "1 2 3");
  EXPECT_EQ(run("union (Events | where TimeGenerated < datetime(2024-01-02)), Device, Plain | project n"),
            "1 1 2 2 3 3 4 5");
  EXPECT_EQ(run("union Events, Events | where TimeGenerated < datetime(2024-01-02) | project n"), "1 1");
  EXPECT_EQ(run("Plain | join kind=inner Events on n | project n"), "2 3");
  EXPECT_EQ(run("Plain | join kind=inner (Events | where TimeGenerated < datetime(2024-01-02)) on n | project n"), "1");
  EXPECT_EQ(run("Events | where TimeGenerated < datetime(2024-01-03) | join kind=inner Device on n | project n"),
            "2 3");
  EXPECT_EQ(run("Plain | lookup kind=inner Events on n | project n"), "2 3");
}

TEST_F(QueryTimeRule, ReachesThroughLets) {
  EXPECT_EQ(run("let E = Events; E | project n"), "2 3");
  EXPECT_EQ(run("let E = Events; E | where TimeGenerated < datetime(2024-01-02) | project n"), "1");
  EXPECT_EQ(run("let E = Events | where TimeGenerated < datetime(2024-01-02); E | project n"), "1");
  EXPECT_EQ(run("let E = materialize(Events); union E, E | project n"), "2 2 3 3");
}

// One definition serves all references, so it may lack the window only where each of them compares the time.
TEST_F(QueryTimeRule, IsLiftedFromASharedTableByAllReferencesOnly) {
  EXPECT_EQ(run("let E = Events; union (E | where TimeGenerated < datetime(2024-01-02)), E | project n"), "2 3");
  EXPECT_EQ(run("let E = Events; union (E | where TimeGenerated < datetime(2024-01-02)),"
                "(E | where TimeGenerated == datetime(2024-01-03)) | project n"),
            "1 4");
}

TEST_F(QueryTimeRule, ReachesIntoFunctions) {
  EXPECT_EQ(run("let f = () { Events | project n }; f()"), "2 3");
  EXPECT_EQ(run("let f = (low:long) { Events | where n > low }; f(2) | project n"), "3");
  EXPECT_EQ(run("let f = (T:(*)) { T | count }; Events | invoke f()"), "2");
  EXPECT_EQ(
      run("let f = (since:datetime) { Events | where TimeGenerated >= since }; f(datetime(2024-01-03)) | project n"),
      "4");
}

TEST_F(QueryTimeRule, ReachesIntoSubqueries) {
  EXPECT_EQ(run("Plain | where n in ((Events | project n)) | project n"), "2 3");
  EXPECT_EQ(run("Plain | where not(n in ((Events | project n))) | project n"), "1 4 5");
  EXPECT_EQ(run("print toscalar(Events | summarize max(n))"), "3");
  EXPECT_EQ(run("range x from 1 to toscalar(Events | summarize max(n)) step 1"), "1 2 3");
  EXPECT_EQ(run("Plain | extend m = toscalar(Events | count) | project m"), "2 2 2 2 2");
  EXPECT_EQ(run("Plain | summarize max(n + toscalar(Events | count))"), "7");
  EXPECT_EQ(run("Plain | sort by n - toscalar(Events | count) | take 1 | project n"), "5");
}

TEST_F(QueryTimeRule, HasOpenEnds) {
  CompileOptions options;
  options.catalogue = &tables_;
  options.query_time = {at("2024-01-02"), std::nullopt};
  EXPECT_TRUE(compile("Events", options).queries.front().applied_query_time.from);
  options.query_time = {};
  EXPECT_FALSE(compile("Events", options).queries.front().applied_query_time.from);
}

// Each let names the one before twice: a walk over all references would take 2^40 steps.
TEST_F(QueryTimeRule, VisitsASharedDefinitionOnce) {
  std::string text = "let A0 = Events | take 1;";
  for (int i = 0; i < 40; ++i) {
    std::string last = "A" + std::to_string(i);
    text += "let A" + std::to_string(i + 1) + " = union " + last + ", " + last + " | take 1;";
  }
  auto begin = std::chrono::steady_clock::now();
  EXPECT_FALSE(compiled(text + "A40").has_errors());
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

}  // namespace
}  // namespace huntbook::kql
