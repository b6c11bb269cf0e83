#include "analysis/cluster/cluster.hpp"

#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "analysis/cluster/column_roles.hpp"
#include "analysis/cluster/group_patterns.hpp"
#include "analysis/cluster/result_rows.hpp"

namespace huntbook::cluster {

namespace {

constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20U;

Result<std::vector<BoundFeature>> check(const Schema& input, const Options& options) {
  if (options.eps && (!std::isfinite(*options.eps) || *options.eps < 0))
    return fail(ErrorKind::User, fmt::format("eps must be a number of at least 0, not {}", *options.eps));
  if (options.min_samples < 1) return fail(ErrorKind::User, "min_samples must be at least 1");
  return bind_features(input, options.features, options.mode);
}

Ticks time_of(const Batch& batch, std::optional<std::size_t> column, std::size_t row) {
  if (!column || batch.columns[*column].is_null(row)) return Pattern::no_first;
  return batch.columns[*column].long_at(row);
}

}  // namespace

double default_eps(Mode mode) {
  return mode == Mode::Msticpy ? 0.01 : 0.05;
}

Result<Schema> output_schema(const Schema& input, const Options& options) {
  HUNTBOOK_CHECK(check(input, options));
  return result_schema(input, options.collapse);
}

Result<EventClusterer> EventClusterer::create(const Schema& input, const Options& options) {
  HUNTBOOK_TRY(std::vector<BoundFeature> features, check(input, options));
  return EventClusterer(input, options, std::move(features));
}

EventClusterer::EventClusterer(Schema input, Options options, std::vector<BoundFeature> features)
    : input_(std::move(input)),
      options_(std::move(options)),
      time_column_(find_role(input_, Role::Time)),
      key_(std::move(features), options_.mode),
      // With collapse off all rows are held anyway, and the table needs none.
      table_(options_.collapse ? input_ : Schema{}, options_.min_samples, options_.mode == Mode::Pattern) {}

Result<void> EventClusterer::push(const Batch& batch) {
  table_.begin_batch(batch);
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    const std::uint32_t pattern = table_.add(key_.of(batch, row), row, time_of(batch, time_column_, row));
    if (!options_.collapse) pattern_of_row_.push_back(pattern);
  }
  table_.end_batch();
  events_ += batch.rows();
  if (table_.byte_size() > options_.memory_limit) {
    return fail(ErrorKind::User,
                fmt::format("the events have too many distinct patterns: {} in {} events, which need more than {} MiB",
                            table_.patterns().size(), events_, options_.memory_limit / mebibyte),
                "cluster fewer events, project fewer columns, or name coarser features");
  }
  if (options_.collapse) return {};
  rows_.push_back(batch);
  rows_bytes_ += batch.byte_size();
  if (rows_bytes_ > options_.memory_limit) {
    return fail(ErrorKind::User,
                fmt::format("collapse=false holds every row, and {} events need more than {} MiB", events_,
                            options_.memory_limit / mebibyte),
                "cluster fewer events or project fewer columns");
  }
  return {};
}

std::vector<Batch> EventClusterer::finish() {
  const Grouping grouping = group_patterns(table_, key_, options_.mode,
                                           options_.eps.value_or(default_eps(options_.mode)), options_.min_samples);
  const ResultRows result{input_, time_column_, events_};
  if (options_.collapse) return result.collapsed(table_, grouping);
  return result.all(std::move(rows_), pattern_of_row_, table_, grouping);
}

}  // namespace huntbook::cluster
