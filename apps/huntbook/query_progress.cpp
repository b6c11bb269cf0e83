#include "query_progress.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

#include <fmt/core.h>

#include "context.hpp"

namespace huntbook::app {

struct QueryProgress::Watcher {
  std::mutex mutex;
  std::condition_variable_any ended;
  bool shown = false;
  std::jthread thread;
};

QueryProgress::QueryProgress(engine::Connection& connection) {
  // Counting costs the engine some time, so it counts only for somebody who looks.
  if (!stderr_is_terminal() || !connection.watch_progress()) return;
  watcher_ = std::make_unique<Watcher>();
  watcher_->thread = std::jthread([watcher = watcher_.get(), &connection](const std::stop_token& token) {
    constexpr std::chrono::milliseconds first_look{1000};
    constexpr std::chrono::milliseconds look_again{200};
    std::unique_lock lock(watcher->mutex);
    watcher->ended.wait_for(lock, token, first_look, [] { return false; });
    while (!token.stop_requested()) {
      if (const auto share = connection.progress()) {
        fmt::print(stderr, "\r{:3.0f} %", *share * 100);
        std::fflush(stderr);
        watcher->shown = true;
      }
      watcher->ended.wait_for(lock, token, look_again, [] { return false; });
    }
  });
}

QueryProgress::~QueryProgress() {
  end();
}

void QueryProgress::end() {
  if (!watcher_) return;
  watcher_->thread.request_stop();
  watcher_->thread.join();
  if (watcher_->shown) fmt::print(stderr, "\r\x1b[K");
  watcher_.reset();
}

}  // namespace huntbook::app
