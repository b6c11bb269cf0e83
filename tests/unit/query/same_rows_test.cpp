// The same query gives the same rows whatever the number of threads and however often it runs, and in the same order
// where it defines one.
#include <algorithm>

#include "texts_of_run.hpp"

namespace huntbook::query {
namespace {

// Enough rows for several threads, with ties in every column that queries sort by.
constexpr std::string_view rows =
    "let T = range Id from 1 to 300000 step 1 | extend h = hash(Id) | extend Account = strcat('user', h % 97), "
    "Host = strcat('host', h % 13), Level = toint(h % 5), Took = h % 1000 * 1ms, TimeGenerated = datetime(2024-01-01) "
    "+ "
    "(h % 86400) * 1s, Score = (h % 1000) / 10.0 | project-away h;\n";

constexpr std::string_view queries[] = {
    "T | where Account == 'user7'",
    "T | where Account has 'user7' or Host in ('host1', 'host2') | project Id, Account, Host",
    "T | summarize n=count(), Ids=sum(Id), last=max(TimeGenerated) by Account, Host",
    "T | summarize n=count() by Account | sort by n desc, Account asc | take 5",
    "T | sort by TimeGenerated asc, Id asc | take 50",
    "T | sort by Score desc, Id desc | extend before=prev(Id), n=row_number() | where n < 40",
    "T | sort by Id asc | extend c=row_cumsum(Level) | where c % 1000 == 0",
    "T | summarize arg_max(Id, *) by Account",
    "T | summarize arg_min(TimeGenerated, Id) by Level",
    "T | summarize make_set(Host) by Level | extend s=array_sort_asc(set_Host) | project Level, s",
    "T | sort by Id asc | summarize l=make_list(Host, 20) by Level",
    "T | summarize dcount(Account), percentile(Score, 50) by Host",
    "T | join kind=inner (T | where Id % 1000 == 0 | project Id, h2=Host) on Id | project Id, Host, h2",
    "T | join kind=leftanti (T | where Level < 4) on Account | count",
    "T | where Id % 100 == 0 | join kind=innerunique (T | where Id % 300 == 0) on Id | project Id, Id1",
    "T | distinct Host, Level",
    "T | make-series n=count() default=0 on TimeGenerated from datetime(2024-01-01) to datetime(2024-01-02) step 1h by "
    "Level",
    "T | top-nested 3 of Host by max(Id), top-nested 2 of Level by max(Id)",
    "T | mv-expand x=pack_array(Id, Level) | summarize count() by tolong(x) % 7",
    "T | union (T | where Level == 1) | summarize count() by Level",
    "T | where Id < 1000 | sort by Id asc | extend s=row_cumsum(Level, Level == 0), r=row_rank_dense(Level)",
    "T | take 10 | count",
};

std::vector<std::string> outcome_of(const MemoryCase& opened, std::string_view query) {
  TextsOfRun sink;
  const RunOutcome outcome =
      query::run(*opened.file, *opened.connection, std::string(rows) + std::string(query), {}, sink);
  EXPECT_TRUE(outcome.ok()) << query << ": "
                            << (outcome.error ? outcome.error->message : outcome.diagnostics.front().message);
  if (!sink.ordered) std::ranges::sort(sink.rows);
  return sink.rows;
}

TEST(SameRows, WhateverTheNumberOfThreads) {
  std::vector<std::vector<std::string>> expected;
  for (const unsigned threads : {1U, 2U, 4U, 4U}) {
    const MemoryCase opened = open_memory_case({.threads = threads, .command = {}});
    ASSERT_TRUE(opened.connection);
    for (std::size_t i = 0; i < std::size(queries); ++i) {
      std::vector<std::string> found = outcome_of(opened, queries[i]);
      if (expected.size() == i) {
        EXPECT_FALSE(found.empty()) << queries[i];
        expected.push_back(std::move(found));
      } else {
        EXPECT_EQ(found == expected[i], true) << threads << " threads: " << queries[i];
      }
    }
  }
}

}  // namespace
}  // namespace huntbook::query
