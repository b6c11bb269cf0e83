// Records of a binary log as the file holds them: values in the log's own encoding, and for all records of one kind the
// names that they have. What they become is decided once for a kind, not once for every record.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/record/field.hpp"

namespace huntbook::ingest {

struct EncodedValue {
  std::string_view bytes;  // in the block, or where `made` says so a text that the reader made of it
  std::uint8_t type = 0;   // of the log's value types
  bool made = false;       // `bytes` are the text of a field of this kind:
  FieldKind kind = FieldKind::Null;
};

// The fields of records of one kind, in the order of their values.
struct RecordLayout {
  struct Name {
    std::string name;
    bool is_data = false;  // the event's own; else of what every event has
  };
  std::uint64_t id = 0;  // no other layout has had it
  std::vector<Name> fields;
  // Appends the text of a value that is not made and says what kind of field it is.
  FieldKind (*append_text)(std::string& out, std::uint8_t type, std::string_view bytes) = nullptr;
};

struct EncodedRecord {
  const RecordLayout* layout = nullptr;
  std::span<const EncodedValue> values;  // one for each field
  std::uint64_t number = 0;              // what _Record becomes
};

// An encoded record as the fields that any other reader gives.
class DecodedRecord {
 public:
  void decode(const EncodedRecord& record);

  // Those that every event has, as far as they are not null, then the event's own. Until the next record.
  Record fields() const { return fields_; }
  std::size_t data_count() const { return data_count_; }

 private:
  std::vector<Field> fields_;
  std::vector<FieldKind> kinds_;
  std::vector<std::size_t> ends_;  // in texts_
  std::string texts_;
  std::size_t data_count_ = 0;
};

}  // namespace huntbook::ingest
