// Puts the small batches of a result together until there are enough of them for an efficient insert.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "base/column.hpp"
#include "case/case_file.hpp"

namespace huntbook::notebook {

class GatheredBatches {
 public:
  // True: there are enough; take them.
  bool add(const Batch& batch) {
    rows_ += batch.rows();
    bytes_ += batch.byte_size();
    batches_.push_back(batch);
    return rows_ >= casefile::append_rows || bytes_ >= enough_bytes;
  }
  std::vector<Batch> take() {
    rows_ = bytes_ = 0;
    return std::exchange(batches_, {});
  }

 private:
  static constexpr std::size_t enough_bytes = std::size_t{32} << 20;

  std::vector<Batch> batches_;
  std::size_t rows_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace huntbook::notebook
