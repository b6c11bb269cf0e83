#include "ingest/winevents/event_form.hpp"

#include "ingest/json/json_parser.hpp"
#include "ingest/record/json_checker.hpp"
#include "ingest/record/json_text.hpp"

namespace huntbook::ingest {

namespace {

// Some channels and sources are named by people: what makes a flat record an event log's is that it has a channel, an
// event number and a provider.
bool flat_knows(Record names) {
  return has_field(names, "Channel") && has_field(names, "EventID") && !has_field(names, "TimeGenerated");
}

bool flat_unpack(Record record, FieldKeeper&, EventForm& form) {
  if (!has_text(record, "Channel") || (!has_text(record, "SourceName") && !has_text(record, "ProviderGuid")))
    return false;
  form.system.assign(record.begin(), record.end());
  return true;
}

FieldKind kind_of_value(char first) {
  switch (first) {
    case '{':
    case '[':
      return FieldKind::Nested;
    case 'n':
      return FieldKind::Null;
    case 't':
    case 'f':
      return FieldKind::Bool;
    default:
      return FieldKind::Number;
  }
}

}  // namespace

Record FieldKeeper::members_of(const Field& field) {
  if (!field.text.starts_with('{') && !field.is_text()) return {};
  std::string_view text = field.text;
  if (field.is_text()) {
    text = plain_text(field);
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos || text[start] != '{') return {};
    text.remove_prefix(start);
  }
  ParsedBlock& members = inner_.emplace_back();
  bool repaired = false;
  if (!read_json_object(text, members, repaired).empty()) return {};
  return members.fields;
}

Record FieldKeeper::elements_of(const Field& field) {
  if (field.kind != FieldKind::Nested || !field.text.starts_with('[')) return {};
  ParsedBlock& elements = inner_.emplace_back();
  JsonChecker checker(field.text);
  checker.take('[');
  for (checker.skip_blanks(); !checker.at_end() && checker.peek() != ']'; checker.skip_blanks()) {
    Field element;
    const std::size_t begin = checker.position();
    if (checker.peek() == '"') {
      if (!checker.string(element.escaped)) return {};
      element.kind = FieldKind::Text;
      element.text = field.text.substr(begin + 1, checker.position() - begin - 2);
    } else {
      element.kind = kind_of_value(checker.peek());
      if (!checker.value()) return {};
      element.text = field.text.substr(begin, checker.position() - begin);
    }
    elements.fields.push_back(element);
    checker.skip_blanks();
    if (!checker.take(',')) break;
  }
  return elements.fields;
}

std::string_view FieldKeeper::plain_text(const Field& field) {
  if (!field.escaped) return field.text;
  std::string plain;
  append_unescaped(plain, field.text);
  return keep(std::move(plain));
}

EventClothing flat_clothing() {
  return {flat_knows, flat_unpack};
}

std::span<const EventClothing> event_clothings() {
  static const std::array all = {flat_clothing(), winlogbeat_clothing(), event_element_clothing(),
                                 powershell_clothing()};
  return all;
}

}  // namespace huntbook::ingest
