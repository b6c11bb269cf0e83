#include "analysis/cluster/row_store.hpp"

#include <utility>

namespace huntbook::cluster {

RowStore::Slot RowStore::keep(const Batch& batch, std::size_t row) {
  for (std::size_t i = 0; i < rows_.columns.size(); ++i) rows_.columns[i].push_from(batch.columns[i], row);
  live_.push_back(1);
  return static_cast<Slot>(live_.size() - 1);
}

void RowStore::release(Slot slot) {
  live_[slot] = 0;
  ++released_;
}

std::vector<RowStore::Slot> RowStore::compact() {
  Batch kept;
  for (const Column& column : rows_.columns) kept.columns.emplace_back(column.type());
  std::vector<Slot> moved(live_.size(), none);
  Slot next = 0;
  for (std::size_t slot = 0; slot < live_.size(); ++slot) {
    if (live_[slot] != 0) moved[slot] = next++;
  }
  // Column by column, so that at no time more than one column is held twice.
  for (std::size_t i = 0; i < rows_.columns.size(); ++i) {
    for (std::size_t slot = 0; slot < live_.size(); ++slot) {
      if (live_[slot] != 0) kept.columns[i].push_from(rows_.columns[i], slot);
    }
    rows_.columns[i] = Column(kept.columns[i].type());
  }
  rows_ = std::move(kept);
  live_.assign(next, 1);
  released_ = 0;
  return moved;
}

}  // namespace huntbook::cluster
