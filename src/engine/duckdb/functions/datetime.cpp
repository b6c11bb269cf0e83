// Calendar arithmetic over ticks (100 ns since 0001-01-01): parts, periods, differences, formats. What leaves the years
// 1 to 9999 is null.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "engine/duckdb/functions/register.hpp"

namespace huntbook::engine::duckdb {

namespace {

using MaybeTicks = std::optional<Ticks>;

// 0 for Sunday; 0001-01-01 was a Monday.
int day_of_week(Ticks ticks) {
  return static_cast<int>((ticks / ticks_per_day + 1) % 7);
}

std::int32_t day_of_year(const CivilTime& time) {
  CivilTime first{time.year, 1, 1};
  CivilTime day{time.year, time.month, time.day};
  return static_cast<std::int32_t>((*ticks_from_civil(day) - *ticks_from_civil(first)) / ticks_per_day) + 1;
}

// ISO 8601: week 1 is the week, Monday to Sunday, that holds the year's first Thursday.
std::int32_t iso_week(Ticks ticks) {
  int from_monday = (day_of_week(ticks) + 6) % 7;
  Ticks thursday = ticks + (3 - from_monday) * ticks_per_day;
  // The last week of year 9999 reaches past the calendar, and 0001-01-01 is a Monday, so only the end needs care.
  if (thursday > max_datetime) return 52;
  return (day_of_year(civil_from_ticks(thursday)) - 1) / 7 + 1;
}

struct FixedPeriod {
  std::string_view name;
  Ticks ticks;
};
constexpr FixedPeriod fixed_periods[] = {
    {"week", 7 * ticks_per_day},           {"day", ticks_per_day},       {"hour", ticks_per_hour},
    {"minute", ticks_per_minute},          {"second", ticks_per_second}, {"millisecond", ticks_per_millisecond},
    {"microsecond", ticks_per_microsecond}};

// Length of a period that always has the same one; 0 for months and years.
Ticks fixed_length(std::string_view period) {
  auto found = std::ranges::find(fixed_periods, period, &FixedPeriod::name);
  return found == std::end(fixed_periods) ? 0 : found->ticks;
}
std::int64_t months_in(std::string_view period) {
  if (period == "year") return 12;
  if (period == "quarter") return 3;
  return period == "month" ? 1 : 0;
}

// The same day `months` later, or the last day of that month where it is shorter.
MaybeTicks add_months(Ticks ticks, std::int64_t months) {
  CivilTime time = civil_from_ticks(ticks);
  if (months > 120'000 || months < -120'000) return std::nullopt;
  std::int64_t index = static_cast<std::int64_t>(time.year) * 12 + time.month - 1 + months;
  if (index < 12 || index >= 10'000 * 12) return std::nullopt;
  time.year = static_cast<int>(index / 12);
  time.month = static_cast<int>(index % 12) + 1;
  for (; time.day > 28; --time.day)
    if (MaybeTicks result = ticks_from_civil(time)) return result;
  return ticks_from_civil(time);
}

MaybeTicks datetime_add(std::string_view period, std::int64_t amount, Ticks ticks) {
  if (!valid_datetime(ticks)) return std::nullopt;
  if (std::int64_t months = months_in(period)) {
    if (amount > 120'000 || amount < -120'000) return std::nullopt;
    return add_months(ticks, amount * months);
  }
  Ticks shift = 0;
  if (period == "nanosecond") {
    shift = amount / 100;
  } else if (__builtin_mul_overflow(amount, fixed_length(period), &shift)) {
    return std::nullopt;
  }
  Ticks result = 0;
  if (__builtin_add_overflow(ticks, shift, &result)) return std::nullopt;
  return valid_datetime(result);
}

// Start of the week, from Sunday; days before 0001-01-01 have negative ticks here.
Ticks week_start(Ticks ticks) {
  return ticks - ticks % ticks_per_day - day_of_week(ticks) * ticks_per_day;
}

std::optional<std::int64_t> datetime_diff(std::string_view period, Ticks left, Ticks right) {
  if (!valid_datetime(left) || !valid_datetime(right)) return std::nullopt;
  if (std::int64_t months = months_in(period)) {
    auto index = [&](Ticks ticks) {
      CivilTime time = civil_from_ticks(ticks);
      return (static_cast<std::int64_t>(time.year) * 12 + time.month - 1) / months;
    };
    return index(left) - index(right);
  }
  if (period == "nanosecond") {
    std::int64_t result = 0;
    return __builtin_mul_overflow(left - right, 100, &result) ? std::nullopt : std::optional(result);
  }
  if (period == "week") return (week_start(left) - week_start(right)) / (7 * ticks_per_day);
  Ticks length = fixed_length(period);
  if (length == 0) return std::nullopt;
  return left / length - right / length;
}

std::optional<std::int32_t> datetime_part(std::string_view part, Ticks ticks) {
  if (!valid_datetime(ticks)) return std::nullopt;
  CivilTime time = civil_from_ticks(ticks);
  if (part == "year") return time.year;
  if (part == "quarter") return (time.month - 1) / 3 + 1;
  if (part == "month") return time.month;
  if (part == "week_of_year") return iso_week(ticks);
  if (part == "day") return time.day;
  if (part == "dayofyear") return day_of_year(time);
  if (part == "hour") return time.hour;
  if (part == "minute") return time.minute;
  if (part == "second") return time.second;
  if (part == "millisecond") return time.fraction / 10'000;
  if (part == "microsecond") return time.fraction / 10;
  if (part == "nanosecond") return time.fraction * 100;
  return std::nullopt;
}

std::optional<std::int64_t> day_of_week_span(Ticks ticks) {
  if (!valid_datetime(ticks)) return std::nullopt;
  return day_of_week(ticks) * ticks_per_day;
}

MaybeTicks start_of(std::string_view period, Ticks ticks, std::int64_t offset) {
  if (!valid_datetime(ticks)) return std::nullopt;
  if (std::int64_t months = months_in(period)) {
    CivilTime time = civil_from_ticks(ticks);
    CivilTime first{time.year, months == 12 ? 1 : time.month, 1};
    return datetime_add(period, offset, *ticks_from_civil(first));
  }
  Ticks first = period == "week" ? week_start(ticks) : ticks - ticks % ticks_per_day;
  Ticks shift = 0;
  if (__builtin_mul_overflow(offset, fixed_length(period), &shift)) return std::nullopt;
  Ticks result = 0;
  if (__builtin_add_overflow(first, shift, &result)) return std::nullopt;
  return valid_datetime(result);
}

MaybeTicks end_of(std::string_view period, Ticks ticks, std::int64_t offset) {
  if (!valid_datetime(ticks) || offset == INT64_MAX) return std::nullopt;
  if (MaybeTicks next = start_of(period, ticks, offset + 1)) return *next - 1;
  // The last period of the calendar ends with it.
  if (MaybeTicks first = start_of(period, ticks, offset); first && *first > max_datetime - 366 * ticks_per_day)
    return max_datetime;
  return std::nullopt;
}

MaybeTicks make_datetime(std::int64_t year, std::int64_t month, std::int64_t day, std::int64_t hour,
                         std::int64_t minute, double second) {
  auto fits = [](std::int64_t value) { return value >= 0 && value <= 9999; };
  if (!fits(year) || !fits(month) || !fits(day) || !fits(hour) || !fits(minute) || !(second >= 0 && second < 60))
    return std::nullopt;
  auto fraction = static_cast<Ticks>(std::llround(second * static_cast<double>(ticks_per_second)));
  MaybeTicks start = ticks_from_civil({static_cast<int>(year), static_cast<int>(month), static_cast<int>(day),
                                       static_cast<int>(hour), static_cast<int>(minute)});
  if (!start) return std::nullopt;
  return valid_datetime(*start + fraction);
}

MaybeTicks make_timespan(std::int64_t days, std::int64_t hours, std::int64_t minutes, double seconds) {
  constexpr std::int64_t most_days = 10'675'199;
  if (days < 0 || days >= most_days || hours < 0 || hours > 23 || minutes < 0 || minutes > 59 ||
      !(seconds >= 0 && seconds < 60))
    return std::nullopt;
  return days * ticks_per_day + hours * ticks_per_hour + minutes * ticks_per_minute +
         std::llround(seconds * static_cast<double>(ticks_per_second));
}

MaybeTicks unixtime(std::string_view unit, std::int64_t value) {
  Ticks shift = 0;
  if (unit == "nanosecond") {
    shift = value / 100 - (value % 100 < 0 ? 1 : 0);
  } else if (__builtin_mul_overflow(value, fixed_length(unit), &shift)) {
    return std::nullopt;
  }
  Ticks result = 0;
  return __builtin_add_overflow(unix_epoch, shift, &result) ? std::nullopt : valid_datetime(result);
}
MaybeTicks unixtime_real(std::string_view unit, double value) {
  double per_unit = unit == "nanosecond" ? 0.01 : static_cast<double>(fixed_length(unit));
  double ticks = std::round(value * per_unit);
  if (!(std::fabs(ticks) < static_cast<double>(max_datetime))) return std::nullopt;
  return valid_datetime(unix_epoch + static_cast<Ticks>(ticks));
}

void append_padded(std::string& out, std::int64_t value, std::size_t width) {
  std::string digits = std::to_string(value);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out.append(digits);
}

// The first `digits` of the seven fractional digits; with `optional` nothing where they are all zero, and no zeros at
// the end.
void append_fraction(std::string& out, std::int64_t fraction, std::size_t digits, bool optional) {
  std::string text;
  append_padded(text, fraction, 7);
  text.resize(std::min<std::size_t>(digits, 7));
  if (optional) text.erase(text.find_last_not_of('0') + 1);
  out.append(text);
}

bool format_date(TextResult& out, std::optional<Ticks> ticks, std::string_view format) {
  if (!ticks || !valid_datetime(*ticks)) return true;
  CivilTime time = civil_from_ticks(*ticks);
  std::string& text = out.buffer();
  int hour12 = time.hour % 12 == 0 ? 12 : time.hour % 12;
  for (std::size_t i = 0; i < format.size();) {
    char kind = format[i];
    std::size_t run = std::min(format.find_first_not_of(kind, i), format.size()) - i;
    i += run;
    switch (kind) {
      case 'y':
        if (run <= 2) {
          append_padded(text, time.year % 100, run);
        } else {
          append_padded(text, time.year, run);
        }
        break;
      case 'M':
        append_padded(text, time.month, run);
        break;
      case 'd':
        append_padded(text, time.day, run);
        break;
      case 'H':
        append_padded(text, time.hour, run);
        break;
      case 'h':
        append_padded(text, hour12, run);
        break;
      case 'm':
        append_padded(text, time.minute, run);
        break;
      case 's':
        append_padded(text, time.second, run);
        break;
      case 'f':
        append_fraction(text, time.fraction, run, false);
        break;
      case 'F':
        append_fraction(text, time.fraction, run, true);
        break;
      case 't':
        text.append(time.hour < 12 ? "AM" : "PM");
        break;
      default:
        text.append(run, kind);
    }
  }
  return true;
}

bool format_span(TextResult& out, std::optional<Ticks> ticks, std::string_view format) {
  if (!ticks) return true;
  std::string& text = out.buffer();
  // Negated as unsigned, so that the least timespan has a magnitude too.
  std::uint64_t magnitude = *ticks < 0 ? 0 - static_cast<std::uint64_t>(*ticks) : static_cast<std::uint64_t>(*ticks);
  if (*ticks < 0) text.push_back('-');
  auto field = [&](Ticks unit, std::uint64_t modulus) {
    return static_cast<std::int64_t>(magnitude / static_cast<std::uint64_t>(unit) % modulus);
  };
  for (std::size_t i = 0; i < format.size();) {
    char kind = format[i];
    std::size_t run = std::min(format.find_first_not_of(kind, i), format.size()) - i;
    i += run;
    switch (kind) {
      case 'd':
        append_padded(text, field(ticks_per_day, UINT64_MAX), run);
        break;
      case 'H':
      case 'h':
        append_padded(text, field(ticks_per_hour, 24), run);
        break;
      case 'm':
        append_padded(text, field(ticks_per_minute, 60), run);
        break;
      case 's':
        append_padded(text, field(ticks_per_second, 60), run);
        break;
      case 'f':
      case 'F':
        append_fraction(text, field(1, static_cast<std::uint64_t>(ticks_per_second)), run, kind == 'F');
        break;
      default:
        text.append(run, kind);
    }
  }
  return true;
}

}  // namespace

void add_datetime_functions(ScalarFunctions& table) {
  table.add<&datetime_add>("hb_datetime_add");
  table.add<&datetime_diff>("hb_datetime_diff");
  table.add<&datetime_part>("hb_datetime_part");
  table.add<&day_of_week_span>("hb_day_of_week");
  table.add<&start_of>("hb_start_of");
  table.add<&end_of>("hb_end_of");
  table.add<&make_datetime>("hb_make_datetime");
  table.add<&make_timespan>("hb_make_timespan");
  table.add<&unixtime>("hb_unixtime");
  table.add<&unixtime_real>("hb_unixtime");
  table.add<&format_date>("hb_format_datetime");
  table.add<&format_span>("hb_format_timespan");
}

}  // namespace huntbook::engine::duckdb
