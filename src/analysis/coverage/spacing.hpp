// How far apart events usually are, and how many spacings of a length chance would give: the tail of their distribution
// by Hill's estimator (B. M. Hill, "A simple general approach to inference about the tail of a distribution", 1975) and
// the probability beyond what was seen by Weissman's (1978). Bursts, which would be one alarm each for a Poisson
// process, make the tail heavy and the test shy.
#pragma once

#include <cstdint>
#include <vector>

namespace huntbook::coverage {

class Spacing {
 public:
  // Lengths from one event to the next, in any order and unit.
  explicit Spacing(std::vector<std::uint32_t> lengths);

  // How many spacings as long as this one, which is one of them, are to be expected among all: with the k longest ones
  // (a tenth of all, ten at least), x the one below them and h = (sum of log(length / x) over the k without this one +
  // 1) / k, it is k * (length / x)^(-1/h). Spacings that are none of the k longest: k and more.
  double expected(std::uint32_t length) const;

 private:
  double longest_ = 0;    // how many count as the tail; k
  double threshold_ = 1;  // x
  double logarithms_ = 0;
};

}  // namespace huntbook::coverage
