// Windows events, from the event log itself or in the form that some tool gave them. The channel decides the table:
// Security goes to SecurityEvent, every other one to WindowsEvent.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "ingest/record/field.hpp"
#include "ingest/tables/normaliser.hpp"
#include "ingest/winevents/event_form.hpp"

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

struct EventRoles {
  std::array<const Field*, static_cast<std::size_t>(EventFieldRole::Count)> of{};
  const Field* operator[](EventFieldRole role) const { return of[static_cast<std::size_t>(role)]; }
};

// Puts Windows events into SecurityEvent and WindowsEvent. A reader of event logs hands over the System part under the
// names of the flat form, then the event's own data.
class WindowsEvents final : public Normaliser {
 public:
  bool knows(Record record) const override;
  bool put(const ParsedRecord& record, BlockTables& tables) override;

 private:
  bool take(Record system, std::optional<Record> event_data, std::uint64_t record_number, BlockTables& tables);
  void look_at(Record record);
  void write(Record record, std::optional<Record> event_data, std::uint64_t record_number, DocumentedRows& rows,
             bool security, BlockTables& tables);

  FieldKeeper keeper_;
  EventForm form_;
  std::string event_data_;
  struct Known {
    std::string name;
    const SystemField* system = nullptr;  // null: none of the System part
  };
  std::vector<Known> known_;  // by place in the record
  EventRoles roles_;
};

Source windows_events_source();

}  // namespace huntbook::ingest
