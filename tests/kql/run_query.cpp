#include "run_query.hpp"

#include "diag/diagnostic.hpp"
#include "notebook/external_files.hpp"
#include "query/run.hpp"
#include "render/value.hpp"

namespace huntbook::kql_cases {
namespace {

// Keeps the last result.
class LastResult : public query::ResultSink {
 public:
  explicit LastResult(Outcome& outcome) : outcome_(outcome) {}

  Result<void> begin(const query::ResultInfo& info) override {
    outcome_ = {};
    for (const ColumnInfo& column : info.schema)
      outcome_.columns +=
          (outcome_.columns.empty() ? "" : ", ") + column.name + ":" + std::string(name_of(column.type));
    outcome_.ordered = info.ordered;
    begun_ = true;
    return {};
  }
  Result<void> batch(const Batch& batch) override {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      std::string json = "[";
      for (const Column& column : batch.columns) {
        if (json.size() > 1) json += ", ";
        render::append_json_value(column, row, render::RealDigits::Twelve, json);
      }
      outcome_.rows.push_back(json + "]");
    }
    return {};
  }
  Result<void> end() override { return {}; }
  bool begun() const { return begun_; }

 private:
  Outcome& outcome_;
  bool begun_ = false;
};

}  // namespace

Result<EmptyCase> open_empty_case() {
  EmptyCase opened;
  HUNTBOOK_TRY(opened.file, casefile::CaseFile::in_memory({}));
  HUNTBOOK_TRY(opened.connection, opened.file->connect());
  return opened;
}

Outcome run_query(EmptyCase& empty_case, std::string_view text, Ticks now) {
  Outcome outcome;
  LastResult sink(outcome);
  query::RunOptions options;
  options.now = now;
  notebook::ExternalFiles files(*empty_case.file, {.exports = {}, .writes = {}, .reads = {"tests/kql/files"}}, nullptr);
  options.external = &files;
  query::RunOutcome run = query::run(*empty_case.file, *empty_case.connection, text, options, sink);
  for (const diag::Diagnostic& diagnostic : run.diagnostics) {
    if (diagnostic.severity != diag::Severity::Error) continue;
    outcome.error = diagnostic.code + " " + diagnostic.message;
    return outcome;
  }
  if (run.error) {
    outcome.error = "run " + run.error->message;
  } else if (!sink.begun()) {
    outcome.error = "no query";
  }
  return outcome;
}

}  // namespace huntbook::kql_cases
