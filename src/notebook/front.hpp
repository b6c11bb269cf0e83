// Where a session's results and messages go: the outputs of a notebook's cell, a terminal, a file.
#pragma once

#include <cstdint>
#include <string_view>

#include "diag/diagnostic.hpp"
#include "query/run.hpp"

namespace huntbook::notebook {

// Takes what a text yields in the order in which it comes.
class Front : public query::ResultSink {
 public:
  // What is to be said of a place in the text.
  virtual void diagnostic(const diag::Diagnostic& diagnostic) = 0;
  // What went wrong without a place.
  virtual void error(const Error& error) = 0;
  // What a command did, one line.
  virtual void note(std::string_view text) = 0;
};

// Takes one result to a place other than the front. Dropped without finish(), nothing of it remains there.
class Destination : public query::ResultSink {
 public:
  // The number of rows.
  virtual Result<std::uint64_t> finish() = 0;
};

}  // namespace huntbook::notebook
