#include "analysis/cluster/result_rows.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "analysis/cluster/dbscan.hpp"
#include "base/time.hpp"

namespace huntbook::cluster {

namespace {

constexpr std::string_view time_generated = "TimeGenerated";
constexpr std::array<std::string_view, 6> own_names = {"Clustered",      "ClusterId",     "ClusterSize",
                                                       "FirstEventTime", "LastEventTime", "KeptShare"};
constexpr std::size_t rows_per_batch = 2048;

bool is_own(std::string_view name) {
  return std::ranges::find(own_names, name) != own_names.end();
}

bool has_time_generated(const Schema& input) {
  return std::ranges::find(input, time_generated, &ColumnInfo::name) != input.end();
}

// What the clustering says of one row of the result.
struct Verdict {
  bool clustered = false;
  std::int64_t id = noise_label;
  std::uint64_t size = 1;
  Ticks first = Pattern::no_first;
  Ticks last = Pattern::no_first;
};

Verdict verdict_of(std::int32_t label, const Grouping& grouping, Ticks own_time) {
  if (label == noise_label) return Verdict{.first = own_time, .last = own_time};
  const Cluster& cluster = grouping.clusters[static_cast<std::size_t>(label)];
  const bool has_time = cluster.first != Pattern::no_first;
  return Verdict{true, label, cluster.size, cluster.first, has_time ? cluster.last : Pattern::no_first};
}

void push_time(Column& column, Ticks time) {
  if (time == Pattern::no_first) return column.push_null();
  column.push_long(time);
}

// The columns behind the input's, in the order of result_schema().
void push_verdict(Batch& batch, std::size_t column, const Verdict& verdict, std::optional<Ticks> time_generated_value,
                  double kept_share) {
  batch.columns[column++].push_bool(verdict.clustered);
  batch.columns[column++].push_long(verdict.id);
  batch.columns[column++].push_long(static_cast<std::int64_t>(verdict.size));
  if (time_generated_value) push_time(batch.columns[column++], *time_generated_value);
  push_time(batch.columns[column++], verdict.first);
  push_time(batch.columns[column++], verdict.last);
  batch.columns[column].push_real(kept_share);
}

Ticks time_in(const Column& column, std::size_t row) {
  return column.is_null(row) ? Pattern::no_first : column.long_at(row);
}

std::uint64_t rows_kept(const PatternTable& table, const Grouping& grouping) {
  std::uint64_t rows = grouping.clusters.size();
  for (std::size_t i = 0; i < grouping.labels.size(); ++i) {
    if (grouping.labels[i] == noise_label) rows += table.patterns()[i].weight;
  }
  return rows;
}

}  // namespace

Schema result_schema(const Schema& input, bool collapse) {
  Schema schema;
  for (const ColumnInfo& info : input) {
    if (is_own(info.name)) continue;
    schema.push_back(info);
    if (collapse && info.name == time_generated) schema.back().type = ScalarType::DateTime;
  }
  schema.push_back({"Clustered", ScalarType::Bool});
  schema.push_back({"ClusterId", ScalarType::Long});
  schema.push_back({"ClusterSize", ScalarType::Long});
  if (!has_time_generated(input)) schema.push_back({std::string(time_generated), ScalarType::DateTime});
  schema.push_back({"FirstEventTime", ScalarType::DateTime});
  schema.push_back({"LastEventTime", ScalarType::DateTime});
  schema.push_back({"KeptShare", ScalarType::Real});
  return schema;
}

std::vector<Batch> ResultRows::collapsed(const PatternTable& table, const Grouping& grouping) const {
  const Schema schema = result_schema(input_, true);
  const double kept_share =
      events_ == 0 ? 0 : static_cast<double>(rows_kept(table, grouping)) / static_cast<double>(events_);
  std::vector<Batch> result;
  const auto emit = [&](RowStore::Slot slot, std::int32_t label) {
    const Ticks own = time_column_ ? time_in(table.rows().columns[*time_column_], slot) : Pattern::no_first;
    const Verdict verdict = verdict_of(label, grouping, own);
    if (result.empty() || result.back().rows() == rows_per_batch) result.push_back(make_batch(schema));
    Batch& batch = result.back();
    std::size_t column = 0;
    for (std::size_t i = 0; i < input_.size(); ++i) {
      if (is_own(input_[i].name)) continue;
      if (input_[i].name == time_generated) {
        push_time(batch.columns[column++], verdict.first);
      } else {
        batch.columns[column++].push_from(table.rows().columns[i], slot);
      }
    }
    push_verdict(batch, column, verdict,
                 has_time_generated(input_) ? std::nullopt : std::optional<Ticks>(verdict.first), kept_share);
  };
  for (std::size_t id = 0; id < grouping.clusters.size(); ++id)
    emit(table.patterns()[grouping.clusters[id].exemplar].exemplar, static_cast<std::int32_t>(id));
  for (const std::uint32_t pattern : grouping.order) {
    if (grouping.labels[pattern] != noise_label) continue;
    for (const RowStore::Slot slot : table.rows_of(pattern)) emit(slot, noise_label);
  }
  return result;
}

std::vector<Batch> ResultRows::all(std::vector<Batch> rows, std::span<const std::uint32_t> pattern_of_row,
                                   const PatternTable& table, const Grouping& grouping) const {
  const Schema schema = result_schema(input_, false);
  const double kept_share =
      events_ == 0 ? 0 : static_cast<double>(rows_kept(table, grouping)) / static_cast<double>(events_);
  const bool adds_time = !has_time_generated(input_);
  std::size_t at = 0;
  for (Batch& batch : rows) {
    const std::size_t count = batch.rows();
    Batch out;
    for (std::size_t i = 0; i < input_.size(); ++i) {
      if (!is_own(input_[i].name)) out.columns.push_back(batch.columns[i]);
    }
    const std::size_t own = out.columns.size();
    for (std::size_t i = own; i < schema.size(); ++i) out.columns.emplace_back(schema[i].type);
    for (std::size_t row = 0; row < count; ++row, ++at) {
      const Ticks time = time_column_ ? time_in(batch.columns[*time_column_], row) : Pattern::no_first;
      const Verdict verdict = verdict_of(grouping.labels[pattern_of_row[at]], grouping, time);
      push_verdict(out, own, verdict, adds_time ? std::optional<Ticks>(time) : std::nullopt, kept_share);
    }
    batch = std::move(out);
  }
  return rows;
}

}  // namespace huntbook::cluster
