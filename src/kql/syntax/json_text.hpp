// Writes the canonical JSON text of dynamic literals.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace huntbook::kql::syntax {

// In double quotes; control characters escaped, bytes that are not UTF-8 as U+FFFD.
void append_json_string(std::string& json, std::string_view text);

// The shortest digits that read back, with a point; NaN and infinities, which JSON lacks, as strings.
void append_json_real(std::string& json, double value);

// An object under construction: keys stay in the order of their first appearance, the last value of a key counts.
class JsonObjectText {
 public:
  void set(const std::string& key, std::string value);
  void append_to(std::string& json) const;

 private:
  std::vector<std::pair<std::string, std::string>> members_;
  std::unordered_map<std::string, std::size_t> places_;
};

}  // namespace huntbook::kql::syntax
