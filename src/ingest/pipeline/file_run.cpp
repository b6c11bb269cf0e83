#include "ingest/pipeline/file_run.hpp"

#include <algorithm>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "ingest/pipeline/ordered_queue.hpp"

namespace huntbook::ingest {

namespace {

struct RoutedResult {
  RoutedBlock rows;
  std::vector<Rejection> rejected;  // in the order of their place in the file
  std::uint64_t repaired = 0;
  std::uint64_t records = 0;
  std::optional<Block> again;  // to be read again once it is known how the blocks before it went on
};

using BlockQueue = OrderedQueue<Block, Result<RoutedResult>>;

RoutedResult work_on(const Block& block, RecordParser& parser, Router& router, const ClockOrders& before = {}) {
  ParsedBlock parsed;
  parser.parse(block, parsed);
  RoutedResult result;
  result.rows = router.route(block, parsed, before);
  result.rejected = block.rejected;
  std::ranges::move(parsed.rejected, std::back_inserter(result.rejected));
  std::ranges::stable_sort(result.rejected, {}, &Rejection::offset);
  result.repaired = parsed.repaired;
  result.records = block.records.size() + block.rejected.size();
  if (result.rows.records + result.rejected.size() != result.records)
    throw std::logic_error("a record was neither stored nor rejected");
  return result;
}

// Runs `body`, with exceptions (in practice: out of memory) as errors.
template <class Value, class Body>
Result<Value> guarded(Body&& body) {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::Environment, "out of memory while reading evidence");
  } catch (const std::exception& exception) {
    return fail(ErrorKind::Internal, std::string("reading evidence failed: ") + exception.what());
  }
}

// Which of two moments a time is that the clock showed twice follows from the times before it, in other blocks maybe.
// Blocks with such times, an hour's of a year, are routed once more here, where blocks come in their order.
class InOrder {
 public:
  InOrder(const Detected& detected, const Routing& routing) : detected_(detected), routing_(routing) {}

  void see(RoutedResult& block) {
    if (!block.again) {
      for (const auto& [column, order] : block.rows.clocks) clocks_[column].append(order);
      return;
    }
    if (!router_) {
      parser_ = detected_.parser();
      router_.emplace(routing_);
    }
    const Block bytes = *std::move(block.again);
    block = work_on(bytes, *parser_, *router_, clocks_);
    clocks_ = block.rows.clocks;
  }

 private:
  const Detected& detected_;
  const Routing& routing_;
  std::unique_ptr<RecordParser> parser_;
  std::optional<Router> router_;
  ClockOrders clocks_;
};

// The first bytes of a source, as if it ended behind them.
class FirstBytes final : public ByteSource {
 public:
  FirstBytes(ByteSource& from, std::size_t bytes) : from_(from), left_(bytes) {}
  Result<std::size_t> read(char* to, std::size_t size) override {
    if (left_ == 0) return 0;
    HUNTBOOK_TRY(const std::size_t count, from_.read(to, std::min(size, left_)));
    left_ -= count;
    return count;
  }
  // Whether more of the source may follow.
  bool used_up() const { return left_ == 0; }

 private:
  ByteSource& from_;
  std::size_t left_;
};

void add_counts(std::map<std::string, std::uint64_t>& total, const TableRows& rows) {
  for (const auto& [column, count] : rows.strays) total[rows.table + "." + column] += count;
}

}  // namespace

Result<RunResult> run_file(ByteSource& text, const Detected& detected, const Routing& routing, RowSink& sink,
                           const RunOptions& options) {
  const unsigned workers = options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
  const auto reader = detected.blocks(text, options.blocks);
  BlockQueue queue(2 * workers + 2);
  RunResult result;
  Result<void> outcome;
  Result<void> read_outcome;
  {
    std::vector<std::jthread> threads;
    threads.emplace_back([&] {
      read_outcome = guarded<void>([&]() -> Result<void> {
        while (true) {
          HUNTBOOK_TRY(auto block, reader->next());
          if (!block || !queue.put(std::move(*block))) return {};
        }
      });
      queue.end();
    });
    for (unsigned i = 0; i < workers; ++i) {
      threads.emplace_back([&] {
        const auto parser = detected.parser();
        Router router(routing);
        while (auto item = queue.take_item()) {
          queue.put_result(item->first, guarded<RoutedResult>([&]() -> Result<RoutedResult> {
                             RoutedResult made = work_on(item->second, *parser, router);
                             if (made.rows.zones.shown_twice() > 0) made.again = std::move(item->second);
                             return made;
                           }));
        }
      });
    }

    Appender appender(sink, options.file_id, options.appends);
    outcome = guarded<void>([&]() -> Result<void> {
      // A year, for clocks that are wrong by less.
      const Ticks latest = now_ticks() + 366 * ticks_per_day;
      InOrder in_order(detected, routing);
      while (auto made = queue.take_result()) {
        if (!*made) return std::unexpected(made->error());
        RoutedResult& block = **made;
        in_order.see(block);
        result.records_read += block.records;
        result.records_stored += block.rows.records;
        result.records_rejected += block.rejected.size();
        result.repaired += block.repaired;
        result.zones.add(block.rows.zones);
        if (options.strict && !block.rejected.empty()) {
          const Rejection& first = block.rejected.front();
          return fail(ErrorKind::User, "record at byte " + std::to_string(first.offset) +
                                           (first.line > 0 ? ", line " + std::to_string(first.line) : std::string()) +
                                           ": " + first.reason);
        }
        for (Rejection& rejection : block.rejected) HUNTBOOK_CHECK(sink.reject(std::move(rejection)));
        for (TableRows& rows : block.rows.tables) {
          result.times.see(time_range(rows, latest));
          add_counts(result.strays, rows);
          HUNTBOOK_CHECK(appender.add(std::move(rows)));
        }
        if (options.progress) options.progress(result.records_read);
        if (options.stop != nullptr && *options.stop) return fail(ErrorKind::Cancelled, "stopped on request");
      }
      if (read_outcome) HUNTBOOK_CHECK(appender.finish());
      return {};
    });
    queue.abandon();
    result.widened = appender.widened();
  }
  HUNTBOOK_CHECK(std::move(outcome));
  HUNTBOOK_CHECK(std::move(read_outcome));
  result.damage = reader->damage();
  result.remarks = reader->remarks();
  return result;
}

Result<Sample> sample_file(ByteSource& text, const Detected& detected, const Routing& routing, std::size_t bytes) {
  return guarded<Sample>([&]() -> Result<Sample> {
    FirstBytes first(text, bytes);
    const auto reader = detected.blocks(first, {.block = bytes});
    const auto parser = detected.parser();
    Router router(routing);
    Sample sample;
    while (true) {
      HUNTBOOK_TRY(const auto block, reader->next());
      if (!block) break;
      RoutedResult result = work_on(*block, *parser, router);
      sample.records += result.rows.records;
      std::ranges::move(result.rejected, std::back_inserter(sample.rejected));
      for (TableRows& rows : result.rows.tables) {
        if (std::ranges::find(sample.tables, rows.table) == sample.tables.end())
          sample.tables.push_back(std::move(rows.table));
      }
    }
    sample.whole = !first.used_up();
    return sample;
  });
}

}  // namespace huntbook::ingest
