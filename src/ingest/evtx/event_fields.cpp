#include "ingest/evtx/event_fields.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <utility>

#include "base/json_text.hpp"
#include "ingest/evtx/value.hpp"

namespace huntbook::ingest::evtx {

namespace {

constexpr std::string_view text_key = "#text";

// A value as part of a JSON array or object.
void append_json(std::string& out, FieldKind kind, std::string_view text) {
  switch (kind) {
    case FieldKind::Null:
      out += "null";
      return;
    case FieldKind::Bool:
    case FieldKind::Number:
    case FieldKind::Nested:
      out += text;
      return;
    case FieldKind::Text:
    case FieldKind::Cell:
      append_json_string(out, text);
      return;
  }
}

void append_array(std::string& out, ValueType type, std::string_view bytes) {
  std::string text;
  out += '[';
  for (bool first = true; !bytes.empty(); first = false) {
    const std::string_view element = next_element(type, bytes);
    text.clear();
    const FieldKind kind = append_value(text, type, element);
    if (!first) out += ',';
    append_json(out, kind, text);
  }
  out += ']';
}

Result<void> check_length(std::size_t bytes) {
  if (bytes <= longest_field) return {};
  return fail(ErrorKind::User,
              "binary XML: a field unfolds to more than " + std::to_string(longest_field >> 20) + " MiB");
}

}  // namespace

Result<FieldKind> EventFields::value_of(const FieldPlace& place, const EventShape& shape,
                                        const std::vector<Value>& values, std::string& out) {
  out.clear();
  if (place.sources.size() == 1) return append(place.sources.front(), shape.tree, values, out, 0);
  // Elements of one name: an array of those that are there.
  std::string text;
  out += '[';
  for (const FieldPlace::Source& source : place.sources) {
    text.clear();
    HUNTBOOK_TRY(const FieldKind kind, append(source, shape.tree, values, text, 0));
    if (kind == FieldKind::Null) continue;
    if (out.size() > 1) out += ',';
    append_json(out, kind, text);
    HUNTBOOK_CHECK(check_length(out.size()));
  }
  out += ']';
  return out.size() > 2 ? FieldKind::Nested : FieldKind::Null;
}

Result<FieldKind> EventFields::append(const FieldPlace::Source& source, const XmlTree& tree,
                                      const std::vector<Value>& values, std::string& out, std::size_t depth) {
  if (source.pieces != nullptr) return append_pieces(*source.pieces, values, out, depth);
  HUNTBOOK_CHECK(append_object(*source.element, tree, values, out, depth));
  return out == "{}" ? FieldKind::Null : FieldKind::Nested;
}

Result<FieldKind> EventFields::append_pieces(const std::vector<Piece>& pieces, const std::vector<Value>& values,
                                             std::string& out, std::size_t depth) {
  if (pieces.size() == 1 && pieces.front().kind != Piece::Kind::Text) {
    const Piece& piece = pieces.front();
    if (piece.index >= values.size()) return FieldKind::Null;
    return append_one(values[piece.index], out, depth);
  }
  bool something = pieces.empty();
  std::string part;
  for (const Piece& piece : pieces) {
    if (piece.kind == Piece::Kind::Text) {
      out += piece.text;
      something = true;
    } else if (piece.kind != Piece::Kind::Element && piece.index < values.size()) {
      part.clear();
      HUNTBOOK_TRY(const FieldKind kind, append_one(values[piece.index], part, depth));
      out += part;
      something = something || kind != FieldKind::Null;
    }
    HUNTBOOK_CHECK(check_length(out.size()));
  }
  return something ? FieldKind::Text : FieldKind::Null;
}

Result<FieldKind> EventFields::append_one(const Value& value, std::string& out, std::size_t depth) {
  const auto type = static_cast<ValueType>(value.type & ~array_flag);
  if ((value.type & array_flag) != 0) {
    if (value.bytes.empty()) return FieldKind::Null;
    append_array(out, type, value.bytes);
    return FieldKind::Nested;
  }
  if (type != ValueType::BinaryXml) return append_value(out, type, value.bytes);
  if (value.bytes.empty()) return FieldKind::Null;
  if (depth >= deepest_fragment) return fail(ErrorKind::User, "binary XML: fragments nested too deeply");
  HUNTBOOK_TRY(const Nested nested, open_nested_(value.bytes));
  const XmlElement& root = nested.shape->tree.elements.front();
  out += '{';
  append_json_string(out, root.name);
  out += ':';
  HUNTBOOK_CHECK(append_object(root, nested.shape->tree, nested.values, out, depth + 1));
  out += '}';
  return FieldKind::Nested;
}

Result<void> EventFields::append_object(const XmlElement& element, const XmlTree& tree,
                                        const std::vector<Value>& values, std::string& out, std::size_t depth) {
  // By name, in the order of the first of each: several of one name are an array.
  std::vector<std::pair<std::string_view, std::vector<std::string>>> members;
  std::map<std::string_view, std::size_t> index;
  std::size_t bytes = 0;
  const auto add = [&](std::string_view name, std::string json) -> Result<void> {
    bytes += json.size();
    HUNTBOOK_CHECK(check_length(bytes));
    const auto [place, is_new] = index.try_emplace(name, members.size());
    if (is_new) members.emplace_back(name, std::vector<std::string>{});
    members[place->second].second.push_back(std::move(json));
    return {};
  };
  const auto add_value = [&](std::string_view name, const std::vector<Piece>& pieces) -> Result<void> {
    std::string text;
    HUNTBOOK_TRY(const FieldKind kind, append_pieces(pieces, values, text, depth));
    if (kind == FieldKind::Null) return {};
    std::string json;
    append_json(json, kind, text);
    return add(name, std::move(json));
  };
  const auto is_child = [](const Piece& piece) { return piece.kind == Piece::Kind::Element; };

  for (const XmlAttribute& attribute : element.attributes) {
    if (!is_namespace(attribute) && !is_plain_name(attribute))
      HUNTBOOK_CHECK(add_value(attribute.name, attribute.value));
  }
  for (const Piece& piece : element.content) {
    if (!is_child(piece)) continue;
    const XmlElement& child = tree.elements[piece.index];
    if (is_plain(child)) {
      HUNTBOOK_CHECK(add_value(data_name(child), child.content));
      continue;
    }
    std::string json;
    HUNTBOOK_CHECK(append_object(child, tree, values, json, depth));
    HUNTBOOK_CHECK(add(data_name(child), std::move(json)));
  }
  std::vector<Piece> own;
  std::ranges::copy_if(element.content, std::back_inserter(own), std::not_fn(is_child));
  if (!own.empty()) HUNTBOOK_CHECK(add_value(text_key, own));

  JsonWriter json(out);
  json.begin_object();
  for (const auto& [name, texts] : members) {
    json.key(name);
    if (texts.size() == 1) {
      json.raw(texts.front());
      continue;
    }
    json.begin_array();
    for (const std::string& text : texts) json.raw(text);
    json.end_array();
  }
  json.end_object();
  return {};
}

}  // namespace huntbook::ingest::evtx
