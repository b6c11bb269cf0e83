// Azure resource ids: /subscriptions/S/resourceGroups/G/providers/P/TYPE/NAME[/TYPE/NAME...], whatever the case of the
// fixed words (Azure Resource Manager, "resourceId" function).
#pragma once

#include <string_view>

namespace huntbook::ingest {

struct ResourceId {
  std::string_view subscription;
  std::string_view group;
  std::string_view provider;
  std::string_view name;  // the last part
};

// Parts that the id lacks are empty; all are where it is no resource id. They point into `id`.
ResourceId parse_resource_id(std::string_view id);

}  // namespace huntbook::ingest
