// The fields of an event's System part, under the names that readers of Windows events hand them over by, and the
// columns that they fill.
#pragma once

#include <cstdint>
#include <string_view>

namespace huntbook::ingest {

// Fields that others are judged by.
enum class EventFieldRole : std::uint8_t {
  None,
  AccountType,
  EventId,
  EventTime,
  Keywords,
  Level,
  MovedEventType,
  Received,
  Severity,
  SeverityValue,
  SourceModule,
  Stamp,
  TimeCreated,
  Count,
};

// A field of the event's System part, by its names in the data and in the two tables (empty: no column).
struct SystemField {
  std::string_view source;
  std::string_view security;
  std::string_view windows;
  EventFieldRole role = EventFieldRole::None;
};

// Null: the name is none of the System part.
const SystemField* system_field(std::string_view name);

// The audit bits of an event's keywords as the legacy level that the Security log goes by; empty: neither is set.
std::string_view level_of_keywords(std::uint64_t keywords);

}  // namespace huntbook::ingest
