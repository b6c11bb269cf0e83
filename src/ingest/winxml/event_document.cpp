#include "ingest/winxml/event_document.hpp"

#include <algorithm>
#include <utility>

#include <pugixml.hpp>

#include "base/json_text.hpp"
#include "ingest/evtx/binary_xml.hpp"
#include "ingest/evtx/event_fields.hpp"

namespace huntbook::ingest {

namespace {

using evtx::Piece;
using evtx::XmlElement;
using evtx::XmlTree;

std::unexpected<Error> refused(std::string what) {
  return fail(ErrorKind::User, "XML: " + std::move(what));
}

// Line ends and blanks stay as the event has them.
constexpr unsigned parse_flags = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_ws_pcdata_single;

class TreeBuilder {
 public:
  Result<XmlTree> run(const pugi::xml_node& root) {
    HUNTBOOK_CHECK(add(root, 0));
    return std::move(tree_);
  }

 private:
  Result<void> count_part() {
    if (++parts_ > evtx::most_parts) return refused("more than " + std::to_string(evtx::most_parts) + " parts");
    return {};
  }

  Result<void> add(const pugi::xml_node& node, std::size_t depth) {
    if (depth >= evtx::deepest_element)
      return refused("elements nested deeper than " + std::to_string(evtx::deepest_element));
    HUNTBOOK_CHECK(count_part());
    const std::size_t index = tree_.elements.size();
    tree_.elements.emplace_back().name = node.name();
    for (const pugi::xml_attribute& attribute : node.attributes()) {
      HUNTBOOK_CHECK(count_part());
      evtx::XmlAttribute& added = tree_.elements[index].attributes.emplace_back();
      added.name = attribute.name();
      added.value.push_back({Piece::Kind::Text, 0, attribute.value()});
    }
    for (const pugi::xml_node& child : node.children()) {
      if (child.type() == pugi::node_element) {
        const auto place = static_cast<std::uint32_t>(tree_.elements.size());
        tree_.elements[index].content.push_back({Piece::Kind::Element, place, {}});
        HUNTBOOK_CHECK(add(child, depth + 1));
      } else if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
        HUNTBOOK_CHECK(count_part());
        std::vector<Piece>& content = tree_.elements[index].content;
        if (!content.empty() && content.back().kind == Piece::Kind::Text) {
          content.back().text += child.value();
        } else {
          content.push_back({Piece::Kind::Text, 0, child.value()});
        }
      }
    }
    return {};
  }

  XmlTree tree_;
  std::size_t parts_ = 0;
};

}  // namespace

Result<EventDocument> EventDocument::parse(std::string_view prefix, std::string_view text) {
  if (text.size() > longest_event)
    return refused("an event longer than " + std::to_string(longest_event >> 20) + " MiB");
  std::string bytes;
  bytes.reserve(prefix.size() + text.size());
  bytes.append(prefix).append(text);
  pugi::xml_document document;
  const pugi::xml_parse_result parsed =
      document.load_buffer_inplace(bytes.data(), bytes.size(), parse_flags, pugi::encoding_utf8);
  if (!parsed) {
    const auto at = std::max<std::ptrdiff_t>(parsed.offset - static_cast<std::ptrdiff_t>(prefix.size()), 0);
    std::string what = parsed.description();
    if (!what.empty()) what[0] = static_cast<char>(what[0] | 0x20);
    return refused(what + " at byte " + std::to_string(at));
  }
  EventDocument made;
  HUNTBOOK_TRY(made.tree_, TreeBuilder().run(document.document_element()));
  return made;
}

std::string_view EventDocument::root() const {
  return tree_.elements.front().name;
}

bool EventDocument::has_part(std::string_view name) const {
  return std::ranges::any_of(tree_.elements.front().content, [&](const Piece& piece) {
    return piece.kind == Piece::Kind::Element && tree_.elements[piece.index].name == name;
  });
}

bool EventDocument::unwrap(std::string_view name) {
  const auto found = std::ranges::find(tree_.elements, name, &XmlElement::name);
  if (found == tree_.elements.end()) return false;
  std::swap(tree_.elements.front(), *found);
  return true;
}

Result<void> EventDocument::fields(const Take& take) {
  evtx::EventShape shape;
  shape.tree = std::move(tree_);
  evtx::find_fields(shape);
  evtx::EventFields values([](std::string_view) -> Result<evtx::Nested> { return refused("binary XML in XML text"); });
  std::string text;
  for (const evtx::FieldPlace& place : shape.fields) {
    HUNTBOOK_TRY(const FieldKind kind, values.value_of(place, shape, {}, text));
    take(place.part, place.name, kind, text);
  }
  return {};
}

std::optional<std::string> event_data_object(std::string_view xml) {
  auto document = EventDocument::parse({}, xml);
  if (!document || (!document->unwrap("EventData") && !document->unwrap("UserData"))) return std::nullopt;
  std::string json;
  JsonWriter writer(json);
  writer.begin_object();
  const auto done =
      document->fields([&](evtx::FieldPlace::Part part, std::string_view name, FieldKind kind, std::string_view text) {
        if (part != evtx::FieldPlace::Part::Data || kind == FieldKind::Null) return;
        writer.key(name);
        if (kind == FieldKind::Nested) {
          writer.raw(text);
        } else {
          writer.string(text);
        }
      });
  writer.end_object();
  return done ? std::optional(std::move(json)) : std::nullopt;
}

}  // namespace huntbook::ingest
