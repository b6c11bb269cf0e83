#include "kql/syntax/literal.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/time.hpp"
#include "base/utf8.hpp"
#include "kql/syntax/string_scan.hpp"

namespace huntbook::kql::syntax {

namespace {

std::unexpected<LiteralError> malformed(Span span, std::string message, std::string hint = {}) {
  return std::unexpected(LiteralError{span, std::move(message), std::move(hint)});
}

constexpr std::string_view blanks = " \t";

bool is_hex_number(std::string_view digits) {
  return digits.size() > 2 && digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X');
}

// Digits, decimal or 0x.., as an unsigned number.
std::optional<std::uint64_t> magnitude(std::string_view digits) {
  const bool hex = is_hex_number(digits);
  if (hex) digits.remove_prefix(2);
  std::uint64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value, hex ? 16 : 10);
  if (error != std::errc{} || stop != end || digits.empty()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> signed_value(std::string_view digits, bool negative) {
  const std::optional<std::uint64_t> value = magnitude(digits);
  if (!value) return std::nullopt;
  constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();
  if (!is_hex_number(digits) && *value > largest + (negative ? 1U : 0U)) return std::nullopt;
  return static_cast<std::int64_t>(negative ? 0 - *value : *value);
}

std::optional<double> real_value(std::string_view text) {
  const std::string word = ascii_lower(text);
  if (word == "nan" || word == "+nan" || word == "-nan") return std::numeric_limits<double>::quiet_NaN();
  if (word == "inf" || word == "+inf" || word == "infinity") return std::numeric_limits<double>::infinity();
  if (word == "-inf" || word == "-infinity") return -std::numeric_limits<double>::infinity();
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  // A number too large or too small for a double reads as infinity or zero does in Kusto: refused by
  // result_out_of_range.
  if (error != std::errc{} || stop != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

// Plain decimal notation: sign, digits, point, digits. At most 34 significant digits (Kusto docs, "The decimal data
// type").
std::optional<std::string> decimal_text(std::string_view text) {
  bool negative = false;
  if (text.starts_with('-') || text.starts_with('+')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  std::string digits;
  std::ptrdiff_t scale = 0;
  bool point = false;
  std::size_t at = 0;
  for (; at < text.size() && (is_digit(text[at]) || (text[at] == '.' && !point)); ++at) {
    if (text[at] == '.') {
      point = true;
    } else {
      digits.push_back(text[at]);
      if (point) ++scale;
    }
  }
  if (digits.empty() || digits.size() > 1000) return std::nullopt;
  if (at < text.size()) {
    if (text[at] != 'e' && text[at] != 'E') return std::nullopt;
    std::string_view exponent_text = text.substr(at + 1);
    if (exponent_text.starts_with('+')) exponent_text.remove_prefix(1);
    int exponent = 0;
    const char* end = exponent_text.data() + exponent_text.size();
    const auto [stop, error] = std::from_chars(exponent_text.data(), end, exponent);
    if (error != std::errc{} || stop != end || exponent > 100 || exponent < -100) return std::nullopt;
    scale -= exponent;
  }
  while (scale < 0) {
    digits.push_back('0');
    ++scale;
  }
  const auto places = static_cast<std::size_t>(scale);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - places - 1);
  digits.erase(0, first);
  if (digits.size() > 34 &&
      digits.find_last_not_of('0') - std::min(digits.find_first_not_of('0'), digits.size()) > 33) {
    return std::nullopt;
  }
  const bool zero = digits.find_first_not_of('0') == std::string::npos;
  if (places != 0) digits.insert(digits.end() - scale, '.');
  if (negative && !zero) digits.insert(digits.begin(), '-');
  return digits;
}

// 8-4-4-4-12 or 32 hexadecimal digits, in braces or not; lower-case with hyphens.
std::optional<std::string> guid_text(std::string_view text) {
  if (text.size() >= 2 && text.front() == '{' && text.back() == '}') text = text.substr(1, text.size() - 2);
  const bool hyphens = text.size() == 36;
  if (!hyphens && text.size() != 32) return std::nullopt;
  std::string out;
  for (char c : ascii_lower(text)) {
    if (hyphens && (out.size() == 8 || out.size() == 13 || out.size() == 18 || out.size() == 23)) {
      if (c != '-') return std::nullopt;
      out.push_back(c);
      continue;
    }
    if (!is_digit(c) && !(c >= 'a' && c <= 'f')) return std::nullopt;
    if (!hyphens && (out.size() == 8 || out.size() == 13 || out.size() == 18 || out.size() == 23)) out.push_back('-');
    out.push_back(c);
  }
  return out;
}

std::string article(ScalarType type) {
  return fmt::format("{} {}", type == ScalarType::Int ? "an" : "a", name_of(type));
}

// The value of `inner` as the type, or nothing where it has none.
std::optional<Literal> value_of(ScalarType type, std::string_view inner) {
  Literal literal{type, std::monostate{}};
  switch (type) {
    case ScalarType::Bool: {
      const std::string word = ascii_lower(inner);
      if (word == "true" || word == "1") {
        literal.value = true;
      } else if (word == "false" || word == "0") {
        literal.value = false;
      } else {
        return std::nullopt;
      }
      return literal;
    }
    case ScalarType::Int:
    case ScalarType::Long: {
      if (inner == "min" || inner == "max") {
        const bool low = inner == "min";
        using Int = std::numeric_limits<std::int32_t>;
        using Long = std::numeric_limits<std::int64_t>;
        literal.value =
            type == ScalarType::Int ? std::int64_t{low ? Int::min() : Int::max()} : (low ? Long::min() : Long::max());
        return literal;
      }
      const bool negative = inner.starts_with('-');
      if (negative || inner.starts_with('+')) inner.remove_prefix(1);
      const std::optional<std::int64_t> value = signed_value(inner, negative);
      if (!value) return std::nullopt;
      const bool fits =
          *value >= std::numeric_limits<std::int32_t>::min() && *value <= std::numeric_limits<std::int32_t>::max();
      if (type == ScalarType::Int && !fits) return std::nullopt;
      literal.value = *value;
      return literal;
    }
    case ScalarType::Real: {
      const std::optional<double> value = real_value(inner);
      if (!value) return std::nullopt;
      literal.value = *value;
      return literal;
    }
    case ScalarType::Decimal: {
      std::optional<std::string> value = decimal_text(inner);
      if (!value) return std::nullopt;
      literal.value = std::move(*value);
      return literal;
    }
    case ScalarType::DateTime: {
      const std::optional<Ticks> value = inner == "min"   ? std::optional<Ticks>(0)
                                         : inner == "max" ? std::optional<Ticks>(max_datetime)
                                                          : parse_datetime(inner);
      if (!value) return std::nullopt;
      literal.value = *value;
      return literal;
    }
    case ScalarType::TimeSpan: {
      const std::optional<Ticks> value = inner == "min"   ? std::numeric_limits<Ticks>::min()
                                         : inner == "max" ? std::numeric_limits<Ticks>::max()
                                                          : parse_timespan(inner);
      if (!value) return std::nullopt;
      literal.value = *value;
      return literal;
    }
    case ScalarType::Guid: {
      std::optional<std::string> value = guid_text(inner);
      if (!value) return std::nullopt;
      literal.value = std::move(*value);
      return literal;
    }
    case ScalarType::String:
    case ScalarType::Dynamic:
      return std::nullopt;
  }
  return std::nullopt;
}

std::string hint_for(ScalarType type, std::string_view inner) {
  if (type == ScalarType::DateTime && (inner == "now" || inner == "now()" || inner.empty())) {
    return "the present moment is now()";
  }
  if (type == ScalarType::DateTime) return "write it as datetime(2024-01-31 23:59:59.9999999)";
  if (type == ScalarType::TimeSpan) return "write it as timespan(1.23:59:59.9999999) or 90m";
  if (type == ScalarType::Guid) return "write it as guid(01234567-89ab-cdef-0123-456789abcdef)";
  if (!inner.empty() && is_name_start(inner.front())) {
    return fmt::format("to convert a value use to{}(..)", type == ScalarType::Real ? "real" : name_of(type));
  }
  return {};
}

}  // namespace

LiteralResult integer_literal(std::string_view text, Span span, bool negative) {
  const std::optional<std::int64_t> value = signed_value(text.substr(span.begin, span.end - span.begin), negative);
  if (!value) return malformed(span, "this number is too large for a long", "decimal(..) holds up to 34 digits");
  return Literal{ScalarType::Long, *value};
}

LiteralResult real_literal(std::string_view text, Span span) {
  const std::optional<double> value = real_value(text.substr(span.begin, span.end - span.begin));
  if (!value) return malformed(span, "this number is out of the range of a real");
  return Literal{ScalarType::Real, *value};
}

LiteralResult timespan_literal(std::string_view text, Span span) {
  const std::optional<Ticks> value = parse_timespan(text.substr(span.begin, span.end - span.begin));
  if (!value) return malformed(span, "this timespan is too long", "the longest is 10675199 days");
  return Literal{ScalarType::TimeSpan, *value};
}

std::optional<TodayLiteral> today_literal(std::string_view literal) {
  const std::size_t open = literal.find('(');
  if (open == std::string_view::npos || !literal.ends_with(')')) return std::nullopt;
  if (type_named(literal.substr(0, open)) != ScalarType::DateTime) return std::nullopt;
  std::string_view inner = trimmed(literal.substr(open + 1, literal.size() - open - 2), blanks);
  if (inner.empty()) return TodayLiteral{};
  if (inner.size() > 1 && (inner.front() == '"' || inner.front() == '\'') && inner.back() == inner.front())
    inner = trimmed(inner.substr(1, inner.size() - 2), blanks);
  const std::size_t colon = inner.find(':');
  if (colon == 0 || colon > 2) return std::nullopt;
  const std::optional<Ticks> time = parse_datetime(std::string("0001-01-01 ").append(inner));
  if (!time || *time >= ticks_per_day) return std::nullopt;
  return TodayLiteral{time};
}

LiteralResult typed_literal(std::string_view text, Span span) {
  const std::string_view whole = text.substr(span.begin, span.end - span.begin);
  const std::size_t open = whole.find('(');
  const ScalarType type = type_named(whole.substr(0, open)).value_or(ScalarType::String);
  std::string_view inner = whole.substr(open + 1);
  if (inner.ends_with(')')) inner.remove_suffix(1);
  inner = trimmed(inner, blanks);
  if (inner == "null") return Literal{type, std::monostate{}};
  std::string unquoted;
  const bool quotable = type == ScalarType::DateTime || type == ScalarType::TimeSpan || type == ScalarType::Guid;
  if (const StringScan scan = scan_string(inner, 0); quotable && scan.terminated && scan.end == inner.size()) {
    unquoted = string_value(inner, {0, inner.size()}).text;
    inner = trimmed(unquoted, blanks);
  }
  if (std::optional<Literal> literal = value_of(type, inner)) return std::move(*literal);
  if (inner.empty()) {
    return malformed(span, fmt::format("there is no value in this {} literal", name_of(type)), hint_for(type, inner));
  }
  return malformed(span, fmt::format("'{}' is not {}", visible_text(inner.substr(0, 60)), article(type)),
                   hint_for(type, inner));
}

std::optional<ScalarType> type_named(std::string_view name) {
  if (const std::optional<ScalarType> type = scalar_type_named(name)) return type;
  if (name == "int32" || name == "int16" || name == "int8" || name == "uint8" || name == "uint16" || name == "byte" ||
      name == "char") {
    return ScalarType::Int;
  }
  if (name == "int64" || name == "uint32" || name == "uint" || name == "ulong" || name == "uint64") {
    return ScalarType::Long;
  }
  if (name == "float") return ScalarType::Real;
  // The service takes these two as .NET writes them.
  if (name == "DateTime") return ScalarType::DateTime;
  if (name == "TimeSpan") return ScalarType::TimeSpan;
  return std::nullopt;
}

}  // namespace huntbook::kql::syntax
