#include "ingest/external/field_path.hpp"

#include <optional>
#include <span>
#include <vector>

#include "ingest/json/json_parser.hpp"
#include "ingest/record/json_checker.hpp"
#include "ingest/record/json_text.hpp"

namespace huntbook::ingest {

namespace {

using Steps = std::span<const kql::PathStep>;

bool is_object(const Field& field) {
  return field.kind == FieldKind::Nested && field.text.starts_with('{');
}
bool is_array(const Field& field) {
  return field.kind == FieldKind::Nested && field.text.starts_with('[');
}

// The last member of a name counts, as in the language's own objects.
const Field* last_field(Record record, std::string_view name) {
  const Field* found = nullptr;
  for (const Field& field : record) {
    if (field.name == name) found = &field;
  }
  return found;
}

// Members of an object that is known to be valid JSON.
std::vector<Field> members_of(const Field& object, ParsedBlock& kept) {
  bool repaired = false;
  ParsedBlock parsed;
  if (!read_json_object(object.text, parsed, repaired).empty()) return {};
  for (std::string& text : parsed.made) {
    // A field points into the text that was made for it; moving a deque's strings would leave short ones behind.
    const std::string_view before = text;
    const std::string_view after = kept.keep(text);
    for (Field& field : parsed.fields) {
      for (std::string_view* part : {&field.name, &field.text}) {
        if (part->data() >= before.data() && part->data() + part->size() <= before.data() + before.size() &&
            !before.empty())
          *part = after.substr(static_cast<std::size_t>(part->data() - before.data()), part->size());
      }
    }
  }
  return std::move(parsed.fields);
}

std::vector<Field> elements_of(const Field& array) {
  std::vector<Field> elements;
  JsonChecker checker(array.text);
  checker.take('[');
  checker.skip_blanks();
  while (!checker.at_end() && checker.peek() != ']') {
    Field element;
    const std::size_t begin = checker.position();
    const char first = checker.peek();
    if (first == '"') {
      if (!checker.string(element.escaped)) return elements;
      element.kind = FieldKind::Text;
      element.text = array.text.substr(begin + 1, checker.position() - begin - 2);
    } else {
      if (!checker.value()) return elements;
      element.text = array.text.substr(begin, checker.position() - begin);
      element.kind = first == '{' || first == '['   ? FieldKind::Nested
                     : first == 'n'                 ? FieldKind::Null
                     : first == 't' || first == 'f' ? FieldKind::Bool
                                                    : FieldKind::Number;
    }
    elements.push_back(element);
    checker.skip_blanks();
    if (!checker.take(',')) break;
    checker.skip_blanks();
  }
  return elements;
}

std::optional<Field> value_at(Record record, Steps steps, ParsedBlock& kept) {
  const auto* name = std::get_if<std::string>(&steps.front());
  const Field* first = name != nullptr ? last_field(record, *name) : nullptr;
  if (first == nullptr) return std::nullopt;
  Field value = *first;
  for (const kql::PathStep& step : steps.subspan(1)) {
    if (const auto* member = std::get_if<std::string>(&step)) {
      if (!is_object(value)) return std::nullopt;
      const std::vector<Field> members = members_of(value, kept);
      const Field* found = last_field(members, *member);
      if (found == nullptr) return std::nullopt;
      value = *found;
    } else {
      if (!is_array(value)) return std::nullopt;
      const std::vector<Field> elements = elements_of(value);
      const auto index = static_cast<std::size_t>(std::get<std::int64_t>(step));
      if (index >= elements.size()) return std::nullopt;
      value = elements[index];
    }
  }
  return value;
}

// The object without the members that the paths name, at whatever depth.
std::string without(const Field& object, const std::vector<Steps>& dropped, ParsedBlock& kept) {
  std::string out = "{";
  for (const Field& field : members_of(object, kept)) {
    bool gone = false;
    std::vector<Steps> below;
    for (Steps steps : dropped) {
      const auto* name = std::get_if<std::string>(&steps.front());
      if (name == nullptr || *name != field.name) continue;
      gone |= steps.size() == 1;
      if (steps.size() > 1) below.push_back(steps.subspan(1));
    }
    if (gone) continue;
    if (below.empty() || !is_object(field)) {
      append_member(out, field.name, field);
    } else {
      const std::string_view rest = kept.keep(without(field, below, kept));
      append_member(out, field.name, Field{field.name, rest, FieldKind::Nested, false});
    }
  }
  return out + "}";
}

std::string as_one_object(const Field& array, ParsedBlock& kept) {
  std::string out = "{";
  for (const Field& element : elements_of(array)) {
    if (!is_object(element)) continue;
    for (const Field& field : members_of(element, kept)) append_member(out, field.name, field);
  }
  return out + "}";
}

}  // namespace

void append_value_at(std::string& out, Record record, std::string_view whole, const kql::RecordPath& path,
                     const kql::ExternalColumn& column) {
  ParsedBlock kept;  // texts that the value may point into
  std::optional<Field> value;
  if (path.steps.empty()) {
    value = Field{{}, whole, FieldKind::Nested, false};
  } else {
    value = value_at(record, path.steps, kept);
  }
  if (!value) return;
  if (column.array_to_bag && is_array(*value)) value->text = kept.keep(as_one_object(*value, kept));
  if (!column.dropped.empty() && is_object(*value)) {
    const std::vector<Steps> dropped(column.dropped.begin(), column.dropped.end());
    value->text = kept.keep(without(*value, dropped, kept));
  }
  if (column.json) {
    append_json(out, *value);
  } else {
    append_text(out, *value);
  }
}

}  // namespace huntbook::ingest
