#include "notebook/session.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/time.hpp"
#include "kql/syntax/tree.hpp"
#include "notebook/cell_front.hpp"
#include "notebook/cell_parts.hpp"
#include "notebook/command_run.hpp"

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

// What stands before the place's text was put there for the compiler.
std::size_t moved(std::size_t offset, std::ptrdiff_t by) {
  return static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(offset) + by));
}

}  // namespace

void tell(const Error& error, Front& front, RunStatus& status) {
  status.failed = true;
  status.cancelled |= error.kind == ErrorKind::Cancelled;
  front.error(error);
}

Session::Session(Surroundings surroundings, const std::map<std::string, std::string>& parameters,
                 const kql::QueryTime& query_time)
    : surroundings_(std::move(surroundings)), given_(parameters) {
  options_.query_time = query_time;
  for (const auto& [name, text] : given_) {
    auto value = parameter_of(text, ScalarType::Long);
    options_.parameters[name] = value ? *value : kql::SessionParameter{ScalarType::String, text};
  }
}

RunStatus Session::run(std::string_view text, std::string_view link, Front& front) {
  RunStatus status;
  for (const CellPart& part : split_cell(text)) {
    if (part.command) {
      CommandRun(*this, text, part.span, link, front, status).run();
    } else if (const auto query = without_replaced_lets(
                   std::string(text.substr(part.span.begin, part.span.end - part.span.begin)), front, status)) {
      run_query({*query, static_cast<std::ptrdiff_t>(part.span.begin)}, front, front, status);
    }
    if (status.failed) break;
  }
  return status;
}

CellOutcome Session::run_cell(std::string_view source, std::string_view cell_id) {
  CellFront front(source);
  const RunStatus status = run(source, fmt::format("#cell-{}", cell_id), front);
  return {front.take_outputs(), status.failed, status.cancelled};
}

std::optional<std::string> Session::without_replaced_lets(std::string text, Front& front, RunStatus& status) {
  if (given_.empty()) return text;
  const kql::syntax::SyntaxTree tree = kql::syntax::parse(text);
  for (const kql::syntax::Statement& statement : tree.statements) {
    const auto* let = std::get_if<kql::syntax::LetStatement>(&statement.node);
    if (let == nullptr || !given_.contains(let->name.text)) continue;
    if (const kql::syntax::Literal* literal = literal_of(*let)) {
      const std::string& given = given_.at(let->name.text);
      const auto value = parameter_of(given, literal->type);
      if (!value) {
        tell({ErrorKind::User,
              fmt::format("parameter {}={} is no {}", let->name.text, given, name_of(literal->type)),
              {}},
             front, status);
        return std::nullopt;
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

bool Session::run_query(const PlacedText& placed, query::ResultSink& sink, Front& front, RunStatus& status,
                        bool with_query_time) {
  query::RunOptions options = options_;
  if (!with_query_time) options.query_time = {};
  const query::RunOutcome result = surroundings_.run(placed.text, options, sink);
  options_.prelude += result.lets;
  for (diag::Diagnostic diagnostic : result.diagnostics) {
    status.failed |= diagnostic.severity == diag::Severity::Error;
    diagnostic.span = {moved(diagnostic.span.begin, placed.begin), moved(diagnostic.span.end, placed.begin)};
    front.diagnostic(diagnostic);
  }
  if (result.error) tell(*result.error, front, status);
  return !status.failed;
}

}  // namespace huntbook::notebook
