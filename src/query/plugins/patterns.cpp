#include "query/plugins/patterns.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/mining/patterns.hpp"

namespace huntbook::query {

namespace {

using nlohmann::json;

// Different tuples of frequent values that are held in memory.
constexpr std::size_t most_tuples = 2'000'000;

struct Options {
  double threshold = 0.05;
  double size_weight = 0.5;
  std::size_t most_dimensions = 5;
};

enum class Kind { Autocluster, Basket, Diffpatterns };

// Input: a, b (real weights), then x0, f0, x1, f1, ...: a value as text, and whether it is frequent enough to matter.
// Output: SegmentId, then a and b of the pattern and of all rows, then x0, w0, x1, w1, ...: a value, or that any will
// do.
class Run final : public PluginRun {
 public:
  Run(Kind kind, Options options, std::size_t columns) : kind_(kind), options_(options), values_(columns) {
    tuples_.columns = columns;
  }

  Result<void> push(const Batch& batch) override {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      if (tuples_.size() == most_tuples)
        return fail(ErrorKind::User,
                    fmt::format("There are more than {} different rows of frequent values.", most_tuples),
                    "project fewer columns, or raise the threshold");
      auto weight = [&](std::size_t column) {
        return batch.columns[column].is_null(row) ? 0.0 : std::max(0.0, batch.columns[column].real_at(row));
      };
      tuples_.a.push_back(weight(0));
      tuples_.b.push_back(weight(1));
      for (std::size_t i = 0; i < values_.size(); ++i) {
        bool frequent = batch.columns[3 + 2 * i].bool_at(row);
        tuples_.codes.push_back(frequent ? values_[i].code(batch.columns[2 + 2 * i].text_at(row)) : 0);
      }
    }
    return {};
  }

  Result<std::vector<Batch>> finish() override {
    number_by_text();
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
  // Codes of one column's values, from 1: in order of appearance, later in order of their texts.
  class Values {
   public:
    std::uint32_t code(std::string_view text) {
      const auto next = static_cast<std::uint32_t>(codes_.size() + 1);
      return codes_.emplace(std::string(text), next).first->second;
    }
    // Numbers the values anew; the new code for each old one.
    std::vector<std::uint32_t> number_by_text() {
      std::vector<std::uint32_t> renumbered(codes_.size() + 1);
      for (auto& [text, code] : codes_) {
        texts_.push_back(text);
        renumbered[code] = static_cast<std::uint32_t>(texts_.size());
      }
      return renumbered;
    }
    const std::string& text(std::uint32_t code) const { return texts_[code - 1]; }

   private:
    std::map<std::string, std::uint32_t, std::less<>> codes_;
    std::vector<std::string> texts_;
  };

  // The engine's groups come in any order, and patterns that are equal otherwise in that of their codes.
  void number_by_text() {
    for (std::size_t column = 0; column < values_.size(); ++column) {
      const std::vector<std::uint32_t> renumbered = values_[column].number_by_text();
      for (std::size_t at = column; at < tuples_.codes.size(); at += values_.size())
        tuples_.codes[at] = renumbered[tuples_.codes[at]];
    }
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

  Kind kind_;
  Options options_;
  mining::Tuples tuples_;
  std::vector<Values> values_;
};

Plugin plugin_of(std::string_view name, Kind kind) {
  Plugin plugin;
  plugin.signature.name = name;
  plugin.start = [kind](const Schema& input, std::string_view payload) -> Result<std::unique_ptr<PluginRun>> {
    try {
      const json given = json::parse(payload);
      Options options{given.at("threshold").get<double>(), given.at("size_weight").get<double>(),
                      given.at("most_dimensions").get<std::size_t>()};
      return std::make_unique<Run>(kind, options, (input.size() - 2) / 2);
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
