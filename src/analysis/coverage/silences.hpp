// Silences of a log, and which of them chance does not explain (docs/coverage.md). Times count to the minute.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace huntbook::coverage {

struct Silence {
  Ticks begin = 0;                 // behind the last minute with an event
  Ticks end = 0;                   // the next minute with one
  std::optional<double> expected;  // silences like it that chance would give; nothing: it cannot be judged
  std::string_view test;           // what `expected` stands on: rhythm, spacing; empty: nothing
  bool unusual = false;            // expected is below 0.01
};

// The minutes in which a log has events; four bytes for each.
class ActiveMinutes {
 public:
  // Times before 1980 and after 2099 are no times of events and do not count.
  void add(Ticks time);

  // The longest silence (of a minute at least), and all that are unusual, by their begin.
  std::vector<Silence> silences();

 private:
  void compact();

  std::vector<std::uint32_t> minutes_;  // since 1970; sorted and unique up to compacted_
  std::size_t compacted_ = 0;
};

}  // namespace huntbook::coverage
