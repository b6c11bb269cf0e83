#include "kql/functions/record.hpp"

#include <algorithm>

namespace huntbook::kql {

void FunctionCatalogue::add(FunctionRecord record) {
  std::size_t position = records_.size();
  index_.emplace(std::pair(record.kind, std::string(record.name)), position);
  for (std::string_view alias : record.aliases) index_.emplace(std::pair(record.kind, std::string(alias)), position);
  records_.push_back(std::move(record));
}

void FunctionCatalogue::add_known(KnownName name) {
  known_.push_back(name);
}

const FunctionRecord* FunctionCatalogue::find(FunctionKind kind, std::string_view name) const {
  auto found = index_.find(std::pair(kind, std::string(name)));
  return found == index_.end() ? nullptr : &records_[found->second];
}

const KnownName* FunctionCatalogue::find_known(std::string_view kind, std::string_view name) const {
  auto found = std::ranges::find_if(
      known_, [&](const KnownName& candidate) { return candidate.kind == kind && candidate.name == name; });
  return found == known_.end() ? nullptr : &*found;
}

}  // namespace huntbook::kql
