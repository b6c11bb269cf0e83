#include "ingest/tables/column_mapping.hpp"

#include "ingest/record/json_text.hpp"

namespace huntbook::ingest {

ColumnMapping::ColumnMapping(const DocumentedTable& table, std::span<const Rename> renames) : table_(table) {
  for (const ColumnInfo& column : table.columns) {
    if (column.name.empty() || column.name[0] < 'A' || column.name[0] > 'Z') continue;
    std::string small = column.name;
    small[0] = static_cast<char>(small[0] - 'A' + 'a');
    small_.emplace(std::move(small), column.name);
  }
  for (const Rename& rename : renames) {
    if (rename.column.empty() || table.index.contains(rename.column)) renames_.emplace(rename.field, rename.column);
  }
}

std::string_view ColumnMapping::column_of(std::string_view field) const {
  if (const auto renamed = renames_.find(field); renamed != renames_.end()) return renamed->second;
  if (table_.index.contains(field)) return field;
  const auto small = small_.find(std::string(field));
  return small != small_.end() ? small->second : std::string_view();
}

std::string_view ColumnMapping::renamed(std::string_view field) const {
  const auto found = renames_.find(field);
  return found != renames_.end() ? found->second : std::string_view();
}

void ColumnMapping::put(const Field& field, DocumentedRows& rows) const {
  if (field.is_blank()) return;
  const std::string_view column = column_of(field.name);
  if (column.empty()) {
    rows.extra(field.name, field);
  } else {
    rows.set(column, field, field.name);
  }
}

void ColumnMapping::put_rest(const Field& field, DocumentedRows& rows) const {
  if (field.is_blank()) return;
  const std::string_view held = rows.text_of(column_of(field.name));
  if (!held.empty()) {
    std::string text;
    append_text(text, field);
    if (text == held) return;
  }
  put(field, rows);
}

void ColumnMapping::put(Record record, DocumentedRows& rows) const {
  for (const Field& field : record) put(field, rows);
}

}  // namespace huntbook::ingest
