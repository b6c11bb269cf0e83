// The weeks that a scenario lasts, and when people work in them.
#pragma once

#include <cstdint>
#include <optional>

#include "base/time.hpp"
#include "scenario/world/organisation.hpp"

namespace huntbook::scenario {

struct Period {
  Ticks begin = 0;  // a Monday, 00:00
  int days = 28;
  Ticks end() const { return begin + days * ticks_per_day; }
};

// How often things happen that have no fixed hour, in thousandths of the usual.
using Intensity = std::int64_t;

// The usual pause between two of a habit's events, drawn closer.
constexpr Ticks scaled(Ticks mean, Intensity intensity) {
  return mean * 1'000 / intensity;
}

struct WorkHours {
  Ticks begin = 0;
  Ticks end = 0;
};

// When the person works on that day of the period, if at all: from Monday to Friday about eight to half past five on
// their own clock, few on a Saturday morning, some days not at all. The same for every habit that asks.
std::optional<WorkHours> work_hours(std::uint64_t seed, const Person& person, const Period& period, int day);

}  // namespace huntbook::scenario
