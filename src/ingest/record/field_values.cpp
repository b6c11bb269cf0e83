#include "ingest/record/field_values.hpp"

#include "ingest/record/json_text.hpp"
#include "ingest/record/value_reader.hpp"

namespace huntbook::ingest {

std::string text_of(const Field& field) {
  std::string text;
  append_text(text, field);
  return text;
}

std::string text_of(const Field* field) {
  return field != nullptr ? text_of(*field) : std::string();
}

std::string text_in(Record record, std::string_view name) {
  return text_of(find_field(record, name));
}

std::optional<Ticks> time_of(const Field& field) {
  if (!field.is_text() || field.text.empty()) return std::nullopt;
  const auto time = field.escaped ? read_datetime(text_of(field)) : read_datetime(field.text);
  return time ? std::optional(time->ticks) : std::nullopt;
}

std::optional<Ticks> time_in(Record record, std::string_view name) {
  const Field* field = find_field(record, name);
  return field != nullptr ? time_of(*field) : std::nullopt;
}

}  // namespace huntbook::ingest
