// Aggregates and kernels of hll(), tdigest() and their relatives (Kusto docs): the sketches are in analysis/sketch,
// here they meet JSON. A value that holds no sketch gives null and is left out of merges.
#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/sketch/hyper_log_log.hpp"
#include "analysis/sketch/t_digest.hpp"
#include "base/json_text.hpp"
#include "base/time.hpp"
#include "engine/duckdb/aggregate_function.hpp"
#include "engine/duckdb/functions/register.hpp"
#include "engine/duckdb/functions/series_read.hpp"
#include "engine/duckdb/json_slices.hpp"

namespace huntbook::engine::duckdb {
namespace {

using analysis::HyperLogLog;
using analysis::TDigest;
using MaybeText = std::optional<std::string_view>;

// --- counts of different values: [[1024, bits], ["hash", ...], [register, ...]] --------------------------------------

void write(std::string& out, const HyperLogLog& sketch) {
  JsonWriter writer(out);
  writer.begin_array();
  writer.begin_array();
  writer.integer(HyperLogLog::most_hashes);
  writer.integer(sketch.bits());
  writer.end_array();
  writer.begin_array();
  for (std::uint64_t hash : sketch.hashes()) writer.string(std::to_string(static_cast<std::int64_t>(hash)));
  writer.end_array();
  writer.begin_array();
  for (std::uint8_t rank : sketch.registers()) writer.integer(rank);
  writer.end_array();
  writer.end_array();
}

std::optional<HyperLogLog> read_count(std::string_view json) {
  auto parts = json_elements(json);
  if (!parts || parts->size() != 3) return std::nullopt;
  auto head = json_elements((*parts)[0]);
  auto hash_texts = json_elements((*parts)[1]);
  auto ranks = json_elements((*parts)[2]);
  std::int64_t bits = head && head->size() == 2 ? json_integer((*head)[1]).value_or(0) : 0;
  if (!hash_texts || !ranks || bits < HyperLogLog::least_bits || bits > HyperLogLog::most_bits) return std::nullopt;
  std::vector<std::uint64_t> hashes;
  for (std::string_view text : *hash_texts) {
    bool quoted = json_kind(text) == JsonKind::String;
    auto hash = json_integer(quoted ? text.substr(1, text.size() - 2) : text);
    if (!hash) return std::nullopt;
    hashes.push_back(static_cast<std::uint64_t>(*hash));
  }
  std::vector<std::uint8_t> registers;
  for (std::string_view text : *ranks) {
    auto rank = json_integer(text);
    if (!rank || *rank < 0 || *rank > 64) return std::nullopt;
    registers.push_back(static_cast<std::uint8_t>(*rank));
  }
  if (!registers.empty() && registers.size() != std::size_t{1} << bits) return std::nullopt;
  return HyperLogLog(static_cast<int>(bits), std::move(hashes), std::move(registers));
}

// The sketch of an aggregate: none until something comes.
struct CountState {
  std::optional<HyperLogLog> sketch;

  void add(const HyperLogLog& other) {
    if (sketch) {
      sketch->merge(other);
    } else {
      sketch = other;
    }
  }
  void combine(const CountState& other) {
    if (other.sketch) add(*other.sketch);
  }
  bool finish(JsonResult& out) const {
    write(out.buffer(), sketch ? *sketch : HyperLogLog());
    return true;
  }
};

struct CountHashes : CountState {
  void update(std::int64_t hash, std::int64_t bits) {
    if (!sketch) sketch.emplace(static_cast<int>(bits));
    sketch->add(static_cast<std::uint64_t>(hash));
  }
  void combine(const CountHashes& other) { CountState::combine(other); }
  bool finish(JsonResult& out) const { return CountState::finish(out); }
};

struct MergeCounts : CountState {
  void update(std::string_view json) {
    if (auto other = read_count(json)) add(*other);
  }
  void combine(const MergeCounts& other) { CountState::combine(other); }
  bool finish(JsonResult& out) const { return CountState::finish(out); }
};

bool merge_counts(JsonResult& out, std::span<const MaybeText> sketches) {
  CountState merged;
  for (MaybeText json : sketches)
    if (auto other = json ? read_count(*json) : std::nullopt) merged.add(*other);
  return merged.sketch && merged.finish(out);
}

// [|a|, |a and b|, ...]; null where one of them is no sketch.
bool count_intersections(JsonResult& out, std::span<const MaybeText> sketches) {
  std::vector<HyperLogLog> sets;
  for (MaybeText json : sketches) {
    auto set = json ? read_count(*json) : std::nullopt;
    if (!set) return false;
    sets.push_back(std::move(*set));
  }
  JsonWriter writer(out.buffer());
  writer.begin_array();
  for (double count : analysis::intersection_counts(sets)) writer.integer(std::llround(count));
  writer.end_array();
  return true;
}

std::optional<std::int64_t> count_of(std::string_view json) {
  auto sketch = read_count(json);
  return sketch ? std::optional<std::int64_t>(std::llround(sketch->count())) : std::nullopt;
}

// --- percentiles: [[7], [value, ...], [weight, ...]] -----------------------------------------------------------------

// What the values of a digest stand for; anything but a number is a second one in the digest's head.
enum class Kind : std::int64_t { Number, DateTime, TimeSpan };

constexpr std::int64_t digest_version = 7;

struct Digest {
  TDigest values;
  Kind kind = Kind::Number;

  void merge(const Digest& other) {
    if (other.kind != Kind::Number) kind = other.kind;
    values.merge(other.values);
  }
};

void write_number(JsonWriter& writer, double value) {
  constexpr double exact = 9'007'199'254'740'992.0;  // 2^53
  if (std::fabs(value) < exact && value == std::floor(value)) {
    writer.integer(static_cast<std::int64_t>(value));
  } else {
    writer.real(value);
  }
}

void write(std::string& out, const Digest& digest) {
  std::vector<TDigest::Centroid> centroids = digest.values.centroids();
  JsonWriter writer(out);
  writer.begin_array();
  writer.begin_array();
  writer.integer(digest_version);
  if (digest.kind != Kind::Number) writer.integer(static_cast<std::int64_t>(digest.kind));
  writer.end_array();
  writer.begin_array();
  for (const auto& centroid : centroids) write_number(writer, centroid.value);
  writer.end_array();
  writer.begin_array();
  for (const auto& centroid : centroids) write_number(writer, centroid.weight);
  writer.end_array();
  writer.end_array();
}

std::optional<Digest> read_digest(std::string_view json) {
  auto parts = json_elements(json);
  if (!parts || parts->size() != 3) return std::nullopt;
  auto head = json_elements((*parts)[0]);
  auto values = read_series((*parts)[1]);
  auto weights = read_series((*parts)[2]);
  if (!head || head->empty() || json_integer((*head)[0]) != digest_version || !values || !weights ||
      values->size() != weights->size())
    return std::nullopt;
  Digest digest;
  if (head->size() > 1) {
    auto kind = json_integer((*head)[1]);
    if (!kind || *kind < 0 || *kind > static_cast<std::int64_t>(Kind::TimeSpan)) return std::nullopt;
    digest.kind = static_cast<Kind>(*kind);
  }
  for (std::size_t i = 0; i < values->size(); ++i) digest.values.add((*values)[i], (*weights)[i]);
  return digest;
}

struct DigestValues {
  Digest digest;
  void update(double value, double weight, std::int64_t kind) {
    digest.kind = static_cast<Kind>(kind);
    digest.values.add(value, weight);
  }
  void combine(const DigestValues& other) { digest.merge(other.digest); }
  bool finish(JsonResult& out) const {
    write(out.buffer(), digest);
    return true;
  }
};

struct MergeDigests {
  Digest digest;
  void update(std::string_view json) {
    if (auto other = read_digest(json)) digest.merge(*other);
  }
  void combine(const MergeDigests& other) { digest.merge(other.digest); }
  bool finish(JsonResult& out) const {
    write(out.buffer(), digest);
    return true;
  }
};

bool merge_digests(JsonResult& out, std::span<const MaybeText> digests) {
  Digest merged;
  bool any = false;
  for (MaybeText json : digests) {
    auto other = json ? read_digest(*json) : std::nullopt;
    any = any || other;
    if (other) merged.merge(*other);
  }
  if (any) write(out.buffer(), merged);
  return any;
}

void write_value(JsonWriter& writer, double value, Kind kind) {
  auto ticks = static_cast<Ticks>(std::clamp(value, -9.2e18, 9.2e18));
  if (kind == Kind::DateTime) {
    writer.string(format_datetime(std::clamp<Ticks>(ticks, 0, max_datetime)));
  } else if (kind == Kind::TimeSpan) {
    writer.string(format_timespan(ticks));
  } else {
    write_number(writer, value);
  }
}

bool percentile_of(JsonResult& out, std::string_view json, double percent) {
  auto digest = read_digest(json);
  auto value = digest ? digest->values.percentile(percent) : std::nullopt;
  if (!value) return false;
  JsonWriter writer(out.buffer());
  write_value(writer, *value, digest->kind);
  return true;
}

// `percents` is an array; null where one is no percentage.
bool percentiles_of(JsonResult& out, std::string_view json, std::string_view percents) {
  auto digest = read_digest(json);
  auto wanted = read_series(percents);
  if (!digest || !wanted) return false;
  JsonWriter writer(out.buffer());
  writer.begin_array();
  for (double percent : *wanted) {
    auto value = digest->values.percentile(percent);
    if (value) {
      write_value(writer, *value, digest->kind);
    } else {
      writer.null();
    }
  }
  writer.end_array();
  return true;
}

std::optional<double> rank_of(std::string_view json, double value) {
  auto digest = read_digest(json);
  return digest ? std::optional(digest->values.rank(value)) : std::nullopt;
}

std::optional<double> percent_rank_of(std::string_view json, double value) {
  auto digest = read_digest(json);
  double weight = digest ? digest->values.weight() : 0;
  return weight > 0 ? std::optional(digest->values.rank(value) / weight * 100) : std::nullopt;
}

}  // namespace

void add_sketch_functions(ScalarFunctions& table) {
  table.add_aggregate("hb_hll", aggregate_of<CountHashes>());
  table.add_aggregate("hb_hll_merge_all", aggregate_of<MergeCounts>());
  table.add<&merge_counts>("hb_hll_merge");
  table.add<&count_of>("hb_hll_count");
  table.add<&count_intersections>("hb_hll_intersections");
  table.add_aggregate("hb_tdigest", aggregate_of<DigestValues>());
  table.add_aggregate("hb_tdigest_merge_all", aggregate_of<MergeDigests>());
  table.add<&merge_digests>("hb_tdigest_merge");
  table.add<&percentile_of>("hb_tdigest_percentile");
  table.add<&percentiles_of>("hb_tdigest_percentiles");
  table.add<&rank_of>("hb_tdigest_rank");
  table.add<&percent_rank_of>("hb_tdigest_percent_rank");
}

}  // namespace huntbook::engine::duckdb
