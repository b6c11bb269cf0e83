// The rows that one block of a file brings, by table, while they are made.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/tables/documented_table.hpp"
#include "ingest/tables/local_times.hpp"
#include "ingest/tables/own_table.hpp"
#include "ingest/tables/table_rows.hpp"

namespace huntbook::ingest {

class BlockTables {
 public:
  // `zone`: of times without one; nothing: UTC, or found out per record. `before`: what was read of the file before.
  // `records`: how many there are, mostly of one table.
  BlockTables(const DocumentedTables& documented, std::optional<AssumedZone> zone, ClockOrders before,
              std::size_t records)
      : known_(documented), times_(std::move(zone), std::move(before)), records_in_block_(records) {}

  // Null where no such table is documented.
  DocumentedRows* documented(std::string_view name);
  // The names of all documented tables, in order, and what is known of one.
  std::span<const std::string> documented_names() const { return known_.names(); }
  const DocumentedTable* documentation(std::string_view name) const { return known_.find(name); }
  // Rows of a table with the data's own columns; records given to it must live as long as this, see keep().
  OwnRows& own(std::string_view name);
  LocalTimes& times() { return times_; }

  // Keeps what a normaliser has made until the rows are finished.
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }
  Record keep(std::vector<Field> fields) { return records_.emplace_back(std::move(fields)); }

  // `known`: types of own tables' columns, by table.
  std::vector<TableRows> finish(const KnownTypesByTable& known);

 private:
  const DocumentedTables& known_;
  LocalTimes times_;
  std::size_t records_in_block_;
  std::vector<std::unique_ptr<DocumentedRows>> documented_;  // in the order of their first row
  std::map<std::string, DocumentedRows*, std::less<>> documented_by_name_;
  std::map<std::string, OwnRows, std::less<>> own_;
  std::deque<std::string> texts_;
  std::deque<std::vector<Field>> records_;
};

}  // namespace huntbook::ingest
