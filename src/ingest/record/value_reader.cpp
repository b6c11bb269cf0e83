#include "ingest/record/value_reader.hpp"

#include <charconv>
#include <cmath>

#include "base/ascii.hpp"

namespace huntbook::ingest {

namespace {

// Takes fixed and variable runs of digits off the front of a text.
class Digits {
 public:
  explicit Digits(std::string_view text) : text_(text) {}

  bool fixed(std::size_t count, int& value) { return run(count, count, value); }
  bool run(std::size_t least, std::size_t most, int& value) {
    std::size_t count = 0;
    int read = 0;
    while (count < most && count < text_.size() && is_digit(text_[count])) {
      read = read * 10 + (text_[count] - '0');
      ++count;
    }
    if (count < least) return false;
    value = read;
    text_.remove_prefix(count);
    return true;
  }
  bool take(char c) {
    if (text_.empty() || text_[0] != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  // The digits after a decimal point, as 100 ns.
  bool fraction(int& ticks) {
    int scale = 1'000'000, value = 0;
    std::size_t count = 0;
    while (count < text_.size() && is_digit(text_[count])) {
      value += (text_[count] - '0') * scale;
      scale /= 10;
      ++count;
    }
    if (count == 0) return false;
    ticks = value;
    text_.remove_prefix(count);
    return true;
  }
  std::string_view rest() const { return text_; }

 private:
  std::string_view text_;
};

// Z, +hh, +hhmm, +hh:mm after an optional blank.
std::optional<Ticks> read_zone(std::string_view text) {
  if (text == "Z" || text == "z" || text == " UTC" || text == " Z") return 0;
  if (text[0] == ' ') text.remove_prefix(1);
  Digits digits(text);
  const bool minus = digits.take('-');
  if (!minus && !digits.take('+')) return std::nullopt;
  int hours = 0, minutes = 0;
  if (!digits.fixed(2, hours)) return std::nullopt;
  if (!digits.rest().empty()) {
    digits.take(':');
    if (!digits.fixed(2, minutes)) return std::nullopt;
  }
  if (!digits.rest().empty() || hours > 14 || minutes > 59) return std::nullopt;
  const Ticks offset = hours * ticks_per_hour + minutes * ticks_per_minute;
  return minus ? -offset : offset;
}

// `zone`: empty where there is none.
std::optional<WrittenTime> with_zone(const CivilTime& time, std::string_view zone) {
  const auto offset = zone.empty() ? std::optional(Ticks{0}) : read_zone(zone);
  const auto local = ticks_from_civil(time);
  if (!offset || !local || !valid_datetime(*local - *offset)) return std::nullopt;
  return WrittenTime{*local - *offset, !zone.empty()};
}

// 1..12 by the first three letters of its English name; 0: none.
int month_of(std::string_view name) {
  constexpr std::string_view names = "janfebmaraprmayjunjulaugsepoctnovdec";
  for (int month = 0; month < 12; ++month) {
    if (equal_ignoring_case(name, names.substr(static_cast<std::size_t>(month) * 3, 3))) return month + 1;
  }
  return 0;
}

std::optional<WrittenTime> read_portal_datetime(std::string_view text) {
  CivilTime time;
  Digits digits(text);
  if (!text.empty() && !is_digit(text[0])) {
    time.month = month_of(text.substr(0, 3));
    if (time.month == 0 || !text.substr(3).starts_with(' ')) return std::nullopt;
    digits = Digits(text.substr(4));
    if (!digits.run(1, 2, time.day) || !digits.take(',') || !digits.take(' ') || !digits.fixed(4, time.year)) {
      return std::nullopt;
    }
  } else if (!digits.run(1, 2, time.month) || !digits.take('/') || !digits.run(1, 2, time.day) || !digits.take('/') ||
             !digits.fixed(4, time.year)) {
    return std::nullopt;
  }
  digits.take(',');
  if (digits.rest().empty()) return with_zone(time, {});
  if (!digits.take(' ') || !digits.run(1, 2, time.hour) || !digits.take(':') || !digits.fixed(2, time.minute)) {
    return std::nullopt;
  }
  if (digits.take(':') && !digits.fixed(2, time.second)) return std::nullopt;
  if (digits.take('.') && !digits.fraction(time.fraction)) return std::nullopt;
  std::string_view half = digits.rest();
  constexpr std::string_view narrow_blank = "\xE2\x80\xAF";  // what newer browsers put before AM
  if (half.starts_with(narrow_blank)) half.remove_prefix(narrow_blank.size());
  if (!half.empty() && half[0] == ' ') half.remove_prefix(1);
  if (half.empty()) return with_zone(time, {});
  const bool after_noon = equal_ignoring_case(half, "pm");
  if ((!after_noon && !equal_ignoring_case(half, "am")) || time.hour < 1 || time.hour > 12) return std::nullopt;
  time.hour = time.hour % 12 + (after_noon ? 12 : 0);
  return with_zone(time, {});
}

}  // namespace

std::optional<bool> read_bool(std::string_view text) {
  if (equal_ignoring_case(text, "true")) return true;
  if (equal_ignoring_case(text, "false")) return false;
  return std::nullopt;
}

std::optional<std::int64_t> read_long(std::string_view text) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty() || !is_digit(digits[0]) || (digits[0] == '0' && text.size() > 1)) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> read_real(std::string_view text) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty() || !is_digit(digits[0])) return std::nullopt;
  if (digits[0] == '0' && digits.size() > 1 && is_digit(digits[1])) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<WrittenTime> read_iso_datetime(std::string_view text) {
  if (text.size() < 10 || text[4] != '-') return std::nullopt;
  CivilTime time;
  Digits digits(text);
  if (!digits.fixed(4, time.year) || !digits.take('-') || !digits.fixed(2, time.month) || !digits.take('-') ||
      !digits.fixed(2, time.day)) {
    return std::nullopt;
  }
  if (digits.rest().empty()) return with_zone(time, {});
  if ((!digits.take('T') && !digits.take(' ')) || !digits.fixed(2, time.hour) || !digits.take(':') ||
      !digits.fixed(2, time.minute)) {
    return std::nullopt;
  }
  if (digits.take(':')) {
    if (!digits.fixed(2, time.second)) return std::nullopt;
    if (digits.take('.') && !digits.fraction(time.fraction)) return std::nullopt;
  }
  return with_zone(time, digits.rest());
}

std::optional<WrittenTime> read_datetime(std::string_view text) {
  if (const auto iso = read_iso_datetime(text)) return iso;
  if (const auto portal = read_portal_datetime(text)) return portal;
  return parse_written_time(text);
}

std::optional<std::string> read_guid(std::string_view text) {
  if (text.size() == 38 && text.front() == '{' && text.back() == '}') text = text.substr(1, 36);
  if (text.size() != 36) return std::nullopt;
  std::string guid(text);
  for (std::size_t i = 0; i < guid.size(); ++i) {
    char& c = guid[i];
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (c != '-') return std::nullopt;
    } else if (c >= 'A' && c <= 'F') {
      c = static_cast<char>(c + 32);
    } else if (!is_digit(c) && !(c >= 'a' && c <= 'f')) {
      return std::nullopt;
    }
  }
  return guid;
}

}  // namespace huntbook::ingest
