#include "analysis/cluster/cluster.hpp"

#include <algorithm>
#include <map>
#include <random>

#include <gtest/gtest.h>

namespace huntbook::cluster {
namespace {

const Schema processes{{"TimeGenerated", ScalarType::DateTime}, {"Account", ScalarType::String},
                       {"NewProcessName", ScalarType::String},  {"CommandLine", ScalarType::String},
                       {"SubjectLogonId", ScalarType::String},  {"Id", ScalarType::Long}};

struct Process {
  Ticks time;
  std::string account = "HOST\\ann";
  std::string path = "C:\\tool.exe";
  std::string command = "tool.exe -a";
  std::string session = "0x1234";
};

Batch batch_of(const std::vector<Process>& events) {
  Batch batch = make_batch(processes);
  std::int64_t id = 0;
  for (const Process& event : events) {
    batch.columns[0].push_long(event.time);
    batch.columns[1].push_text(event.account);
    batch.columns[2].push_text(event.path);
    batch.columns[3].push_text(event.command);
    batch.columns[4].push_text(event.session);
    batch.columns[5].push_long(id++);
  }
  return batch;
}

struct Row {
  std::int64_t source;  // Id
  Ticks time;
  bool clustered;
  std::int64_t cluster;
  std::int64_t size;
  Ticks first;
  Ticks last;
  double kept;
  bool operator==(const Row&) const = default;
};

std::vector<Row> rows_of(const std::vector<Batch>& batches) {
  std::vector<Row> rows;
  for (const Batch& batch : batches) {
    for (std::size_t i = 0; i < batch.rows(); ++i) {
      rows.push_back(Row{batch.columns[5].long_at(i), batch.columns[0].long_at(i), batch.columns[6].bool_at(i),
                         batch.columns[7].long_at(i), batch.columns[8].long_at(i), batch.columns[9].long_at(i),
                         batch.columns[10].long_at(i), batch.columns[11].real_at(i)});
    }
  }
  return rows;
}

std::vector<Row> run(const std::vector<Process>& events, const Options& options = {}) {
  auto clusterer = EventClusterer::create(processes, options);
  EXPECT_TRUE(clusterer.has_value());
  EXPECT_TRUE(clusterer->push(batch_of(events)));
  return rows_of(clusterer->finish());
}

TEST(Cluster, OneRowPerPatternAndTheEarliestStandsForIt) {
  const auto rows =
      run({{30, "A", "p", "x -a"}, {10, "A", "p", "y -b"}, {20, "A", "p", "z -c"}, {5, "A", "p", "x /c"}});
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0], (Row{1, 10, true, 0, 3, 10, 30, 0.5}));
  EXPECT_EQ(rows[1], (Row{3, 5, false, -1, 1, 5, 5, 0.5}));
}

TEST(Cluster, ExecutablesNeverMix) {
  Options options;
  options.eps = 10;
  const auto rows = run({{1, "A", "C:\\a.exe"}, {2, "A", "C:\\b.exe"}, {3, "A", "c:\\A.EXE"}}, options);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].size, 2);
  EXPECT_EQ(rows[1].source, 1);
}

TEST(Cluster, AccountsAndSystemSessionsAreApart) {
  const auto rows = run({{1, "A"}, {2, "B"}, {3, "a", "C:\\tool.exe", "tool.exe -a", "0x3e7"}, {4, "a"}});
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].size, 2);
}

TEST(Cluster, LongCommandLinesMayDifferInOneOfTwentyDelimiters) {
  std::string flags = "tool";
  for (int i = 0; i < 19; ++i) flags += " x";
  const auto rows = run({{1, "A", "p", flags}, {2, "A", "p", flags + " y"}, {3, "A", "p", "t x"}, {4, "A", "p", "t"}});
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].size, 2);
  EXPECT_FALSE(rows[1].clustered);
  EXPECT_FALSE(rows[2].clustered);
}

TEST(Cluster, EachNoiseEventKeepsItsOwnTimes) {
  Options options;
  options.min_samples = 4;
  const auto rows = run({{30}, {10}, {20}}, options);
  ASSERT_EQ(rows.size(), 3U);
  for (const Row& row : rows) {
    EXPECT_EQ(row.cluster, -1);
    EXPECT_EQ(row.size, 1);
    EXPECT_EQ(row.first, row.time);
    EXPECT_EQ(row.last, row.time);
    EXPECT_EQ(row.kept, 1);
  }
  EXPECT_EQ(rows[0].source, 0);
  EXPECT_EQ(rows[1].source, 1);
}

TEST(Cluster, ResultDoesNotDependOnTheOrderOfInput) {
  std::mt19937 random(1);
  std::vector<Process> events;
  for (int i = 0; i < 500; ++i) {
    Process event{i, "A", "p" + std::to_string(random() % 3), "x"};
    for (std::size_t n = random() % 40; n > 0; --n) event.command += random() % 2 == 0 ? " -" : "/";
    events.push_back(event);
  }
  const auto forward = run(events);
  std::ranges::reverse(events);
  auto backward = run(events);
  ASSERT_EQ(forward.size(), backward.size());
  for (std::size_t i = 0; i < forward.size(); ++i) {
    backward[i].source = 499 - backward[i].source;
    EXPECT_EQ(forward[i], backward[i]);
  }
}

TEST(Cluster, CollapsedAgreesWithAllRows) {
  std::mt19937 random(9);
  for (Mode mode : {Mode::Pattern, Mode::Msticpy}) {
    for (std::uint64_t min_samples : {1U, 2U, 3U, 5U}) {
      std::vector<Process> events;
      events.reserve(400);
      for (int i = 0; i < 400; ++i) {
        events.push_back({static_cast<Ticks>(random() % 1000), "A", std::string(1 + random() % 4, 'p'),
                          std::string(random() % 60, '-')});
      }
      Options options;
      options.mode = mode;
      options.min_samples = min_samples;
      options.eps = 0.02;
      const auto collapsed = run(events, options);
      options.collapse = false;
      const auto all = run(events, options);
      ASSERT_EQ(all.size(), events.size());
      std::map<std::int64_t, std::vector<Row>> members;
      for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(all[i].source, static_cast<std::int64_t>(i));
        EXPECT_EQ(all[i].time, events[i].time);
        members[all[i].cluster].push_back(all[i]);
      }
      std::size_t noise = 0;
      for (const Row& row : collapsed) {
        if (row.cluster == -1) {
          ++noise;
          EXPECT_EQ(all[static_cast<std::size_t>(row.source)].cluster, -1);
          continue;
        }
        const auto& cluster = members[row.cluster];
        EXPECT_EQ(row.size, static_cast<std::int64_t>(cluster.size()));
        EXPECT_EQ(row.first, std::ranges::min(cluster, {}, &Row::time).time);
        EXPECT_EQ(row.last, std::ranges::max(cluster, {}, &Row::time).time);
        EXPECT_EQ(row.time, row.first);
        const Ticks own = events[static_cast<std::size_t>(row.source)].time;
        if (mode == Mode::Pattern) {
          EXPECT_EQ(own, row.first);
        } else {
          EXPECT_EQ(row.source, cluster.front().source);
        }
      }
      EXPECT_EQ(noise, members[-1].size());
      EXPECT_DOUBLE_EQ(collapsed[0].kept, static_cast<double>(collapsed.size()) / 400);
    }
  }
}

TEST(Cluster, ManyBatchesAreAsOne) {
  // Backward in time, so that every event replaces its pattern's exemplar.
  Options options;
  options.min_samples = 3;
  auto clusterer = EventClusterer::create(processes, options);
  ASSERT_TRUE(clusterer);
  std::vector<Process> all;
  for (int batch = 0; batch < 300; ++batch) {
    std::vector<Process> events;
    for (int i = 0; i < 64; ++i) {
      const int number = batch * 64 + i;
      events.push_back({100'000 - number, "A", "p" + std::to_string(number % 50), "x"});
    }
    events.push_back({100'001, "A", "once" + std::to_string(batch % 150), "x"});
    ASSERT_TRUE(clusterer->push(batch_of(events)));
    all.insert(all.end(), events.begin(), events.end());
  }
  auto pieces = rows_of(clusterer->finish());
  auto whole = run(all, options);
  ASSERT_EQ(pieces.size(), whole.size());
  EXPECT_EQ(pieces.size(), 50U + 300U);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    EXPECT_EQ(pieces[i].first, whole[i].first);
    EXPECT_EQ(pieces[i].size, whole[i].size);
  }
}

TEST(Cluster, NoRowsAndOneRow) {
  EXPECT_TRUE(run({}).empty());
  auto untouched = EventClusterer::create(processes, {});
  ASSERT_TRUE(untouched);
  EXPECT_TRUE(untouched->finish().empty());
  for (Mode mode : {Mode::Pattern, Mode::Msticpy}) {
    Options options;
    options.mode = mode;
    const auto rows = run({{7}}, options);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0], (Row{0, 7, false, -1, 1, 7, 7, 1.0}));
  }
}

TEST(Cluster, HostileText) {
  const std::string binary("\0\xff\xfe\x80 \"'|&", 9);
  const std::string huge(1'000'000, ' ');
  for (Mode mode : {Mode::Pattern, Mode::Msticpy}) {
    Options options;
    options.mode = mode;
    options.eps = 0.0001;
    const auto rows = run({{1, binary, binary, binary, binary},
                           {2, "", "", "", ""},
                           {3, "A", "p", huge, "0x"},
                           {4, "A", "p", huge + "-", "0x"},
                           {5, "", "", "", ""}},
                          options);
    EXPECT_GE(rows.size(), 3U);
    EXPECT_LE(rows.size(), 4U);
  }
}

TEST(Cluster, NullsAreValuesOfTheirOwn) {
  const Schema schema{{"When", ScalarType::DateTime}, {"Kind", ScalarType::String}, {"Bytes", ScalarType::Real}};
  Batch batch = make_batch(schema);
  const auto add = [&](std::optional<Ticks> time, std::optional<double> bytes) {
    time ? batch.columns[0].push_long(*time) : batch.columns[0].push_null();
    batch.columns[1].push_text("k");
    bytes ? batch.columns[2].push_real(*bytes) : batch.columns[2].push_null();
  };
  add(std::nullopt, std::nullopt);
  add(5, std::nullopt);
  add(6, 0);
  add(std::nullopt, std::numeric_limits<double>::infinity());
  add(7, 1);
  Options options;
  options.features = {"Kind", "Bytes"};
  auto clusterer = EventClusterer::create(schema, options);
  ASSERT_TRUE(clusterer);
  ASSERT_TRUE(clusterer->push(batch));
  const auto result = clusterer->finish();
  ASSERT_EQ(result.size(), 1U);
  ASSERT_EQ(result[0].rows(), 4U);
  EXPECT_EQ(result[0].columns[5].long_at(0), 2);  // the two without bytes
  EXPECT_EQ(result[0].columns[6].long_at(0), 5);  // TimeGenerated is added
  EXPECT_TRUE(result[0].columns[7].is_null(3));   // the infinite one has no time
}

TEST(Cluster, NumbersAreScaledByTheirRange) {
  const Schema schema{{"Bytes", ScalarType::Long}};
  Batch batch = make_batch(schema);
  for (std::int64_t value : {0, 10'000, 500'000, 600'000, 1'000'000}) batch.columns[0].push_long(value);
  Options options;
  options.features = {"Bytes"};
  auto clusterer = EventClusterer::create(schema, options);
  ASSERT_TRUE(clusterer->push(batch));
  EXPECT_EQ(clusterer->finish()[0].rows(), 4U);  // 1 % apart is near, 10 % is not
}

TEST(Cluster, LogonsGroupByAccountAndType) {
  const Schema schema{{"TimeGenerated", ScalarType::DateTime},
                      {"EventID", ScalarType::Int},
                      {"Account", ScalarType::String},
                      {"CommandLine", ScalarType::String},
                      {"LogonType", ScalarType::Int}};
  Batch batch = make_batch(schema);
  for (const auto& [account, type] :
       std::vector<std::pair<std::string, int>>{{"a", 3}, {"a", 10}, {"a", 3}, {"b", 3}}) {
    batch.columns[0].push_long(1);
    batch.columns[1].push_int(4624);
    batch.columns[2].push_text(account);
    batch.columns[3].push_text("");
    batch.columns[4].push_int(type);
  }
  auto clusterer = EventClusterer::create(schema, {});
  ASSERT_TRUE(clusterer->push(batch));
  EXPECT_EQ(clusterer->finish()[0].rows(), 3U);
}

TEST(Cluster, ColumnsOfTheResult) {
  const auto schema = output_schema(
      {{"ClusterId", ScalarType::String}, {"TimeGenerated", ScalarType::String}, {"CommandLine", ScalarType::String}},
      {});
  ASSERT_TRUE(schema);
  EXPECT_EQ(*schema, (Schema{{"TimeGenerated", ScalarType::DateTime},
                             {"CommandLine", ScalarType::String},
                             {"Clustered", ScalarType::Bool},
                             {"ClusterId", ScalarType::Long},
                             {"ClusterSize", ScalarType::Long},
                             {"FirstEventTime", ScalarType::DateTime},
                             {"LastEventTime", ScalarType::DateTime},
                             {"KeptShare", ScalarType::Real}}));
}

std::string complaint(const Schema& schema, const Options& options) {
  const auto result = output_schema(schema, options);
  return result ? "" : result.error().message;
}

Options named(std::vector<std::string> features, Mode mode = Mode::Pattern) {
  Options options;
  options.features = std::move(features);
  options.mode = mode;
  return options;
}

TEST(Cluster, WhatDoesNotFitIsRefused) {
  const Schema other{{"Color", ScalarType::String}};
  EXPECT_NE(complaint(other, {}).find("finds no columns"), std::string::npos);
  EXPECT_EQ(complaint(other, named({"Colour"})), "'Colour' is neither a feature nor a column of the input");
  EXPECT_EQ(complaint(other, named({"pathScore"})), "the feature 'pathScore' needs a column with the process path");
  EXPECT_EQ(complaint(other, named({"Color"}, Mode::Msticpy)),
            "the column 'Color' is a string, and mode 'msticpy' takes numbers");
  EXPECT_EQ(complaint(processes, named({"executable"}, Mode::Msticpy)),
            "the feature 'executable' is text, and mode 'msticpy' takes numbers");
  Options options;
  options.eps = -1;
  EXPECT_EQ(complaint(processes, options), "eps must be a number of at least 0, not -1");
  options = {};
  options.min_samples = 0;
  EXPECT_EQ(complaint(processes, options), "min_samples must be at least 1");
}

TEST(Cluster, MemoryIsBounded) {
  for (bool collapse : {true, false}) {
    Options options;
    options.collapse = collapse;
    options.memory_limit = 1 << 20U;
    auto clusterer = EventClusterer::create(processes, options);
    std::vector<Process> events;
    events.reserve(20'000);
    for (int i = 0; i < 20'000; ++i) events.push_back({i, collapse ? "A" + std::to_string(i) : "A"});
    const auto pushed = clusterer->push(batch_of(events));
    ASSERT_FALSE(pushed);
    EXPECT_EQ(pushed.error().kind, ErrorKind::User);
    EXPECT_FALSE(pushed.error().hint.empty());
  }
}

}  // namespace
}  // namespace huntbook::cluster
