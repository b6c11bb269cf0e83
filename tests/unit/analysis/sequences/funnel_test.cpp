#include "analysis/sequences/funnel.hpp"

#include <gtest/gtest.h>

namespace huntbook::sequences {
namespace {

using Times = std::vector<std::optional<std::int64_t>>;

struct Event {
  std::int64_t time;
  std::string state;
};

Times progress(std::vector<std::string> sequence, const std::vector<Event>& events) {
  Progress progress(std::move(sequence));
  for (const Event& event : events) progress.add(event.time, event.state);
  return {progress.shortest().begin(), progress.shortest().end()};
}

std::vector<Occurrence> occurrences(std::vector<std::string> sequence, std::int64_t longest,
                                    const std::vector<Event>& events) {
  Occurrences occurrences(std::move(sequence), longest);
  std::vector<Occurrence> found;
  for (const Event& event : events) occurrences.add(event.time, event.time / 100, event.state, found);
  occurrences.finish(found);
  return found;
}

TEST(Progress, CountsFromTheLatestBeginning) {
  EXPECT_EQ(progress({"a", "b", "c"}, {{1, "a"}, {5, "x"}, {8, "a"}, {9, "b"}, {20, "c"}, {21, "b"}}),
            (Times{0, 1, 12}));
}

TEST(Progress, StatesOutOfOrderAreNoSteps) {
  EXPECT_EQ(progress({"a", "b"}, {{1, "b"}, {2, "a"}}), (Times{0, std::nullopt}));
  EXPECT_EQ(progress({"a", "b"}, {{1, "b"}}), (Times{std::nullopt, std::nullopt}));
}

TEST(Progress, AnEventIsOneStepOnly) {
  EXPECT_EQ(progress({"a", "a"}, {{1, "a"}}), (Times{0, std::nullopt}));
  EXPECT_EQ(progress({"a", "a"}, {{1, "a"}, {4, "a"}}), (Times{0, 3}));
}

TEST(Progress, RestartsEmptyAndHoldsAnyTimes) {
  Progress progress({"a", "b"});
  progress.add(INT64_MIN, "a");
  progress.add(INT64_MAX, "b");
  EXPECT_EQ(progress.shortest()[1], INT64_MAX);
  progress.restart();
  progress.add(2, "b");
  EXPECT_EQ(progress.shortest()[1], std::nullopt);
}

TEST(Occurrences, TellWhatStandsBeforeAndBehind) {
  EXPECT_EQ(occurrences({"a", "b"}, 10, {{1, "x"}, {2, "a"}, {3, "y"}, {4, "b"}, {5, "z"}}),
            (std::vector<Occurrence>{{0, "x", "z"}}));
  EXPECT_EQ(occurrences({"a"}, 10, {{1, "a"}}), (std::vector<Occurrence>{{0, "", ""}}));
}

TEST(Occurrences, AStayIsOneState) {
  EXPECT_EQ(occurrences({"a"}, 10, {{1, "x"}, {2, "a"}, {3, "a"}, {4, "x"}, {5, "a"}}),
            (std::vector<Occurrence>{{0, "x", "x"}, {0, "x", ""}}));
  EXPECT_EQ(occurrences({"a", "b"}, 10, {{1, "a"}, {2, "b"}, {3, "b"}, {4, "c"}}),
            (std::vector<Occurrence>{{0, "", "c"}}));
}

TEST(Occurrences, StepsLieNoFurtherApartThanAsked) {
  EXPECT_TRUE(occurrences({"a", "b"}, 10, {{1, "a"}, {12, "b"}}).empty());
  EXPECT_EQ(occurrences({"a", "b"}, 10, {{1, "a"}, {11, "b"}}).size(), 1U);
  EXPECT_EQ(occurrences({"a", "b", "c"}, 10, {{1, "a"}, {11, "b"}, {21, "c"}}).size(), 1U);
}

TEST(Occurrences, BelongToTheWindowThatTheyBeginIn) {
  EXPECT_EQ(occurrences({"a", "b"}, 10, {{99, "a"}, {101, "b"}, {102, "a"}, {103, "b"}}),
            (std::vector<Occurrence>{{0, "", "a"}, {1, "b", ""}}));
}

TEST(Occurrences, ActorsAreApart) {
  Occurrences occurrences({"a", "b"}, 10);
  std::vector<Occurrence> found;
  occurrences.add(1, 0, "a", found);
  occurrences.finish(found);
  occurrences.add(2, 0, "b", found);
  occurrences.finish(found);
  EXPECT_TRUE(found.empty());
}

}  // namespace
}  // namespace huntbook::sequences
