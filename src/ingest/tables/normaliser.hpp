// Turns the records of one source (a product's events, whatever file format they came in) into rows of the tables that
// analysts know. One class per source; pipeline/normalisers.cpp lists them.
#pragma once

#include <memory>
#include <string_view>

#include "ingest/record/encoded_record.hpp"
#include "ingest/record/field.hpp"
#include "ingest/tables/block_tables.hpp"

namespace huntbook::ingest {

// A record on its way to its table.
struct ParsedRecord {
  Record fields;
  std::uint64_t number = 0;    // what _Record becomes
  std::size_t data_count = 0;  // of an event log: the last fields, which are the event's own data
  bool of_reader = false;      // the file's reader names this source: the fields are in the form that both agree on

  Record system() const { return fields.first(fields.size() - data_count); }
  Record data() const { return fields.last(data_count); }
};

// One instance serves one thread.
class Normaliser {
 public:
  virtual ~Normaliser() = default;
  // Whether a record with fields of these names may be of this source; asked once per set of names, so values must not
  // matter.
  virtual bool knows(Record record) const = 0;
  // Makes the record's rows, one at least; false: its values show that it is of another source, and nothing was made.
  virtual bool put(const ParsedRecord& record, BlockTables& tables) = 0;
  // The same for a record that its reader, which names this source, hands over as the log encodes it. False: nothing
  // was made, and it comes again as fields.
  virtual bool put_encoded(const EncodedRecord& record, BlockTables& tables);
};

inline bool Normaliser::put_encoded(const EncodedRecord&, BlockTables&) {
  return false;
}

struct Source {
  std::string_view name;  // what a reader calls it in ParsedBlock::source
  std::string_view what;  // "Windows events", for people
  std::unique_ptr<Normaliser> (*make)();
};

}  // namespace huntbook::ingest
