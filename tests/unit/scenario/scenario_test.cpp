#include "scenario/scenario.hpp"

#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace huntbook::scenario {
namespace {

struct Seen {
  Ticks time;
  std::string host;
  std::uint64_t record;
  int id;
  std::string stage;
  std::map<std::string, std::string, std::less<>> data;
};

std::vector<Seen> events_of(const Options& options) {
  std::vector<Seen> seen;
  generate(
      options,
      [&](const LoggedEvent& logged) {
        Seen event{logged.time,
                   std::string(logged.host),
                   logged.record,
                   logged.event.id,
                   logged.label != nullptr ? std::string(logged.label->stage) : "",
                   {}};
        for (const auto& [key, value] : logged.event.data) event.data.emplace(key, value);
        EXPECT_TRUE(is_known_event(logged.event.id)) << logged.event.id;
        seen.push_back(std::move(event));
      },
      [] { return false; });
  return seen;
}

TEST(Scenario, GivesAboutAsManyEventsAsAsked) {
  for (const Options& options : {Options{2'000, 1}, Options{20'000, 1}, Options{20'000, 2}, Options{60'000, 3}}) {
    const auto given = static_cast<double>(events_of(options).size());
    EXPECT_NEAR(given / static_cast<double>(options.events), 1.0, 0.05)
        << options.events << " events, seed " << options.seed;
  }
}

TEST(Scenario, TimesAndRecordNumbersOfAHostGoUp) {
  std::map<std::string, Seen> last;
  for (const Seen& event : events_of({40'000, 1})) {
    auto [at, first] = last.try_emplace(event.host, event);
    if (!first) {
      EXPECT_LT(at->second.time, event.time);
      EXPECT_EQ(at->second.record + 1, event.record);
      at->second = event;
    }
  }
  EXPECT_EQ(last.size(), 2U);
}

TEST(Scenario, TheAttackIsOnOneHostAndSeedsDoNotChangeItsSteps) {
  std::vector<std::map<std::string, int>> counts;
  for (std::uint64_t seed : {1U, 9U}) {
    auto& of_seed = counts.emplace_back();
    for (const Seen& event : events_of({40'000, seed})) {
      if (event.stage.empty()) continue;
      EXPECT_EQ(event.host, "FIN-TS01.harbourline.example");
      ++of_seed[event.stage];
    }
  }
  EXPECT_EQ(counts[0], counts[1]);
  EXPECT_EQ(counts[0].size(), 8U);
  EXPECT_EQ(counts[0]["credential access"], 216);
}

TEST(Scenario, TheTruthHoldsTheStoryInItsOrder) {
  std::vector<int> ids;
  std::set<std::string> logon_types;
  for (const Seen& event : events_of({5'000, 4})) {
    if (event.stage.empty()) continue;
    if (event.id == 4624) logon_types.insert(event.data.at("LogonType"));
    if (ids.empty() || ids.back() != event.id) ids.push_back(event.id);
  }
  ASSERT_GT(ids.size(), 4U);
  EXPECT_EQ(ids[0], 4625);
  EXPECT_EQ(ids[1], 4624);
  EXPECT_EQ(logon_types, (std::set<std::string>{"10", "3"}));
  for (int id : {4672, 4688, 4698, 4697, 4720, 4732, 1102, 4647, 4798, 4799}) {
    EXPECT_NE(std::find(ids.begin(), ids.end(), id), ids.end()) << id;
  }
}

TEST(Scenario, WhatTheAttackersSessionsDoIsLabelledAndNothingElse) {
  const std::vector<Seen> events = events_of({20'000, 2});
  std::set<std::string> sessions;
  for (const Seen& event : events) {
    if (event.id != 4624) continue;
    const std::string& address = event.data.at("IpAddress");
    const bool attacker = address == "203.0.113.77" || address == "198.51.100.23";
    EXPECT_EQ(attacker, !event.stage.empty());
    if (attacker) sessions.insert(event.data.at("TargetLogonId"));
  }
  EXPECT_EQ(sessions.size(), 4U);
  for (const Seen& event : events) {
    const auto subject = event.data.find("SubjectLogonId");
    if (subject != event.data.end() && sessions.contains(subject->second)) {
      EXPECT_FALSE(event.stage.empty()) << event.id << " " << event.record;
    }
  }
}

TEST(Scenario, TheAttackersToolsHaveLawfulUsersToo) {
  bool lawful_ftp = false;
  bool lawful_users = false;
  for (const Seen& event : events_of({5'000, 1})) {
    if (event.id != 4688 || !event.stage.empty()) continue;
    lawful_ftp |= event.data.at("CommandLine").find("-s:") != std::string::npos;
    lawful_users |= event.data.at("CommandLine").find("net.exe\" ") != std::string::npos;
  }
  EXPECT_TRUE(lawful_ftp);
  EXPECT_TRUE(lawful_users);
}

TEST(Scenario, EveryProcessHasAParentOfTheSameName) {
  std::map<std::string, std::string> paths;
  for (const Seen& event : events_of({5'000, 1})) {
    if (event.id != 4688) continue;
    const auto parent = paths.find(event.data.at("ProcessId"));
    // Long-lived services have fixed ids below the pool of new ones and were started before the log begins.
    if (parent != paths.end() && std::strtol(event.data.at("ProcessId").c_str(), nullptr, 16) > 0x800) {
      EXPECT_EQ(parent->second, event.data.at("ParentProcessName")) << event.record;
    }
    paths[event.data.at("NewProcessId")] = event.data.at("NewProcessName");
  }
}

TEST(Scenario, StopsWhenAsked) {
  int seen = 0;
  EXPECT_FALSE(generate({20'000, 1}, [&](const LoggedEvent&) { ++seen; }, [&] { return seen > 100; }));
  EXPECT_LT(seen, 200);
}

}  // namespace
}  // namespace huntbook::scenario
