// Windows' names of time zones, as a registry or an export has them.
#pragma once

#include <string_view>

namespace huntbook::ingest {

// The zone of the IANA database that stands for it wherever no country is said (Unicode CLDR, windowsZones, territory
// 001); whatever the case. Empty: Windows has no zone of this name.
std::string_view iana_of_windows_zone(std::string_view name);

}  // namespace huntbook::ingest
