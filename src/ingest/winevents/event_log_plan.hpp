// How the values of an event log's records become columns: worked out once for a layout and a table, then run for each
// record, from the log's encoding straight into the column.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ingest/record/encoded_record.hpp"
#include "ingest/tables/documented_table.hpp"

namespace huntbook::ingest {

class EventLogPlan {
 public:
  // `table`: SecurityEvent or WindowsEvent.
  EventLogPlan(const RecordLayout& layout, const DocumentedTable& table);

  // Fills the open row, but for what is computed from its other columns, and does not end it. False: the record's time,
  // level or keywords are encoded in another way than logs have them, and nothing was done.
  bool put(const EncodedRecord& record, DocumentedRows& rows);

 private:
  struct Step {
    enum class Way : std::uint8_t {
      Text,       // a column of texts that nothing else of the record fills
      Int,        // the same of ints
      Other,      // any other column, also one that the table lacks
      EventData,  // a member of that object
      Extra,
    };
    Way way = Way::Extra;
    std::size_t value = 0;  // place in the record
    std::size_t slot = 0;   // of a column of texts or ints
    std::string column;
    std::string source;  // the name in the log
    std::string key;     // of the member, as JSON with its colon
    // Values that are laborious to write and mostly those of the record before: what was written for them.
    EncodedValue last;
    std::string last_bytes;
    std::string last_text;

    bool is_last(const EncodedValue& that) const {
      return last.type == that.type && last.made == that.made && last.kind == that.kind && last_bytes == that.bytes;
    }
    void remember(const EncodedValue& that);
  };
  using Place = std::optional<std::size_t>;

  Step column_step(const DocumentedTable& table, std::string_view column);
  void run(Step& step, const EncodedValue& value, DocumentedRows& rows);
  void put_text(Step& step, const EncodedValue& value, DocumentedRows& rows) const;
  void put_extra(Step& step, const EncodedValue& value, DocumentedRows& rows);
  void add_member(const Step& step, const EncodedValue& value);
  // The value as any other reader would give it; its text stays until the next call.
  Field decoded(const Step& step, const EncodedValue& value);

  bool security_;
  bool usable_ = true;
  std::vector<Step> steps_;
  std::vector<std::size_t> taken_;  // columns that are filled by then, or by an earlier step
  FieldKind (*append_text_)(std::string& out, std::uint8_t type, std::string_view bytes);
  Place time_;  // places in the record
  Place level_;
  Place keywords_;
  Place time_generated_;  // columns
  Place time_created_;
  Place level_column_;
  Place level_name_column_;
  Place event_data_column_;
  Place type_column_;
  std::string event_data_;
  std::string text_;
};

}  // namespace huntbook::ingest
