// A JSON object under construction, for dynamic literals: keys stay in the order of their first appearance, the last
// value of a key counts.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace huntbook::kql::syntax {

class JsonObjectText {
 public:
  // `value` is JSON text.
  void set(const std::string& key, std::string value);
  void append_to(std::string& json) const;

 private:
  std::vector<std::pair<std::string, std::string>> members_;
  std::unordered_map<std::string, std::size_t> places_;
};

}  // namespace huntbook::kql::syntax
