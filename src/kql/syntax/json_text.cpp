#include "kql/syntax/json_text.hpp"

#include <cmath>

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace huntbook::kql::syntax {

void append_json_string(std::string& json, std::string_view text) {
  json.push_back('"');
  while (!text.empty()) {
    const CodePoint code_point = decode_utf8(text);
    const char c = text.front();
    if (!code_point.valid) {
      append_utf8(json, replacement_character);
    } else if (c == '"' || c == '\\') {
      json.push_back('\\');
      json.push_back(c);
    } else if (c == '\n') {
      json += "\\n";
    } else if (c == '\r') {
      json += "\\r";
    } else if (c == '\t') {
      json += "\\t";
    } else if (code_point.value < 0x20) {
      json += fmt::format("\\u{:04x}", code_point.value);
    } else {
      json += text.substr(0, code_point.size);
    }
    text.remove_prefix(code_point.size);
  }
  json.push_back('"');
}

void append_json_real(std::string& json, double value) {
  if (std::isnan(value)) {
    json += "\"NaN\"";
  } else if (std::isinf(value)) {
    json += value < 0 ? "\"-Infinity\"" : "\"Infinity\"";
  } else {
    const std::string digits = fmt::format("{}", value);
    json += digits;
    if (digits.find_first_of(".e") == std::string::npos) json += ".0";
  }
}

void JsonObjectText::set(const std::string& key, std::string value) {
  const auto [place, added] = places_.emplace(key, members_.size());
  if (added) {
    members_.emplace_back(key, std::move(value));
  } else {
    members_[place->second].second = std::move(value);
  }
}

void JsonObjectText::append_to(std::string& json) const {
  json.push_back('{');
  for (const auto& [key, value] : members_) {
    if (json.back() != '{') json.push_back(',');
    append_json_string(json, key);
    json.push_back(':');
    json += value;
  }
  json.push_back('}');
}

}  // namespace huntbook::kql::syntax
