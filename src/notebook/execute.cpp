#include "notebook/execute.hpp"

namespace huntbook::notebook {

Result<Execution> execute(Document& document, Session& session, const std::function<void(const Progress&)>& progress) {
  Execution execution;
  std::size_t cells = 0;
  for (std::size_t i = 0; i < document.size(); ++i) cells += document.kind(i) == CellKind::Code ? 1 : 0;
  for (std::size_t i = 0; i < document.size(); ++i) {
    if (document.kind(i) != CellKind::Code) continue;
    CellOutcome outcome = session.run_cell(document.source(i), document.id(i));
    document.set_outputs(i, std::move(outcome.outputs), ++execution.cells);
    if (outcome.cancelled) return fail(ErrorKind::Cancelled, "stopped");
    if (outcome.failed) {
      ++execution.failed;
      execution.failed_ids.push_back(document.id(i));
    }
    if (progress) progress({execution.cells, cells, outcome.failed});
  }
  return execution;
}

}  // namespace huntbook::notebook
