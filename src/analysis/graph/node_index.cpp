#include "analysis/graph/node_index.hpp"

namespace huntbook::graph {

NodeId NodeIndex::add(std::string_view key) {
  if (auto found = ids_.find(key); found != ids_.end()) return found->second;
  const auto id = static_cast<NodeId>(keys_.size());
  keys_.emplace_back(key);
  ids_.emplace(keys_.back(), id);
  // A node of the map, its bucket and the text's own header take about 100 bytes.
  bytes_ += key.size() + 100;
  return id;
}

}  // namespace huntbook::graph
