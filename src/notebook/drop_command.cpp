// .drop observation "caption", table T, function f, functions (f, g).
#include <algorithm>

#include <fmt/format.h>

#include "notebook/command_run.hpp"

namespace huntbook::notebook {

void CommandRun::drop() {
  if (take("observation")) return drop_observation();
  if (take("table")) return drop_table();
  if (take("function")) return drop_functions(false);
  if (take("functions")) return drop_functions(true);
  fail_at(token().span, "expected 'observation', 'table' or 'function'",
          ".drop observation \"caption\", .drop table T, .drop function f");
}

void CommandRun::drop_observation() {
  const diag::Span place = token().span;
  const auto caption = take_string();
  if (!caption) return fail_at(place, "expected a caption in quotes");
  const auto dropped = session_.surroundings_.drop_observation(*caption);
  if (!dropped) return tell(dropped.error(), front_, status_);
  if (!*dropped) return fail_at(place, fmt::format("there is no observation '{}'", *caption));
  say("observation dropped: " + *caption);
}

void CommandRun::drop_table() {
  const diag::Span place = token().span;
  const auto name = take_table_name();
  if (!name) return;
  const auto dropped = session_.surroundings_.drop_table(*name);
  if (!dropped) return fail_with(dropped.error(), place);
  if (!*dropped) return fail_at(place, fmt::format("there is no table '{}'", *name));
  say("table dropped: " + *name);
}

void CommandRun::drop_functions(bool several) {
  const std::vector<casefile::StoredFunction> known = session_.surroundings_.functions();
  std::vector<std::pair<std::string, diag::Span>> named;
  if (several && !take("(")) return fail_at(token().span, "expected '('", ".drop functions (f, g) ifexists");
  do {
    const diag::Span place = token().span;
    auto name = take_table_name("function");
    if (!name) return;
    named.emplace_back(std::move(*name), place);
  } while (several && take(","));
  if (several && !take(")")) return fail_at(token().span, "expected ')'");
  const bool if_exists = take("ifexists");
  if (!at_end()) return fail_at(token().span, fmt::format("'{}' is not expected here", word()));
  std::vector<std::string> names;
  for (auto& [name, place] : named) {
    const bool there = std::ranges::find(known, name, &casefile::StoredFunction::name) != known.end();
    if (!there && !if_exists) return fail_at(place, fmt::format("there is no function '{}'", name));
    if (there) names.push_back(std::move(name));
  }
  if (const auto dropped = session_.surroundings_.drop_functions(names); !dropped) {
    return tell(dropped.error(), front_, status_);
  }
  for (const std::string& name : names) say("function dropped: " + name);
  if (names.empty()) say("no function dropped: there is none of that name");
}

}  // namespace huntbook::notebook
