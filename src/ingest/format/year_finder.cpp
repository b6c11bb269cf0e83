#include "ingest/format/year_finder.hpp"

#include <algorithm>
#include <charconv>
#include <tuple>

#include <fmt/format.h>

namespace huntbook::ingest {

namespace {

constexpr int days_of_year = 12 * 31;
constexpr int years_looked_at = 60;
constexpr std::size_t most_leap_offsets = 64;

bool is_leap_year(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

std::optional<Ticks> at_year(CivilTime stamp, int year) {
  if (year < 1 || year > 9999) return std::nullopt;
  stamp.year = year;
  return ticks_from_civil(stamp);
}

auto in_year(const CivilTime& stamp) {
  return std::tuple(stamp.month, stamp.day, stamp.hour, stamp.minute, stamp.second, stamp.fraction);
}

// The day that logrotate's dateext puts behind a file's name (messages-20240107).
std::optional<Ticks> day_of_name(std::string_view path) {
  const std::string_view name = path.substr(path.find_last_of("/\\") + 1);
  for (std::size_t at = name.find('-'); at != std::string_view::npos; at = name.find('-', at + 1)) {
    const std::string_view digits = name.substr(at + 1, 8);
    const bool ends = at + 9 >= name.size() || name[at + 9] < '0' || name[at + 9] > '9';
    int day = 0;
    if (digits.size() != 8 || !ends) continue;
    const auto read = std::from_chars(digits.data(), digits.data() + 8, day);
    if (read.ec != std::errc{} || read.ptr != digits.data() + 8) continue;
    CivilTime time;
    time.year = day / 10'000;
    time.month = day / 100 % 100;
    time.day = day % 100;
    if (time.year < 1980 || time.year > 2100) continue;
    if (const auto ticks = ticks_from_civil(time)) return *ticks + ticks_per_day - 1;
  }
  return std::nullopt;
}

}  // namespace

LatestMoment latest_moment(const FileHead& head) {
  const Ticks now = now_ticks();
  if (const auto day = day_of_name(head.name); day && *day <= now) return {*day, "the day in the file's name"};
  if (head.modified && *head.modified <= now) return {*head.modified, "the time that the file was written"};
  return {now, "now"};
}

int YearFinder::step(const CivilTime& stamp) {
  const int place = (stamp.month - 1) * 31 + stamp.day;
  if (begun_ && place - place_ < -days_of_year / 2) ++offset_;
  if (begun_ && place - place_ > days_of_year / 2) --offset_;
  begun_ = true;
  place_ = place;
  return offset_;
}

void YearFinder::see(const CivilTime& stamp) {
  const bool first = !begun_;
  const int offset = step(stamp);
  if (first || offset > latest_offset_ || (offset == latest_offset_ && in_year(stamp) > in_year(latest_))) {
    latest_offset_ = offset;
    latest_ = stamp;
  }
  if (stamp.month == 2 && stamp.day == 29 && leap_offsets_.size() < most_leap_offsets) leap_offsets_.insert(offset);
}

void YearFinder::settle(const LatestMoment& latest) {
  const int newest = civil_from_ticks(latest.time).year + 1;
  std::optional<int> first;
  for (int year = newest; year > newest - years_looked_at && !first; --year) {
    const int start = year - latest_offset_;
    const auto time = at_year(latest_, year);
    if (!time || *time > latest.time + ticks_per_day) continue;
    if (std::ranges::all_of(leap_offsets_, [start](int offset) { return is_leap_year(start + offset); })) first = start;
  }
  first_year_ = first.value_or(newest - 1 - latest_offset_);
  assumption_ = latest.what;
  begun_ = false;
  offset_ = 0;
}

std::optional<int> YearFinder::year_of(const CivilTime& stamp) {
  const int year = first_year_ + step(stamp);
  if (!at_year(stamp, year)) return std::nullopt;
  lowest_ = asked_ == 0 ? year : std::min(lowest_, year);
  highest_ = asked_ == 0 ? year : std::max(highest_, year);
  ++asked_;
  return year;
}

std::string YearFinder::remark() const {
  if (asked_ == 0) return {};
  const std::string years = lowest_ == highest_ ? std::to_string(lowest_) : fmt::format("{} to {}", lowest_, highest_);
  return fmt::format("{} time{} without a year taken as of {}, the newest that is not after {}", asked_,
                     asked_ == 1 ? "" : "s", years, assumption_);
}

}  // namespace huntbook::ingest
