// Which tables a case stores, and which engine table and column stands for each KQL name. Engine identifiers are
// generated (t1, c1, ...), since the engine ignores the case of names and KQL does not.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "case/case_file.hpp"
#include "engine/engine.hpp"

namespace huntbook::casefile {

// An engine column of a table that stands for no KQL name yet (see case/spare_columns.hpp).
struct SpareColumn {
  ScalarType type;
  std::string source;
};

// Where the rows of a kept table come from.
struct KeptResult {
  std::string query;
  Ticks kept_at = 0;
};

// A table that holds evidence, or the result of a query.
struct TableEntry {
  std::int64_t id = 0;
  std::string name;
  std::vector<StoredColumn> columns;      // documented ones first, then own, then hidden ones
  std::int64_t last_source = 0;           // number of the engine column made last
  std::vector<std::int64_t> former_ids;   // under which the case knew the table before it was made anew
  std::uint64_t rows_in_transaction = 0;  // appended since the transaction began
  std::optional<KeptResult> kept;         // nothing: evidence
  std::vector<SpareColumn> spares;        // made within the transaction, not in use

  std::string relation() const;
  StoredColumn* find(std::string_view column);
  // Adds an own column (before the hidden ones).
  StoredColumn& add(StoredColumn column);
  std::string next_source();
};

// A table without rows: its documented columns, where it has any, and the hidden ones.
TableEntry new_entry(std::int64_t id, std::string_view name);

using Catalogue = std::map<std::string, TableEntry, std::less<>>;

// An id that no table of the catalogue has.
std::int64_t next_id(const Catalogue& catalogue);

Result<Catalogue> read_catalogue(engine::Connection& connection);
// Takes out what the case knows of the table under its ids, within the connection's transaction.
Result<void> erase_entry(engine::Connection& connection, const TableEntry& entry);
// Replaces what the case knows of the table, within the connection's transaction, and drops its spare columns: nothing
// may be appended to it in this transaction afterwards.
Result<void> write_entry(engine::Connection& connection, TableEntry& entry);

// Stored tables and the case's own, by name.
std::vector<StoredTable> list_tables(const Catalogue& catalogue);

// The engine table that holds one of the case's own tables (Evidence, EvidenceErrors, Observations), and its columns
// c1, c2, ... in documented order; empty for other names.
std::string own_relation(std::string_view table);
std::vector<std::string> own_sources(std::string_view table);

}  // namespace huntbook::casefile
