#include "render/value.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include <nlohmann/json.hpp>

#include "base/ascii.hpp"
#include "base/time.hpp"
#include "render/escape.hpp"

namespace huntbook::render {

namespace {

template <class Integer>
void append_integer(Integer value, std::string& out) {
  std::array<char, 24> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  out.append(buffer.data(), end);
}

void append_real(double value, RealDigits digits, std::string& out) {
  if (std::isnan(value)) {
    out += "NaN";
    return;
  }
  if (std::isinf(value)) {
    out += value < 0 ? "-Infinity" : "Infinity";
    return;
  }
  if (value == 0) value = 0;  // no sign
  std::array<char, 40> buffer{};
  const auto result =
      digits == RealDigits::RoundTrip
          ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), value)
          : std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, 12);
  out.append(buffer.data(), result.ptr);
}

// JSON without the blanks between its tokens, so that it stays on one line.
void append_compact(std::string_view json, std::string& out) {
  bool quoted = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (quoted) {
      out += c;
      if (c == '\\' && i + 1 < json.size()) {
        out += json[++i];
      } else if (c == '"') {
        quoted = false;
      }
    } else if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
      out += c;
      quoted = c == '"';
    }
  }
}

bool is_json_number(std::string_view text) {
  return !text.empty() && (text[0] == '-' || is_digit(text[0])) && nlohmann::json::accept(text);
}

}  // namespace

std::string format_real(double value, RealDigits digits) {
  std::string out;
  append_real(value, digits, out);
  return out;
}

void append_value(const Column& column, std::size_t row, RealDigits digits, std::string& out) {
  if (column.is_null(row)) return;
  switch (column.type()) {
    case ScalarType::Bool:
      out += column.bool_at(row) ? "true" : "false";
      return;
    case ScalarType::Int:
      return append_integer(column.int_at(row), out);
    case ScalarType::Long:
      return append_integer(column.long_at(row), out);
    case ScalarType::Real:
      return append_real(column.real_at(row), digits, out);
    case ScalarType::DateTime:
      out += format_datetime(column.long_at(row));
      return;
    case ScalarType::TimeSpan:
      out += format_timespan(column.long_at(row));
      return;
    case ScalarType::Decimal:
    case ScalarType::String:
    case ScalarType::Dynamic:
    case ScalarType::Guid:
      out += column.text_at(row);
      return;
  }
}

std::string format_value(const Column& column, std::size_t row, RealDigits digits) {
  std::string out;
  append_value(column, row, digits, out);
  return out;
}

void append_json_value(const Column& column, std::size_t row, RealDigits digits, std::string& out) {
  if (column.is_null(row)) {
    out += "null";
    return;
  }
  switch (column.type()) {
    case ScalarType::Bool:
    case ScalarType::Int:
    case ScalarType::Long:
      return append_value(column, row, digits, out);
    case ScalarType::Real: {
      const bool finite = std::isfinite(column.real_at(row));
      if (!finite) out += '"';
      append_value(column, row, digits, out);
      if (!finite) out += '"';
      return;
    }
    case ScalarType::Dynamic: {
      const std::string_view text = column.text_at(row);
      if (nlohmann::json::accept(text)) return append_compact(text, out);
      return append_json_string(text, out);
    }
    case ScalarType::Decimal: {
      const std::string_view text = column.text_at(row);
      if (!is_json_number(text)) return append_json_string(text, out);
      out += text;
      return;
    }
    case ScalarType::String:
    case ScalarType::Guid:
      return append_json_string(column.text_at(row), out);
    case ScalarType::DateTime:
    case ScalarType::TimeSpan:
      out += '"';
      append_value(column, row, digits, out);
      out += '"';
      return;
  }
}

std::string group_digits(std::uint64_t value) {
  std::string digits;
  append_integer(value, digits);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

bool is_number(ScalarType type) {
  return types::numbers.contains(type);
}

}  // namespace huntbook::render
