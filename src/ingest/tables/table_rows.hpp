// Rows made out of one block, by table: what the pipeline appends to the case.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/column.hpp"
#include "base/time.hpp"

namespace huntbook::ingest {

inline constexpr std::string_view time_column = "TimeGenerated";
inline constexpr std::string_view extra_column = "_Extra";
inline constexpr std::string_view file_column = "_File";
inline constexpr std::string_view record_column = "_Record";

struct TableRows {
  std::string table;
  Schema schema;  // with _Extra, where it has values; without _File and _Record
  Batch batch;
  std::vector<std::uint64_t> record_numbers;    // one a row
  std::vector<std::string> column_order;        // every column that the data has, also those without a value
  std::map<std::string, std::uint64_t> strays;  // per column: values that are none of its type, kept in _Extra
};

// The first and last TimeGenerated of some rows, but for those that are impossible.
struct TimeRange {
  std::optional<Ticks> first;
  std::optional<Ticks> last;
  std::uint64_t impossible = 0;
  void see(Ticks time) {
    if (!first || time < *first) first = time;
    if (!last || time > *last) last = time;
  }
  void see(const TimeRange& other) {
    if (other.first) see(*other.first);
    if (other.last) see(*other.last);
    impossible += other.impossible;
  }
};

// Stamps before 1980 come of unset clocks and empty fields (1601, 1970), those after `latest` of broken ones: they say
// nothing of when a file's events were.
TimeRange time_range(const TableRows& rows, Ticks latest);

// Columns that are filled row by row, each only where it has a value; those never filled do not come out.
class SparseColumns {
 public:
  // `expected_rows`: as far as that is known; 0: not.
  explicit SparseColumns(std::size_t expected_rows = 0) : expected_rows_(expected_rows) {}

  // Adds a column; its slot.
  std::size_t add(std::string name, ScalarType type);
  std::size_t size() const { return columns_.size(); }
  std::size_t rows() const { return rows_; }
  bool filled(std::size_t slot) const {
    const Column& column = columns_[slot];
    return (column.type() == ScalarType::String ? column.texts().size() : column.size()) > rows_;
  }
  // The column, padded up to the open row; the caller appends at most one value.
  Column& open(std::size_t slot);
  // The same for a column of strings.
  TextColumn& open_texts(std::size_t slot) {
    TextColumn& texts = columns_[slot].texts();
    if (texts.size() < rows_ || rows_ == rows_before_reserving) make_ready(texts);
    return texts;
  }
  // The value of the open row; the column must be filled.
  const Column& column(std::size_t slot) const { return columns_[slot]; }
  void end_row() { ++rows_; }
  // Moves the filled columns, all of equal length, into `rows`.
  void finish(TableRows& rows);

 private:
  // By then it is clear how long a column's texts are, and columns with few rows stay small.
  static constexpr std::size_t rows_before_reserving = 64;

  void make_ready(TextColumn& texts) const;

  std::vector<std::string> names_;
  std::vector<Column> columns_;
  std::size_t rows_ = 0;
  std::size_t expected_rows_;
};

}  // namespace huntbook::ingest
