#include "ingest/json/json_members.hpp"

#include "ingest/json/json_parser.hpp"
#include "ingest/record/json_text.hpp"

namespace huntbook::ingest {

ParsedBlock& JsonMembers::next() {
  if (used_ == places_.size()) places_.emplace_back();
  ParsedBlock& place = places_[used_++];
  place.fields.clear();
  place.made.clear();
  return place;
}

std::string_view JsonMembers::json_of(const Field& field, ParsedBlock& place) {
  if (field.kind != FieldKind::Nested && !field.is_text()) return {};
  std::string_view text = field.text;
  if (field.escaped) {
    std::string plain;
    append_unescaped(plain, text);
    text = place.keep(std::move(plain));
  }
  if (field.is_text()) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    text.remove_prefix(begin == std::string_view::npos ? text.size() : begin);
  }
  return text;
}

Record JsonMembers::of(const Field& field) {
  ParsedBlock& place = next();
  const std::string_view text = json_of(field, place);
  bool repaired = false;
  if (!text.starts_with('{') || !read_json_object(text, place, repaired).empty()) return {};
  return place.fields;
}

Record JsonMembers::of(std::string_view json) {
  return of(Field{{}, json, FieldKind::Nested, false});
}

Record JsonMembers::elements_of(const Field& field) {
  ParsedBlock& place = next();
  const std::string_view text = json_of(field, place);
  bool repaired = false;
  if (!text.starts_with('[') || !read_json_array(text, place, repaired).empty()) return {};
  return place.fields;
}

}  // namespace huntbook::ingest
