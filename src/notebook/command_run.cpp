#include "notebook/command_run.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/time.hpp"
#include "kql/syntax/tree.hpp"
#include "notebook/cell_parts.hpp"
#include "notebook/result_view.hpp"

namespace huntbook::notebook {

namespace {

using kql::TokenKind;

// A value out of a captured result of one row and one column.
kql::SessionParameter first_value(const CapturedResult& result) {
  const Column& column = result.rows.columns.front();
  kql::SessionParameter value{column.type(), std::monostate{}};
  if (column.is_null(0)) return value;
  switch (column.type()) {
    case ScalarType::Bool:
      value.value = column.bool_at(0);
      break;
    case ScalarType::Int:
      value.value = std::int64_t{column.int_at(0)};
      break;
    case ScalarType::Long:
    case ScalarType::DateTime:
    case ScalarType::TimeSpan:
      value.value = column.long_at(0);
      break;
    case ScalarType::Real:
      value.value = column.real_at(0);
      break;
    case ScalarType::Decimal:
    case ScalarType::String:
    case ScalarType::Dynamic:
    case ScalarType::Guid:
      value.value = std::string(column.text_at(0));
      break;
  }
  return value;
}

// The value of an expression that is one literal, without the engine.
std::optional<kql::SessionParameter> literal_value(std::string_view expression) {
  const kql::syntax::SyntaxTree tree = kql::syntax::parse("print " + std::string(expression));
  if (!tree.diagnostics.empty() || tree.statements.size() != 1) return std::nullopt;
  const auto* query = std::get_if<kql::syntax::QueryStatement>(&tree.statements[0].node);
  if (query == nullptr || !query->pipeline->source || !query->pipeline->operators.empty()) return std::nullopt;
  const auto* print = std::get_if<kql::syntax::PrintSource>(&*query->pipeline->source);
  if (print == nullptr || print->columns.size() != 1) return std::nullopt;
  const auto* literal = std::get_if<kql::syntax::Literal>(&print->columns[0]->node);
  if (literal == nullptr) return std::nullopt;
  return kql::SessionParameter{literal->type, literal->value};
}

std::vector<std::string> tags_in(std::string_view list) {
  std::vector<std::string> tags;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string_view tag = list.substr(0, comma);
    while (tag.starts_with(' ')) tag.remove_prefix(1);
    while (tag.ends_with(' ')) tag.remove_suffix(1);
    if (!tag.empty()) tags.emplace_back(tag);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return tags;
}

std::string window_text(const kql::QueryTime& window) {
  return fmt::format("query time: {} – {}", window.from ? format_datetime(*window.from) : "any",
                     window.to ? format_datetime(*window.to) : "any");
}

}  // namespace

CommandRun::CommandRun(Session& session, std::string_view cell, diag::Span span, std::string_view cell_id,
                       CellOutcome& outcome)
    : session_(session),
      cell_(cell),
      span_(span),
      cell_id_(cell_id),
      outcome_(outcome),
      tokens_(kql::tokenize(only(cell, span)).tokens) {}

void CommandRun::run() {
  ++at_;  // the dot
  const diag::Span verb = token().span;
  if (take("show")) return show();
  if (take("set")) return set();
  if (take("observe")) return observe();
  if (take("drop")) return drop();
  const std::string name(text(verb));
  for (std::string_view later : {"ingest", "create", "alter", "append", "export", "investigate", "explain"}) {
    if (name == later) return fail_at(verb, fmt::format("command .{} is not supported in a notebook yet", name));
  }
  const std::string near = diag::nearest_name(name, {"show", "set", "observe", "drop"});
  fail_at(verb, fmt::format("there is no command .{}", name),
          near.empty() ? "commands are .show, .set, .observe and .drop" : fmt::format("did you mean .{}?", near));
}

bool CommandRun::take(std::string_view expected) {
  if (at_end() || word() != expected) return false;
  ++at_;
  return true;
}

void CommandRun::fail_at(diag::Span span, std::string message, std::string hint) {
  outcome_.failed = true;
  const diag::Diagnostic diagnostic{diag::Severity::Error, "HB200", span, std::move(message), std::move(hint)};
  outcome_.outputs.push_back(error_output(diagnostic.code, diagnostic.message, diag::render(diagnostic, cell_)));
}

void CommandRun::say(std::string text) {
  outcome_.outputs.push_back({{"name", "stdout"}, {"output_type", "stream"}, {"text", lines_of(text + "\n")}});
}

void CommandRun::show() {
  const diag::Span what = token().span;
  if (take("tables")) return show_tables();
  if (take("evidence")) return show_source("Evidence");
  if (take("errors")) return show_source("EvidenceErrors");
  if (take("observations")) return show_source("Observations");
  if (take("table")) {
    const std::string name(word());
    if (at_end()) return fail_at(token().span, ".show table needs a table's name and 'schema'");
    ++at_;
    if (!take("schema")) return fail_at(token().span, "expected 'schema'", ".show table T schema");
    return show_source(name + " | getschema");
  }
  const std::string near = diag::nearest_name(text(what), {"tables", "evidence", "errors", "observations", "table"});
  fail_at(what, fmt::format(".show {} is not known", text(what)),
          near.empty() ? ".show tables, evidence, errors, observations, or table T schema"
                       : fmt::format("did you mean .show {}?", near));
}

void CommandRun::show_source(std::string_view table) {
  // The query stands where the command stood, so that what is piped behind it keeps its position.
  std::string query = only(cell_, {token().span.begin, span_.end});
  if (at_end()) query.assign(cell_.size(), ' ');
  const std::size_t room = token().span.begin - span_.begin;
  if (table.size() <= room || at_end()) {
    query.replace(span_.begin, std::min(table.size(), query.size() - span_.begin), table);
  } else {
    query = std::string(table) + " " + query.substr(span_.begin);
  }
  Capture capture;
  session_.run_query(cell_, query, capture, outcome_);
  session_.show(capture, outcome_, cell_);
}

void CommandRun::show_tables() {
  std::string query = "datatable(TableName:string, Rows:long)[";
  for (const std::string& name : session_.surroundings_.table_names()) {
    std::string quoted;
    for (char c : name) {
      if (c == '\\' || c == '\'') quoted += '\\';
      quoted += c;
    }
    Capture count;
    if (!session_.run_query(cell_, fmt::format("['{}'] | count", quoted), count, outcome_, false)) return;
    const auto& results = count.results();
    const std::int64_t rows =
        results.empty() || results[0].rows.rows() == 0 ? 0 : results[0].rows.columns[0].long_at(0);
    query += fmt::format("'{}',{},", quoted, rows);
  }
  if (query.ends_with(',')) query.pop_back();
  query += "] ";
  if (!at_end())
    query += text({token().span.begin, span_.end});
  else
    query += "| sort by TableName asc";
  Capture capture;
  session_.run_query(cell_, query, capture, outcome_);
  session_.show(capture, outcome_, cell_);
}

void CommandRun::set() {
  if (take("query_time")) return set_query_time();
  const std::string name(word());
  if (token().kind != TokenKind::Identifier) {
    return fail_at(token().span, ".set needs a name", ".set query_time, .set now = datetime(..), .set NAME = value");
  }
  const diag::Span span = token().span;
  ++at_;
  if (!at_end() && (word() == "<|" || word() == "<")) {
    return fail_at(span, fmt::format("keeping a result as table '{}' is not supported yet", name),
                   fmt::format("use let {} = ...; for a name of this notebook", name));
  }
  if (!take("=")) return fail_at(token().span, "expected '='", fmt::format(".set {} = value", name));
  set_value(name);
}

void CommandRun::set_value(const std::string& name) {
  const diag::Span expression{token().span.begin, span_.end};
  if (at_end()) return fail_at({span_.end, span_.end}, "a value is missing");
  if (name == "now") {
    const auto ticks = evaluate_ticks(expression, ScalarType::DateTime, "now");
    if (!ticks) return;
    session_.options_.now = *ticks;
    return say("now: " + format_datetime(*ticks));
  }
  const auto value = evaluate(expression);
  if (value) session_.options_.parameters[name] = *value;
}

bool CommandRun::arguments(const std::vector<std::string>& names, bool in_brackets, std::vector<Argument>& out) {
  while (!at_end() && !(in_brackets && word() == ")")) {
    Argument argument{std::string(word()), token().span, {}};
    if (std::ranges::find(names, argument.name) == names.end()) {
      fail_at(token().span, fmt::format("'{}' is not expected here", argument.name),
              fmt::format("expected {}=; end a command with ';' or an empty line", fmt::join(names, "=, ")));
      return false;
    }
    ++at_;
    if (!take("=")) {
      fail_at(token().span, fmt::format("expected '=' after {}", argument.name));
      return false;
    }
    argument.value = {token().span.begin, token().span.begin};
    for (int depth = 0; !at_end(); ++at_) {
      if (depth == 0 && in_brackets && (word() == "," || word() == ")")) break;
      const bool next_name = at_ + 1 < tokens_.size() && text(tokens_[at_ + 1].span) == "=" &&
                             std::ranges::find(names, word()) != names.end();
      if (depth == 0 && !in_brackets && next_name) break;
      if (word() == "(" || word() == "[" || word() == "{") ++depth;
      if (word() == ")" || word() == "]" || word() == "}") --depth;
      argument.value.end = token().span.end;
    }
    if (argument.value.end == argument.value.begin) {
      fail_at(argument.name_span, fmt::format("{} has no value", argument.name));
      return false;
    }
    out.push_back(argument);
    if (in_brackets && !at_end() && word() == ",") ++at_;
  }
  return true;
}

void CommandRun::set_query_time() {
  std::vector<Argument> given;
  const diag::Span place = token().span;
  if (!arguments({"origin", "before", "after", "from", "to"}, false, given)) return;
  std::optional<Ticks> origin;
  Ticks before = 0, after = 0;
  kql::QueryTime window;
  for (const Argument& argument : given) {
    const bool span = argument.name == "before" || argument.name == "after";
    const auto ticks =
        evaluate_ticks(argument.value, span ? ScalarType::TimeSpan : ScalarType::DateTime, argument.name);
    if (!ticks) return;
    if (argument.name == "origin") origin = *ticks;
    if (argument.name == "before") before = *ticks;
    if (argument.name == "after") after = *ticks;
    if (argument.name == "from") window.from = *ticks;
    if (argument.name == "to") window.to = *ticks;
  }
  const bool spans =
      std::ranges::any_of(given, [](const Argument& a) { return a.name == "before" || a.name == "after"; });
  if (given.empty() || (origin && (window.from || window.to)) || (spans && !origin)) {
    return fail_at(place, "query time needs an origin with before and after, or from and to",
                   ".set query_time origin=datetime(2024-05-01) before=5h after=1h");
  }
  if (origin) {
    window.from = std::clamp<Ticks>(*origin - std::min(before, *origin), 0, max_datetime);
    window.to = after > max_datetime - *origin ? max_datetime : std::max<Ticks>(0, *origin + after);
  }
  if (window.from && window.to && *window.from > *window.to) {
    return fail_at(place, "the query time ends before it starts");
  }
  session_.options_.query_time = window;
  say(window_text(window));
}

std::optional<kql::SessionParameter> CommandRun::evaluate(diag::Span expression) {
  if (auto value = literal_value(text(expression))) return value;
  // 'print' stands right before the expression, over what has been read, so that errors point into the cell.
  constexpr std::string_view print = "print x=";
  std::string query = only(cell_, expression);
  if (expression.begin >= print.size()) {
    query.replace(expression.begin - print.size(), print.size(), print);
  } else {
    query = std::string(print) + query.substr(expression.begin);
  }
  Capture capture;
  if (!session_.run_query(cell_, query, capture, outcome_)) return std::nullopt;
  if (capture.results().size() != 1 || capture.results()[0].rows.rows() != 1 ||
      capture.results()[0].info.schema.size() != 1) {
    fail_at(expression, "expected one value");
    return std::nullopt;
  }
  return first_value(capture.results()[0]);
}

std::optional<std::string> CommandRun::evaluate_text(diag::Span expression) {
  const auto tokens = kql::tokenize(text(expression)).tokens;
  if (tokens.size() == 2 && tokens[0].kind == TokenKind::Identifier) return std::string(text(expression));
  const auto value = evaluate(expression);
  if (!value) return std::nullopt;
  if (const auto* string = std::get_if<std::string>(&value->value)) return *string;
  fail_at(expression, "expected a string");
  return std::nullopt;
}

std::optional<Ticks> CommandRun::evaluate_ticks(diag::Span expression, ScalarType type, std::string_view what) {
  const auto value = evaluate(expression);
  if (!value) return std::nullopt;
  const auto* ticks = std::get_if<std::int64_t>(&value->value);
  if (value->type != type || ticks == nullptr) {
    fail_at(expression, fmt::format("{} must be a {}, not {}", what, name_of(type),
                                    ticks == nullptr ? "null or text" : name_of(value->type)));
    return std::nullopt;
  }
  return *ticks;
}

void CommandRun::observe() {
  if (token().kind != TokenKind::StringLiteral) {
    return fail_at(token().span, ".observe needs a caption in quotes", ".observe \"caption\" <| query");
  }
  casefile::Observation observation;
  const auto caption = evaluate_text(token().span);
  if (!caption) return;
  if (caption->empty()) return fail_at(token().span, "the caption is empty");
  observation.caption = *caption;
  observation.link = fmt::format("#cell-{}", cell_id_);
  ++at_;
  if (take("with")) {
    std::vector<Argument> given;
    if (!take("(")) return fail_at(token().span, "expected '(' after with");
    if (!arguments({"description", "link", "tags", "severity"}, true, given)) return;
    if (!take(")")) return fail_at(token().span, "expected ')'");
    for (const Argument& argument : given) {
      const auto value = evaluate_text(argument.value);
      if (!value) return;
      if (argument.name == "description") observation.description = *value;
      if (argument.name == "link") observation.link = *value;
      if (argument.name == "tags") observation.tags = tags_in(*value);
      if (argument.name == "severity") observation.severity = *value;
    }
  }
  if (!at_end()) {
    if (!take("<|") && !(take("<") && take("|"))) return fail_at(token().span, "expected '<|' and a query");
    if (at_end()) return fail_at({span_.end, span_.end}, "a query is missing after '<|'");
    const diag::Span query{token().span.begin, span_.end};
    observation.query = text(query);
    Capture capture;
    const std::string query_text = session_.without_replaced_lets(only(cell_, query), outcome_);
    if (!session_.run_query(cell_, query_text, capture, outcome_)) return;
    if (!capture.results().empty()) {
      const ResultView view = view_result(capture.results().back(), 50);
      observation.captured = view.bundle.dump(-1, ' ', false, Json::error_handler_t::replace);
    }
    session_.show(capture, outcome_, cell_);
    if (outcome_.failed) return;
    if (!capture.results().empty() && capture.results().back().total_rows == 0) return observe_nothing(observation);
  }
  if (const auto stored = session_.surroundings_.observe(observation); !stored) {
    return add_error(stored.error(), outcome_);
  }
  say("observation kept: " + observation.caption);
}

// A query that finds nothing leaves no observation, and takes away what an earlier run with its caption had found.
void CommandRun::observe_nothing(const casefile::Observation& observation) {
  if (const auto dropped = session_.surroundings_.drop_observation(observation.caption); !dropped) {
    return add_error(dropped.error(), outcome_);
  }
  say("no rows, so no observation: " + observation.caption);
}

void CommandRun::drop() {
  if (!take("observation")) return fail_at(token().span, "expected 'observation'", ".drop observation \"caption\"");
  if (token().kind != TokenKind::StringLiteral) return fail_at(token().span, "expected a caption in quotes");
  const auto caption = evaluate_text(token().span);
  if (!caption) return;
  const auto dropped = session_.surroundings_.drop_observation(*caption);
  if (!dropped) return add_error(dropped.error(), outcome_);
  if (!*dropped) return fail_at(token().span, fmt::format("there is no observation '{}'", *caption));
  say("observation dropped: " + *caption);
}

}  // namespace huntbook::notebook
