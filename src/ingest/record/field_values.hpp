// Single values of a record by name, as the types that sources need to decide by.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "ingest/record/field.hpp"

namespace huntbook::ingest {

inline bool has_field(Record record, std::string_view name) {
  return find_field(record, name) != nullptr;
}

// The text it stands for; empty where there is none.
std::string text_in(Record record, std::string_view name);
std::string text_of(const Field& field);
std::string text_of(const Field* field);  // null: there is none
// A date and time in any spelling of read_datetime(); UTC where it has no zone.
std::optional<Ticks> time_in(Record record, std::string_view name);
std::optional<Ticks> time_of(const Field& field);

}  // namespace huntbook::ingest
