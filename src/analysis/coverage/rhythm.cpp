#include "analysis/coverage/rhythm.hpp"

#include <cmath>

namespace huntbook::coverage {

namespace {

constexpr std::int64_t hours_a_day = 24;
constexpr std::int64_t least_days = 2;
constexpr std::int64_t days_for_one_silent = 5;

// Floor of a division, for a divisor greater than zero.
std::int64_t floor_of(std::int64_t value, std::int64_t divisor) {
  return value / divisor - (value % divisor < 0 ? 1 : 0);
}

// 1970-01-01 was a Thursday: days 2 and 3 of each week that is counted from it are the weekend.
bool is_weekend(std::int64_t day) {
  const std::int64_t of_week = day - floor_of(day, 7) * 7;
  return of_week == 2 || of_week == 3;
}

// Weekend days in [0, day).
std::int64_t weekend_days_before(std::int64_t day) {
  std::int64_t days = floor_of(day, 7) * 2;
  for (std::int64_t rest = floor_of(day, 7) * 7; rest < day; ++rest) days += is_weekend(rest) ? 1 : 0;
  return days;
}

// On how many days of a kind the hour lies in [begin, end).
std::int64_t count_hours(std::int64_t begin, std::int64_t end, bool weekend, std::int64_t hour) {
  const std::int64_t first = -floor_of(hour - begin, hours_a_day);
  const std::int64_t behind = floor_of(end - 1 - hour, hours_a_day) + 1;
  if (behind <= first) return 0;
  const std::int64_t weekends = weekend_days_before(behind) - weekend_days_before(first);
  return weekend ? weekends : behind - first - weekends;
}

}  // namespace

Rhythm::Rhythm(std::span<const std::uint32_t> hours) {
  if (hours.empty()) return;
  begin_ = hours.front();
  end_ = std::int64_t{hours.back()} + 1;
  for (std::uint32_t hour : hours) ++busy_[is_weekend(hour / hours_a_day) ? 1 : 0][hour % hours_a_day];
}

std::optional<double> Rhythm::probability(std::int64_t begin, std::int64_t end) const {
  double logarithm = 0;
  bool any = false;
  for (std::size_t kind = 0; kind < busy_.size(); ++kind) {
    for (std::size_t hour = 0; hour < busy_[kind].size(); ++hour) {
      const auto of_day = static_cast<std::int64_t>(hour);
      const std::int64_t silent = count_hours(begin, end, kind == 1, of_day);
      if (silent == 0) continue;
      const std::int64_t others = count_hours(begin_, end_, kind == 1, of_day) - silent;
      const std::int64_t silent_others = others - busy_[kind][hour];
      if (others < least_days || silent_others * days_for_one_silent > others) continue;
      any = true;
      logarithm += static_cast<double>(silent) *
                   std::log((static_cast<double>(silent_others) + 0.5) / (static_cast<double>(others) + 1));
    }
  }
  return any ? std::optional(std::exp(logarithm)) : std::nullopt;
}

}  // namespace huntbook::coverage
