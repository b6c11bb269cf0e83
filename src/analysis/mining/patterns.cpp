#include "analysis/mining/patterns.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace huntbook::mining {

namespace {

using TupleList = std::vector<std::uint32_t>;

class Search {
 public:
  Search(const Tuples& tuples, const Limits& limits) : tuples_(tuples), limits_(limits) {}

  Result<std::vector<Pattern>> run() {
    TupleList all(tuples_.size());
    for (std::uint32_t i = 0; i < all.size(); ++i) all[i] = i;
    current_.codes.assign(tuples_.columns, 0);
    if (!extend(all, 0, 0))
      return fail(ErrorKind::User, fmt::format("There are more than {} frequent patterns.", limits_.most_patterns),
                  "raise the threshold, or project fewer columns");
    std::ranges::sort(found_, {}, &Pattern::codes);
    return std::move(found_);
  }

 private:
  bool frequent(double a, double b) const {
    return (limits_.least_a > 0 && a >= limits_.least_a) || (limits_.least_b > 0 && b >= limits_.least_b);
  }

  // Patterns that extend the current one by a value of column `first` or a later one. At most as deep as
  // most_dimensions.
  bool extend(const TupleList& matching, std::size_t first, std::size_t depth) {
    if (depth == limits_.most_dimensions) return true;
    for (std::size_t column = first; column < tuples_.columns; ++column) {
      std::map<std::uint32_t, TupleList> by_code;
      for (std::uint32_t tuple : matching) {
        std::uint32_t code = tuples_.codes[tuple * tuples_.columns + column];
        if (code != 0) by_code[code].push_back(tuple);
      }
      for (const auto& [code, list] : by_code) {
        double a = 0, b = 0;
        for (std::uint32_t tuple : list) {
          a += tuples_.a[tuple];
          b += tuples_.b[tuple];
        }
        if (!frequent(a, b)) continue;
        if (found_.size() == limits_.most_patterns) return false;
        current_.codes[column] = code;
        found_.push_back({current_.codes, a, b});
        if (!extend(list, column + 1, depth + 1)) return false;
        current_.codes[column] = 0;
      }
    }
    return true;
  }

  const Tuples& tuples_;
  const Limits& limits_;
  Pattern current_;
  std::vector<Pattern> found_;
};

bool matches(const Tuples& tuples, std::size_t tuple, const Pattern& pattern) {
  for (std::size_t column = 0; column < tuples.columns; ++column) {
    std::uint32_t code = pattern.codes[column];
    if (code != 0 && tuples.codes[tuple * tuples.columns + column] != code) return false;
  }
  return true;
}

}  // namespace

std::size_t Pattern::dimensions() const {
  return static_cast<std::size_t>(std::ranges::count_if(codes, [](std::uint32_t code) { return code != 0; }));
}

Result<std::vector<Pattern>> frequent_patterns(const Tuples& tuples, const Limits& limits) {
  return Search(tuples, limits).run();
}

std::vector<Pattern> closed_patterns(std::vector<Pattern> patterns) {
  // A pattern is refined by those with one value more: each of these knows its parents.
  std::map<std::vector<std::uint32_t>, std::pair<double, double>> refined;
  std::vector<std::vector<std::uint32_t>> open;
  for (const Pattern& pattern : patterns) refined[pattern.codes] = {pattern.a, pattern.b};
  for (const Pattern& pattern : patterns) {
    std::vector<std::uint32_t> parent = pattern.codes;
    for (std::uint32_t& code : parent) {
      if (code == 0) continue;
      std::uint32_t value = std::exchange(code, 0);
      auto found = refined.find(parent);
      if (found != refined.end() && found->second == std::pair(pattern.a, pattern.b)) open.push_back(parent);
      code = value;
    }
  }
  std::ranges::sort(open);
  std::erase_if(patterns, [&](const Pattern& pattern) { return std::ranges::binary_search(open, pattern.codes); });
  return patterns;
}

std::vector<Pattern> covering_patterns(const Tuples& tuples, const std::vector<Pattern>& patterns, double size_weight,
                                       double least) {
  double total = 0;
  for (double weight : tuples.a) total += weight;
  std::vector<char> covered(tuples.size(), 0);
  std::vector<char> taken(patterns.size(), 0);
  std::vector<Pattern> chosen;
  while (total > 0) {
    std::size_t best = patterns.size();
    double best_score = 0;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      // What is uncovered can't be more than the pattern's whole weight.
      auto score_of = [&](double weight) {
        double detail = static_cast<double>(patterns[i].dimensions()) / static_cast<double>(tuples.columns);
        return std::pow(weight / total, size_weight) * std::pow(detail, 1 - size_weight);
      };
      if (taken[i] != 0 || score_of(patterns[i].a) <= best_score) continue;
      double weight = 0;
      for (std::size_t tuple = 0; tuple < tuples.size(); ++tuple) {
        if (covered[tuple] == 0 && matches(tuples, tuple, patterns[i])) weight += tuples.a[tuple];
      }
      if (weight < least || score_of(weight) <= best_score) continue;
      best = i;
      best_score = score_of(weight);
    }
    if (best == patterns.size()) break;
    taken[best] = 1;
    for (std::size_t tuple = 0; tuple < tuples.size(); ++tuple) {
      if (matches(tuples, tuple, patterns[best])) covered[tuple] = 1;
    }
    chosen.push_back(patterns[best]);
  }
  return chosen;
}

}  // namespace huntbook::mining
