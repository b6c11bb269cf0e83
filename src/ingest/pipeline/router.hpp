// Decides for every record of a block which table it belongs to, and makes the rows.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.hpp"
#include "ingest/record/block.hpp"
#include "ingest/tables/normaliser.hpp"
#include "ingest/winevents/security_event.hpp"

namespace huntbook::ingest {

struct Routing {
  const DocumentedTables& documented;
  std::string table;                // for records that name none and look like none that is documented
  bool fixed = false;               // every record goes to `table`
  std::optional<AssumedZone> zone;  // of times without one; nothing: UTC, or found out per record
  KnownTypesByTable known;          // types of own tables' columns, by table
};

// For a file that goes to `table` where its records say nothing else (empty: named after its `path`), or to `as`
// whatever they say.
Routing routing_of(const DocumentedTables& documented, const std::string& as, std::optional<AssumedZone> zone,
                   const std::string& table, std::string_view path);

struct RoutedBlock {
  std::vector<TableRows> tables;
  std::uint64_t records = 0;  // raw records that have a row at least
  ZoneFindings zones;
  ClockOrders clocks;
};

class Router {
 public:
  explicit Router(const Routing& routing);

  // In this order: the fixed table; the source that the file's reader names; the first source that knows the record;
  // the table that the record names under Type; the documented table that the file is named after, where three quarters
  // of the record's columns are its; the documented table that most of the columns belong to (three quarters and at
  // least 8, or all of 4 to 7 where only one of the well-known tables has them); the file's own.
  // `before`: how the blocks before this one went on; matters where a zone's clock shows times twice.
  RoutedBlock route(const Block& block, const ParsedBlock& parsed, const ClockOrders& before = {});

 private:
  // What is known of records with the same names. Those of a stream have few shapes.
  struct Shape {
    std::vector<Normaliser*> normalisers;
    const DocumentedTable* table = nullptr;  // by its columns
    bool searched = false;                   // `table` says what was found
  };
  void put_documented(DocumentedRows& rows, Record record, std::uint64_t number);
  void put_named(std::string_view table, Record record, std::uint64_t number, BlockTables& tables);
  Shape& shape_of(Record record);
  const DocumentedTable* table_of(Shape& shape, Record record) const;
  const DocumentedTable* by_columns(Record record) const;
  Normaliser* normaliser_of(std::string_view source) const;

  const Routing& routing_;
  std::vector<std::unique_ptr<Normaliser>> normalisers_;  // in the order of sources()
  const DocumentedTable* by_file_name_;
  std::unordered_map<std::size_t, Shape> shapes_;
  std::optional<SecurityEventCompletion> completion_;
};

}  // namespace huntbook::ingest
