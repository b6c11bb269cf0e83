#include "ingest/record/epoch_time.hpp"

#include <charconv>
#include <cmath>

#include "base/ascii.hpp"

namespace huntbook::ingest {

namespace {

// Digits alone, at most 11 before the point: exact, without the rounding of floating point.
std::optional<Ticks> read_decimal(std::string_view text) {
  const bool minus = text.starts_with('-');
  if (minus) text.remove_prefix(1);
  Ticks whole = 0;
  std::size_t at = 0;
  for (; at < text.size() && is_digit(text[at]); ++at) {
    if (at == 11) return std::nullopt;
    whole = whole * 10 + (text[at] - '0');
  }
  if (at == 0) return std::nullopt;
  Ticks part = 0;  // of a second
  if (at < text.size() && text[at] == '.') {
    const std::string_view digits = text.substr(at + 1, text.find_first_not_of("0123456789", at + 1) - at - 1);
    const auto digit = [digits](std::size_t i) { return i < digits.size() ? digits[i] - '0' : 0; };
    for (std::size_t i = 0; i < 7; ++i) part = part * 10 + digit(i);
    // Nanoseconds are cut off to what a datetime holds; other digits behind the sixth are those of a binary fraction.
    if (digits.size() != 9) part = (part / 10 + (digit(6) >= 5 ? 1 : 0)) * ticks_per_microsecond;
    at += 1 + digits.size();
  }
  if (at != text.size()) return std::nullopt;
  const Ticks ticks = whole * ticks_per_second + part;
  return minus ? -ticks : ticks;
}

}  // namespace

std::optional<Ticks> read_seconds(std::string_view text) {
  if (const auto exact = read_decimal(text)) return exact;
  double seconds = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, seconds);
  constexpr double most = 3e11;
  if (error != std::errc{} || stop != end || !(std::fabs(seconds) < most)) return std::nullopt;
  return static_cast<Ticks>(std::llround(seconds * 1e6)) * ticks_per_microsecond;
}

std::optional<Ticks> read_epoch(std::string_view text) {
  constexpr std::size_t digits_of_milliseconds = 12;
  if (text.find_first_not_of("0123456789") < digits_of_milliseconds || text.size() < digits_of_milliseconds) {
    const auto since = read_seconds(text);
    return since ? valid_datetime(unix_epoch + *since) : std::nullopt;
  }
  double milliseconds = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, milliseconds);
  constexpr double most = 2.6e14;
  if (error != std::errc{} || stop != end || !(milliseconds < most)) return std::nullopt;
  return valid_datetime(unix_epoch + static_cast<Ticks>(std::llround(milliseconds * 1e3)) * ticks_per_microsecond);
}

}  // namespace huntbook::ingest
