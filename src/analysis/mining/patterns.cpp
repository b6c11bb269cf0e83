#include "analysis/mining/patterns.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace huntbook::mining {

namespace {

using TupleList = std::vector<std::uint32_t>;

TupleList all_of(const Tuples& tuples) {
  TupleList all(tuples.size());
  for (std::uint32_t i = 0; i < all.size(); ++i) all[i] = i;
  return all;
}

std::unexpected<Error> too_many(const Limits& limits) {
  return fail(ErrorKind::User, fmt::format("There are more than {} frequent patterns.", limits.most_patterns),
              "raise the threshold, or project fewer columns");
}

std::pair<double, double> weights_of(const Tuples& tuples, const TupleList& list) {
  double a = 0, b = 0;
  for (std::uint32_t tuple : list) {
    a += tuples.a[tuple];
    b += tuples.b[tuple];
  }
  return {a, b};
}

bool frequent(const Limits& limits, double a, double b) {
  return (limits.least_a > 0 && a >= limits.least_a) || (limits.least_b > 0 && b >= limits.least_b);
}

// The tuples of `matching` by their value in a column; without those whose value is too rare.
std::map<std::uint32_t, TupleList> by_code(const Tuples& tuples, const TupleList& matching, std::size_t column) {
  std::map<std::uint32_t, TupleList> lists;
  for (std::uint32_t tuple : matching) {
    const std::uint32_t code = tuples.codes[tuple * tuples.columns + column];
    if (code != 0) lists[code].push_back(tuple);
  }
  return lists;
}

class Search {
 public:
  Search(const Tuples& tuples, const Limits& limits) : tuples_(tuples), limits_(limits) {}

  Result<std::vector<Pattern>> run() {
    current_.codes.assign(tuples_.columns, 0);
    if (!extend(all_of(tuples_), 0, 0)) return too_many(limits_);
    std::ranges::sort(found_, {}, &Pattern::codes);
    return std::move(found_);
  }

 private:
  // Patterns that extend the current one by a value of column `first` or a later one. At most as deep as
  // most_dimensions.
  bool extend(const TupleList& matching, std::size_t first, std::size_t depth) {
    if (depth == limits_.most_dimensions) return true;
    for (std::size_t column = first; column < tuples_.columns; ++column) {
      for (const auto& [code, list] : by_code(tuples_, matching, column)) {
        const auto [a, b] = weights_of(tuples_, list);
        if (!frequent(limits_, a, b)) continue;
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

class ClosedSearch {
 public:
  ClosedSearch(const Tuples& tuples, const Limits& limits) : tuples_(tuples), limits_(limits) {}

  Result<std::vector<Pattern>> run() {
    const TupleList all = all_of(tuples_);
    const auto [a, b] = weights_of(tuples_, all);
    if (frequent(limits_, a, b)) {
      Pattern root{std::vector<std::uint32_t>(tuples_.columns, 0), a, b};
      close(root, all, 0);
      if (root.dimensions() > 0) found_.push_back(root);
      if (!extend(root, all, 0)) return too_many(limits_);
    }
    std::ranges::sort(found_, {}, &Pattern::codes);
    return std::move(found_);
  }

 private:
  // Fixes what all tuples of the list share. False where that is a value of a column before `first` that the pattern
  // leaves open: the closure is found from there.
  bool close(Pattern& pattern, const TupleList& list, std::size_t first) const {
    for (std::size_t column = 0; column < tuples_.columns; ++column) {
      if (pattern.codes[column] != 0) continue;
      const std::uint32_t code = tuples_.codes[list.front() * tuples_.columns + column];
      const bool shared = code != 0 && std::ranges::all_of(list, [&](std::uint32_t tuple) {
                            return tuples_.codes[tuple * tuples_.columns + column] == code;
                          });
      if (shared && column < first) return false;
      if (shared) pattern.codes[column] = code;
    }
    return true;
  }

  // Closed patterns that fix a value more, in column `first` or a later one. As deep as there are columns at most.
  bool extend(const Pattern& pattern, const TupleList& matching, std::size_t first) {
    for (std::size_t column = first; column < tuples_.columns; ++column) {
      if (pattern.codes[column] != 0) continue;
      for (const auto& [code, list] : by_code(tuples_, matching, column)) {
        const auto [a, b] = weights_of(tuples_, list);
        if (!frequent(limits_, a, b)) continue;
        Pattern larger{pattern.codes, a, b};
        larger.codes[column] = code;
        if (!close(larger, list, column)) continue;
        if (found_.size() == limits_.most_patterns) return false;
        found_.push_back(larger);
        if (!extend(larger, list, column + 1)) return false;
      }
    }
    return true;
  }

  const Tuples& tuples_;
  const Limits& limits_;
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

Result<std::vector<Pattern>> closed_frequent_patterns(const Tuples& tuples, const Limits& limits) {
  return ClosedSearch(tuples, limits).run();
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
