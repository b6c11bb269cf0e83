#include "notebook/cell_front.hpp"

#include <algorithm>
#include <string>

#include "notebook/result_view.hpp"

namespace huntbook::notebook {

namespace {

// An error as nbformat has it.
JsonValue error_output(std::string_view name, std::string_view message, std::string_view rendered) {
  JsonValue traceback = JsonValue::array();
  while (!rendered.empty()) {
    const std::size_t end = std::min(rendered.find('\n'), rendered.size());
    traceback.push_back(rendered.substr(0, end));
    rendered.remove_prefix(std::min(end + 1, rendered.size()));
  }
  return {{"ename", name}, {"evalue", message}, {"output_type", "error"}, {"traceback", std::move(traceback)}};
}

JsonValue stream_output(std::string_view name, const std::string& text) {
  return {{"name", name}, {"output_type", "stream"}, {"text", lines_of(text + "\n")}};
}

std::string_view name_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::User:
      return "QueryError";
    case ErrorKind::Usage:
      return "UsageError";
    case ErrorKind::Environment:
      return "EnvironmentError";
    case ErrorKind::Internal:
      return "InternalError";
    case ErrorKind::Cancelled:
      return "Cancelled";
  }
  return "Error";
}

}  // namespace

Result<void> CellFront::begin(const query::ResultInfo& info) {
  capture_ = Capture();
  return capture_.begin(info);
}

Result<void> CellFront::batch(const Batch& batch) {
  return capture_.batch(batch);
}

Result<void> CellFront::end() {
  HUNTBOOK_CHECK(capture_.end());
  const CapturedResult& result = capture_.results().back();
  if (result.info.schema.empty()) return {};
  ResultView view = view_result(result);
  outputs_.push_back(display_data(std::move(view.bundle)));
  if (view.chart_error) return std::unexpected(std::move(*view.chart_error));
  return {};
}

void CellFront::diagnostic(const diag::Diagnostic& diagnostic) {
  const std::string rendered = diag::render(diagnostic, source_);
  outputs_.push_back(diagnostic.severity == diag::Severity::Error
                         ? error_output(diagnostic.code, diagnostic.message, rendered)
                         : stream_output("stderr", rendered));
}

void CellFront::error(const Error& error) {
  std::string text = "error: " + error.message;
  if (!error.hint.empty()) text += "\nhint: " + error.hint;
  outputs_.push_back(error_output(name_of(error.kind), error.message, text));
}

void CellFront::note(std::string_view text) {
  outputs_.push_back(stream_output("stdout", std::string(text)));
}

}  // namespace huntbook::notebook
