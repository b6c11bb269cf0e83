// Kernels of the functions that ask a local file: GeoIP and user agents (Kusto docs, "geo_info_from_ip_address()",
// "parse_user_agent()").
#include "engine/duckdb/functions/lookup.hpp"

#include <array>
#include <stdexcept>

#include <fmt/format.h>

#include "base/json_text.hpp"
#include "engine/duckdb/functions/address.hpp"
#include "enrich/geo_database.hpp"
#include "enrich/user_agent.hpp"

namespace huntbook::engine::duckdb {

namespace {

[[noreturn]] void refuse(std::string_view function, const Error& error) {
  throw std::runtime_error(
      fmt::format("{}(): {}{}{}", function, error.message, error.hint.empty() ? "" : "; ", error.hint));
}

bool geo_info(JsonResult& out, std::string_view address) {
  if (!parse_ipv4(address) && !parse_ipv6(address)) return false;
  const auto& database = enrich::installed_geo_database();
  if (!database) refuse("geo_info_from_ip_address", database.error());
  const auto place = (*database)->find(std::string(address));
  if (!place) return false;
  JsonWriter writer(out.buffer());
  writer.begin_object();
  writer.member("country", place->country);
  writer.member("state", place->state);
  writer.member("city", place->city);
  for (const auto& [name, degrees] : {std::pair("latitude", place->latitude), {"longitude", place->longitude}}) {
    if (!degrees) continue;
    writer.key(name);
    writer.real(*degrees);
  }
  writer.end_object();
  return true;
}

struct Target {
  std::string_view asked;
  std::string_view key;
  enrich::UserAgentParts (enrich::UserAgentPatterns::*find)(std::string_view) const;
  std::array<std::string_view, 5> parts;
};
constexpr auto targets = std::to_array<Target>(
    {{"browser", "Browser", &enrich::UserAgentPatterns::browser, {"Family", "MajorVersion", "MinorVersion", "Patch"}},
     {"os",
      "OperatingSystem",
      &enrich::UserAgentPatterns::system,
      {"Family", "MajorVersion", "MinorVersion", "Patch", "PatchMinor"}},
     {"device", "Device", &enrich::UserAgentPatterns::device, {"Family", "Brand", "Model"}}});

// Whether a name stands among those of "os" or ["browser","os"].
bool asks_for(std::string_view look_for, std::string_view name) {
  while (!look_for.empty()) {
    const std::size_t end = std::min(look_for.find_first_of("[]\", \t"), look_for.size());
    if (look_for.substr(0, end) == name) return true;
    look_for.remove_prefix(std::min(end + 1, look_for.size()));
  }
  return false;
}

std::string describe_user_agent(std::string_view user_agent, std::string_view look_for) {
  const auto& patterns = enrich::installed_user_agent_patterns();
  if (!patterns) refuse("parse_user_agent", patterns.error());
  std::string json;
  JsonWriter writer(json);
  bool any = false;
  writer.begin_object();
  for (const Target& target : targets) {
    if (!asks_for(look_for, target.asked)) continue;
    any = true;
    const enrich::UserAgentParts parts = ((**patterns).*target.find)(user_agent);
    writer.key(target.key);
    writer.begin_object();
    for (std::size_t i = 0; i < parts.size(); ++i) writer.member(target.parts[i], parts[i]);
    writer.end_object();
  }
  writer.end_object();
  return any ? json : std::string();
}

// Few user agents stand in many rows.
bool parse_user_agent(JsonResult& out, std::string_view user_agent, std::string_view look_for) {
  thread_local Remembered<std::string> remembered;
  std::string key(look_for);
  key += '\0';
  key += user_agent;
  const std::string& described =
      remembered.get(key, [&](std::string_view) { return describe_user_agent(user_agent, look_for); });
  if (described.empty()) return false;
  out.assign(described);
  return true;
}

}  // namespace

void add_lookup_functions(ScalarFunctions& table) {
  table.add<&geo_info>("hb_geo_info");
  table.add<&parse_user_agent>("hb_parse_user_agent");
}

}  // namespace huntbook::engine::duckdb
