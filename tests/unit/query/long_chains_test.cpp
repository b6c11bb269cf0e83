// Chains of operators that the engine would plan in a time that doubles with each link end promptly, with the rows that
// each link leaves.
#include <fmt/format.h>

#include "texts_of_run.hpp"

namespace huntbook::query {
namespace {

constexpr int links = 40;
constexpr std::chrono::seconds promptly{30};

// Each link keeps the 70 rows of x, a and c, but for the rows that its filter takes out.
struct Chain {
  std::string_view name;
  std::string_view link;  // with the link's number for {0}
};
constexpr Chain chains[] = {
    {"groupings", " | summarize c = sum(c) by x, a"},
    {"groupings with filters between them", " | summarize c = sum(c) by x, a | where c != {0} and a >= 0"},
    {"groups cut to a size", " | partition by a (top 10 by c) | where c != {0}"},
    {"joins of unique rows", " | join (T | project x) on x | project-away x1 | where c != {0}"},
    {"joins with groupings",
     " | join kind=inner (T | summarize m{0} = max(c) by x) on x | summarize c = max(m{0}) by x, a | where c != {0}"},
    {"windows within groups",
     " | partition by a (sort by c asc | extend r = row_number() | project-away r) | where c != {0}"},
    {"unions of groupings", " | summarize c = sum(c) by x, a | union (T | where x == 1000) | where c != {0}"},
};

class LongChains : public testing::TestWithParam<Chain> {};

TEST_P(LongChains, EndPromptly) {
  const MemoryCase opened = open_memory_case({.threads = 1, .command = {}});
  ASSERT_TRUE(opened.connection);
  std::string query = "let T = materialize(range x from 1 to 70 step 1 | extend a = x % 7, c = x);\nT";
  for (int i = 1; i <= links; ++i) query += fmt::format(fmt::runtime(GetParam().link), i);
  query += " | summarize rows = count(), least = min(c), most = max(c)";
  TextsOfRun sink;
  RunOptions options;
  options.time_limit = promptly;
  const RunOutcome outcome = run(*opened.file, *opened.connection, query, options, sink);
  ASSERT_TRUE(outcome.ok()) << (outcome.error ? outcome.error->message : outcome.diagnostics.front().message);
  ASSERT_EQ(sink.rows.size(), 1U);
  const bool filters = GetParam().link.contains("where c");
  EXPECT_EQ(sink.rows.front(), filters ? "30 | 41 | 70" : "70 | 1 | 70");
}

INSTANTIATE_TEST_SUITE_P(All, LongChains, testing::ValuesIn(chains), [](const auto& info) {
  std::string name;
  for (const char c : info.param.name) name += c == ' ' ? '_' : c;
  return name;
});

}  // namespace
}  // namespace huntbook::query
