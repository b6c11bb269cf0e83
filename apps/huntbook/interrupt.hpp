// Ctrl-C and SIGTERM: the first asks the running command to stop and leave the case sound; a second one, or five
// seconds in which it has not stopped, ends the process.
#pragma once

#include <functional>
#include <memory>

namespace huntbook::app {

// To be called once, before any thread is started.
void install_interrupt_handler();

// Whether a stop was asked for.
bool stop_requested();

// While it lives, calls `stop` (from a thread of its own) at the moment a stop is asked for, at most once.
class OnInterrupt {
 public:
  explicit OnInterrupt(std::function<void()> stop);
  ~OnInterrupt();
  OnInterrupt(const OnInterrupt&) = delete;
  OnInterrupt& operator=(const OnInterrupt&) = delete;

 private:
  struct Watcher;
  std::unique_ptr<Watcher> watcher_;
};

}  // namespace huntbook::app
