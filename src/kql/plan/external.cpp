#include "kql/plan/external.hpp"

#include <algorithm>

namespace huntbook::kql {

std::string ExternalRelations::name_of(const ExternalRequest& request) {
  const auto known = std::ranges::find(requests_, request);
  const auto index = static_cast<std::size_t>(known - requests_.begin());
  if (known == requests_.end()) requests_.push_back(request);
  return name_at(index);
}

}  // namespace huntbook::kql
