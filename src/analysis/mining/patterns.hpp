// Frequent patterns in categorical columns: which combinations of values make up a share of the rows.
//
// Rows come grouped, as distinct tuples with two weights each, so that memory follows the number of different tuples.
// A search in depth over the columns (Zaki, "Scalable Algorithms for Association Mining", IEEE TKDE 12 (2000), the
// Eclat algorithm): a pattern is extended only while it is frequent, since none of its extensions can be more so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/result.hpp"

namespace huntbook::mining {

// Row-major codes of values, `columns` to a tuple; 0 stands for a value too rare to matter. Weights are not negative.
struct Tuples {
  std::size_t columns = 0;
  std::vector<std::uint32_t> codes;
  std::vector<double> a, b;
  std::size_t size() const { return a.size(); }
};

// A code for each column, 0 where the pattern takes any value; the weight of the tuples that match.
struct Pattern {
  std::vector<std::uint32_t> codes;
  double a = 0;
  double b = 0;
  std::size_t dimensions() const;
  bool operator==(const Pattern&) const = default;
};

struct Limits {
  double least_a = 0;  // a pattern is frequent where a or b reaches its least weight; 0: that side does not count
  double least_b = 0;
  std::size_t most_dimensions = 5;  // of frequent_patterns
  std::size_t most_patterns = 100'000;
};

// All frequent patterns of one to most_dimensions values, in order of their codes. An error of kind User where there
// are more than most_patterns.
Result<std::vector<Pattern>> frequent_patterns(const Tuples& tuples, const Limits& limits);

// The closed ones among the frequent patterns, without a bound on their values: a pattern that fixes every value that
// all of its tuples share, and so stands for all that name fewer of them. Where columns go together, as the many empty
// ones of a wide table do, there are far fewer of these. In order of their codes; the same error. Closures are extended
// past their last own column only where that adds none before it (Uno, Asai, Uchida, Arimura: "LCM", FIMI 2004,
// prefix-preserving closure extension), so each comes up once.
Result<std::vector<Pattern>> closed_frequent_patterns(const Tuples& tuples, const Limits& limits);

// A few patterns that cover most of the weight a: the best by share^size_weight * detail^(1 - size_weight) among what
// is not covered yet, till none reaches `least` there. Detail is the share of the columns that the pattern fixes.
// Weights in the result are those of all its tuples.
std::vector<Pattern> covering_patterns(const Tuples& tuples, const std::vector<Pattern>& patterns, double size_weight,
                                       double least);

}  // namespace huntbook::mining
