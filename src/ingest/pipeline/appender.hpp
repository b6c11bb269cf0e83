// Gathers the rows of blocks, by table, until there are enough of them for an efficient append.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "case/case_file.hpp"
#include "ingest/pipeline/row_sink.hpp"
#include "ingest/tables/own_table.hpp"
#include "ingest/tables/table_rows.hpp"

namespace huntbook::ingest {

struct AppendSizes {
  // An append has so many, which fill a group of the engine's; it copies a smaller one once more, and writes groups
  // that are not full again.
  std::size_t rows = casefile::append_rows;
  std::size_t bytes = std::size_t{192} << 20;  // of all tables together
};

class Appender {
 public:
  // `file_id`: the value of _File.
  Appender(RowSink& sink, std::int64_t file_id, AppendSizes sizes) : sink_(sink), file_id_(file_id), sizes_(sizes) {}

  // Takes the rows of a block. A column whose type is not that of the blocks before is widened, see widened().
  Result<void> add(TableRows rows);
  // Appends what is left. Columns of own tables that never had a value come out as string columns.
  Result<void> finish();

  // Columns, by table, for which two blocks had different types, with the type that holds both. Their values in
  // earlier and later blocks may have lost their spelling (1.50, times), so the file is better read again with these
  // types known from the start.
  const KnownTypesByTable& widened() const { return widened_; }

 private:
  struct Pending {
    std::vector<std::string> order;  // columns of the file so far, in the order of their first sight
    KnownTypes types;                // those with values
    std::vector<TableRows> blocks;
    std::size_t rows = 0;
    std::size_t bytes = 0;
  };

  void keep(Pending& pending, TableRows rows);
  TableRows take_rest(Pending& pending);
  Result<void> flush(const std::string& table, Pending& pending, bool last);

  RowSink& sink_;
  std::int64_t file_id_;
  AppendSizes sizes_;
  std::map<std::string, Pending> pending_;
  KnownTypesByTable widened_;
  std::size_t bytes_ = 0;
};

}  // namespace huntbook::ingest
