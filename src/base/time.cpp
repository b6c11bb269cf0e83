#include "base/time.hpp"

#include <array>
#include <chrono>

namespace huntbook {

namespace {

constexpr Ticks days_to_unix_epoch = unix_epoch / ticks_per_day;

void append_padded(std::string& out, std::uint64_t value, int width) {
  std::array<char, 20> digits{};
  int count = 0;
  do {
    digits[static_cast<std::size_t>(count++)] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  for (int i = count; i < width; ++i) out.push_back('0');
  while (count > 0) out.push_back(digits[static_cast<std::size_t>(--count)]);
}

}  // namespace

CivilTime civil_from_ticks(Ticks ticks) {
  Ticks day = ticks / ticks_per_day;
  Ticks rest = ticks % ticks_per_day;
  if (rest < 0) {
    --day;
    rest += ticks_per_day;
  }
  const std::chrono::year_month_day date{
      std::chrono::sys_days{std::chrono::days{static_cast<int>(day - days_to_unix_epoch)}}};
  CivilTime time;
  time.year = static_cast<int>(date.year());
  time.month = static_cast<int>(static_cast<unsigned>(date.month()));
  time.day = static_cast<int>(static_cast<unsigned>(date.day()));
  time.hour = static_cast<int>(rest / ticks_per_hour);
  time.minute = static_cast<int>(rest / ticks_per_minute % 60);
  time.second = static_cast<int>(rest / ticks_per_second % 60);
  time.fraction = static_cast<int>(rest % ticks_per_second);
  return time;
}

std::optional<Ticks> ticks_from_civil(const CivilTime& time) {
  if (time.year < 1 || time.year > 9999 || time.month < 1 || time.month > 12 || time.day < 1 || time.day > 31) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year{time.year},
                                         std::chrono::month{static_cast<unsigned>(time.month)},
                                         std::chrono::day{static_cast<unsigned>(time.day)}};
  if (!date.ok()) return std::nullopt;
  if (time.hour < 0 || time.hour > 23 || time.minute < 0 || time.minute > 59 || time.second < 0 || time.second > 59 ||
      time.fraction < 0 || time.fraction >= ticks_per_second) {
    return std::nullopt;
  }
  const Ticks days = std::chrono::sys_days{date}.time_since_epoch().count() + days_to_unix_epoch;
  return days * ticks_per_day + time.hour * ticks_per_hour + time.minute * ticks_per_minute +
         time.second * ticks_per_second + time.fraction;
}

std::string format_datetime(Ticks ticks) {
  const CivilTime time = civil_from_ticks(ticks);
  std::string out;
  out.reserve(28);
  // Arithmetic of a query may leave the calendar; what is before the year 1 shows as such.
  if (time.year < 0) out.push_back('-');
  append_padded(out, static_cast<std::uint64_t>(time.year < 0 ? -time.year : time.year), 4);
  out.push_back('-');
  append_padded(out, static_cast<std::uint64_t>(time.month), 2);
  out.push_back('-');
  append_padded(out, static_cast<std::uint64_t>(time.day), 2);
  out.push_back('T');
  append_padded(out, static_cast<std::uint64_t>(time.hour), 2);
  out.push_back(':');
  append_padded(out, static_cast<std::uint64_t>(time.minute), 2);
  out.push_back(':');
  append_padded(out, static_cast<std::uint64_t>(time.second), 2);
  if (time.fraction != 0) {
    out.push_back('.');
    append_padded(out, static_cast<std::uint64_t>(time.fraction), 7);
    while (out.back() == '0') out.pop_back();
  }
  out.push_back('Z');
  return out;
}

std::string format_timespan(Ticks ticks) {
  const bool negative = ticks < 0;
  // The smallest value has no positive counterpart, hence unsigned.
  const std::uint64_t amount = negative ? ~static_cast<std::uint64_t>(ticks) + 1 : static_cast<std::uint64_t>(ticks);
  std::string out;
  if (negative) out.push_back('-');
  if (const std::uint64_t days = amount / ticks_per_day; days != 0) {
    append_padded(out, days, 1);
    out.push_back('.');
  }
  append_padded(out, amount / ticks_per_hour % 24, 2);
  out.push_back(':');
  append_padded(out, amount / ticks_per_minute % 60, 2);
  out.push_back(':');
  append_padded(out, amount / ticks_per_second % 60, 2);
  if (const std::uint64_t fraction = amount % ticks_per_second; fraction != 0) {
    out.push_back('.');
    append_padded(out, fraction, 7);
  }
  return out;
}

Ticks now_ticks() {
  using TickDuration = std::chrono::duration<std::int64_t, std::ratio<1, ticks_per_second>>;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return unix_epoch + std::chrono::duration_cast<TickDuration>(now).count();
}

}  // namespace huntbook
