// Keeps copies of single rows of batches that pass by: the exemplars of patterns. Rows that are no longer wanted are
// released, and their memory is won back in bulk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/column.hpp"

namespace huntbook::cluster {

class RowStore {
 public:
  using Slot = std::uint32_t;
  static constexpr Slot none = 0xFFFFFFFF;

  explicit RowStore(const Schema& schema) : rows_(make_batch(schema)) {}

  // Copies a row. At most 2^32 - 1 rows are held.
  Slot keep(const Batch& batch, std::size_t row);
  void release(Slot slot);
  // True when most of the rows held are released ones, so that compact() pays.
  bool wants_compaction() const { return released_ > 4096 && released_ > live_.size() / 2; }
  // Drops released rows. The new slot of each old one; RowStore::none for those dropped.
  std::vector<Slot> compact();

  const Batch& rows() const { return rows_; }
  std::size_t byte_size() const { return rows_.byte_size(); }

 private:
  Batch rows_;
  std::vector<std::uint8_t> live_;
  std::size_t released_ = 0;
};

}  // namespace huntbook::cluster
