#include "ingest/tables/documented_table.hpp"

#include <algorithm>
#include <utility>

#include "ingest/record/json_text.hpp"
#include "ingest/tables/store.hpp"

namespace huntbook::ingest {

DocumentedTable::DocumentedTable(std::string table_name, Schema table_columns)
    : name(std::move(table_name)), columns(std::move(table_columns)) {
  for (std::size_t i = 0; i < columns.size(); ++i) index.emplace(columns[i].name, i);
}

std::optional<std::size_t> DocumentedTable::slot_of(std::string_view column) const {
  const auto found = index.find(column);
  return found == index.end() ? std::nullopt : std::optional(found->second);
}

double DocumentedTable::share_of(Record record) const {
  if (record.empty()) return 0;
  std::size_t known = 0;
  for (const Field& field : record) known += index.contains(field.name) ? 1 : 0;
  return static_cast<double>(known) / static_cast<double>(record.size());
}

DocumentedTables::DocumentedTables(std::vector<std::string> names, ColumnsOf columns_of)
    : names_(std::move(names)), columns_of_(std::move(columns_of)), places_(new Place[names_.size()]) {
  std::ranges::sort(names_);
}

const DocumentedTable* DocumentedTables::find(std::string_view name) const {
  const auto found = std::ranges::lower_bound(names_, name);
  if (found == names_.end() || *found != name) return nullptr;
  Place& place = places_[static_cast<std::size_t>(found - names_.begin())];
  std::call_once(place.made, [&] { place.table.emplace(*found, columns_of_(*found)); });
  return &*place.table;
}

DocumentedRows::DocumentedRows(const DocumentedTable& table, LocalTimes& times, std::size_t expected_rows)
    : table_(table), times_(times), columns_(expected_rows), extra_("{") {
  for (const ColumnInfo& column : table.columns) columns_.add(column.name, column.type);
  extra_slot_ = columns_.add(std::string(extra_column), ScalarType::Dynamic);
}

std::optional<ScalarType> DocumentedRows::type_of(std::string_view name) const {
  const std::optional<std::size_t> slot = table_.slot_of(name);
  return slot ? std::optional(table_.columns[*slot].type) : std::nullopt;
}

bool DocumentedRows::filled(std::string_view name) const {
  const std::optional<std::size_t> slot = table_.slot_of(name);
  return slot && columns_.filled(*slot);
}

std::string_view DocumentedRows::text_of(std::string_view name) const {
  const std::optional<std::size_t> slot = table_.slot_of(name);
  return slot && table_.columns[*slot].type == ScalarType::String ? text_at(slot) : std::string_view();
}

std::optional<std::int32_t> DocumentedRows::int_at(std::optional<std::size_t> slot) const {
  if (!slot || !columns_.filled(*slot) || columns_.column(*slot).is_null(columns_.rows())) return std::nullopt;
  return columns_.column(*slot).int_at(columns_.rows());
}

std::optional<Ticks> DocumentedRows::time_of(std::string_view name) const {
  const std::optional<std::size_t> slot = table_.slot_of(name);
  if (!slot || !columns_.filled(*slot)) return std::nullopt;
  const Column& column = columns_.column(*slot);
  if (column.type() != ScalarType::DateTime || column.is_null(columns_.rows())) return std::nullopt;
  return column.long_at(columns_.rows());
}

void DocumentedRows::extra(std::string_view name, const Field& field) {
  append_member(extra_, name, field);
}

void DocumentedRows::extra_member(std::string_view member) {
  if (extra_.size() > 1) extra_ += ',';
  extra_ += member;
}

std::optional<std::size_t> DocumentedRows::slot_of(std::string_view name) {
  if (next_ == remembered_.size()) remembered_.emplace_back();
  Remembered& remembered = remembered_[next_++];
  if (remembered.name == name) return remembered.slot;
  remembered.name = name;
  remembered.slot = table_.slot_of(name);
  return remembered.slot;
}

void DocumentedRows::set(std::string_view name, const Field& field, std::string_view source) {
  if (field.is_blank()) return;
  const std::optional<std::size_t> slot = slot_of(name);
  if (!slot || columns_.filled(*slot)) {
    extra(source, field);
    return;
  }
  if (!store(field, table_.columns[*slot].name, columns_.open(*slot), times_, scratch_)) {
    ++strays_[std::string(name)];
    extra(source, field);
  }
}

void DocumentedRows::fill(std::string_view name, std::string_view text) {
  if (text.empty()) return;
  fill(slot_of(name), text);
}

void DocumentedRows::fill(std::optional<std::size_t> slot, std::string_view text) {
  if (!slot || text.empty() || columns_.filled(*slot)) return;
  if (columns_.column(*slot).type() == ScalarType::String) {
    columns_.open_texts(*slot).push_back(text);
  } else {
    store(Field{{}, text, FieldKind::Text, false}, table_.columns[*slot].name, columns_.open(*slot), times_, scratch_);
  }
}

void DocumentedRows::fill_time(std::string_view name, Ticks time) {
  const std::optional<std::size_t> slot = slot_of(name);
  if (!slot || columns_.filled(*slot)) return;
  if (table_.columns[*slot].type == ScalarType::DateTime) columns_.open(*slot).push_long(time);
}

void DocumentedRows::fill_span(std::string_view name, Ticks span) {
  const std::optional<std::size_t> slot = table_.slot_of(name);
  if (!slot || columns_.filled(*slot)) return;
  if (table_.columns[*slot].type == ScalarType::TimeSpan) columns_.open(*slot).push_long(span);
}

void DocumentedRows::fill_number(std::string_view name, std::int64_t value) {
  const std::optional<std::size_t> slot = table_.slot_of(name);
  if (!slot || columns_.filled(*slot)) return;
  const ScalarType type = table_.columns[*slot].type;
  if (type == ScalarType::Long) {
    columns_.open(*slot).push_long(value);
  } else if (type == ScalarType::Real) {
    columns_.open(*slot).push_real(static_cast<double>(value));
  } else {
    const std::string digits = std::to_string(value);
    store({name, digits, FieldKind::Number, false}, name, columns_.open(*slot), times_, scratch_);
  }
}

void DocumentedRows::fill_dynamic(std::string_view name, std::string_view json) {
  const std::optional<std::size_t> slot = table_.slot_of(name);
  if (!slot || columns_.filled(*slot) || json.empty()) return;
  columns_.open(*slot).push_text(json);
}

void DocumentedRows::end_row(std::uint64_t record_number) {
  if (extra_.size() > 1) {
    extra_.push_back('}');
    columns_.open(extra_slot_).push_text(extra_);
    extra_.resize(1);
  }
  numbers_.push_back(record_number);
  columns_.end_row();
  next_ = 0;
}

TableRows DocumentedRows::finish() {
  TableRows rows;
  rows.table = table_.name;
  columns_.finish(rows);
  for (const ColumnInfo& column : rows.schema) rows.column_order.push_back(column.name);
  rows.record_numbers = std::move(numbers_);
  rows.strays = std::move(strays_);
  return rows;
}

}  // namespace huntbook::ingest
