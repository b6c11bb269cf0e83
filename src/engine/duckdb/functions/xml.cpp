// parse_xml(): an XML text as a dynamic value (Kusto docs, "parse_xml()"); and back, a bag of a Windows event's data as
// the XML that Azure Monitor's table Event has it in.
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <pugixml.hpp>

#include "base/json_text.hpp"
#include "base/number_text.hpp"
#include "engine/duckdb/functions/json_read.hpp"
#include "engine/duckdb/functions/register.hpp"

namespace huntbook::engine::duckdb {
namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 20;  // as documented
constexpr int most_levels = 256;                          // bounds the recursion

// A number where it is spelled as the number is, so that its text comes back the same (118.0, but not 0042).
void write_text(JsonWriter& json, std::string_view text) {
  std::string again;
  if (auto integer = parse_long(text)) again = std::to_string(*integer);
  if (again != text) {
    again.clear();
    if (auto real = parse_real(text); real && text.find_first_not_of("-.0123456789") == std::string_view::npos)
      append_real(again, *real);
  }
  if (!again.empty() && again == text) {
    json.raw(text);
  } else {
    json.string(text);
  }
}

bool is_text(const pugi::xml_node& node) {
  return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
}

// Elements of one name become an array under it, at the place of the first.
struct Member {
  std::string_view name;
  std::vector<pugi::xml_node> elements;
};

bool write_element(JsonWriter& json, const pugi::xml_node& element, int level) {
  if (level > most_levels) return false;
  std::vector<Member> members;
  std::unordered_map<std::string_view, std::size_t> places;
  std::string text;
  bool has_text = false;
  for (const pugi::xml_node& child : element.children()) {
    if (is_text(child)) {
      text += child.value();
      has_text = true;
    } else if (child.type() == pugi::node_element) {
      auto [place, added] = places.emplace(child.name(), members.size());
      if (added) members.push_back({child.name(), {}});
      members[place->second].elements.push_back(child);
    }
  }
  bool is_leaf = members.empty() && element.first_attribute().empty();
  if (is_leaf && !has_text) {
    json.null();
    return true;
  }
  if (is_leaf) {
    write_text(json, text);
    return true;
  }
  json.begin_object();
  for (const pugi::xml_attribute& attribute : element.attributes()) {
    json.key(std::string("@") + attribute.name());
    write_text(json, attribute.value());
  }
  if (has_text) {
    json.key("#text");
    write_text(json, text);
  }
  for (const Member& member : members) {
    json.key(member.name);
    if (member.elements.size() > 1) json.begin_array();
    for (const pugi::xml_node& child : member.elements)
      if (!write_element(json, child, level + 1)) return false;
    if (member.elements.size() > 1) json.end_array();
  }
  json.end_object();
  return true;
}

bool parse_xml(JsonResult& out, std::string_view text) {
  if (text.size() > most_bytes) return false;
  pugi::xml_document document;
  constexpr unsigned options =
      pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_wconv_attribute | pugi::parse_trim_pcdata;
  if (!document.load_buffer(text.data(), text.size(), options, pugi::encoding_utf8)) return false;
  pugi::xml_node root = document.document_element();
  if (root.empty() || !root.next_sibling().empty() || !root.previous_sibling().empty()) return false;
  JsonWriter json(out.buffer());
  json.begin_object();
  json.key(root.name());
  if (!write_element(json, root, 1)) return false;
  json.end_object();
  return true;
}

void append_escaped(std::string& out, std::string_view text) {
  std::size_t copied = 0;
  for (std::size_t at = text.find_first_of("&<>\""); at != std::string_view::npos;
       at = text.find_first_of("&<>\"", at + 1)) {
    out.append(text, copied, at - copied);
    copied = at + 1;
    out += text[at] == '&' ? "&amp;" : text[at] == '<' ? "&lt;" : text[at] == '>' ? "&gt;" : "&quot;";
  }
  out.append(text, copied);
}

// A value without a name is "Data" in the bag, and several of one name are an array.
void append_data(std::string& out, std::string_view name, const simdjson::dom::element& value, bool in_array) {
  if (value.is_array() && !in_array) {
    for (const simdjson::dom::element element : simdjson::dom::array(value)) append_data(out, name, element, true);
    return;
  }
  out += "<Data";
  if (name != "Data") {
    out += " Name=\"";
    append_escaped(out, name);
    out += '"';
  }
  out += '>';
  if (value.is_string()) {
    append_escaped(out, std::string_view(value));
  } else if (!value.is_null()) {
    append_escaped(out, simdjson::minify(value));
  }
  out += "</Data>";
}

bool event_data_xml(TextResult& out, std::string_view bag) {
  const auto document = parse_dynamic(bag);
  if (!document || !document->is_object()) return true;
  std::string& xml = out.buffer();
  xml +=
      "<DataItem type=\"System.XmlData\"><EventData xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\">";
  for (const auto& [name, value] : simdjson::dom::object(*document)) append_data(xml, name, value, false);
  xml += "</EventData></DataItem>";
  return true;
}

}  // namespace

void add_xml_functions(ScalarFunctions& table) {
  table.add<&parse_xml>("hb_parse_xml");
  table.add<&event_data_xml>("hb_event_data_xml");
}

}  // namespace huntbook::engine::duckdb
