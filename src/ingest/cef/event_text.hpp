// Events in ArcSight's Common Event Format ("Implementing ArcSight CEF", revision 25) and IBM's Log Event Extended
// Format (QRadar documentation, "LEEF"), taken apart into keys and values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huntbook::ingest {

struct EventPair {
  std::string_view key;
  std::string_view value;  // as it stands, with its escapes
};

struct EventText {
  bool leef = false;
  std::string_view before;  // what stands before the event, a syslog header mostly
  std::string_view vendor;
  std::string_view product;
  std::string_view version;
  std::string_view event_class;
  std::string_view name;      // CEF
  std::string_view severity;  // CEF
  std::vector<EventPair> pairs;
};

// Where "CEF:0|" or "LEEF:1.0|" and their like begin; npos: nowhere.
std::size_t find_cef_event(std::string_view line);
// Nothing where the header has too few parts. Text before the first key of CEF is the value of an empty key.
std::optional<EventText> read_cef_event(std::string_view line);

// A value or header part with its escapes resolved: \\ \| \= \n \r of CEF; LEEF has none.
bool has_escapes(std::string_view value);
std::string unescaped_value(std::string_view value);

}  // namespace huntbook::ingest
