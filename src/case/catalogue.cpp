#include "case/catalogue.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "case/documented_tables.hpp"
#include "case/own_table_access.hpp"
#include "case/spare_columns.hpp"

namespace huntbook::casefile {

namespace {

struct OwnTable {
  std::string_view name;
  std::string_view relation;
};
constexpr auto own_tables = std::to_array<OwnTable>(
    {{"Evidence", "evidence"}, {"EvidenceErrors", "evidence_error"}, {"Observations", "observation"}});

std::int64_t number_of(std::string_view source) {
  std::int64_t number = 0;
  if (!source.empty()) std::from_chars(source.data() + 1, source.data() + source.size(), number);
  return number;
}

StoredTable own_table(const DocumentedTable& documented) {
  StoredTable table{std::string(documented.name), own_relation(documented.name), {}, false};
  std::vector<std::string> sources = own_sources(documented.name);
  for (std::size_t index = 0; index < documented.columns.size(); ++index)
    table.columns.push_back({documented.columns[index].name, documented.columns[index].type, sources[index], false});
  return table;
}

}  // namespace

std::string TableEntry::relation() const {
  return fmt::format("t{}", id);
}

StoredColumn* TableEntry::find(std::string_view column) {
  auto found = std::ranges::find(columns, column, &StoredColumn::name);
  return found == columns.end() ? nullptr : &*found;
}

StoredColumn& TableEntry::add(StoredColumn column) {
  auto place = column.hidden ? columns.end() : std::ranges::find(columns, true, &StoredColumn::hidden);
  return *columns.insert(place, std::move(column));
}

std::string TableEntry::next_source() {
  return fmt::format("c{}", ++last_source);
}

TableEntry new_entry(std::int64_t id, std::string_view name) {
  TableEntry entry;
  entry.id = id;
  entry.name = name;
  if (const DocumentedTable* documented = find_documented(name); documented != nullptr)
    for (const ColumnInfo& column : documented->columns) entry.columns.push_back({column.name, column.type, {}, false});
  entry.columns.push_back({std::string(file_column), ScalarType::Long, {}, true});
  entry.columns.push_back({std::string(record_column), ScalarType::Long, {}, true});
  entry.columns.push_back({std::string(extra_column), ScalarType::Dynamic, {}, true});
  return entry;
}

Result<Catalogue> read_catalogue(engine::Connection& connection) {
  Catalogue catalogue;
  std::map<std::int64_t, TableEntry> entries;
  HUNTBOOK_CHECK(each_row(connection, "SELECT id, name FROM stored_table ORDER BY id",
                          {{"id", ScalarType::Long}, {"name", ScalarType::String}},
                          [&](const Batch& batch, std::size_t row) {
                            std::int64_t id = batch.columns[0].long_at(row);
                            entries.emplace(id, new_entry(id, batch.columns[1].text_at(row)));
                          }));
  HUNTBOOK_CHECK(
      each_row(connection, "SELECT table_id, name, type, source FROM stored_column ORDER BY table_id, position",
               {{"table_id", ScalarType::Long},
                {"name", ScalarType::String},
                {"type", ScalarType::String},
                {"source", ScalarType::String}},
               [&](const Batch& batch, std::size_t row) {
                 auto found = entries.find(batch.columns[0].long_at(row));
                 if (found == entries.end()) return;
                 TableEntry& entry = found->second;
                 std::string name(batch.columns[1].text_at(row));
                 StoredColumn* column = entry.find(name);
                 if (column == nullptr) column = &entry.add({std::move(name), ScalarType::String, {}, false});
                 column->type = scalar_type_named(batch.columns[2].text_at(row)).value_or(ScalarType::String);
                 column->source = batch.columns[3].text_at(row);
                 entry.last_source = std::max(entry.last_source, number_of(column->source));
               }));
  HUNTBOOK_CHECK(each_row(
      connection, "SELECT table_id, query, kept_at FROM kept_table",
      {{"table_id", ScalarType::Long}, {"query", ScalarType::String}, {"kept_at", ScalarType::DateTime}},
      [&](const Batch& batch, std::size_t row) {
        auto found = entries.find(batch.columns[0].long_at(row));
        if (found == entries.end()) return;
        found->second.kept = KeptResult{std::string(batch.columns[1].text_at(row)), batch.columns[2].long_at(row)};
      }));
  for (auto& [id, entry] : entries) {
    std::string name = entry.name;
    catalogue.emplace(std::move(name), std::move(entry));
  }
  return catalogue;
}

std::int64_t next_id(const Catalogue& catalogue) {
  std::int64_t id = 0;
  for (const auto& [name, entry] : catalogue) id = std::max(id, entry.id);
  return id + 1;
}

Result<void> erase_entry(engine::Connection& connection, const TableEntry& entry) {
  std::vector<std::int64_t> ids = entry.former_ids;
  ids.push_back(entry.id);
  for (std::int64_t id : ids) {
    HUNTBOOK_CHECK(connection.execute(fmt::format("DELETE FROM stored_table WHERE id = {}", id)));
    HUNTBOOK_CHECK(connection.execute(fmt::format("DELETE FROM stored_column WHERE table_id = {}", id)));
    HUNTBOOK_CHECK(connection.execute(fmt::format("DELETE FROM kept_table WHERE table_id = {}", id)));
  }
  return {};
}

Result<void> write_entry(engine::Connection& connection, TableEntry& entry) {
  HUNTBOOK_CHECK(drop_spares(connection, entry));
  HUNTBOOK_CHECK(erase_entry(connection, entry));
  Batch table = make_batch({{"id", ScalarType::Long}, {"name", ScalarType::String}});
  table.columns[0].push_long(entry.id);
  table.columns[1].push_text(entry.name);
  Batch columns = make_batch({{"table_id", ScalarType::Long},
                              {"position", ScalarType::Long},
                              {"name", ScalarType::String},
                              {"type", ScalarType::String},
                              {"source", ScalarType::String}});
  const DocumentedTable* documented = find_documented(entry.name);
  std::int64_t position = 0;
  for (const StoredColumn& column : entry.columns) {
    ++position;
    bool implied = column.hidden ||
                   (documented != nullptr && std::ranges::find(documented->columns, column.name, &ColumnInfo::name) !=
                                                 documented->columns.end());
    if (implied && column.source.empty()) continue;
    columns.columns[0].push_long(entry.id);
    columns.columns[1].push_long(position);
    columns.columns[2].push_text(column.name);
    columns.columns[3].push_text(name_of(column.type));
    columns.columns[4].push_text(column.source);
  }
  HUNTBOOK_CHECK(insert_rows(connection, "stored_table", {"id", "name"}, std::move(table)));
  if (entry.kept) {
    Batch kept =
        make_batch({{"table_id", ScalarType::Long}, {"query", ScalarType::String}, {"kept_at", ScalarType::DateTime}});
    kept.columns[0].push_long(entry.id);
    kept.columns[1].push_text(entry.kept->query);
    kept.columns[2].push_long(entry.kept->kept_at);
    HUNTBOOK_CHECK(insert_rows(connection, "kept_table", {"table_id", "query", "kept_at"}, std::move(kept)));
  }
  return insert_rows(connection, "stored_column", {"table_id", "position", "name", "type", "source"},
                     std::move(columns));
}

std::vector<StoredTable> list_tables(const Catalogue& catalogue) {
  std::vector<StoredTable> tables;
  for (const auto& [name, entry] : catalogue)
    tables.push_back({name, entry.relation(), entry.columns, entry.kept.has_value()});
  for (const OwnTable& own : own_tables) tables.push_back(own_table(*find_documented(own.name)));
  std::ranges::sort(tables, {}, &StoredTable::name);
  return tables;
}

std::optional<StoredTable> empty_table(std::string_view name) {
  if (find_documented(name) == nullptr) return std::nullopt;
  return StoredTable{std::string(name), {}, new_entry(0, name).columns, false};
}

std::vector<std::string_view> documented_table_names() {
  std::vector<std::string_view> names;
  for (const EmbeddedSchema& schema : embedded_schemas()) names.push_back(schema.table);
  return names;
}

std::string own_relation(std::string_view table) {
  const auto found = std::ranges::find(own_tables, table, &OwnTable::name);
  return found == own_tables.end() ? std::string() : std::string(found->relation);
}

bool is_own_table(std::string_view name) {
  return !own_relation(name).empty();
}

std::vector<std::string> own_sources(std::string_view table) {
  std::vector<std::string> sources;
  if (const DocumentedTable* documented = find_documented(table); documented != nullptr)
    for (std::size_t index = 1; index <= documented->columns.size(); ++index)
      sources.push_back(fmt::format("c{}", index));
  return sources;
}

}  // namespace huntbook::casefile
