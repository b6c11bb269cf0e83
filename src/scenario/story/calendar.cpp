#include "scenario/story/calendar.hpp"

#include <fmt/format.h>

#include "scenario/world/random.hpp"

namespace huntbook::scenario {

std::optional<WorkHours> work_hours(std::uint64_t seed, const Person& person, const Period& period, int day) {
  constexpr int saturday = 5;
  constexpr int sunday = 6;
  Random random(seed, fmt::format("day {} of {}", day, person.number));
  const int day_of_week = day % 7;
  if (day_of_week == sunday) return std::nullopt;
  const bool weekend = day_of_week == saturday;
  if (weekend ? !random.one_in(12) : random.one_in(14)) return std::nullopt;
  const Ticks midnight = period.begin + day * ticks_per_day - person.zone;
  const Ticks begin = midnight + 8 * ticks_per_hour + random.between(-40, 75) * ticks_per_minute +
                      random.between(0, 59) * ticks_per_second;
  const Ticks end = midnight + (weekend ? 12 : 17) * ticks_per_hour + random.between(-60, 80) * ticks_per_minute;
  if (begin < period.begin || end > period.end()) return std::nullopt;
  return WorkHours{begin, end};
}

}  // namespace huntbook::scenario
