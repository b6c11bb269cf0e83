// Holds the results of a query for showing: a bounded number of rows in a defined order.
#pragma once

#include <cstdint>
#include <vector>

#include "query/run.hpp"

namespace huntbook::notebook {

struct CapturedResult {
  query::ResultInfo info;
  Batch rows;
  std::uint64_t total_rows = 0;
};

// Rows of a result whose order the query defines are the first ones; of any other result, the smallest ones by all
// columns, so that the same rows come out the same.
class Capture final : public query::ResultSink {
 public:
  explicit Capture(std::size_t row_limit = 50'000) : row_limit_(row_limit) {}

  Result<void> begin(const query::ResultInfo& info) override;
  Result<void> batch(const Batch& batch) override;
  Result<void> end() override;

  std::vector<CapturedResult>& results() { return results_; }
  const std::vector<CapturedResult>& results() const { return results_; }

 private:
  void sort_and_cut();

  std::size_t row_limit_;
  std::vector<CapturedResult> results_;
};

}  // namespace huntbook::notebook
