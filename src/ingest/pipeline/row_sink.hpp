// Where the rows and rejections of one file go: the case, or a test.
#pragma once

#include <string_view>
#include <vector>

#include "base/column.hpp"
#include "base/result.hpp"
#include "ingest/record/block.hpp"

namespace huntbook::ingest {

class RowSink {
 public:
  virtual ~RowSink() = default;
  // Batches of equal schema for one table, the hidden columns included.
  virtual Result<void> append(std::string_view table, const Schema& schema, std::vector<Batch> batches) = 0;
  virtual Result<void> reject(Rejection rejection) = 0;
};

}  // namespace huntbook::ingest
