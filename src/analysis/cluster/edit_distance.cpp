#include "analysis/cluster/edit_distance.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace huntbook::cluster {

bool within_edit_distance(std::string_view a, std::string_view b, std::size_t bound) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > bound) return false;
  // What both have in common at the ends costs nothing.
  while (!a.empty() && a.front() == b.front()) a.remove_prefix(1), b.remove_prefix(1);
  while (!a.empty() && a.back() == b.back()) a.remove_suffix(1), b.remove_suffix(1);
  if (a.empty()) return b.size() <= bound;
  if (bound == 0) return false;

  // Row i of the table of distances, columns i - bound .. i + bound; all else is beyond the bound.
  const std::size_t beyond = bound + 1;
  // No cell needs a value before the band reaches it.
  std::array<std::size_t, 513> small;
  std::vector<std::size_t> large(b.size() < small.size() ? 0 : b.size() + 1);
  std::size_t* const row = large.empty() ? small.data() : large.data();
  for (std::size_t j = 0; j <= std::min(bound, b.size()); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    const std::size_t first = i > bound ? i - bound : 1;
    const std::size_t last = std::min(b.size(), i + bound);
    std::size_t diagonal = row[first - 1];
    row[first - 1] = first == 1 ? std::min(i, beyond) : beyond;
    std::size_t smallest = row[first - 1];
    for (std::size_t j = first; j <= last; ++j) {
      const std::size_t above = j == i + bound ? beyond : row[j];
      const std::size_t cost = a[i - 1] == b[j - 1] ? diagonal : diagonal + 1;
      diagonal = above;
      row[j] = std::min({cost, above + 1, row[j - 1] + 1, beyond});
      smallest = std::min(smallest, row[j]);
    }
    if (smallest > bound) return false;
  }
  return row[b.size()] <= bound;
}

}  // namespace huntbook::cluster
