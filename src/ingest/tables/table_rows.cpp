#include "ingest/tables/table_rows.hpp"

namespace huntbook::ingest {

namespace {

constexpr Ticks earliest = 624'511'296'000'000'000;  // 1980

// Made ready for a text that turned out to be none.
bool is_blank(const Column& column) {
  return column.type() == ScalarType::String &&
         column.texts().byte_size() == column.texts().size() * sizeof(std::uint64_t);
}

}  // namespace

TimeRange time_range(const TableRows& rows, Ticks latest) {
  TimeRange range;
  for (std::size_t i = 0; i < rows.schema.size(); ++i) {
    if (rows.schema[i].name != time_column || rows.schema[i].type != ScalarType::DateTime) continue;
    const Column& times = rows.batch.columns[i];
    for (std::size_t row = 0; row < times.size(); ++row) {
      if (times.is_null(row)) continue;
      const Ticks time = times.long_at(row);
      if (time >= earliest && time <= latest) {
        range.see(time);
      } else {
        ++range.impossible;
      }
    }
  }
  return range;
}

std::size_t SparseColumns::add(std::string name, ScalarType type) {
  names_.push_back(std::move(name));
  columns_.emplace_back(type);
  return columns_.size() - 1;
}

Column& SparseColumns::open(std::size_t slot) {
  Column& column = columns_[slot];
  for (std::size_t size = column.size(); size < rows_; ++size) column.push_null();
  return column;
}

void SparseColumns::make_ready(TextColumn& texts) const {
  while (texts.size() < rows_) texts.push_back({});
  if (rows_ == rows_before_reserving && expected_rows_ > 2 * rows_)
    texts.reserve(expected_rows_, texts.byte_size() / rows_ * expected_rows_);
}

void SparseColumns::finish(TableRows& rows) {
  for (std::size_t slot = 0; slot < columns_.size(); ++slot) {
    if (columns_[slot].size() == 0 || is_blank(columns_[slot])) continue;
    Column& column = open(slot);
    rows.schema.push_back({std::move(names_[slot]), column.type()});
    rows.batch.columns.push_back(std::move(column));
  }
  names_.clear();
  columns_.clear();
}

}  // namespace huntbook::ingest
