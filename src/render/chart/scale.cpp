#include "render/chart/scale.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "render/value.hpp"

namespace huntbook::render {

namespace {

double nice_step(double span, int ticks) {
  const double rough = span / std::max(1, ticks);
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (double factor : {1.0, 2.0, 5.0}) {
    if (power * factor >= rough * 0.999) return power * factor;
  }
  return power * 10;
}

// Calendar steps of a time axis: a fixed length, or a number of months.
struct TimeStep {
  Ticks length;
  int months;
};

constexpr std::array fixed_steps = {
    1 * ticks_per_microsecond,   10 * ticks_per_microsecond, 100 * ticks_per_microsecond, 1 * ticks_per_millisecond,
    5 * ticks_per_millisecond,   10 * ticks_per_millisecond, 50 * ticks_per_millisecond,  100 * ticks_per_millisecond,
    500 * ticks_per_millisecond, 1 * ticks_per_second,       5 * ticks_per_second,        10 * ticks_per_second,
    30 * ticks_per_second,       1 * ticks_per_minute,       5 * ticks_per_minute,        10 * ticks_per_minute,
    15 * ticks_per_minute,       30 * ticks_per_minute,      1 * ticks_per_hour,          2 * ticks_per_hour,
    3 * ticks_per_hour,          6 * ticks_per_hour,         12 * ticks_per_hour,         1 * ticks_per_day,
    2 * ticks_per_day,           7 * ticks_per_day,          14 * ticks_per_day};
constexpr std::array month_steps = {1, 3, 6, 12, 24, 60, 120, 600, 1200, 6000};

TimeStep time_step(Ticks span, int ticks) {
  for (Ticks length : fixed_steps) {
    if (span / length <= ticks) return {length, 0};
  }
  for (int months : month_steps) {
    if (span / (30 * ticks_per_day * months) <= ticks) return {0, months};
  }
  return {0, month_steps.back()};
}

constexpr std::array<std::string_view, 12> month_names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string_view month_name(const CivilTime& time) {
  return month_names[static_cast<std::size_t>(time.month - 1)];
}

Tick time_tick(Ticks at, TimeStep step) {
  const CivilTime time = civil_from_ticks(at);
  Tick tick;
  tick.value = static_cast<double>(at);
  if (step.months >= 12) {
    tick.label = fmt::format("{}", time.year);
  } else if (step.months > 0) {
    tick.label = month_name(time);
    tick.context = fmt::format("{}", time.year);
  } else if (step.length >= ticks_per_day) {
    tick.label = fmt::format("{} {}", month_name(time), time.day);
    tick.context = fmt::format("{}", time.year);
  } else {
    if (step.length >= ticks_per_minute) {
      tick.label = fmt::format("{:02}:{:02}", time.hour, time.minute);
    } else if (step.length >= ticks_per_second) {
      tick.label = fmt::format("{:02}:{:02}:{:02}", time.hour, time.minute, time.second);
    } else {
      const int digits = step.length >= ticks_per_millisecond ? 3 : 6;
      tick.label = fmt::format(":{:02}.{}", time.second, fmt::format("{:07}", time.fraction).substr(0, digits));
    }
    tick.context = fmt::format("{} {}, {}", month_name(time), time.day, time.year);
  }
  return tick;
}

std::vector<Tick> time_ticks(Ticks low, Ticks high, int count) {
  const TimeStep step = time_step(high - low, count);
  std::vector<Tick> ticks;
  if (step.length > 0) {
    // Weeks start on Mondays, as 0001-01-01 was one.
    Ticks first = (low + step.length - 1) / step.length * step.length;
    for (Ticks at = first; at <= high && ticks.size() < 200; at += step.length) ticks.push_back(time_tick(at, step));
  } else {
    const CivilTime start = civil_from_ticks(low);
    int month = (start.year * 12 + start.month - 1) / step.months * step.months;
    for (; ticks.size() < 200; month += step.months) {
      CivilTime civil;
      civil.year = month / 12;
      civil.month = month % 12 + 1;
      if (civil.year < 1) continue;
      const auto at = ticks_from_civil(civil);
      if (!at || *at > high) break;
      if (*at >= low) ticks.push_back(time_tick(*at, step));
    }
  }
  std::string shown;
  for (Tick& tick : ticks) {
    if (tick.context == shown) {
      tick.context.clear();
    } else {
      shown = tick.context;
    }
  }
  return ticks;
}

}  // namespace

Scale Scale::linear(double low, double high, bool whole, int ticks) {
  if (!(high > low)) {
    const double pad = low == 0 ? 1 : std::abs(low) * 0.5;
    if (low > 0 && whole) low = 0;
    high = low + pad;
  }
  double step = nice_step(high - low, ticks);
  if (whole) step = std::max(1.0, step);
  Scale scale;
  scale.low_ = std::floor(low / step + 1e-9) * step;
  scale.high_ = std::ceil(high / step - 1e-9) * step;
  const auto count = static_cast<int>(std::lround((scale.high_ - scale.low_) / step));
  for (int i = 0; i <= count && i < 200; ++i) {
    const double value = scale.low_ + i * step;
    scale.ticks_.push_back({value, short_number(std::abs(value) < step * 1e-6 ? 0 : value), {}});
  }
  return scale;
}

Scale Scale::log(double low, double high) {
  Scale scale;
  scale.form_ = Form::Log;
  // Half a power of room below, so that the smallest value is not a bar of height zero.
  scale.low_ = std::pow(10.0, std::floor(std::log10(low))) / 2;
  scale.high_ = std::max(high, scale.low_ * 20);
  for (double power = scale.low_ * 2; power <= scale.high_ * 1.001 && scale.ticks_.size() < 40; power *= 10) {
    scale.ticks_.push_back({power, short_number(power), {}});
  }
  return scale;
}

Scale Scale::time(Ticks low, Ticks high, int ticks) {
  if (high <= low) {
    low = std::max<Ticks>(0, low - 30 * ticks_per_second);
    high = std::min(max_datetime, high + 30 * ticks_per_second);
  }
  Scale scale;
  scale.form_ = Form::Time;
  scale.low_ = static_cast<double>(low);
  scale.high_ = static_cast<double>(high);
  scale.ticks_ = time_ticks(low, high, ticks);
  return scale;
}

double Scale::at(double value) const {
  if (form_ == Form::Log) {
    if (!(value > 0)) return start_;
    const double share = (std::log10(value) - std::log10(low_)) / (std::log10(high_) - std::log10(low_));
    return start_ + std::clamp(share, 0.0, 1.0) * (end_ - start_);
  }
  return start_ + (value - low_) / (high_ - low_) * (end_ - start_);
}

std::string short_number(double value) {
  const double size = std::abs(value);
  if (size >= 1e15 || (size < 1e-4 && size > 0)) return fmt::format("{:.3g}", value);
  for (const auto& [unit, name] : {std::pair{1e12, "T"}, std::pair{1e9, "G"}, std::pair{1e6, "M"}}) {
    if (size >= unit) return fmt::format("{:.4g}{}", value / unit, name);
  }
  if (size >= 1000) {
    const std::string digits = group_digits(static_cast<std::uint64_t>(std::llround(size)));
    return value < 0 ? "-" + digits : digits;
  }
  return fmt::format("{:.4g}", value);
}

std::string readable_time(Ticks ticks) {
  std::string text = format_datetime(std::clamp<Ticks>(ticks, 0, max_datetime));
  if (text.size() > 10 && text[10] == 'T') text[10] = ' ';
  if (text.ends_with('Z')) text.pop_back();
  return text;
}

}  // namespace huntbook::render
