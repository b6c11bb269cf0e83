// .drop observation "caption", .drop table T.
#include <fmt/format.h>

#include "notebook/command_run.hpp"

namespace huntbook::notebook {

void CommandRun::drop() {
  if (take("observation")) return drop_observation();
  if (take("table")) return drop_table();
  fail_at(token().span, "expected 'observation' or 'table'", ".drop observation \"caption\", .drop table T");
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

}  // namespace huntbook::notebook
