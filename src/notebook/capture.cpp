#include "notebook/capture.hpp"

#include <algorithm>
#include <numeric>

namespace huntbook::notebook {

namespace {

template <class T>
int order(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

int compare_values(const Column& column, std::size_t a, std::size_t b) {
  if (column.is_null(a) || column.is_null(b)) return order(!column.is_null(a), !column.is_null(b));
  switch (column.type()) {
    case ScalarType::Bool:
      return order(column.bool_at(a), column.bool_at(b));
    case ScalarType::Int:
      return order(column.int_at(a), column.int_at(b));
    case ScalarType::Long:
    case ScalarType::DateTime:
    case ScalarType::TimeSpan:
      return order(column.long_at(a), column.long_at(b));
    case ScalarType::Real: {
      const bool nan_a = column.real_at(a) != column.real_at(a);
      const bool nan_b = column.real_at(b) != column.real_at(b);
      if (nan_a || nan_b) return order(!nan_a, !nan_b);
      return order(column.real_at(a), column.real_at(b));
    }
    case ScalarType::Decimal:
    case ScalarType::String:
    case ScalarType::Dynamic:
    case ScalarType::Guid:
      return order(column.text_at(a), column.text_at(b));
  }
  return 0;
}

}  // namespace

Result<void> Capture::begin(const query::ResultInfo& info) {
  results_.push_back({info, make_batch(info.schema), 0});
  return {};
}

Result<void> Capture::batch(const Batch& batch) {
  CapturedResult& result = results_.back();
  result.total_rows += batch.rows();
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    if (result.info.ordered && result.rows.rows() == row_limit_) break;
    for (std::size_t i = 0; i < batch.columns.size(); ++i) result.rows.columns[i].push_from(batch.columns[i], row);
    if (!result.info.ordered && result.rows.rows() == 2 * row_limit_) sort_and_cut();
  }
  return {};
}

Result<void> Capture::end() {
  if (!results_.back().info.ordered) sort_and_cut();
  return {};
}

void Capture::sort_and_cut() {
  CapturedResult& result = results_.back();
  std::vector<std::size_t> rows(result.rows.rows());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  std::ranges::stable_sort(rows, [&](std::size_t a, std::size_t b) {
    for (const Column& column : result.rows.columns) {
      if (const int compared = compare_values(column, a, b); compared != 0) return compared < 0;
    }
    return false;
  });
  if (rows.size() > row_limit_) rows.resize(row_limit_);
  Batch sorted = make_batch(result.info.schema);
  for (std::size_t row : rows) {
    for (std::size_t i = 0; i < sorted.columns.size(); ++i) {
      sorted.columns[i].push_from(result.rows.columns[i], row);
    }
  }
  result.rows = std::move(sorted);
}

}  // namespace huntbook::notebook
