// How much an archive or a compressed file may unfold; hostile ones unfold without end.
#pragma once

#include <cstdint>

namespace huntbook::ingest {

struct UnpackLimits {
  std::uint64_t free_bytes = std::uint64_t{256} << 20;  // the ratio is looked at beyond this
  std::uint64_t max_ratio = 400;                        // unpacked to packed
  std::uint64_t max_bytes = std::uint64_t{1} << 40;     // in all
  std::uint64_t max_members = 100'000;
  int max_depth = 4;  // of archives in archives
};

}  // namespace huntbook::ingest
