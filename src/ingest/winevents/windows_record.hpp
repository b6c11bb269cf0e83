// Windows events as log shippers write them in JSON: NXLog (and the flat form of other collectors), and Winlogbeat
// from version 6 on. The channel decides the table: Security goes to SecurityEvent, every other one to WindowsEvent.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "ingest/record/block.hpp"
#include "ingest/record/field.hpp"
#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

enum class WindowsFlavour { None, Flat, Winlogbeat6, Winlogbeat7 };
// How the record is written; None: it is no Windows event.
WindowsFlavour windows_flavour(Record record);

// Puts Windows events into SecurityEvent and WindowsEvent. A reader of event logs hands over the System part under the
// names of the flat form, then the event's own data.
class WindowsEvents final : public Normaliser {
 public:
  bool knows(Record record) const override;
  bool put(const ParsedRecord& record, BlockTables& tables) override;

 private:
  bool take(Record record, std::uint64_t record_number, BlockTables& tables);
  bool take(Record system, std::optional<Record> event_data, std::uint64_t record_number, BlockTables& tables);
  void write(Record record, std::optional<Record> event_data, std::uint64_t record_number, DocumentedRows& rows,
             bool security, BlockTables& tables);

  std::deque<ParsedBlock> inner_;  // members of nested objects of the record at hand
  std::vector<Field> flat_;
  std::string event_data_;
};

Source windows_events_source();

}  // namespace huntbook::ingest
