#include "base/number_text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/ascii.hpp"

namespace huntbook {

namespace {

bool same_word(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((text[i] | 0x20) != lower[i]) return false;
  }
  return true;
}

}  // namespace

void append_real(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "NaN";
    return;
  }
  if (std::isinf(value)) {
    out += value < 0 ? "-Infinity" : "Infinity";
    return;
  }
  std::array<char, 64> buffer{};
  double size = std::fabs(value);
  bool exponent = size != 0 && (size >= 1e15 || size < 1e-5);
  auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                           exponent ? std::chars_format::scientific : std::chars_format::fixed)
                 .ptr;
  std::string_view digits(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  if (!exponent) {
    out += digits;
    if (digits.find('.') == std::string_view::npos) out += ".0";
    return;
  }
  std::size_t mark = digits.find('e');
  out += digits.substr(0, mark);
  out += 'E';
  out += digits.substr(mark + 1);
}

std::string_view without_blanks(std::string_view text) {
  return trimmed(text, " \t\n\v\f\r");
}

std::optional<std::int64_t> parse_long(std::string_view text) {
  text = without_blanks(text);
  bool negative = !text.empty() && text.front() == '-';
  std::string_view body = text;
  if (!body.empty() && (body.front() == '-' || body.front() == '+')) body.remove_prefix(1);
  if (body.empty() || body.front() == '-' || body.front() == '+') return std::nullopt;
  const char* end = body.data() + body.size();
  std::uint64_t magnitude = 0;
  if (body.size() > 2 && body[0] == '0' && (body[1] | 0x20) == 'x') {
    auto [stop, error] = std::from_chars(body.data() + 2, end, magnitude, 16);
    if (error != std::errc() || stop != end) return std::nullopt;
    return static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude);
  }
  auto [stop, error] = std::from_chars(body.data(), end, magnitude, 10);
  if (stop != end || error != std::errc()) {
    std::optional<double> real = parse_real(text);
    // Both bounds are exact as doubles; 2^63 itself does not fit.
    if (!real || !(*real >= -0x1p63 && *real < 0x1p63)) return std::nullopt;
    if (body.find_first_of("eE") == std::string_view::npos && error == std::errc() && stop != body.data()) {
      // The digits before the point are exact, a double might not be.
      if (magnitude > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) return std::nullopt;
      std::int64_t whole = static_cast<std::int64_t>(magnitude);
      return negative ? -whole : whole;
    }
    return static_cast<std::int64_t>(*real);
  }
  constexpr std::uint64_t limit = std::uint64_t{1} << 63;
  if (negative) {
    if (magnitude > limit) return std::nullopt;
    return static_cast<std::int64_t>(0 - magnitude);
  }
  if (magnitude >= limit) return std::nullopt;
  return static_cast<std::int64_t>(magnitude);
}

std::optional<double> parse_real(std::string_view text) {
  text = without_blanks(text);
  bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  double value = 0;
  if (same_word(text, "nan")) return std::numeric_limits<double>::quiet_NaN();
  if (same_word(text, "inf") || same_word(text, "infinity")) {
    value = std::numeric_limits<double>::infinity();
    return negative ? -value : value;
  }
  if (!(is_digit(text.front()) || text.front() == '.')) return std::nullopt;
  auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (stop != text.data() + text.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    // from_chars does not tell an overflow from an underflow; the exponent's sign does.
    std::size_t mark = text.find_first_of("eE");
    bool tiny = mark != std::string_view::npos && text.find('-', mark) != std::string_view::npos;
    value = tiny ? 0.0 : std::numeric_limits<double>::infinity();
  } else if (error != std::errc()) {
    return std::nullopt;
  }
  return negative ? -value : value;
}

}  // namespace huntbook
