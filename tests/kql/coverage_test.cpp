// Holds the records against the cases: what is registered and has no case with a result that says what comes out fails
// here. The operators on text, which queries for evidence live on, have at least ten cases each.
#include <algorithm>
#include <filesystem>
#include <map>

#include <gtest/gtest.h>

#include "case_reader.hpp"
#include "kql/bind/plan_plugin.hpp"
#include "kql/functions/record.hpp"
#include "kql/operators/record.hpp"
#include "names_of_query.hpp"
#include "query/plugins/plugin.hpp"

namespace huntbook::kql_cases {
namespace {

// How many cases with a result use each name.
std::map<UsedName, std::size_t> count_cases() {
  std::map<UsedName, std::size_t> counts;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(HUNTBOOK_KQL_CASES)) {
    if (entry.path().extension() != ".test") continue;
    for (const Case& test : read_cases(entry.path())) {
      const std::string* query = test.find("kql");
      if (query == nullptr || (test.find("rows") == nullptr && test.find("columns") == nullptr)) continue;
      for (const UsedName& name : names_of_query(*query)) ++counts[name];
    }
  }
  return counts;
}

std::string described(const UsedName& name) {
  constexpr std::string_view kinds[] = {"function", "aggregate", "window function",  "operator",
                                        "plugin",   "source",    "tabular operator", "statement"};
  return std::string(kinds[static_cast<std::size_t>(name.kind)]) + " " + name.name;
}

std::vector<UsedName> registered_names() {
  std::vector<UsedName> names;
  for (const kql::FunctionRecord& record : kql::builtin_functions().records())
    names.push_back({static_cast<NameKind>(record.kind), std::string(record.name)});
  for (const kql::bind::PlanPlugin& plugin : kql::bind::plan_plugins())
    names.push_back({NameKind::Plugin, std::string(plugin.name)});
  // Those that the compiler binds itself are plan plugins, or steps of operators.
  for (const query::Plugin& plugin : query::builtin_plugins()) {
    if (plugin.signature.bind) names.push_back({NameKind::Plugin, plugin.signature.name});
  }
  for (const kql::OperatorRecord& record : kql::operator_records()) {
    const NameKind kind = record.kind == kql::OperatorKind::Source     ? NameKind::Source
                          : record.kind == kql::OperatorKind::Operator ? NameKind::TabularOperator
                                                                       : NameKind::Statement;
    names.push_back({kind, std::string(record.name)});
  }
  return names;
}

TEST(Coverage, EveryRecordHasACaseWithAResult) {
  const std::map<UsedName, std::size_t> counts = count_cases();
  for (const UsedName& name : registered_names()) {
    EXPECT_TRUE(counts.contains(name)) << described(name) << " has no case in tests/kql that says what comes out";
  }
}

TEST(Coverage, OperatorsOnTextHaveTenCasesEach) {
  const std::map<UsedName, std::size_t> counts = count_cases();
  for (std::string_view name : {"==",
                                "!=",
                                "=~",
                                "!~",
                                "has",
                                "!has",
                                "has_cs",
                                "!has_cs",
                                "hasprefix",
                                "!hasprefix",
                                "hasprefix_cs",
                                "!hasprefix_cs",
                                "hassuffix",
                                "!hassuffix",
                                "hassuffix_cs",
                                "!hassuffix_cs",
                                "contains",
                                "!contains",
                                "contains_cs",
                                "!contains_cs",
                                "startswith",
                                "!startswith",
                                "startswith_cs",
                                "!startswith_cs",
                                "endswith",
                                "!endswith",
                                "endswith_cs",
                                "!endswith_cs",
                                "matches regex",
                                "has_any",
                                "has_all",
                                "in",
                                "!in",
                                "in~",
                                "!in~",
                                "between",
                                "!between"}) {
    ASSERT_NE(kql::builtin_functions().find(kql::FunctionKind::Operator, name), nullptr) << name;
    const auto found = counts.find({NameKind::ValueOperator, std::string(name)});
    EXPECT_GE(found == counts.end() ? 0U : found->second, 10U) << name;
  }
}

TEST(NamesOfQuery, AreThoseOfRecordsAsTheyAreUsed) {
  using enum NameKind;
  EXPECT_EQ(names_of_query("print s = \"count(\", strlen = 1"), (std::set<UsedName>{{Source, "print"}}));
  EXPECT_EQ(names_of_query("T | limit 3 | summarize max(abs(-n)) by bin(t, 1h)"),
            (std::set<UsedName>{{Scalar, "abs"},
                                {Scalar, "bin"},
                                {Aggregate, "max"},
                                {ValueOperator, "neg"},
                                {TabularOperator, "summarize"},
                                {TabularOperator, "take"}}));
  EXPECT_EQ(names_of_query("let abs = (n: long) { n }; T | where abs(n) in (1) and s matches regex \"(\""),
            (std::set<UsedName>{{ValueOperator, "and"},
                                {ValueOperator, "in"},
                                {ValueOperator, "matches regex"},
                                {TabularOperator, "where"},
                                {Statement, "let"}}));
  EXPECT_EQ(names_of_query("search in (T) \"x\" | evaluate narrow()"),
            (std::set<UsedName>{{Plugin, "narrow"}, {Source, "search"}, {TabularOperator, "evaluate"}}));
}

}  // namespace
}  // namespace huntbook::kql_cases
