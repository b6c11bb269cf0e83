// How far a query is, for a person at a terminal: one line on stderr that goes when the first rows come.
#pragma once

#include <memory>

#include "engine/engine.hpp"

namespace huntbook::app {

class QueryProgress {
 public:
  // Shows nothing where stderr is no terminal, nor in the first second. The connection must outlive this.
  explicit QueryProgress(engine::Connection& connection);
  ~QueryProgress();
  QueryProgress(const QueryProgress&) = delete;
  QueryProgress& operator=(const QueryProgress&) = delete;

  // Clears the line; nothing is shown from then on.
  void end();

 private:
  struct Watcher;
  std::unique_ptr<Watcher> watcher_;
};

}  // namespace huntbook::app
