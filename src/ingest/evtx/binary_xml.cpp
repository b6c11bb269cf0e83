#include "ingest/evtx/binary_xml.hpp"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include "base/byte_cursor.hpp"
#include "base/utf8.hpp"
#include "ingest/evtx/layout.hpp"
#include "ingest/evtx/value.hpp"

namespace huntbook::ingest::evtx {

namespace {

std::unexpected<Error> refused(std::string what) {
  return fail(ErrorKind::User, "binary XML: " + std::move(what));
}

// The name at `offset` of the chunk; its bytes after it, for one that stands in line.
struct Name {
  std::string text;
  std::size_t size = 0;
};

Name read_name(std::string_view chunk, std::size_t offset, ByteCursor& cursor) {
  ByteCursor at(chunk, offset);
  at.skip(6, "name's link and hash");
  const std::size_t bytes = std::size_t{2} * at.u16("name's length");
  const std::string_view wide = at.bytes(bytes, "name");
  at.skip(2, "name's end");
  Name name;
  // A broken reference breaks the fragment.
  if (!at.ok()) cursor.skip(cursor.left() + 1, "name");
  append_utf16(name.text, wide);
  name.size = at.ok() ? 6 + 2 + bytes + 2 : 0;
  return name;
}

class Compiler {
 public:
  Compiler(std::string_view chunk, const Fragment& fragment, std::size_t& text_left)
      : text_left_(text_left),
        chunk_(chunk),
        cursor_(chunk.substr(0, fragment.definition + fragment.size), fragment.definition),
        has_dependency_(fragment.is_template) {}

  Result<XmlTree> run() {
    skip_header();
    while (cursor_.ok() && !done_) {
      HUNTBOOK_CHECK(take_token());
      if (text_left_ == 0)
        return refused("more than " + std::to_string(most_text) + " bytes of names and texts in this chunk");
    }
    if (!cursor_.ok()) return refused(cursor_.fault());
    if (tree_.elements.empty()) return refused("no element");
    return std::move(tree_);
  }

 private:
  void skip_header() {
    if (cursor_.left() > 4 && peek() == Token::FragmentHeader) cursor_.skip(4, "fragment header");
  }

  Token peek() const { return static_cast<Token>(cursor_.left() == 0 ? 0 : chunk_[cursor_.at()]); }

  std::string name() {
    const std::uint32_t offset = cursor_.u32("name's offset");
    const bool in_line = offset == cursor_.at();
    Name found = read_name(chunk_, offset, cursor_);
    if (in_line) cursor_.skip(found.size, "name");
    take_from_budget(found.text.size());
    return std::move(found.text);
  }

  void take_from_budget(std::size_t size) { text_left_ -= std::min(size, text_left_); }

  // Where text and substitutions go: the attribute at hand, else the open element.
  std::vector<Piece>* target() {
    if (open_.empty()) return nullptr;
    XmlElement& element = tree_.elements[open_.back()];
    return in_tag_ && !element.attributes.empty() ? &element.attributes.back().value : &element.content;
  }

  Result<void> add(Piece piece) {
    std::vector<Piece>* const pieces = target();
    if (pieces == nullptr) return refused("content outside of any element");
    if (++parts_ > most_parts) return refused("more than " + std::to_string(most_parts) + " parts");
    take_from_budget(piece.text.size());
    if (piece.kind == Piece::Kind::Text && !pieces->empty() && pieces->back().kind == Piece::Kind::Text) {
      pieces->back().text += piece.text;
    } else {
      pieces->push_back(std::move(piece));
    }
    return {};
  }

  Result<void> add_text(std::string text) { return add({Piece::Kind::Text, 0, std::move(text)}); }

  Result<void> open_element(bool has_attributes) {
    if (in_tag_) return refused("an element within a start tag");
    if (open_.size() >= deepest_element)
      return refused("elements nested deeper than " + std::to_string(deepest_element));
    if (open_.empty() && !tree_.elements.empty()) return refused("two root elements");
    if (has_dependency_) cursor_.skip(2, "dependency id");
    cursor_.skip(4, "element's size");
    XmlElement element;
    element.name = name();
    if (has_attributes) cursor_.skip(4, "attribute list's size");
    const auto index = static_cast<std::uint32_t>(tree_.elements.size());
    if (!open_.empty()) HUNTBOOK_CHECK(add({Piece::Kind::Element, index, {}}));
    tree_.elements.push_back(std::move(element));
    open_.push_back(index);
    in_tag_ = true;
    return {};
  }

  Result<void> close_element() {
    if (open_.empty()) return refused("an end tag without its element");
    open_.pop_back();
    in_tag_ = false;
    done_ = open_.empty();
    return {};
  }

  Result<void> add_attribute() {
    if (!in_tag_ || open_.empty()) return refused("an attribute outside of a start tag");
    if (++parts_ > most_parts) return refused("more than " + std::to_string(most_parts) + " parts");
    tree_.elements[open_.back()].attributes.push_back({name(), {}});
    return {};
  }

  Result<void> add_value() {
    const std::uint8_t type = cursor_.u8("value's type");
    if (type != static_cast<std::uint8_t>(ValueType::String)) {
      return refused("a text of type " + std::to_string(type));
    }
    return add_wide_text("text");
  }

  Result<void> add_wide_text(const char* what) {
    const std::size_t size = std::size_t{2} * cursor_.u16("text's length");
    std::string text;
    append_utf16(text, cursor_.bytes(size, what));
    return add_text(std::move(text));
  }

  Result<void> add_entity() {
    static constexpr std::pair<std::string_view, std::string_view> entities[] = {
        {"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}};
    const std::string entity = name();
    const auto* const found =
        std::ranges::find(entities, entity, &std::pair<std::string_view, std::string_view>::first);
    return add_text(found == std::end(entities) ? "&" + entity + ";" : std::string(found->second));
  }

  Result<void> add_substitution(Piece::Kind kind) {
    const std::uint16_t index = cursor_.u16("substitution's number");
    cursor_.skip(1, "substitution's type");
    return add({kind, index, {}});
  }

  Result<void> take_token() {
    const std::uint8_t byte = cursor_.u8("token");
    if (!cursor_.ok()) return {};
    switch (static_cast<Token>(byte & ~more_flag)) {
      case Token::EndOfStream:
        if (!open_.empty()) return refused("the fragment ends within an element");
        done_ = true;
        return {};
      case Token::OpenElement:
        return open_element((byte & more_flag) != 0);
      case Token::CloseStartTag:
        in_tag_ = false;
        return {};
      case Token::CloseEmptyElement:
      case Token::EndElement:
        return close_element();
      case Token::ValueText:
        return add_value();
      case Token::Attribute:
        return add_attribute();
      case Token::CDataSection:
        return add_wide_text("CDATA section");
      case Token::CharacterReference: {
        std::string text;
        append_utf8(text, cursor_.u16("character reference"));
        return add_text(std::move(text));
      }
      case Token::EntityReference:
        return add_entity();
      case Token::InstructionTarget:  // processing instructions are no part of an event
        (void)name();
        return {};
      case Token::InstructionData:
        cursor_.skip(std::size_t{2} * cursor_.u16("instruction's length"), "instruction");
        return {};
      case Token::NormalSubstitution:
        return add_substitution(Piece::Kind::Substitution);
      case Token::OptionalSubstitution:
        return add_substitution(Piece::Kind::OptionalSubstitution);
      case Token::TemplateInstance:
        return refused("a template within a template");
      case Token::FragmentHeader:
        cursor_.skip(3, "fragment header");
        return {};
      default:
        return refused("unknown token " + std::to_string(byte) + " at byte " + std::to_string(cursor_.at() - 1));
    }
  }

  std::size_t& text_left_;
  std::string_view chunk_;
  ByteCursor cursor_;
  bool has_dependency_;
  XmlTree tree_;
  std::vector<std::uint32_t> open_;
  std::size_t parts_ = 0;
  bool in_tag_ = false;
  bool done_ = false;
};

}  // namespace

Result<Fragment> read_fragment(std::string_view chunk, std::size_t begin, std::size_t end, std::vector<Value>& values,
                               bool carved) {
  values.clear();
  ByteCursor cursor(chunk.substr(0, end), begin);
  if (cursor.left() >= 4 && static_cast<Token>(chunk[begin]) == Token::FragmentHeader) {
    cursor.skip(4, "fragment header");
  }
  if (cursor.left() == 0) return refused("an empty fragment");
  if (static_cast<Token>(chunk[cursor.at()]) != Token::TemplateInstance) {
    return Fragment{cursor.at(), end - cursor.at(), false};
  }
  cursor.skip(2, "template instance");
  const std::uint32_t id = cursor.u32("template's id");
  const std::size_t offset = cursor.u32("template's offset");
  const bool in_line = offset == cursor.at();
  ByteCursor definition(chunk, offset);
  definition.skip(4, "template's link");
  const bool same = definition.u32("template's GUID") == id;  // which begins with the id
  definition.skip(12, "template's GUID");
  const std::size_t size = definition.u32("template's size");
  if (!definition.ok()) return refused("the template at byte " + std::to_string(offset) + " is cut off");
  if (carved && !same) return refused("the template at byte " + std::to_string(offset) + " was overwritten");
  if (size > definition.left()) return refused("the template at byte " + std::to_string(offset) + " is too long");
  if (in_line) cursor.skip(definition_header_size + size, "template");
  const std::size_t count = cursor.u32("number of values");
  if (!cursor.ok()) return refused(cursor.fault());
  if (count > cursor.left() / descriptor_size) return refused(std::to_string(count) + " values do not fit the record");
  // The descriptors lie within the record, as has just been seen.
  const char* descriptor = chunk.data() + cursor.at();
  const std::string_view record = chunk.substr(0, end);
  std::size_t at = cursor.at() + count * descriptor_size;
  values.resize(count);
  for (Value& value : values) {
    std::uint16_t value_size = 0;
    std::memcpy(&value_size, descriptor, sizeof(value_size));
    if (value_size > record.size() - at) return refused("the value at byte " + std::to_string(at) + " is cut off");
    value.type = static_cast<std::uint8_t>(descriptor[2]);
    value.bytes = {record.data() + at, value_size};
    at += value_size;
    descriptor += descriptor_size;
  }
  return Fragment{offset + definition_header_size, size, true};
}

Result<XmlTree> compile(std::string_view chunk, const Fragment& fragment, std::size_t& text_left) {
  return Compiler(chunk, fragment, text_left).run();
}

}  // namespace huntbook::ingest::evtx
