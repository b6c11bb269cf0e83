// Which column of a documented table a field of a source fills, where the source has names of its own.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "ingest/tables/documented_table.hpp"

namespace huntbook::ingest {

struct Rename {
  std::string_view field;
  std::string_view column;  // empty: no column, the field goes to _Extra
};

// Knows a source's renames (those to columns that the table lacks do not count), then the table's own column names, as
// they are and with a small first letter (as the REST interfaces that fill these tables spell them). The table must
// outlive it.
class ColumnMapping {
 public:
  ColumnMapping(const DocumentedTable& table, std::span<const Rename> renames);

  // Empty where the field has no column.
  std::string_view column_of(std::string_view field) const;
  // The same, by the source's renames alone.
  std::string_view renamed(std::string_view field) const;
  // Sets the column of each field in the open row; fields without one, where they have a value, go to _Extra.
  void put(Record record, DocumentedRows& rows) const;
  void put(const Field& field, DocumentedRows& rows) const;
  // The same, for values that may repeat what the row has already: a text that its column holds is not kept twice.
  void put_rest(const Field& field, DocumentedRows& rows) const;

 private:
  std::unordered_map<std::string, std::string_view> small_;  // column names with a small first letter
  const DocumentedTable& table_;
  std::unordered_map<std::string_view, std::string_view> renames_;
};

}  // namespace huntbook::ingest
