// .set query_time, .set now, .set NAME = value, .set T <| query.
#include <algorithm>

#include <fmt/format.h>

#include "base/time.hpp"
#include "notebook/command_run.hpp"

namespace huntbook::notebook {

namespace {

using kql::TokenKind;

std::string window_text(const kql::QueryTime& window) {
  return fmt::format("query time: {} – {}", window.from ? format_datetime(*window.from) : "any",
                     window.to ? format_datetime(*window.to) : "any");
}

}  // namespace

void CommandRun::set() {
  if (take("query_time")) return set_query_time();
  const diag::Span place = token().span;
  if (word() == "-") {
    return fail_at(place, "only .set is known of Kusto's .set, .set-or-append and .set-or-replace",
                   ".set T <| query replaces what an earlier .set put into T");
  }
  if (token().kind != TokenKind::Identifier && token().kind != TokenKind::BracketedName) {
    return fail_at(place, ".set needs a name",
                   ".set query_time origin=datetime(..), .set now = datetime(..), .set NAME = value, .set T <| query");
  }
  const auto name = take_table_name();
  if (!name) return;
  if (!at_end() && (word() == "<|" || word() == "<")) return keep_table(*name, place);
  if (!take("=")) return fail_at(token().span, "expected '=' or '<|'", fmt::format(".set {} = value", *name));
  set_value(*name);
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

// The result goes to the table as it comes; the name is checked before anything runs.
void CommandRun::keep_table(const std::string& name, diag::Span name_span) {
  const auto query = piped_query();
  if (!query) return;
  const auto table = session_.surroundings_.keep_table(name, text(*query));
  if (!table) return fail_with(table.error(), name_span);
  if (!run_piped(*query, **table)) return;
  const auto rows = (*table)->finish();
  if (!rows) return fail_with(rows.error(), *query);
  say(fmt::format("table kept: {} ({} rows)", name, *rows));
}

}  // namespace huntbook::notebook
