// Finds the Event elements in a stream of XML.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "ingest/record/block.hpp"

namespace huntbook::ingest {

// Elements around the events, comments between them and lines `Record 1`, `Record 2`, ... are no records; other text
// there is one, so that it is not lost without a word. An event that does not end before the next one begins is a
// record of its own. The record behind such a cut begins behind the name of its start tag, see event_text().
std::unique_ptr<RecordScanner> event_scanner();

// A record of the scanner as it has to be parsed: `prefix`, to be put before it, and whether it can be an event at all.
struct EventText {
  std::string_view prefix;
  bool is_event = false;
};
EventText event_text(std::string_view record);

// Where the first start tag of an Event element is; npos: nowhere.
std::size_t find_event(std::string_view text);

}  // namespace huntbook::ingest
