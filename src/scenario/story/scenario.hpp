// The life of a small organisation over four weeks, and in it an attack. The same options give the same events.
#pragma once

#include <cstdint>
#include <functional>

#include "base/time.hpp"
#include "scenario/world/recorder.hpp"

namespace huntbook::scenario {

inline constexpr std::uint64_t fewest_events = 10'000;
inline constexpr std::uint64_t most_events = 100'000'000;
inline constexpr std::uint64_t default_events = 50'000;
inline constexpr std::uint64_t default_seed = 1;

inline constexpr CivilTime first_day{2024, 3, 4};  // a Monday; four weeks from it on

struct Options {
  std::uint64_t events = default_events;  // about as many; fewest_events to most_events
  std::uint64_t seed = default_seed;
};

// Gives everything that is logged to `recorder`, in order of time, until the end or until `stop` answers true. Memory
// in use depends on the number of hosts and people, which is bounded, not on that of events. False where it was
// stopped.
bool generate(const Options& options, Recorder& recorder, const std::function<bool()>& stop);

}  // namespace huntbook::scenario
