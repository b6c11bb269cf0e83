// How the SQL nests: what is computed once stays computed once, and what nobody reads is not read.
#include <chrono>

#include <gtest/gtest.h>

#include "kql/compile.hpp"

namespace huntbook::kql {
namespace {

class OneTable : public Catalogue {
 public:
  OneTable() {
    table_ = {.name = "T", .relation = "stored", .columns = {}};
    for (const char* name : {"s", "a", "b", "c"}) {
      ScalarType type = *name == 's' ? ScalarType::String : ScalarType::Long;
      table_.columns.push_back({.name = name, .type = type, .source = std::string("col_") + name});
    }
  }
  const Table* find_table(std::string_view name) const override { return name == "T" ? &table_ : nullptr; }
  std::vector<std::string> table_names() const override { return {"T"}; }
  const PluginSignature* find_plugin(std::string_view) const override { return nullptr; }
  std::vector<std::string> plugin_names() const override { return {}; }

 private:
  Table table_;
};

Compilation compiled(std::string_view text) {
  static const OneTable catalogue;
  CompileOptions options;
  options.catalogue = &catalogue;
  return compile(text, options);
}

std::string sql(std::string_view text) {
  Compilation compilation = compiled(text);
  return compilation.queries.empty() ? compilation.diagnostics.front().message : compilation.queries.back().result.sql;
}

std::size_t occurrences(std::string_view text, std::string_view what) {
  std::size_t count = 0;
  for (std::size_t at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

TEST(Nesting, ComputesAnExpressionOnce) {
  std::string text =
      sql("T | extend h = strlen(strcat(s, 'x')) | extend d = h + h | extend e = d * d | project e, d, h");
  EXPECT_EQ(occurrences(text, "concat("), 1U) << text;
}

TEST(Nesting, ComputesWhatAFilterReadsOnce) {
  std::string text = sql("T | extend h = strcat(s, 'x') | where h != 'a' and h != 'b' | project h");
  EXPECT_EQ(occurrences(text, "concat("), 1U) << text;
}

TEST(Nesting, ComputesKeysAndAggregatesOfComputedColumnsOnce) {
  std::string text = sql("T | extend h = strcat(s, 'x') | summarize count(), max(h), min(h) by h");
  EXPECT_EQ(occurrences(text, "concat("), 1U) << text;
}

// The size of the text grows with the number of steps, not with 2 to the power of it.
TEST(Nesting, KeepsDoublingStepsSmall) {
  std::string text = "T | project a";
  for (int i = 0; i < 40; ++i) text += " | extend a = a + a";
  EXPECT_LT(sql(text).size(), 20'000U);
}

TEST(Nesting, PutsSimpleOperatorsIntoOneSelect) {
  EXPECT_EQ(occurrences(sql("T | where a > 1 | where b > 2 | project s, a | take 5"), "SELECT"), 1U);
  EXPECT_EQ(occurrences(sql("T | where a > 1 | summarize count() by s"), "SELECT"), 1U);
  EXPECT_EQ(occurrences(sql("T | where a > 1 | sort by b asc | take 5"), "SELECT"), 1U);
}

TEST(Nesting, ReadsOnlyTheColumnsThatAreUsed) {
  EXPECT_EQ(sql("T | project s, a | project a").find("col_s"), std::string::npos);
  EXPECT_EQ(sql("T | extend h = strcat(s, 'x') | summarize sum(a)").find("col_s"), std::string::npos);
  EXPECT_EQ(sql("T | summarize max(b), sum(a) | project sum_a").find("col_b"), std::string::npos);
  std::string joined = sql("T | join kind=inner T on a | project a, b1");
  EXPECT_EQ(joined.find("col_s"), std::string::npos);
  EXPECT_EQ(joined.find("col_c"), std::string::npos);
}

TEST(Nesting, WritesASharedTableOnce) {
  EXPECT_EQ(occurrences(sql("let A = T | where a > 1; union A, A, A"), "stored"), 1U);
  EXPECT_EQ(occurrences(sql("let A = materialize(T); A | join kind=inner A on a"), "MATERIALIZED"), 1U);
}

// Texts that would grow without end are refused, and in time.
TEST(Nesting, BoundsNamesThatDoubleEachOther) {
  std::string values = "let x0 = strcat('a', 'b');", calls = "let f0 = (x:string) { x };";
  for (int i = 0; i < 40; ++i) {
    std::string last = std::to_string(i), next = std::to_string(i + 1);
    values += "let x" + next + " = strcat(x" + last + ", x" + last + ");";
    calls += "let f" + next + " = (x:string) { strcat(f" + last + "(x), f" + last + "(x)) };";
  }
  auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(compiled(values + "print x40").diagnostics.front().code, "HB004");
  EXPECT_EQ(compiled(calls + "print f40('a')").diagnostics.front().code, "HB004");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

}  // namespace
}  // namespace huntbook::kql
