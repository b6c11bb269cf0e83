#include "ingest/azure/resource_id.hpp"

#include "base/ascii.hpp"

namespace huntbook::ingest {

ResourceId parse_resource_id(std::string_view id) {
  ResourceId parsed;
  if (!id.starts_with('/')) return parsed;
  while (id.ends_with('/')) id.remove_suffix(1);
  std::string_view key;
  for (std::string_view rest = id; !rest.empty();) {
    rest.remove_prefix(1);
    const std::size_t end = rest.find('/');
    const std::string_view part = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end);
    if (equal_ignoring_case(key, "subscriptions") && parsed.subscription.empty()) parsed.subscription = part;
    if (equal_ignoring_case(key, "resourceGroups") && parsed.group.empty()) parsed.group = part;
    if (equal_ignoring_case(key, "providers")) parsed.provider = part;
    if (!parsed.provider.empty() && parsed.provider != part) parsed.name = part;
    key = part;
  }
  return parsed;
}

}  // namespace huntbook::ingest
