// Decides for every record of a block which table it belongs to, and makes the rows.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "ingest/record/block.hpp"
#include "ingest/tables/documented_table.hpp"
#include "ingest/tables/own_table.hpp"
#include "ingest/tables/table_rows.hpp"
#include "ingest/winevents/windows_record.hpp"

namespace huntbook::ingest {

struct Routing {
  const DocumentedTables& documented;
  std::string table;          // for records that name none and look like none that is documented
  bool fixed = false;         // every record goes to `table`
  std::optional<Ticks> zone;  // of times without one; nothing: UTC, or found out per record
  KnownTypesByTable known;    // types of own tables' columns, by table
};

struct RoutedBlock {
  std::vector<TableRows> tables;
  ZoneFindings zones;
};

class Router {
 public:
  explicit Router(const Routing& routing) : routing_(routing) {}

  // In this order: the fixed table; Windows events by their channel; the table that the record names under Type; the
  // documented table that most of its columns belong to (at least 8 columns and three quarters of them); the file's
  // own.
  RoutedBlock route(const Block& block, const ParsedBlock& parsed);

 private:
  const DocumentedTable* by_columns(Record record);

  const Routing& routing_;
  // Records of a stream have few shapes: what by_columns found for each.
  std::map<std::size_t, const DocumentedTable*> shapes_;
};

}  // namespace huntbook::ingest
