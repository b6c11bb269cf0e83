// Statements, transactions, cancellation, progress and limits.
#include <atomic>
#include <chrono>
#include <thread>

#include <gtest/gtest.h>

#include "memory_engine.hpp"

namespace huntbook::engine {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

class Connections : public MemoryEngine {};

TEST_F(Connections, CountsChangedRows) {
  ASSERT_TRUE(connection_->execute("CREATE TABLE t (x BIGINT)"));
  auto changed = connection_->execute("INSERT INTO t SELECT * FROM range(5)");
  ASSERT_TRUE(changed);
  EXPECT_EQ(*changed, 5U);
}

TEST_F(Connections, RollbackLosesAllCommitKeepsAll) {
  ASSERT_TRUE(connection_->execute("CREATE TABLE t (x BIGINT)"));
  ASSERT_TRUE(connection_->begin());
  ASSERT_TRUE(connection_->execute("INSERT INTO t VALUES (1)"));
  ASSERT_TRUE(connection_->rollback());
  EXPECT_EQ(number("SELECT count(*) FROM t"), 0);
  ASSERT_TRUE(connection_->begin());
  ASSERT_TRUE(connection_->execute("INSERT INTO t VALUES (1)"));
  ASSERT_TRUE(connection_->commit());
  EXPECT_EQ(number("SELECT count(*) FROM t"), 1);
}

TEST_F(Connections, FailureWhileRowsAreReadIsTheUsersFault) {
  Error error = failure("SELECT x::VARCHAR::BIGINT / (x - 90000) + ('a' || x)::BIGINT FROM range(100000) t(x)",
                        {{"x", ScalarType::Real}});
  EXPECT_EQ(error.kind, ErrorKind::User);
}

TEST_F(Connections, CancelStopsWithinAQuarterSecond) {
  const std::vector<std::string> long_runs = {
      "SELECT count(*) FROM range(100000000) a(x), range(1000) b(y) WHERE x % 7 <> y % 5",
      "SELECT x FROM (SELECT x, row_number() OVER (ORDER BY hash(x)) r FROM range(300000000) t(x)) WHERE r = 5",
  };
  for (const std::string& sql : long_runs) {
    std::atomic<Clock::rep> asked{0};
    std::thread stopper([&] {
      std::this_thread::sleep_for(200ms);
      asked = Clock::now().time_since_epoch().count();
      connection_->interrupt();
    });
    auto result = ask(*connection_, sql, {{"n", ScalarType::Long}});
    auto ended = Clock::now().time_since_epoch().count();
    stopper.join();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::Cancelled);
    EXPECT_LT(Clock::duration(ended - asked.load()), 250ms);
  }
  EXPECT_EQ(number("SELECT 42"), 42) << "the connection works on";
}

TEST_F(Connections, CancelStopsAResultThatIsBeingRead) {
  auto stream = connection_->query("SELECT x FROM range(10000000000) t(x)", {{"x", ScalarType::Long}}, {});
  ASSERT_TRUE(stream);
  ASSERT_TRUE((*stream)->next());
  connection_->interrupt();
  bool stopped = false;
  for (int reads = 0; reads < 100'000 && !stopped; ++reads) {
    auto batch = (*stream)->next();
    stopped = !batch && batch.error().kind == ErrorKind::Cancelled;
  }
  EXPECT_TRUE(stopped);
}

TEST_F(Connections, ProgressGrows) {
  std::atomic<bool> done{false};
  double most = -1;
  ASSERT_TRUE(connection_->execute("CREATE TABLE t AS SELECT * FROM range(20000000) t(x)"));
  ASSERT_TRUE(connection_->watch_progress());
  std::thread watcher([&] {
    while (!done) {
      most = std::max(most, connection_->progress().value_or(-1));
      std::this_thread::sleep_for(2ms);
    }
  });
  number("SELECT count(hash(hash(x) + 1)) FILTER (x % 7 <> 3) FROM t");
  done = true;
  watcher.join();
  EXPECT_GT(most, 0.0);
  EXPECT_LE(most, 1.0);
}

TEST_F(Connections, LargeResultStreamsInSmallBatches) {
  auto stream = connection_->query("SELECT x FROM range(3000000) t(x)", {{"x", ScalarType::Long}}, {});
  ASSERT_TRUE(stream);
  std::size_t total = 0;
  while (true) {
    auto batch = (*stream)->next();
    ASSERT_TRUE(batch);
    if (!*batch) break;
    EXPECT_LE((*batch)->rows(), 4096U);
    total += (*batch)->rows();
  }
  EXPECT_EQ(total, 3'000'000U);
}

TEST_F(Connections, StreamMayBeLeftHalfRead) {
  {
    auto stream = connection_->query("SELECT x FROM range(3000000) t(x)", {{"x", ScalarType::Long}}, {});
    ASSERT_TRUE(stream);
    ASSERT_TRUE((*stream)->next());
  }
  EXPECT_EQ(number("SELECT 1"), 1);
}

TEST_F(Connections, MemoryLimitIsAnErrorOfTheEnvironment) {
  auto engine = open_duckdb({}, {.memory_limit = 32 << 20, .threads = 1});
  ASSERT_TRUE(engine);
  auto connection = (*engine)->connect();
  ASSERT_TRUE(connection);
  auto result = ask(**connection, "SELECT len(list(x || 'padding padding padding'))::BIGINT FROM range(5000000) t(x)",
                    {{"n", ScalarType::Long}});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::Environment);
}

}  // namespace
}  // namespace huntbook::engine
