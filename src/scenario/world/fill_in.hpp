// Texts that differ each time: command lines, names of documents.
#pragma once

#include <string>
#include <string_view>

#include "scenario/world/random.hpp"

namespace huntbook::scenario {

// Replaces {n} (number), {h} (8 hex digits), {g} (GUID), {u} (the user), {d} (a document's name).
std::string fill_in(std::string_view pattern, std::string_view user, Random& random);

}  // namespace huntbook::scenario
