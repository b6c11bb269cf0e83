// Rows of texts on their way to a query: gathers records into batches of a size that the engine takes well.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/column.hpp"
#include "base/result.hpp"
#include "ingest/record/block.hpp"
#include "kql/plan/external.hpp"

namespace huntbook::ingest {

class TextRows {
 public:
  TextRows(const kql::ExternalRequest& request, const kql::ExternalLocation& location,
           std::function<Result<void>(Batch)> take);

  // A record of cells; missing ones are the empty text.
  Result<void> add_cells(const std::vector<std::string_view>& cells, std::uint64_t number);
  // A record of named values; `whole` is its text.
  Result<void> add_record(Record record, std::string_view whole, std::uint64_t number);
  // The rows that are still here.
  Result<void> finish();

 private:
  // The text of a column whose source is no part of the record.
  std::string_view text_apart(const kql::ExternalColumn& column, std::uint64_t number);
  Result<void> finish_row();

  const kql::ExternalRequest& request_;
  const kql::ExternalLocation& location_;
  std::function<Result<void>(Batch)> take_;
  Schema schema_;
  Batch batch_;
  std::string scratch_;
};

}  // namespace huntbook::ingest
