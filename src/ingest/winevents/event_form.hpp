// A Windows event taken out of the form in which a tool wrote it, for one common way into the tables.
#pragma once

#include <array>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/record/block.hpp"
#include "ingest/record/field.hpp"
#include "ingest/record/field_values.hpp"

namespace huntbook::ingest {

struct EventForm {
  std::vector<Field> system;   // under the names that NXLog and our reader of event logs use
  std::vector<Field> data;     // the event's own
  bool data_is_apart = false;  // else the event's own data stand among `system`, under any other name

  void clear() {
    system.clear();
    data.clear();
    data_is_apart = false;
  }
  void add_data(Record fields) {
    data.insert(data.end(), fields.begin(), fields.end());
    data_is_apart = true;
  }
};

// Holds what is read out of nested objects, and texts that were made, while the record at hand is written.
class FieldKeeper {
 public:
  // The members of a JSON object; empty where the field holds none. A text that is JSON (a CSV cell) is read as well.
  Record members_of(const Field& field);
  // The elements of a JSON array, without names; empty where the field holds none.
  Record elements_of(const Field& field);
  // The field's text without escapes.
  std::string_view plain_text(const Field& field);
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }
  void clear() {
    inner_.clear();
    texts_.clear();
  }

 private:
  std::deque<ParsedBlock> inner_;
  std::deque<std::string> texts_;
};

// One way of writing Windows events as JSON (or in columns).
struct EventClothing {
  // Whether a record with fields of these names may be written so.
  bool (*knows)(Record names);
  // Takes the record apart; false: it is no event, whatever its names.
  bool (*unpack)(Record record, FieldKeeper& keeper, EventForm& form);
};

// In the order in which they are tried.
std::span<const EventClothing> event_clothings();

// NXLog and other collectors: all fields side by side.
EventClothing flat_clothing();
// Winlogbeat 6 to 8 and what else writes the Elastic Common Schema, nested or with dotted names, as written or as a
// search gave it (_source, fields).
EventClothing winlogbeat_clothing();
// The Event element turned into JSON, as evtx_dump writes it.
EventClothing event_element_clothing();
// PowerShell: Get-WinEvent | ConvertTo-Json.
EventClothing powershell_clothing();

// It is there and is a text that is not empty.
inline bool has_text(Record record, std::string_view name) {
  const Field* const field = find_field(record, name);
  return field != nullptr && field->is_text() && !field->text.empty();
}

}  // namespace huntbook::ingest
