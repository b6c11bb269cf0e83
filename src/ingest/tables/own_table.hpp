// Tables made from the data's own columns: names as the data has them, types as its values allow.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/record/field.hpp"
#include "ingest/tables/local_times.hpp"
#include "ingest/tables/table_rows.hpp"

namespace huntbook::ingest {

// Columns that a block of records may bring; further fields go to _Extra.
inline constexpr std::size_t max_own_columns = 1'990;

// Types that columns have already, from earlier blocks of the file or decided for it.
using KnownTypes = std::map<std::string, ScalarType, std::less<>>;
using KnownTypesByTable = std::map<std::string, KnownTypes>;

// Collects records, which must outlive it, and builds rows once all of a block are there.
class OwnRows {
 public:
  explicit OwnRows(std::string table) : table_(std::move(table)) {}

  void add(Record record, std::uint64_t record_number);
  bool empty() const { return records_.empty(); }
  // A column gets the common type of its values here and the one `known` for it. A second value under the same name,
  // and fields named like the hidden columns, go to _Extra. `times` gives the moments of times.
  TableRows finish(const KnownTypes& known, LocalTimes& times);

 private:
  std::string table_;
  std::vector<Record> records_;
  std::vector<std::uint64_t> numbers_;
};

// A table's name out of a file's: the stem, with what KQL identifiers do not have as '_', and 'T_' before a digit.
std::string table_name_from(std::string_view path);

}  // namespace huntbook::ingest
