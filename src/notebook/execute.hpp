// Runs a whole notebook.
#pragma once

#include <functional>

#include "notebook/session.hpp"

namespace huntbook::notebook {

struct Progress {
  std::size_t cell = 0;   // code cells done
  std::size_t cells = 0;  // code cells in all
  bool failed = false;    // the one just done
};

struct Execution {
  std::size_t cells = 0;
  std::size_t failed = 0;
  std::vector<std::string> failed_ids;
};

// Runs all code cells in order and writes their outputs into the document; goes on past a failed cell. An error only
// where the run was cancelled (kind Cancelled); the outputs up to there are in the document.
Result<Execution> execute(Document& document, Session& session, const std::function<void(const Progress&)>& progress);

}  // namespace huntbook::notebook
