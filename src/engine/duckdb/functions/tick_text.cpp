// Ticks as the text that KQL shows for them; a stored column of times that becomes a column of strings is rewritten so.
#include "base/time.hpp"
#include "engine/duckdb/functions/register.hpp"

namespace huntbook::engine::duckdb {

namespace {

bool datetime_text(TextResult& out, std::int64_t ticks) {
  out.assign(format_datetime(ticks));
  return true;
}

bool timespan_text(TextResult& out, std::int64_t ticks) {
  out.assign(format_timespan(ticks));
  return true;
}

}  // namespace

void add_tick_text_functions(ScalarFunctions& table) {
  table.add<&datetime_text>("hb_datetime_text");
  table.add<&timespan_text>("hb_timespan_text");
}

}  // namespace huntbook::engine::duckdb
