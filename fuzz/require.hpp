// What a fuzz target holds to be true of whatever it is given.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace huntbook::fuzz {

// Ends the run, which makes a finding, where `condition` does not hold; says `what` if there is something to say.
inline void require(bool condition, const char* what = nullptr) {
  if (condition) return;
  if (what != nullptr) std::fprintf(stderr, "not so: %s\n", what);
  std::abort();
}

}  // namespace huntbook::fuzz
