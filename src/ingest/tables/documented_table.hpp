// Tables whose columns are documented: values take the documented types, and whatever has no column of its own is kept
// in _Extra.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/column.hpp"
#include "ingest/record/field.hpp"
#include "ingest/tables/local_times.hpp"
#include "ingest/tables/table_rows.hpp"

namespace huntbook::ingest {

struct DocumentedTable {
  DocumentedTable(std::string table_name, Schema table_columns);
  DocumentedTable(const DocumentedTable&) = delete;
  DocumentedTable& operator=(const DocumentedTable&) = delete;
  DocumentedTable(DocumentedTable&&) = default;

  std::string name;
  Schema columns;
  std::unordered_map<std::string_view, std::size_t> index;  // into columns

  // The column's place; nothing where there is no such column.
  std::optional<std::size_t> slot_of(std::string_view column) const;
  // Share of the record's named fields that are columns of the table, 0..1.
  double share_of(Record record) const;
};

// All documented tables. There are many and a file needs few, so each is made when it is first asked for. From any
// thread.
class DocumentedTables {
 public:
  using ColumnsOf = std::function<Schema(std::string_view name)>;
  // `columns_of` is called at most once for each of `names`, which it must know.
  DocumentedTables(std::vector<std::string> names, ColumnsOf columns_of);

  // Null where there is none of that name. The table lives as long as this.
  const DocumentedTable* find(std::string_view name) const;
  // In order.
  std::span<const std::string> names() const { return names_; }

 private:
  struct Place {
    std::once_flag made;
    std::optional<DocumentedTable> table;
  };
  std::vector<std::string> names_;
  ColumnsOf columns_of_;
  std::unique_ptr<Place[]> places_;
};

// Builds rows of a documented table.
class DocumentedRows {
 public:
  // `times`, which must outlive it, gives the moments of times. `expected_rows`: 0 where nothing is known of that.
  DocumentedRows(const DocumentedTable& table, LocalTimes& times, std::size_t expected_rows = 0);

  const DocumentedTable& table() const { return table_; }
  bool has_column(std::string_view name) const { return table_.index.contains(name); }
  // Nothing where there is no such column.
  std::optional<ScalarType> type_of(std::string_view name) const;
  bool filled(std::string_view name) const;
  bool filled(std::size_t slot) const { return columns_.filled(slot); }
  // The value of a text column in the open row; empty where there is none.
  std::string_view text_of(std::string_view name) const;
  // The value of a datetime column in the open row; nothing where there is none.
  std::optional<Ticks> time_of(std::string_view name) const;
  // The same by place, see DocumentedTable::slot_of(); the column must be one of texts, or of ints.
  std::string_view text_at(std::optional<std::size_t> slot) const {
    return slot && columns_.filled(*slot) ? columns_.column(*slot).text_at(columns_.rows()) : std::string_view();
  }
  std::optional<std::int32_t> int_at(std::optional<std::size_t> slot) const;
  // The column, for one value of the open row, which it must not have as yet.
  Column& open(std::size_t slot) { return columns_.open(slot); }
  TextColumn& open_texts(std::size_t slot) { return columns_.open_texts(slot); }

  // A value for column `name`. A name without a column, a column that has its value already, and a value of another
  // type go to _Extra under `source` (the name in the data).
  void set(std::string_view name, const Field& field, std::string_view source);
  void set(const Field& field) { set(field.name, field, field.name); }
  // A value of ours for a text column; ignored where the table lacks the column or the evidence has filled it.
  void fill(std::string_view name, std::string_view text);
  void fill(std::optional<std::size_t> slot, std::string_view text);
  void fill_time(std::string_view name, Ticks time);
  void fill_span(std::string_view name, Ticks span);
  // Into a column of numbers or of text.
  void fill_number(std::string_view name, std::int64_t value);
  void fill_dynamic(std::string_view name, std::string_view json);
  void extra(std::string_view name, const Field& field);
  // The same for a member that is JSON already: "name":value.
  void extra_member(std::string_view member);
  void end_row(std::uint64_t record_number);

  bool empty() const { return numbers_.empty(); }
  TableRows finish();

 private:
  // The column's slot. Records of a stream mostly bring their columns in the same order, which spares the look-up.
  std::optional<std::size_t> slot_of(std::string_view name);

  const DocumentedTable& table_;
  LocalTimes& times_;
  struct Remembered {
    std::string name;
    std::optional<std::size_t> slot;  // nothing: the table has no such column
  };
  std::vector<Remembered> remembered_;  // of the row before, in the order in which it was filled
  std::size_t next_ = 0;
  SparseColumns columns_;
  std::string extra_;
  std::string scratch_;
  std::size_t extra_slot_;
  std::vector<std::uint64_t> numbers_;
  std::map<std::string, std::uint64_t> strays_;
};

}  // namespace huntbook::ingest
