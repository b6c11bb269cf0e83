#include "engine/duckdb/query_thread.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <new>
#include <thread>
#include <utility>

#include "engine/duckdb/result_stream.hpp"

namespace huntbook::engine::duckdb {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t batches_ahead = 4;

// What reader and thread share.
struct Exchange {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Batch> batches;
  std::optional<Error> error;
  bool opened = false;
  bool finished = false;  // no more batches will come
  bool stop = false;      // the reader wants no more
  bool gone = false;      // the thread touches the connection no more
  bool left = false;      // nobody waits
};

class Producer {
 public:
  Producer(std::shared_ptr<SharedConnection> connection, std::shared_ptr<Exchange> exchange, std::string sql,
           Schema schema)
      : connection_(std::move(connection)),
        exchange_(std::move(exchange)),
        sql_(std::move(sql)),
        schema_(std::move(schema)) {}

  void run() {
    try {
      if (Result<void> done = produce(); !done) finish(std::move(done).error());
    } catch (const std::bad_alloc&) {
      finish(Error{ErrorKind::Environment, "out of memory", "narrow the query (time, columns)"});
    } catch (const std::exception& exception) {
      finish(Error{ErrorKind::Internal, exception.what(), {}});
    }
    connection_.reset();  // this may be the last owner; it goes before anybody hears that the query is over
    const std::lock_guard lock(exchange_->mutex);
    exchange_->gone = true;
    exchange_->changed.notify_all();
    if (exchange_->left) count_left_behind(-1);
  }

 private:
  Result<void> produce() {
    HUNTBOOK_TRY(const std::unique_ptr<ResultStream> stream, open_stream(connection_->connection, sql_, schema_));
    std::unique_lock lock(exchange_->mutex);
    exchange_->opened = true;
    exchange_->changed.notify_all();
    while (!exchange_->stop) {
      lock.unlock();
      HUNTBOOK_TRY(std::optional<Batch> batch, stream->next());
      lock.lock();
      if (!batch) {
        exchange_->finished = true;
        exchange_->changed.notify_all();
        return {};
      }
      exchange_->batches.push_back(std::move(*batch));
      exchange_->changed.notify_all();
      exchange_->changed.wait(lock, [&] { return exchange_->stop || exchange_->batches.size() < batches_ahead; });
    }
    return {};
  }

  void finish(Error error) {
    const std::lock_guard lock(exchange_->mutex);
    exchange_->error = std::move(error);
    exchange_->finished = true;
  }

  std::shared_ptr<SharedConnection> connection_;
  std::shared_ptr<Exchange> exchange_;
  std::string sql_;
  Schema schema_;
};

class ThreadStream final : public ResultStream {
 public:
  ThreadStream(std::shared_ptr<SharedConnection> connection, Schema schema, const RunLimits& limits)
      : connection_(std::move(connection)), schema_(std::move(schema)), limits_(limits) {}
  ~ThreadStream() override {
    if (!thread_.joinable()) return;
    std::unique_lock lock(exchange_->mutex);
    if (!exchange_->gone && !exchange_->left) {
      exchange_->stop = true;
      exchange_->changed.notify_all();
      if (!exchange_->finished) {
        connection_->interrupted = true;
        lock.unlock();
        api().interrupt(connection_->connection);
        lock.lock();
      }
      static_cast<void>(wait(lock, [&] { return exchange_->gone; }));
    }
    const bool left = exchange_->left;
    lock.unlock();
    left ? thread_.detach() : thread_.join();
  }
  ThreadStream(const ThreadStream&) = delete;
  ThreadStream& operator=(const ThreadStream&) = delete;

  Result<void> start(std::string sql) {
    HUNTBOOK_CHECK(limits_.check());
    connection_->interrupted = false;
    try {
      thread_ = std::thread(
          [producer = Producer(connection_, exchange_, std::move(sql), schema_)]() mutable { producer.run(); });
    } catch (const std::system_error& error) {
      return fail(ErrorKind::Environment, std::string("no thread for the query: ") + error.what());
    }
    std::unique_lock lock(exchange_->mutex);
    if (const auto reached = wait(lock, [&] { return exchange_->opened || exchange_->gone; }); !reached) return reached;
    return failure();
  }

  const Schema& schema() const override { return schema_; }

  Result<std::optional<Batch>> next() override {
    HUNTBOOK_CHECK(limits_.check());
    std::unique_lock lock(exchange_->mutex);
    if (exchange_->left) return fail(ErrorKind::Cancelled, "stopped");
    HUNTBOOK_CHECK(wait(lock, [&] { return !exchange_->batches.empty() || exchange_->finished; }));
    if (!exchange_->batches.empty()) {
      Batch batch = std::move(exchange_->batches.front());
      exchange_->batches.pop_front();
      exchange_->changed.notify_all();
      return batch;
    }
    HUNTBOOK_CHECK(failure());
    return std::nullopt;
  }

 private:
  Result<void> failure() const {
    if (exchange_->error) return std::unexpected(*exchange_->error);
    return {};
  }

  // Waits for `ready`. Once a limit is reached the engine is asked to stop, again and again, since it forgets that when
  // it goes from planning to running; after a while nobody waits any more.
  template <class Ready>
  Result<void> wait(std::unique_lock<std::mutex>& lock, Ready ready) {
    Result<void> limit;
    std::optional<Clock::time_point> reached;
    while (!exchange_->changed.wait_for(lock, look_at_limits_every, ready)) {
      if (!reached) {
        limit = limits_.check();
        if (limit && connection_->interrupted) limit = fail(ErrorKind::Cancelled, "stopped");
        if (limit) continue;
        reached = Clock::now();
        exchange_->stop = true;
        exchange_->changed.notify_all();
      }
      lock.unlock();
      api().interrupt(connection_->connection);
      lock.lock();
      if (Clock::now() - *reached < patience_with_work || ready()) continue;
      exchange_->left = true;
      connection_->left = true;
      count_left_behind(1);
      return limit;
    }
    return limit;
  }

  std::shared_ptr<SharedConnection> connection_;
  Schema schema_;
  RunLimits limits_;
  std::shared_ptr<Exchange> exchange_ = std::make_shared<Exchange>();
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<ResultStream>> open_on_thread(std::shared_ptr<SharedConnection> connection, std::string sql,
                                                     const Schema& schema, const RunLimits& limits) {
  auto stream = std::make_unique<ThreadStream>(std::move(connection), schema, limits);
  HUNTBOOK_CHECK(stream->start(std::move(sql)));
  return stream;
}

}  // namespace huntbook::engine::duckdb
