// How much an archive or a compressed file may unfold; hostile ones unfold without end, alone or nested in one another.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.hpp"

namespace huntbook::ingest {

struct UnpackLimits {
  std::uint64_t free_bytes = std::uint64_t{256} << 20;  // the ratio is looked at beyond this
  std::uint64_t max_ratio = 400;                        // unpacked to packed
  std::uint64_t max_bytes = std::uint64_t{1} << 40;     // in all
  std::uint64_t max_members = 100'000;                  // in all
  int max_depth = 4;                                    // of archives in archives
};

// What a file and all that is packed within it came to so far. One for a reading of the outermost file.
class UnpackBudget {
 public:
  // `size`: of the outermost file as far as it is known, else 0.
  explicit UnpackBudget(const UnpackLimits& limits, std::uint64_t size = 0) : limits_(limits), size_(size) {}
  UnpackBudget(const UnpackBudget&) = delete;
  UnpackBudget& operator=(const UnpackBudget&) = delete;

 private:
  friend class UnpackMeter;
  UnpackLimits limits_;
  std::uint64_t size_;
  std::size_t open_ = 0;  // meters at the moment
  // At each depth: what one layer hands to the next comes out of both and counts once.
  std::vector<std::uint64_t> unpacked_;
  std::uint64_t members_ = 0;
};

// Measures one layer, a compression or an archive, and holds it and its budget to the limits. Layers that are open at
// one time lie within one another, the outermost one first.
class UnpackMeter {
 public:
  // `size`: of the layer as far as it is known, else 0.
  explicit UnpackMeter(UnpackBudget& budget, std::uint64_t size = 0);
  ~UnpackMeter() { --budget_.open_; }
  UnpackMeter(const UnpackMeter&) = delete;
  UnpackMeter& operator=(const UnpackMeter&) = delete;

  // Bytes that were read of what is packed.
  void packed(std::uint64_t bytes);
  // Bytes that came out; another member begins. Errors (kind User) say which limit does not hold.
  Result<void> unpacked(std::uint64_t bytes);
  Result<void> member();

 private:
  bool is_out_of_proportion(std::uint64_t unpacked, std::uint64_t packed) const;
  Result<void> check() const;

  UnpackBudget& budget_;
  std::size_t depth_;
  std::uint64_t size_;
  std::uint64_t packed_ = 0;
  std::uint64_t unpacked_ = 0;
};

}  // namespace huntbook::ingest
