// Random choices that come out the same on every machine: integer arithmetic alone, no standard distributions, whose
// results differ between libraries.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace huntbook::scenario {

// xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021), seeded by splitmix64.
class Random {
 public:
  // Streams of one seed with different names have nothing to do with one another, so that a change to one habit does
  // not change the others.
  Random(std::uint64_t seed, std::string_view stream);

  std::uint64_t next();
  std::uint64_t below(std::uint64_t bound);                         // 0 <= result < bound; bound > 0
  std::int64_t between(std::int64_t lowest, std::int64_t highest);  // both ends included
  bool one_in(std::uint64_t n) { return below(n) == 0; }
  // Evenly between half and one and a half of `mean`.
  std::int64_t around(std::int64_t mean) { return between(mean / 2, mean + mean / 2); }

  template <class Range>
  const auto& pick(const Range& choices) {
    return choices[below(choices.size())];
  }

  std::string hex(std::size_t digits);  // lower case
  std::string guid();                   // 8-4-4-4-12, lower case

 private:
  std::array<std::uint64_t, 4> state_{};
};

}  // namespace huntbook::scenario
