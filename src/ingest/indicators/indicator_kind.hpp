// What an indicator is, by what a feed calls it or by its look; and defanged ones made whole.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ingest/indicators/stix_pattern.hpp"

namespace huntbook::ingest {

// hxxp, [.], (.), [dot], [:], [@] and the like as they were before they were made harmless; blanks around it go.
std::string refanged(std::string_view text);
// STIX's object path for an address, subnet, domain, URL, mail address or hash; empty where it looks like none.
std::string_view key_by_look(std::string_view value);
// The same for a feed's name of the kind: ip-dst, IPv4, domain, FileSha256, md5, ...; empty where the name is unknown,
// or says less than the look of the value ("ip", "hash").
std::string_view key_by_name(std::string_view name, std::string_view value);
// [key = 'value'].
std::string pattern_of(const Observable& observable);

}  // namespace huntbook::ingest
