// Levenshtein distance with a bound: how many insertions, deletions and substitutions turn one text into the other.
#pragma once

#include <cstddef>
#include <string_view>

namespace huntbook::cluster {

// True where the distance is at most `bound`. Time: length times bound (Ukkonen, "Algorithms for approximate string
// matching", 1985: only the diagonals within the bound are computed).
bool within_edit_distance(std::string_view a, std::string_view b, std::size_t bound);

}  // namespace huntbook::cluster
