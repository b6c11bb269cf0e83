// The state that cells share (query time, now, let names, parameters) and the running of one text: a cell of a
// notebook, or what `huntbook query` was given.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "case/case_file.hpp"
#include "ingest/pipeline/ingest.hpp"
#include "notebook/document.hpp"
#include "notebook/format_sink.hpp"
#include "notebook/front.hpp"
#include "notebook/places.hpp"
#include "query/run.hpp"

namespace huntbook::notebook {

// What a session works on: the case, seen through what it needs of it.
struct Surroundings {
  std::function<query::RunOutcome(std::string_view text, const query::RunOptions&, query::ResultSink&)> run;
  std::function<std::vector<std::string>()> table_names;  // those with rows, sorted
  std::function<Result<void>(casefile::Observation)> observe;
  std::function<Result<bool>(std::string_view caption)> drop_observation;
  std::function<Result<std::unique_ptr<Destination>>(std::string_view table, std::string_view query)> keep_table;
  std::function<Result<bool>(std::string_view table)> drop_table;
  std::function<std::vector<casefile::StoredFunction>()> functions;
  // See query::define_function.
  std::function<kql::FunctionDefinition(std::string_view text, std::string_view name, bool validate)> define_function;
  std::function<Result<void>(std::vector<casefile::StoredFunction>)> keep_functions;
  std::function<Result<void>(const std::vector<std::string>& names)> drop_functions;
  std::function<Result<std::unique_ptr<Destination>>(ResultFormat format, std::string_view path)> export_to;
  // `table` is empty where the evidence decides.
  std::function<Result<ingest::Summary>(std::string_view path, std::string_view table)> ingest;
};
// Case and connection must outlive what is returned. `stop`, where given, ends queries and an ingest
// when set.
Surroundings surroundings_of(casefile::CaseFile& case_file, engine::Connection& connection, const Places& places,
                             const std::atomic<bool>* stop = nullptr);

// Whether the text holds a command that changes the case, which must be open for writing then.
bool changes_case(std::string_view text);

struct RunStatus {
  bool failed = false;
  bool cancelled = false;
};

struct CellOutcome {
  std::vector<JsonValue> outputs;  // in nbformat form, errors included
  bool failed = false;
  bool cancelled = false;
};

class Session {
 public:
  // `parameters`: text by name; they replace the value of a `let` of the same name, and are of its type (else long
  // where the text is a whole number, else string).
  Session(Surroundings surroundings, const std::map<std::string, std::string>& parameters,
          const kql::QueryTime& query_time = {});

  // Runs a text's statements and commands in order up to the first error. `link` is what observations link to.
  RunStatus run(std::string_view text, std::string_view link, Front& front);

  // The same for a cell of a notebook; observations link to the cell.
  CellOutcome run_cell(std::string_view source, std::string_view cell_id);

  // For each query from now on; 0: none.
  void set_time_limit(std::chrono::milliseconds limit) { options_.time_limit = limit; }

  const kql::QueryTime& query_time() const { return options_.query_time; }

 private:
  friend class CommandRun;

  // KQL, and where it begins in the text that the front shows (before it, where words were put in front).
  struct PlacedText {
    std::string text;
    std::ptrdiff_t begin = 0;
  };
  // Runs KQL; results go to `sink`, errors to the front. Whether all went well.
  bool run_query(const PlacedText& placed, query::ResultSink& sink, Front& front, RunStatus& status,
                 bool with_query_time = true);
  // Blanks the lets that parameters replace; nothing after an error.
  std::optional<std::string> without_replaced_lets(std::string text, Front& front, RunStatus& status);

  Surroundings surroundings_;
  query::RunOptions options_;
  std::map<std::string, std::string> given_;
};

// Tells the front of an error that has no place in the text.
void tell(const Error& error, Front& front, RunStatus& status);

}  // namespace huntbook::notebook
