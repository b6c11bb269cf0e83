#include "kql/syntax/json_object.hpp"

#include "base/json_text.hpp"

namespace huntbook::kql::syntax {

void JsonObjectText::set(const std::string& key, std::string value) {
  const auto [place, added] = places_.emplace(key, members_.size());
  if (added) {
    members_.emplace_back(key, std::move(value));
  } else {
    members_[place->second].second = std::move(value);
  }
}

void JsonObjectText::append_to(std::string& json) const {
  JsonWriter writer(json);
  writer.begin_object();
  for (const auto& [key, value] : members_) {
    writer.key(key);
    writer.raw(value);
  }
  writer.end_object();
}

}  // namespace huntbook::kql::syntax
