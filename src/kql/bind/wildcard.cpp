#include "kql/bind/wildcard.hpp"

namespace huntbook::kql::bind {

bool matches_wildcard(std::string_view pattern, std::string_view text) {
  std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == text;
  if (!text.starts_with(pattern.substr(0, star))) return false;
  text.remove_prefix(star);
  pattern.remove_prefix(star + 1);
  // The earliest place of each piece between two stars leaves the most room for those behind it.
  while ((star = pattern.find('*')) != std::string_view::npos) {
    std::string_view piece = pattern.substr(0, star);
    std::size_t found = text.find(piece);
    if (found == std::string_view::npos) return false;
    text.remove_prefix(found + piece.size());
    pattern.remove_prefix(star + 1);
  }
  return text.ends_with(pattern);
}

}  // namespace huntbook::kql::bind
