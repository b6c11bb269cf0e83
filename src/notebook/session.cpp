#include "notebook/session.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/time.hpp"
#include "kql/syntax/tree.hpp"
#include "notebook/cell_parts.hpp"
#include "notebook/command_run.hpp"
#include "notebook/result_view.hpp"

namespace huntbook::notebook {

namespace {

template <class Number>
std::optional<Number> whole_text_as(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// A parameter's text as a value of a type; nothing where it is none.
std::optional<kql::SessionParameter> parameter_of(std::string_view text, ScalarType type) {
  switch (type) {
    case ScalarType::Bool:
      if (text != "true" && text != "false") return std::nullopt;
      return kql::SessionParameter{type, text == "true"};
    case ScalarType::Int:
    case ScalarType::Long:
      if (const auto value = whole_text_as<std::int64_t>(text)) return kql::SessionParameter{type, *value};
      return std::nullopt;
    case ScalarType::Real:
      if (const auto value = whole_text_as<double>(text)) return kql::SessionParameter{type, *value};
      return std::nullopt;
    case ScalarType::DateTime:
      if (const auto value = parse_datetime(text)) return kql::SessionParameter{type, *value};
      return std::nullopt;
    case ScalarType::TimeSpan:
      if (const auto value = parse_timespan(text)) return kql::SessionParameter{type, *value};
      return std::nullopt;
    case ScalarType::Decimal:
    case ScalarType::String:
    case ScalarType::Dynamic:
    case ScalarType::Guid:
      return kql::SessionParameter{type, std::string(text)};
  }
  return std::nullopt;
}

// The literal that a let gives its name, where it is one.
const kql::syntax::Literal* literal_of(const kql::syntax::LetStatement& let) {
  const auto* pipeline = std::get_if<kql::syntax::PipelinePtr>(&let.value);
  if (pipeline == nullptr || *pipeline == nullptr || !(*pipeline)->source || !(*pipeline)->operators.empty()) {
    return nullptr;
  }
  const auto* source = std::get_if<kql::syntax::ExprSource>(&*(*pipeline)->source);
  return source == nullptr ? nullptr : std::get_if<kql::syntax::Literal>(&source->expr->node);
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

Json error_output(std::string_view name, std::string_view message, std::string_view rendered) {
  Json traceback = Json::array();
  while (!rendered.empty()) {
    const std::size_t end = std::min(rendered.find('\n'), rendered.size());
    traceback.push_back(rendered.substr(0, end));
    rendered.remove_prefix(std::min(end + 1, rendered.size()));
  }
  return {{"ename", name}, {"evalue", message}, {"output_type", "error"}, {"traceback", std::move(traceback)}};
}

void add_error(const Error& error, CellOutcome& outcome) {
  outcome.failed = true;
  outcome.cancelled |= error.kind == ErrorKind::Cancelled;
  std::string text = "error: " + error.message;
  if (!error.hint.empty()) text += "\nhint: " + error.hint;
  outcome.outputs.push_back(error_output(name_of(error.kind), error.message, text));
}

Session::Session(Surroundings surroundings, const std::map<std::string, std::string>& parameters)
    : surroundings_(std::move(surroundings)), given_(parameters) {
  for (const auto& [name, text] : given_) {
    auto value = parameter_of(text, ScalarType::Long);
    options_.parameters[name] = value ? *value : kql::SessionParameter{ScalarType::String, text};
  }
}

CellOutcome Session::run_cell(std::string_view source, std::string_view cell_id) {
  CellOutcome outcome;
  for (const CellPart& part : split_cell(source)) {
    if (part.command) {
      CommandRun(*this, source, part.span, cell_id, outcome).run();
    } else {
      std::string text = without_replaced_lets(only(source, part.span), outcome);
      Capture capture;
      if (!outcome.failed) run_query(source, text, capture, outcome);
      show(capture, outcome, source);
    }
    if (outcome.failed) break;
  }
  return outcome;
}

std::string Session::without_replaced_lets(std::string text, CellOutcome& outcome) {
  if (given_.empty()) return text;
  const kql::syntax::SyntaxTree tree = kql::syntax::parse(text);
  for (const kql::syntax::Statement& statement : tree.statements) {
    const auto* let = std::get_if<kql::syntax::LetStatement>(&statement.node);
    if (let == nullptr || !given_.contains(let->name.text)) continue;
    if (const kql::syntax::Literal* literal = literal_of(*let)) {
      const std::string& given = given_.at(let->name.text);
      const auto value = parameter_of(given, literal->type);
      if (!value) {
        add_error(
            {ErrorKind::User,
             fmt::format("parameter {}={} is no {}", let->name.text, given, huntbook::name_of(literal->type)), ""},
            outcome);
        return text;
      }
      options_.parameters[let->name.text] = *value;
    }
    std::size_t end = statement.span.end;
    while (end < text.size() && (text[end] == ' ' || text[end] == '\n')) ++end;
    if (end == text.size() || text[end] != ';') end = statement.span.end;
    for (std::size_t i = statement.span.begin; i < std::min(end + 1, text.size()); ++i) {
      if (text[i] != '\n') text[i] = ' ';
    }
  }
  return text;
}

bool Session::run_query(std::string_view cell, const std::string& text, Capture& capture, CellOutcome& outcome,
                        bool with_query_time) {
  query::RunOptions options = options_;
  if (!with_query_time) options.query_time = {};
  const query::RunOutcome result = surroundings_.run(text, options, capture);
  options_.prelude += result.lets;
  for (const diag::Diagnostic& diagnostic : result.diagnostics) {
    const std::string rendered = diag::render(diagnostic, cell);
    if (diagnostic.severity == diag::Severity::Error) {
      outcome.failed = true;
      outcome.outputs.push_back(error_output(diagnostic.code, diagnostic.message, rendered));
    } else {
      outcome.outputs.push_back({{"name", "stderr"}, {"output_type", "stream"}, {"text", lines_of(rendered + "\n")}});
    }
  }
  if (result.error) add_error(*result.error, outcome);
  return !outcome.failed;
}

void Session::show(const Capture& capture, CellOutcome& outcome, std::string_view) {
  // Results stand before the error that ended the part, as they were made before it.
  std::vector<Json> shown;
  std::vector<Error> errors;
  for (const CapturedResult& result : capture.results()) {
    if (result.info.schema.empty()) continue;
    ResultView view = view_result(result);
    shown.push_back(display_data(std::move(view.bundle)));
    if (view.chart_error) errors.push_back(*view.chart_error);
  }
  const auto first_error =
      std::ranges::find_if(outcome.outputs, [](const Json& output) { return output["output_type"] == "error"; });
  outcome.outputs.insert(first_error, std::make_move_iterator(shown.begin()), std::make_move_iterator(shown.end()));
  for (const Error& error : errors) add_error(error, outcome);
}

}  // namespace huntbook::notebook
