#include "query/plugins/patterns.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/mining/frequent_values.hpp"
#include "analysis/mining/patterns.hpp"

namespace huntbook::query {

namespace {

using nlohmann::json;

// Values of the different rows of frequent values that are held in memory, at four bytes each.
constexpr std::size_t most_codes = 64'000'000;

struct Options {
  double threshold = 0.05;
  double size_weight = 0.5;
  std::size_t most_dimensions = 5;
};

enum class Kind { Autocluster, Basket, Diffpatterns };

// Input, seen twice: a, b (real weights), then v0, v1, ...: the values as text. The first pass finds the values that
// may be frequent by themselves, the second groups the rows by them. Output: SegmentId, then a and b of the pattern and
// of all rows, then x0, w0, x1, w1, ...: a value, or that any will do.
class Run final : public PluginRun {
 public:
  Run(Kind kind, Options options, std::size_t columns) : kind_(kind), options_(options), values_(columns) {
    tuples_.columns = columns;
    for (std::size_t side = 0; side < 2; ++side) {
      for (std::size_t i = 0; i < columns; ++i) frequent_[side].emplace_back(options.threshold);
    }
  }

  Result<void> push(const Batch& batch) override {
    if (!counting_) {
      look_at(batch);
      return {};
    }
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      if (!count(batch, row))
        return fail(ErrorKind::User,
                    fmt::format("There are too many different rows of frequent values in {} columns.", values_.size()),
                    "project fewer columns, or raise the threshold");
    }
    return {};
  }

  Result<bool> wants_another_pass() override {
    if (counting_) return false;
    for (std::size_t i = 0; i < values_.size(); ++i) {
      for (auto& side : frequent_) values_[i].add(side[i].candidates());
    }
    for (auto& side : frequent_) side.clear();
    return counting_ = true;
  }

  Result<std::vector<Batch>> finish() override {
    double total_a = 0, total_b = 0;
    for (double weight : tuples_.a) total_a += weight;
    for (double weight : tuples_.b) total_b += weight;
    mining::Limits limits{.least_a = options_.threshold * total_a,
                          .least_b = options_.threshold * total_b,
                          .most_dimensions = options_.most_dimensions};
    HUNTBOOK_TRY(std::vector<mining::Pattern> patterns, kind_ == Kind::Basket
                                                            ? mining::frequent_patterns(tuples_, limits)
                                                            : mining::closed_frequent_patterns(tuples_, limits));
    if (kind_ == Kind::Autocluster)
      patterns = mining::covering_patterns(tuples_, patterns, options_.size_weight, limits.least_a);
    auto share_difference = [&](const mining::Pattern& pattern) {
      double a = total_a > 0 ? pattern.a / total_a : 0, b = total_b > 0 ? pattern.b / total_b : 0;
      return std::abs(a - b);
    };
    if (kind_ == Kind::Diffpatterns) {
      std::erase_if(patterns, [&](const auto& pattern) { return share_difference(pattern) < options_.threshold; });
      std::ranges::stable_sort(patterns, std::ranges::greater{}, share_difference);
    } else {
      std::ranges::stable_sort(patterns, std::ranges::greater{}, &mining::Pattern::a);
    }
    return std::vector<Batch>{to_batch(patterns, total_a, total_b)};
  }

 private:
  // Codes of one column's frequent values, from 1: in order of their texts.
  class Values {
   public:
    void add(const std::vector<std::string>& more) {
      texts_.insert(texts_.end(), more.begin(), more.end());
      std::ranges::sort(texts_);
      texts_.erase(std::ranges::unique(texts_).begin(), texts_.end());
    }
    // 0 for a rare value.
    std::uint32_t code(std::string_view text) const {
      const auto found = std::ranges::lower_bound(texts_, text);
      return found != texts_.end() && *found == text ? static_cast<std::uint32_t>(found - texts_.begin()) + 1 : 0;
    }
    const std::string& text(std::uint32_t code) const { return texts_[code - 1]; }

   private:
    std::vector<std::string> texts_;
  };

  static double weight_of(const Batch& batch, std::size_t row, std::size_t side) {
    return batch.columns[side].is_null(row) ? 0.0 : std::max(0.0, batch.columns[side].real_at(row));
  }

  void look_at(const Batch& batch) {
    for (std::size_t side = 0; side < 2; ++side) {
      for (std::size_t i = 0; i < values_.size(); ++i) {
        for (std::size_t row = 0; row < batch.rows(); ++row)
          frequent_[side][i].add(batch.columns[2 + i].text_at(row), weight_of(batch, row, side));
      }
    }
  }

  // False where the rows' groups become too many.
  bool count(const Batch& batch, std::size_t row) {
    codes_.clear();
    for (std::size_t i = 0; i < values_.size(); ++i)
      codes_.push_back(values_[i].code(batch.columns[2 + i].text_at(row)));
    const std::string_view key(reinterpret_cast<const char*>(codes_.data()), codes_.size() * sizeof(codes_[0]));
    auto found = groups_.find(key);
    if (found == groups_.end()) {
      if (tuples_.codes.size() + codes_.size() > most_codes) return false;
      found = groups_.emplace(std::string(key), tuples_.size()).first;
      tuples_.codes.insert(tuples_.codes.end(), codes_.begin(), codes_.end());
      tuples_.a.push_back(0);
      tuples_.b.push_back(0);
    }
    tuples_.a[found->second] += weight_of(batch, row, 0);
    tuples_.b[found->second] += weight_of(batch, row, 1);
    return true;
  }

  Batch to_batch(const std::vector<mining::Pattern>& patterns, double total_a, double total_b) const {
    Schema schema{{"SegmentId", ScalarType::Long},
                  {"a", ScalarType::Real},
                  {"b", ScalarType::Real},
                  {"total_a", ScalarType::Real},
                  {"total_b", ScalarType::Real}};
    for (std::size_t i = 0; i < values_.size(); ++i) {
      schema.push_back({fmt::format("x{}", i), ScalarType::String});
      schema.push_back({fmt::format("w{}", i), ScalarType::Bool});
    }
    Batch batch = make_batch(schema);
    std::int64_t segment = 0;
    for (const mining::Pattern& pattern : patterns) {
      batch.columns[0].push_long(segment++);
      std::size_t column = 1;
      for (double value : {pattern.a, pattern.b, total_a, total_b}) batch.columns[column++].push_real(value);
      for (std::size_t i = 0; i < values_.size(); ++i) {
        std::uint32_t code = pattern.codes[i];
        batch.columns[column++].push_text(code == 0 ? std::string_view() : values_[i].text(code));
        batch.columns[column++].push_bool(code == 0);
      }
    }
    return batch;
  }

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  Kind kind_;
  Options options_;
  bool counting_ = false;
  std::array<std::vector<mining::FrequentValues>, 2> frequent_;  // of either side, by column
  std::vector<Values> values_;
  std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> groups_;  // by the bytes of their codes
  std::vector<std::uint32_t> codes_;                                            // of one row
  mining::Tuples tuples_;
};

Plugin plugin_of(std::string_view name, Kind kind) {
  Plugin plugin;
  plugin.signature.name = name;
  plugin.start = [kind](const Schema& input, std::string_view payload) -> Result<std::unique_ptr<PluginRun>> {
    try {
      const json given = json::parse(payload);
      Options options{given.at("threshold").get<double>(), given.at("size_weight").get<double>(),
                      given.at("most_dimensions").get<std::size_t>()};
      return std::make_unique<Run>(kind, options, input.size() - 2);
    } catch (const json::exception& error) {
      return fail(ErrorKind::Internal, fmt::format("a payload that can't be read: {}", error.what()));
    }
  };
  return plugin;
}

}  // namespace

Plugin autocluster() {
  return plugin_of("autocluster", Kind::Autocluster);
}
Plugin basket() {
  return plugin_of("basket", Kind::Basket);
}
Plugin diffpatterns() {
  return plugin_of("diffpatterns", Kind::Diffpatterns);
}

}  // namespace huntbook::query
