// Kernels of datetime_utc_to_local() and its relatives (Kusto docs): the system's time zones.
#include "base/time_zone.hpp"

#include <optional>
#include <string_view>

#include "base/json_text.hpp"
#include "engine/duckdb/functions/register.hpp"

namespace huntbook::engine::duckdb {
namespace {

std::optional<std::int64_t> utc_to_local(std::int64_t utc, std::string_view name) {
  const TimeZone* zone = TimeZone::find(name);
  return zone != nullptr ? valid_datetime(zone->to_local(utc)) : std::nullopt;
}

std::optional<std::int64_t> local_to_utc(std::int64_t local, std::string_view name) {
  const TimeZone* zone = TimeZone::find(name);
  return zone != nullptr ? valid_datetime(zone->to_utc(local)) : std::nullopt;
}

// The engine's functions take an argument at least.
bool zone_names(JsonResult& out, bool) {
  JsonWriter writer(out.buffer());
  writer.begin_array();
  for (const std::string& name : TimeZone::names()) writer.string(name);
  writer.end_array();
  return true;
}

}  // namespace

void add_time_zone_functions(ScalarFunctions& table) {
  table.add<&utc_to_local>("hb_utc_to_local");
  table.add<&local_to_utc>("hb_local_to_utc");
  table.add<&zone_names>("hb_time_zone_names");
}

}  // namespace huntbook::engine::duckdb
