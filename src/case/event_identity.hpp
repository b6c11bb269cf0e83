// By which columns a table knows one event again that several files tell of. Tables that are not listed have no column
// that names their events: equal rows there may be two events.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace huntbook::casefile {

struct EventIdentity {
  std::string_view table;
  // The column whose value names the event. Rows without a value are never the same event.
  std::string_view id;
  // Where the id is unique: columns that are compared with it, empty values too.
  std::vector<std::string_view> within = {};
  // The id is a member of _Extra.
  bool id_in_extra = false;
  // Tools write the event's values in forms of their own (numbers as text, GUIDs without braces, other line ends).
  bool has_other_forms = false;
  // What a tool adds to the event when it shows it, so that its absence makes no other event: columns, and members of
  // _Extra.
  std::vector<std::string_view> shown_columns = {};
  std::vector<std::string_view> shown_members = {};
};

// Null where the table's rows have no identity.
const EventIdentity* find_identity(std::string_view table);

std::span<const EventIdentity> event_identities();

}  // namespace huntbook::casefile
