#include <array>
#include <cmath>
#include <limits>

#include "base/ascii.hpp"
#include "base/time.hpp"
#include "base/written_time.hpp"

namespace huntbook {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
// Reads a text from left to right; every reader leaves the position alone when it finds nothing.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool at_end() const { return position_ == text_.size(); }
  char peek(std::size_t ahead = 0) const { return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0'; }
  std::size_t position() const { return position_; }
  void rewind(std::size_t position) { position_ = position; }

  bool skip_blanks() {
    const std::size_t before = position_;
    while (!at_end() && is_blank(peek())) ++position_;
    return position_ != before;
  }
  bool skip(char c) {
    if (at_end() || peek() != c) return false;
    ++position_;
    return true;
  }
  // A run of digits, at most `most` of them.
  std::string_view digits(std::size_t most) {
    std::size_t count = 0;
    while (count < most && is_digit(peek(count))) ++count;
    return take(count);
  }
  std::string_view letters() {
    std::size_t count = 0;
    while (is_letter(peek(count))) ++count;
    return take(count);
  }

 private:
  std::string_view take(std::size_t count) {
    const std::string_view taken = text_.substr(position_, count);
    position_ += count;
    return taken;
  }

  std::string_view text_;
  std::size_t position_ = 0;
};

int number_from(std::string_view digits) {
  int value = 0;
  for (char c : digits) value = value * 10 + (c - '0');
  return value;
}

// Fractional digits as ticks of a second; what is finer than a tick is cut off.
int fraction_from(std::string_view digits) {
  int value = 0;
  for (std::size_t i = 0; i < 7; ++i) value = value * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  return value;
}

// Number of the month whose English name or three-letter short form `word` is; 0 if none.
int month_named(std::string_view word) {
  constexpr std::array<std::string_view, 12> months = {"January",   "February", "March",    "April",
                                                       "May",       "June",     "July",     "August",
                                                       "September", "October",  "November", "December"};
  for (std::size_t i = 0; i < months.size(); ++i) {
    if (equal_ignoring_case(word, months[i]) || equal_ignoring_case(word, months[i].substr(0, 3))) {
      return static_cast<int>(i) + 1;
    }
  }
  return 0;
}

bool is_weekday(std::string_view word) {
  constexpr std::array<std::string_view, 7> days = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                    "Friday", "Saturday", "Sunday"};
  for (std::string_view day : days) {
    if (equal_ignoring_case(word, day) || equal_ignoring_case(word, day.substr(0, 3))) return true;
  }
  return false;
}

// Hours from UTC of the zone names of RFC 822, section 5.1.
std::optional<int> zone_hours(std::string_view name) {
  struct Zone {
    std::string_view name;
    int hours;
  };
  constexpr std::array<Zone, 12> zones = {{{"Z", 0},
                                           {"GMT", 0},
                                           {"UTC", 0},
                                           {"UT", 0},
                                           {"EST", -5},
                                           {"EDT", -4},
                                           {"CST", -6},
                                           {"CDT", -5},
                                           {"MST", -7},
                                           {"MDT", -6},
                                           {"PST", -8},
                                           {"PDT", -7}}};
  for (const Zone& zone : zones) {
    if (equal_ignoring_case(name, zone.name)) return zone.hours;
  }
  return std::nullopt;
}

// Two-digit years as RFC 2822, section 4.3 reads them.
int full_year(std::string_view digits) {
  const int year = number_from(digits);
  if (digits.size() != 2) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}

char date_separator(Reader& reader) {
  reader.skip_blanks();
  const char c = reader.peek();
  if (c != '-' && c != '/' && c != '.' && c != ',') return '\0';
  reader.skip(c);
  reader.skip_blanks();
  return c;
}

// 2014-05-25, 2014/5/25, 2014.05.25, 2014, 5, 25, 2014-05, and month first: 5/25/2014.
bool read_numeric_date(Reader& reader, CivilTime& time) {
  const std::string_view first = reader.digits(4);
  if (first.size() == 3) return false;
  const char separator = date_separator(reader);
  if (separator == '\0') return false;
  const std::string_view second = reader.digits(2);
  if (second.empty()) return false;
  if (first.size() == 4) {
    time.year = number_from(first);
    time.month = number_from(second);
    const std::size_t after_month = reader.position();
    if (date_separator(reader) != separator) {
      reader.rewind(after_month);
      return separator == '-' || separator == '/';
    }
    const std::string_view day = reader.digits(2);
    time.day = number_from(day);
    return !day.empty();
  }
  if (date_separator(reader) != separator) return false;
  const std::string_view year = reader.digits(4);
  time.month = number_from(first);
  time.day = number_from(second);
  time.year = number_from(year);
  return year.size() == 4;
}

void skip_name_separator(Reader& reader) {
  reader.skip_blanks();
  if (!reader.skip('-')) reader.skip(',');
  reader.skip_blanks();
}

// 8 Nov 14, 08-Nov-14, 8 November 2014.
bool read_day_month_year(Reader& reader, CivilTime& time) {
  const std::string_view day = reader.digits(2);
  if (day.empty()) return false;
  skip_name_separator(reader);
  time.day = number_from(day);
  time.month = month_named(reader.letters());
  if (time.month == 0) return false;
  reader.skip('.');
  skip_name_separator(reader);
  const std::string_view year = reader.digits(4);
  time.year = full_year(year);
  return year.size() == 2 || year.size() == 4;
}

bool read_clock(Reader& reader, CivilTime& time) {
  const std::string_view hour = reader.digits(2);
  if (hour.empty() || !reader.skip(':')) return false;
  const std::string_view minute = reader.digits(2);
  if (minute.empty()) return false;
  time.hour = number_from(hour);
  time.minute = number_from(minute);
  if (reader.skip(':')) {
    const std::string_view second = reader.digits(2);
    if (second.empty()) return false;
    time.second = number_from(second);
    if (reader.skip('.')) {
      const std::string_view fraction = reader.digits(std::string_view::npos);
      if (fraction.empty()) return false;
      time.fraction = fraction_from(fraction);
    }
  }
  const std::size_t before = reader.position();
  reader.skip_blanks();
  const std::string_view half = reader.letters();
  const bool morning = equal_ignoring_case(half, "AM");
  if (!morning && !equal_ignoring_case(half, "PM")) {
    reader.rewind(before);
    return true;
  }
  if (time.hour < 1 || time.hour > 12) return false;
  time.hour = time.hour % 12 + (morning ? 0 : 12);
  return true;
}

// 8 Nov 14 15:05:02, Nov 8 2014 15:05:02, Nov 8 15:05:02 2014; gives whether the time of day was read too.
bool read_named_date(Reader& reader, CivilTime& time, bool& has_clock) {
  const std::size_t start = reader.position();
  const std::string_view word = reader.letters();
  if (!word.empty() && is_weekday(word)) {
    reader.skip('.');
    skip_name_separator(reader);
  } else {
    reader.rewind(start);
  }
  if (is_digit(reader.peek())) return read_day_month_year(reader, time);

  time.month = month_named(reader.letters());
  if (time.month == 0) return false;
  reader.skip('.');
  skip_name_separator(reader);
  const std::string_view day = reader.digits(2);
  if (day.empty()) return false;
  time.day = number_from(day);
  skip_name_separator(reader);
  const std::size_t before_year = reader.position();
  std::string_view year = reader.digits(4);
  if (year.size() != 4) {
    reader.rewind(before_year);
    if (!read_clock(reader, time) || !reader.skip_blanks()) return false;
    has_clock = true;
    year = reader.digits(4);
  }
  time.year = number_from(year);
  return year.size() == 4;
}

// Z, GMT, +02:00, +0200, +02: how far ahead of UTC, in ticks.
std::optional<Ticks> read_zone(Reader& reader) {
  const char sign = reader.peek();
  if (sign != '+' && sign != '-') {
    const std::optional<int> hours = zone_hours(reader.letters());
    if (!hours) return std::nullopt;
    return *hours * ticks_per_hour;
  }
  reader.skip(sign);
  const std::string_view hours = reader.digits(2);
  const bool colon = reader.skip(':');
  const std::string_view minutes = reader.digits(2);
  if (hours.empty() || (colon && minutes.size() != 2) || minutes.size() == 1) return std::nullopt;
  if (number_from(hours) > 14 || number_from(minutes) > 59) return std::nullopt;
  const Ticks ahead = number_from(hours) * ticks_per_hour + number_from(minutes) * ticks_per_minute;
  return sign == '+' ? ahead : -ahead;
}

}  // namespace

std::optional<WrittenTime> parse_written_time(std::string_view text) {
  Reader reader(text);
  reader.skip_blanks();
  const std::size_t start = reader.position();
  CivilTime time;
  bool has_clock = false;
  if (!read_numeric_date(reader, time)) {
    reader.rewind(start);
    time = {};
    if (!read_named_date(reader, time, has_clock)) return std::nullopt;
  }
  if (!has_clock) {
    const std::size_t before = reader.position();
    bool separated = reader.skip('T') || reader.skip('t');
    separated = reader.skip_blanks() || separated;
    if (separated && is_digit(reader.peek())) {
      if (!read_clock(reader, time)) return std::nullopt;
    } else {
      reader.rewind(before);
    }
  }
  reader.skip_blanks();
  Ticks offset = 0;
  const bool zoned = !reader.at_end();
  if (zoned) {
    const std::optional<Ticks> zone = read_zone(reader);
    if (!zone) return std::nullopt;
    offset = *zone;
    reader.skip_blanks();
    if (!reader.at_end()) return std::nullopt;
  }
  std::optional<Ticks> ticks = ticks_from_civil(time);
  if (!ticks || __builtin_sub_overflow(*ticks, offset, &*ticks)) return std::nullopt;
  if (*ticks < 0 || *ticks > max_datetime) return std::nullopt;
  return WrittenTime{*ticks, zoned};
}

std::optional<Ticks> parse_datetime(std::string_view text, Ticks default_offset) {
  const std::optional<WrittenTime> time = parse_written_time(text);
  if (!time) return std::nullopt;
  return time->zoned ? time->ticks : valid_datetime(time->ticks - default_offset);
}

namespace {

// Ticks in one of the unit, in units of a hundredth of a tick (nanoseconds are finer than ticks); 0: no such unit.
constexpr std::int64_t hundredths = 100;

std::int64_t hundredths_per(std::string_view unit) {
  struct Unit {
    std::string_view name;
    std::int64_t ticks;
  };
  constexpr std::array<Unit, 29> units = {{
      {"d", ticks_per_day},
      {"day", ticks_per_day},
      {"days", ticks_per_day},
      {"h", ticks_per_hour},
      {"hr", ticks_per_hour},
      {"hrs", ticks_per_hour},
      {"hour", ticks_per_hour},
      {"hours", ticks_per_hour},
      {"m", ticks_per_minute},
      {"min", ticks_per_minute},
      {"minute", ticks_per_minute},
      {"minutes", ticks_per_minute},
      {"s", ticks_per_second},
      {"sec", ticks_per_second},
      {"second", ticks_per_second},
      {"seconds", ticks_per_second},
      {"ms", ticks_per_millisecond},
      {"milli", ticks_per_millisecond},
      {"millis", ticks_per_millisecond},
      {"millisec", ticks_per_millisecond},
      {"millisecond", ticks_per_millisecond},
      {"milliseconds", ticks_per_millisecond},
      {"micro", ticks_per_microsecond},
      {"micros", ticks_per_microsecond},
      {"microsec", ticks_per_microsecond},
      {"microsecond", ticks_per_microsecond},
      {"microseconds", ticks_per_microsecond},
      {"tick", 1},
      {"ticks", 1},
  }};
  for (const Unit& entry : units) {
    if (entry.name == unit) return entry.ticks * hundredths;
  }
  for (std::string_view nano : {"nano", "nanos", "nanosec", "nanosecond", "nanoseconds"}) {
    if (nano == unit) return 1;
  }
  return 0;
}

// whole.fraction times the unit, to the nearest tick.
std::optional<Ticks> scaled(std::string_view whole, std::string_view fraction, std::int64_t per_unit) {
  // 64 bits of mantissa hold every tick exactly.
  long double amount = 0;
  for (char c : whole) amount = amount * 10 + (c - '0');
  long double digit = 0.1L;
  for (char c : fraction) {
    amount += digit * (c - '0');
    digit /= 10;
  }
  const long double ticks = std::round(amount * static_cast<long double>(per_unit) / hundredths);
  if (!(ticks <= static_cast<long double>(std::numeric_limits<Ticks>::max()))) return std::nullopt;
  return static_cast<Ticks>(ticks);
}

// hh:mm[:ss[.fffffff]] with days before; hours stay under 24 as in .NET's TimeSpan.
std::optional<Ticks> read_clock_span(Reader& reader, std::string_view days, std::string_view hours) {
  CivilTime clock;
  const std::string_view minutes = reader.digits(2);
  if (hours.size() > 2 || hours.empty() || minutes.empty()) return std::nullopt;
  clock.hour = number_from(hours);
  clock.minute = number_from(minutes);
  if (reader.skip(':')) {
    const std::string_view seconds = reader.digits(2);
    if (seconds.empty()) return std::nullopt;
    clock.second = number_from(seconds);
    if (reader.skip('.')) {
      const std::string_view fraction = reader.digits(std::string_view::npos);
      if (fraction.empty()) return std::nullopt;
      clock.fraction = fraction_from(fraction);
    }
  }
  const std::optional<Ticks> part = ticks_from_civil(clock);
  std::optional<Ticks> total = scaled(days, {}, ticks_per_day * hundredths);
  if (!part || !total || __builtin_add_overflow(*total, *part, &*total)) return std::nullopt;
  return total;
}

}  // namespace

std::optional<Ticks> parse_timespan(std::string_view text) {
  Reader reader(text);
  reader.skip_blanks();
  const bool negative = reader.skip('-');
  if (!negative) reader.skip('+');
  reader.skip_blanks();
  const std::string_view first = reader.digits(std::string_view::npos);
  std::string_view second;
  const bool point = reader.skip('.');
  if (point) second = reader.digits(std::string_view::npos);
  if (first.empty() && second.empty()) return std::nullopt;

  std::optional<Ticks> ticks;
  if (reader.skip(':')) {
    ticks = point ? read_clock_span(reader, first, second) : read_clock_span(reader, {}, first);
  } else {
    reader.skip_blanks();
    const std::string_view unit = reader.letters();
    // A bare number counts days; with a point it would be the start of d.hh:mm, so it is refused.
    if (unit.empty() && point) return std::nullopt;
    const std::int64_t per_unit = unit.empty() ? ticks_per_day * hundredths : hundredths_per(unit);
    if (per_unit == 0) return std::nullopt;
    ticks = scaled(first, second, per_unit);
  }
  reader.skip_blanks();
  if (!ticks || !reader.at_end()) return std::nullopt;
  return negative ? -*ticks : *ticks;
}

}  // namespace huntbook
