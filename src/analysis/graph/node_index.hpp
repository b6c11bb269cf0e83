// Numbers the nodes of a graph: texts to 0, 1, 2, ... in the order in which they come.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace huntbook::graph {

using NodeId = std::uint32_t;
inline constexpr NodeId no_node = UINT32_MAX;

class NodeIndex {
 public:
  NodeId add(std::string_view key);
  std::size_t size() const { return keys_.size(); }
  std::string_view key(NodeId node) const { return keys_[node]; }
  // Memory in use, in bytes, about.
  std::size_t byte_size() const { return bytes_; }

 private:
  std::deque<std::string> keys_;  // stays where it is, since the map looks into it
  std::unordered_map<std::string_view, NodeId> ids_;
  std::size_t bytes_ = 0;
};

}  // namespace huntbook::graph
