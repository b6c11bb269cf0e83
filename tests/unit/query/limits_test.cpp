// Queries that are stopped, run out of time or out of memory: the caller is free, the error says why, and the case goes
// on. How fast that is, bench/cancel_latency measures; here only seconds are told from minutes.
#include <atomic>
#include <chrono>
#include <thread>

#include "texts_of_run.hpp"

namespace huntbook::query {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto soon = 10s;

// The engine's planner takes twice the time for each of these lists, and does not look up from it.
std::string hours_of_planning() {
  std::string list = "range x from 1 to 9 step 1";
  for (int i = 0; i < 40; ++i)
    list = "range x from 1 to 9 step 1 | where x in ((" + list + ")) | summarize x=max(x) by y=x % " +
           std::to_string(i + 7) + " | project x";
  return list;
}

const char* const hours_of_work =
    "range x from 1 to 1000000000 step 1 | extend k=1 | join kind=inner (range y from 1 to 1000000 step 1 | extend "
    "k=1) "
    "on k | where x % 7 == y % 5 | count";

const char* const hours_of_rows = "range x from 1 to 100000000000 step 1";

const char* const long_plugin =
    "range x from 1 to 400000 step 1 | extend a=strcat('a', x % 9000), b=strcat('b', x % 7001), c=strcat('c', x % "
    "1003), "
    "d=strcat('d', x % 499) | evaluate basket(0.0005)";

class Limits : public testing::Test {
 protected:
  void SetUp() override { case_ = open_memory_case(); }

  RunOutcome run(const std::string& text, const RunOptions& options) {
    TextsOfRun sink;
    return query::run(*case_.file, *case_.connection, text, options, sink);
  }

  void expect_works_on() {
    TextsOfRun sink;
    const RunOutcome outcome = query::run(*case_.file, *case_.connection, "print 6 * 7", {}, sink);
    EXPECT_TRUE(outcome.ok()) << (outcome.error ? outcome.error->message : "diagnostics");
    EXPECT_EQ(sink.rows, std::vector<std::string>{"42"});
  }

  MemoryCase case_;
};

TEST_F(Limits, AStopEndsWhateverRuns) {
  for (const std::string& text : {hours_of_planning(), std::string(hours_of_work), std::string(hours_of_rows)}) {
    SCOPED_TRACE(text.substr(0, 80));
    std::atomic<bool> stop = false;
    RunOptions options;
    options.stop = &stop;
    std::jthread stopper([&] {
      std::this_thread::sleep_for(300ms);
      stop = true;
    });
    const auto begin = Clock::now();
    const RunOutcome outcome = run(text, options);
    EXPECT_LT(Clock::now() - begin, soon);
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->kind, ErrorKind::Cancelled);
    expect_works_on();
  }
}

TEST_F(Limits, AStopBeforeTheBeginningCounts) {
  std::atomic<bool> stop = true;
  RunOptions options;
  options.stop = &stop;
  const RunOutcome outcome = run("print 1", options);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->kind, ErrorKind::Cancelled);
  expect_works_on();
}

TEST_F(Limits, ATimeLimitSaysThatItWasOne) {
  for (const std::string& text : {hours_of_planning(), std::string(hours_of_work), std::string(hours_of_rows)}) {
    SCOPED_TRACE(text.substr(0, 80));
    RunOptions options;
    options.time_limit = 250ms;
    const auto begin = Clock::now();
    const RunOutcome outcome = run(text, options);
    EXPECT_LT(Clock::now() - begin, soon);
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->kind, ErrorKind::User);
    EXPECT_EQ(outcome.error->message, "the query took longer than its time limit of 0.25 s");
    expect_works_on();
  }
}

TEST_F(Limits, APluginIsLeftToItself) {
  RunOptions options;
  options.time_limit = 1s;
  const auto begin = Clock::now();
  const RunOutcome outcome = run(long_plugin, options);
  EXPECT_LT(Clock::now() - begin, soon);
  if (outcome.error) {
    EXPECT_EQ(outcome.error->kind, ErrorKind::User) << outcome.error->message;
  }
  expect_works_on();
}

TEST_F(Limits, ALimitThatIsNotReachedChangesNothing) {
  RunOptions options;
  options.time_limit = 1h;
  TextsOfRun sink;
  const RunOutcome outcome =
      query::run(*case_.file, *case_.connection, "range x from 1 to 100000 step 1", options, sink);
  EXPECT_TRUE(outcome.ok());
  EXPECT_EQ(sink.rows.size(), 100'000U);
}

TEST_F(Limits, MemoryThatRunsOutIsSaid) {
  const MemoryCase small = open_memory_case({.memory_limit = 64 << 20, .threads = 1, .command = {}});
  TextsOfRun sink;
  const RunOutcome outcome = query::run(
      *small.file, *small.connection,
      "range x from 1 to 5000000 step 1 | summarize l=make_list(strcat(x, ' padding padding'), 10000000) | project "
      "array_length(l)",
      {}, sink);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->kind, ErrorKind::Environment);
  EXPECT_NE(outcome.error->message.find("memory"), std::string::npos) << outcome.error->message;
}

// A reader who wants no more must not wait for the rest.
TEST_F(Limits, ARefusingReaderEndsTheQuery) {
  class Refuses final : public ResultSink {
   public:
    Result<void> begin(const ResultInfo& /*info*/) override { return {}; }
    Result<void> batch(const Batch& /*batch*/) override { return fail(ErrorKind::Environment, "the disk is full"); }
    Result<void> end() override { return {}; }
  } sink;
  const auto begin = Clock::now();
  const RunOutcome outcome = query::run(*case_.file, *case_.connection, "range x from 1 to 3000000 step 1", {}, sink);
  EXPECT_LT(Clock::now() - begin, soon);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->message, "the disk is full");
  expect_works_on();
}

}  // namespace
}  // namespace huntbook::query
