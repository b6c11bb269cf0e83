#include "engine/duckdb/functions/conversion.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/json_text.hpp"
#include "base/number_text.hpp"
#include "base/time.hpp"
#include "engine/duckdb/functions/json_read.hpp"
#include "engine/duckdb/functions/register.hpp"

namespace huntbook::engine::duckdb {
namespace {

bool is_word(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() && std::equal(text.begin(), text.end(), lower.begin(),
                                                   [](char a, char b) { return static_cast<char>(a | 0x20) == b; });
}

}  // namespace

bool real_to_string(TextResult& out, double value) {
  append_real(out.buffer(), value);
  return true;
}

bool decimal_to_string(TextResult& out, std::string_view digits) {
  if (digits.find('.') != std::string_view::npos) {
    while (digits.back() == '0') digits.remove_suffix(1);
    if (digits.back() == '.') digits.remove_suffix(1);
  }
  out.append(digits);
  return true;
}

bool datetime_to_string(TextResult& out, std::int64_t ticks) {
  std::string text = format_datetime(ticks);
  if (!text.empty() && text.back() == 'Z') text.pop_back();
  std::size_t point = text.find('.');
  if (point == std::string::npos) {
    point = text.size();
    text += '.';
  }
  text.resize(point + 8, '0');
  out.append(text);
  out.append("Z");
  return true;
}

bool timespan_to_string(TextResult& out, std::int64_t ticks) {
  out.append(format_timespan(ticks));
  return true;
}

bool dynamic_to_string(TextResult& out, std::string_view json) {
  if (json == "null") return true;
  if (json.size() < 2 || json.front() != '"') {
    out.append(json);
    return true;
  }
  if (json.back() == '"' && json.find('\\') == std::string_view::npos) {
    out.append(json.substr(1, json.size() - 2));
    return true;
  }
  std::string_view text = json;
  if (auto document = parse_dynamic(json); document && document->get(text) == simdjson::SUCCESS) {
    out.append(text);
  } else {
    out.append(json);
  }
  return true;
}

bool real_to_dynamic(JsonResult& out, double value) {
  append_json_real(out.buffer(), value);
  return true;
}

bool string_to_dynamic(JsonResult& out, std::string_view text) {
  append_json_string(out.buffer(), text);
  return true;
}

std::optional<bool> string_to_bool(std::string_view text) {
  text = without_blanks(text);
  if (is_word(text, "true")) return true;
  if (is_word(text, "false")) return false;
  std::optional<std::int64_t> number = parse_long(text);
  if (!number) return std::nullopt;
  return *number != 0;
}

std::optional<std::int64_t> string_to_long(std::string_view text) {
  return parse_long(text);
}

std::optional<double> string_to_real(std::string_view text) {
  return parse_real(text);
}

std::optional<std::int64_t> string_to_datetime(std::string_view text) {
  return parse_datetime(text);
}

std::optional<std::int64_t> string_to_timespan(std::string_view text) {
  return parse_timespan(text);
}

bool string_to_decimal(JsonResult& out, std::string_view text) {
  text = without_blanks(text);
  std::size_t begin = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  bool digit_seen = false;
  bool point_seen = false;
  for (std::size_t i = begin; i < text.size(); ++i) {
    if (is_digit(text[i])) {
      digit_seen = true;
    } else if (text[i] == '.' && !point_seen) {
      point_seen = true;
    } else if ((text[i] | 0x20) == 'e' && digit_seen) {
      std::optional<std::int64_t> exponent = parse_long(text.substr(i + 1));
      // What lies beyond these has no place in 38 digits.
      if (!exponent || *exponent < -60 || *exponent > 60) return false;
      break;
    } else {
      return false;
    }
  }
  if (!digit_seen) return false;
  out.append(text.substr(begin == 1 && text[0] == '+' ? 1 : 0));
  return true;
}

bool string_to_guid(JsonResult& out, std::string_view text) {
  std::size_t digits = 0;
  for (char c : text) {
    if (digits == 32) break;
    char lower = static_cast<char>(c | 0x20);
    if (is_digit(c) || (lower >= 'a' && lower <= 'f')) {
      if (digits == 8 || digits == 12 || digits == 16 || digits == 20) out.append("-");
      out.buffer() += is_digit(c) ? c : lower;
      ++digits;
    } else if (c != '-' || digits == 0 || digits % 4 != 0) {
      return false;
    }
  }
  return digits == 32;
}

std::optional<bool> dynamic_to_bool(std::string_view json) {
  auto document = parse_dynamic(json);
  if (!document) return std::nullopt;
  bool truth = false;
  double real = 0;
  std::string_view text;
  if (document->get(truth) == simdjson::SUCCESS) return truth;
  if (document->get(real) == simdjson::SUCCESS) return real != 0;
  if (document->get(text) == simdjson::SUCCESS) return string_to_bool(text);
  return std::nullopt;
}

std::optional<std::int64_t> dynamic_to_long(std::string_view json) {
  auto document = parse_dynamic(json);
  if (!document) return std::nullopt;
  std::int64_t integer = 0;
  double real = 0;
  bool truth = false;
  std::string_view text;
  if (document->get(integer) == simdjson::SUCCESS) return integer;
  if (document->get(real) == simdjson::SUCCESS) {
    if (real >= -0x1p63 && real < 0x1p63) return static_cast<std::int64_t>(real);
    return std::nullopt;
  }
  if (document->get(truth) == simdjson::SUCCESS) return truth ? 1 : 0;
  if (document->get(text) == simdjson::SUCCESS) return parse_long(text);
  return std::nullopt;
}

std::optional<double> dynamic_to_real(std::string_view json) {
  auto document = parse_dynamic(json);
  if (!document) return std::nullopt;
  double real = 0;
  bool truth = false;
  std::string_view text;
  if (document->get(real) == simdjson::SUCCESS) return real;
  if (document->get(truth) == simdjson::SUCCESS) return truth ? 1.0 : 0.0;
  if (document->get(text) == simdjson::SUCCESS) return parse_real(text);
  return std::nullopt;
}

void add_conversion_functions(ScalarFunctions& table) {
  table.add<&real_to_string>("hb_real_to_string");
  table.add<&decimal_to_string>("hb_decimal_to_string");
  table.add<&datetime_to_string>("hb_datetime_to_string");
  table.add<&timespan_to_string>("hb_timespan_to_string");
  table.add<&dynamic_to_string>("hb_dynamic_to_string");
  table.add<&real_to_dynamic>("hb_real_to_dynamic");
  table.add<&string_to_dynamic>("hb_string_to_dynamic");
  table.add<&string_to_bool>("hb_string_to_bool");
  table.add<&string_to_long>("hb_string_to_long");
  table.add<&string_to_real>("hb_string_to_real");
  table.add<&string_to_datetime>("hb_string_to_datetime");
  table.add<&string_to_timespan>("hb_string_to_timespan");
  table.add<&string_to_decimal>("hb_string_to_decimal");
  table.add<&string_to_guid>("hb_string_to_guid");
  table.add<&dynamic_to_bool>("hb_dynamic_to_bool");
  table.add<&dynamic_to_long>("hb_dynamic_to_long");
  table.add<&dynamic_to_real>("hb_dynamic_to_real");
}

}  // namespace huntbook::engine::duckdb
