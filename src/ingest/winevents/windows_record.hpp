// Windows events, from the event log itself or in the form that some tool gave them. The channel decides the table:
// Security goes to SecurityEvent, every other one to WindowsEvent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "ingest/record/field.hpp"
#include "ingest/tables/normaliser.hpp"
#include "ingest/winevents/event_form.hpp"

namespace huntbook::ingest {

// Puts Windows events into SecurityEvent and WindowsEvent. A reader of event logs hands over the System part under the
// names of the flat form, then the event's own data.
class WindowsEvents final : public Normaliser {
 public:
  bool knows(Record record) const override;
  bool put(const ParsedRecord& record, BlockTables& tables) override;

 private:
  bool take(Record system, std::optional<Record> event_data, std::uint64_t record_number, BlockTables& tables);
  void write(Record record, std::optional<Record> event_data, std::uint64_t record_number, DocumentedRows& rows,
             bool security, BlockTables& tables);

  FieldKeeper keeper_;
  EventForm form_;
  std::string event_data_;
};

Source windows_events_source();

}  // namespace huntbook::ingest
