#include "interrupt.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

#include <unistd.h>

namespace huntbook::app {

namespace {

std::atomic<bool> stop_flag{false};
static_assert(std::atomic<bool>::is_always_lock_free, "the handler may touch lock-free atomics only");

constexpr int interrupted = 130;
// The engine does not look at its flag while it plans a statement, which may take it forever. An end like that of a
// kill leaves a case sound.
constexpr unsigned seconds_to_stop = 5;

void ask_to_stop(int /*signal*/) {
  if (stop_flag.exchange(true)) _exit(interrupted);
  alarm(seconds_to_stop);
}

void stop_now(int /*signal*/) {
  constexpr char message[] = "huntbook: stopped\n";
  static_cast<void>(!write(STDERR_FILENO, message, sizeof(message) - 1));
  _exit(interrupted);
}

}  // namespace

void install_interrupt_handler() {
  struct sigaction action{};
  action.sa_handler = ask_to_stop;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  action.sa_handler = stop_now;
  sigaction(SIGALRM, &action, nullptr);
}

bool stop_requested() {
  return stop_flag.load(std::memory_order_relaxed);
}

// A handler may not lock, so the watcher looks at the flag from time to time; its own end it hears at once.
struct OnInterrupt::Watcher {
  std::mutex mutex;
  std::condition_variable_any ended;
  std::jthread thread;
};

OnInterrupt::OnInterrupt(std::function<void()> stop) : watcher_(std::make_unique<Watcher>()) {
  watcher_->thread = std::jthread([watcher = watcher_.get(), stop = std::move(stop)](const std::stop_token& token) {
    constexpr std::chrono::milliseconds look_again{50};
    std::unique_lock lock(watcher->mutex);
    while (!token.stop_requested()) {
      if (stop_requested()) {
        stop();
        return;
      }
      watcher->ended.wait_for(lock, token, look_again, [] { return false; });
    }
  });
}

OnInterrupt::~OnInterrupt() = default;

}  // namespace huntbook::app
