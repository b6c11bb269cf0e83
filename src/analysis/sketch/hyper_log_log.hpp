// Estimates how many different values there are from their 64-bit hashes, in bounded memory (Flajolet et al. 2007). Up
// to 1,024 different hashes are kept as they are, so that small counts are exact.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace huntbook::analysis {

class HyperLogLog {
 public:
  static constexpr int least_bits = 4;
  static constexpr int most_bits = 18;
  static constexpr std::size_t most_hashes = 1024;

  // 2^bits registers once the hashes are too many; `bits` is clamped to least_bits..most_bits.
  explicit HyperLogLog(int bits = 14);
  // From what hashes() and registers() gave; registers that are none of 2^bits give the empty sketch.
  HyperLogLog(int bits, std::vector<std::uint64_t> hashes, std::vector<std::uint8_t> registers);

  void add(std::uint64_t hash);
  // As if all that was added to the other had been added here; of two numbers of bits the lower one remains.
  void merge(const HyperLogLog& other);
  // By Ertl's improved estimator (2017, algorithm 6), which needs no tables of corrections.
  double count() const;

  int bits() const { return bits_; }
  std::span<const std::uint64_t> hashes() const { return hashes_; }       // sorted; empty once there are registers
  std::span<const std::uint8_t> registers() const { return registers_; }  // empty while there are hashes

 private:
  void to_registers();
  void add_to_registers(std::uint64_t hash);
  void fold(int bits);

  int bits_;
  std::vector<std::uint64_t> hashes_;
  std::vector<std::uint8_t> registers_;
};

// How many values the first set, the first two, ..., all of `sets` have in common. Exact as long as every set of them
// is kept as hashes; otherwise by inclusion and exclusion of their unions, whose error is that of the unions: small
// intersections of large sets are noise. The results never rise and are never below zero. The work doubles with
// each set, so for many sets the registers are folded: 2^28 steps at most. At most 16 sets; none of those behind.
std::vector<double> intersection_counts(std::span<const HyperLogLog> sets);

}  // namespace huntbook::analysis
