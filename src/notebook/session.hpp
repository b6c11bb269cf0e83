// The state that cells share (query time, now, let names, parameters) and the running of one cell.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "case/case_file.hpp"
#include "notebook/capture.hpp"
#include "notebook/document.hpp"
#include "query/run.hpp"

namespace huntbook::notebook {

// What a session works on: the case, seen through what it needs of it.
struct Surroundings {
  std::function<query::RunOutcome(std::string_view text, const query::RunOptions&, query::ResultSink&)> run;
  std::function<std::vector<std::string>()> table_names;  // those with rows, sorted
  std::function<Result<void>(casefile::Observation)> observe;
  std::function<Result<bool>(std::string_view caption)> drop_observation;
};
// Both must outlive what is returned.
Surroundings surroundings_of(casefile::CaseFile& case_file, engine::Connection& connection);

struct CellOutcome {
  std::vector<Json> outputs;  // in nbformat form, errors included
  bool failed = false;
  bool cancelled = false;
};

class Session {
 public:
  // `parameters`: text by name; they replace the value of a `let` of the same name, and are of its type (else long
  // where the text is a whole number, else string).
  Session(Surroundings surroundings, const std::map<std::string, std::string>& parameters);

  // Runs a cell's statements in order up to the first error. `cell_id` is where observations link to.
  CellOutcome run_cell(std::string_view source, std::string_view cell_id);

  const kql::QueryTime& query_time() const { return options_.query_time; }

 private:
  friend class CommandRun;

  // Runs KQL that stands at its place in the cell; errors go to the outputs. Whether all went well.
  bool run_query(std::string_view cell, const std::string& text, Capture& capture, CellOutcome& outcome,
                 bool with_query_time = true);
  void show(const Capture& capture, CellOutcome& outcome, std::string_view cell);
  std::string without_replaced_lets(std::string text, CellOutcome& outcome);

  Surroundings surroundings_;
  query::RunOptions options_;
  std::map<std::string, std::string> given_;
};

// An error as nbformat has it.
Json error_output(std::string_view name, std::string_view message, std::string_view rendered);

}  // namespace huntbook::notebook
