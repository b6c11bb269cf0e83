// Columnar batches: the one shape in which rows travel between ingest, engine, analysis and output.
//
// Physical form by type: bool -> 0/1; int -> 32-bit; long, datetime (100 ns ticks since 0001-01-01 UTC) and timespan
// (100 ns ticks) -> 64-bit; real -> double; string, dynamic (JSON text), decimal (decimal text) and guid (lower-case,
// hyphenated) -> text. A string is never null: "no value" is the empty string (Kusto docs, "Null values").
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/scalar_type.hpp"

namespace huntbook {

struct ColumnInfo {
  std::string name;
  ScalarType type = ScalarType::String;
  bool operator==(const ColumnInfo&) const = default;
};

using Schema = std::vector<ColumnInfo>;

// Rows of text behind one another: row i is bytes [end(i-1), end(i)).
class TextColumn {
 public:
  std::size_t size() const { return ends_.size(); }
  std::string_view operator[](std::size_t row) const {
    std::uint64_t begin = row == 0 ? 0 : ends_[row - 1];
    return std::string_view(bytes_).substr(begin, ends_[row] - begin);
  }
  void push_back(std::string_view text) {
    bytes_.append(text);
    ends_.push_back(bytes_.size());
  }
  // Appends to the row being built; finish_row() closes it.
  std::string& open_row() { return bytes_; }
  void finish_row() { ends_.push_back(bytes_.size()); }
  void reserve(std::size_t rows, std::size_t bytes) {
    ends_.reserve(rows);
    bytes_.reserve(bytes);
  }
  std::size_t byte_size() const { return bytes_.size() + ends_.size() * sizeof(std::uint64_t); }

 private:
  std::vector<std::uint64_t> ends_;
  std::string bytes_;
};

// One column of a batch.
class Column {
 public:
  explicit Column(ScalarType type);

  ScalarType type() const { return type_; }
  std::size_t size() const;
  bool is_null(std::size_t row) const { return !valid_.empty() && valid_[row] == 0; }
  bool has_nulls() const { return !valid_.empty(); }

  // Values of a row; the accessor must be the one of the column's physical form.
  bool bool_at(std::size_t row) const { return std::get<std::vector<std::uint8_t>>(data_)[row] != 0; }
  std::int32_t int_at(std::size_t row) const { return std::get<std::vector<std::int32_t>>(data_)[row]; }
  std::int64_t long_at(std::size_t row) const { return std::get<std::vector<std::int64_t>>(data_)[row]; }
  double real_at(std::size_t row) const { return std::get<std::vector<double>>(data_)[row]; }
  std::string_view text_at(std::size_t row) const { return std::get<TextColumn>(data_)[row]; }

  void push_null();  // the empty string in a string column
  void push_bool(bool value);
  void push_int(std::int32_t value);
  void push_long(std::int64_t value);
  void push_long(const std::optional<std::int64_t>& value);  // nothing: null
  void push_real(double value);
  void push_text(std::string_view value);
  // Appends row `row` of a column of the same type.
  void push_from(const Column& other, std::size_t row);

  std::span<const std::uint8_t> bools() const { return std::get<std::vector<std::uint8_t>>(data_); }
  std::span<const std::int32_t> ints() const { return std::get<std::vector<std::int32_t>>(data_); }
  std::span<const std::int64_t> longs() const { return std::get<std::vector<std::int64_t>>(data_); }
  std::span<const double> reals() const { return std::get<std::vector<double>>(data_); }
  const TextColumn& texts() const { return std::get<TextColumn>(data_); }
  TextColumn& texts() { return std::get<TextColumn>(data_); }
  // 1 where a value is present; empty when every row has one.
  std::span<const std::uint8_t> validity() const { return valid_; }

  // Memory in use, in bytes.
  std::size_t byte_size() const;

 private:
  void push_validity(bool valid);

  ScalarType type_;
  std::vector<std::uint8_t> valid_;
  std::variant<std::vector<std::uint8_t>, std::vector<std::int32_t>, std::vector<std::int64_t>, std::vector<double>,
               TextColumn>
      data_;
};

// Columns of equal length.
struct Batch {
  std::vector<Column> columns;
  std::size_t rows() const { return columns.empty() ? 0 : columns.front().size(); }
  std::size_t byte_size() const;
};

// An empty batch with the columns of `schema`.
Batch make_batch(const Schema& schema);

}  // namespace huntbook
