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
#include "ingest/tables/documented_table.hpp"

namespace huntbook::ingest {

// What was assumed about times without a zone.
struct ZoneFindings {
  std::uint64_t derived = 0;  // records whose zone follows from two stamps of the same moment
  Ticks offset = 0;           // the last one derived
  std::uint64_t assumed = 0;  // records taken as `zone`
};

enum class WindowsFlavour { None, Flat, Winlogbeat6, Winlogbeat7 };
// How the record is written; None: it is no Windows event.
WindowsFlavour windows_flavour(Record record);

// Puts Windows events into the rows of the two tables.
class WindowsEvents {
 public:
  // `zone`: ticks to subtract from times without a zone; nothing: find out, else UTC. Either table may be null, then
  // its events are not taken.
  WindowsEvents(DocumentedRows* security, DocumentedRows* windows, std::optional<Ticks> zone)
      : security_(security), windows_(windows), zone_(zone) {}

  // Takes the event if the record is one and its table is there.
  bool take(Record record, std::uint64_t record_number);
  // The same for an event that a reader of event logs has taken apart: the System part under the names of the flat
  // form, and the event's own data.
  bool take(Record system, Record event_data, std::uint64_t record_number);
  const ZoneFindings& zone_findings() const { return findings_; }

 private:
  void put(Record record, std::optional<Record> event_data, std::uint64_t record_number, DocumentedRows& rows,
           bool security);
  std::optional<Ticks> time_of(Record record);

  DocumentedRows* security_;
  DocumentedRows* windows_;
  std::optional<Ticks> zone_;
  ZoneFindings findings_;
  std::deque<ParsedBlock> inner_;  // members of nested objects of the record at hand
  std::vector<Field> flat_;
  std::string event_data_;
};

}  // namespace huntbook::ingest
