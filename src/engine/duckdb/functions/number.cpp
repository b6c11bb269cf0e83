// Integer and real arithmetic that never raises: overflow, a zero divisor and values outside of a function's domain
// give null.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/time.hpp"
#include "engine/duckdb/functions/register.hpp"

namespace huntbook::engine::duckdb {

namespace {

using Long = std::int64_t;
using MaybeLong = std::optional<std::int64_t>;
using MaybeReal = std::optional<double>;

constexpr Long least_long = std::numeric_limits<Long>::min();

MaybeLong add(Long left, Long right) {
  Long result = 0;
  return __builtin_add_overflow(left, right, &result) ? std::nullopt : MaybeLong(result);
}
MaybeLong subtract(Long left, Long right) {
  Long result = 0;
  return __builtin_sub_overflow(left, right, &result) ? std::nullopt : MaybeLong(result);
}
MaybeLong multiply(Long left, Long right) {
  Long result = 0;
  return __builtin_mul_overflow(left, right, &result) ? std::nullopt : MaybeLong(result);
}
MaybeLong divide(Long left, Long right) {
  if (right == 0 || (left == least_long && right == -1)) return std::nullopt;
  return left / right;
}
// Kusto's remainder is never negative (docs, "Numerical operators"), whatever the signs of its operands.
MaybeLong modulo(Long left, Long right) {
  if (right == 0) return std::nullopt;
  if (right == -1) return 0;
  Long rest = left % right;
  if (rest >= 0) return rest;
  return right < 0 ? rest - right : rest + right;
}
double real_modulo(double left, double right) {
  double rest = std::fmod(left, right);
  return rest < 0 ? rest + std::fabs(right) : rest;
}
MaybeLong absolute(Long value) {
  return value == least_long ? std::nullopt : MaybeLong(value < 0 ? -value : value);
}

// The whole number of ticks in a real, cut toward zero.
MaybeLong real_to_ticks(double value) {
  constexpr double limit = 9.2233720368547758e18;
  if (!(value > -limit && value < limit)) return std::nullopt;
  return static_cast<Long>(value);
}

// Whether a value is within a distance of a centre, both ends included. A bound beyond the type holds for every value.
bool around(Long value, Long center, Long delta) {
  MaybeLong low = subtract(center, delta);
  MaybeLong high = add(center, delta);
  if (delta < 0) return false;
  return (!low || value >= *low) && (!high || value <= *high);
}
bool around_real(double value, double center, double delta) {
  return value >= center - delta && value <= center + delta;
}

constexpr std::string_view byte_units[] = {"Bytes", "KB", "MB", "GB", "TB", "PB", "EB"};

// Kusto docs, format_bytes(): 1,024 of a unit are one of the next. An empty `unit` is the largest of which there is
// one; a unit that is none gives the empty text.
bool format_bytes(TextResult& out, double size, Long precision, std::string_view unit) {
  if (!std::isfinite(size)) return true;
  std::size_t index = 0;
  if (unit.empty()) {
    for (double rest = std::fabs(size); rest >= 1024 && index + 1 < std::size(byte_units); rest /= 1024) ++index;
  } else {
    while (index < std::size(byte_units) && byte_units[index] != unit) ++index;
    if (index == std::size(byte_units)) return true;
  }
  double scaled = std::ldexp(size, -10 * static_cast<int>(index));
  auto digits = static_cast<int>(std::clamp<Long>(precision, 0, 15));
  std::string text = fmt::format("{:.{}f}", scaled, digits);
  if (digits > 0) text.resize(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  out.assign(fmt::format("{} {}", text, byte_units[index]));
  return true;
}

Long floor_modulo(Long value, Long size) {
  Long rest = value % size;
  return rest < 0 ? rest + size : rest;
}
MaybeLong bin(Long value, Long size) {
  if (size <= 0) return std::nullopt;
  return subtract(value, floor_modulo(value, size));
}
MaybeReal bin_real(double value, double size) {
  if (!(size > 0)) return std::nullopt;
  return std::floor(value / size) * size;
}
MaybeLong bin_at(Long value, Long size, Long fixed) {
  MaybeLong distance = subtract(value, fixed);
  if (size <= 0 || !distance) return std::nullopt;
  return subtract(value, floor_modulo(*distance, size));
}
MaybeReal bin_at_real(double value, double size, double fixed) {
  if (!(size > 0)) return std::nullopt;
  return fixed + std::floor((value - fixed) / size) * size;
}

// Halves go away from zero, so that round(2.15, 1) is 2.2 as documented.
double round_real(double value, Long digits) {
  if (!std::isfinite(value) || digits > 300) return value;
  if (digits < -300) return 0;
  double scale = std::pow(10.0, static_cast<double>(digits < 0 ? -digits : digits));
  if (digits < 0) return std::round(value / scale) * scale;
  double scaled = value * scale;
  return std::isfinite(scaled) ? std::round(scaled) / scale : value;
}
MaybeLong round_long(Long value, Long digits) {
  if (digits >= 0) return value;
  if (digits < -19) return 0;
  if (digits == -19) return std::nullopt;
  Long scale = 1;
  for (Long i = digits; i < 0; ++i) {
    if (scale > std::numeric_limits<Long>::max() / 10) return 0;
    scale *= 10;
  }
  Long rest = value % scale;
  Long down = value - rest;
  if (rest >= scale - scale / 2) return add(down, scale);
  if (rest <= scale / 2 - scale) return subtract(down, scale);
  return down;
}

MaybeReal square_root(double value) {
  return value < 0 ? std::nullopt : MaybeReal(std::sqrt(value));
}
MaybeReal logarithm(double value) {
  return value < 0 ? std::nullopt : MaybeReal(std::log(value));
}
MaybeReal logarithm2(double value) {
  return value < 0 ? std::nullopt : MaybeReal(std::log2(value));
}
MaybeReal logarithm10(double value) {
  return value < 0 ? std::nullopt : MaybeReal(std::log10(value));
}
MaybeReal arc_sine(double value) {
  return std::fabs(value) > 1 ? std::nullopt : MaybeReal(std::asin(value));
}
MaybeReal arc_cosine(double value) {
  return std::fabs(value) > 1 ? std::nullopt : MaybeReal(std::acos(value));
}
double exponential(double value) {
  return std::exp(value);
}
double exponential2(double value) {
  return std::exp2(value);
}
double exponential10(double value) {
  return std::pow(10.0, value);
}
double sine(double value) {
  return std::sin(value);
}
double cosine(double value) {
  return std::cos(value);
}
double tangent(double value) {
  return std::tan(value);
}
double cotangent(double value) {
  return 1 / std::tan(value);
}
double arc_tangent(double value) {
  return std::atan(value);
}
double arc_tangent2(double y, double x) {
  return std::atan2(y, x);
}
double power(double base, double exponent) {
  return std::pow(base, exponent);
}
double degrees(double radians) {
  return radians * 180 / std::numbers::pi;
}
double radians(double degrees_) {
  return degrees_ * std::numbers::pi / 180;
}
double gamma_function(double value) {
  return std::tgamma(value);
}
double log_gamma(double value) {
  int sign = 0;
  return ::lgamma_r(value, &sign);  // std::lgamma writes a global, and several threads call this
}
double error_function(double value) {
  return std::erf(value);
}
double error_function_complement(double value) {
  return std::erfc(value);
}

Long binary_and(Long left, Long right) {
  return left & right;
}
Long binary_or(Long left, Long right) {
  return left | right;
}
Long binary_xor(Long left, Long right) {
  return left ^ right;
}
Long binary_not(Long value) {
  return ~value;
}
Long shift_left(Long value, Long count) {
  return static_cast<Long>(static_cast<std::uint64_t>(value) << (static_cast<std::uint64_t>(count) % 64));
}
// Null for a negative value, as documented.
MaybeLong shift_right(Long value, Long count) {
  if (value < 0) return std::nullopt;
  return value >> (static_cast<std::uint64_t>(count) % 64);
}
Long bit_count(Long value) {
  return std::popcount(static_cast<std::uint64_t>(value));
}

void add_real_kernels(ScalarFunctions& table) {
  table.add<&around>("hb_around");
  table.add<&format_bytes>("hb_format_bytes");
  table.add<&around_real>("hb_around");
  table.add<&square_root>("hb_sqrt");
  table.add<&logarithm>("hb_log");
  table.add<&logarithm2>("hb_log2");
  table.add<&logarithm10>("hb_log10");
  table.add<&arc_sine>("hb_asin");
  table.add<&arc_cosine>("hb_acos");
  table.add<&exponential>("hb_exp");
  table.add<&exponential2>("hb_exp2");
  table.add<&exponential10>("hb_exp10");
  table.add<&sine>("hb_sin");
  table.add<&cosine>("hb_cos");
  table.add<&tangent>("hb_tan");
  table.add<&cotangent>("hb_cot");
  table.add<&arc_tangent>("hb_atan");
  table.add<&arc_tangent2>("hb_atan2");
  table.add<&power>("hb_pow");
  table.add<&degrees>("hb_degrees");
  table.add<&radians>("hb_radians");
  table.add<&gamma_function>("hb_gamma");
  table.add<&log_gamma>("hb_loggamma");
  table.add<&error_function>("hb_erf");
  table.add<&error_function_complement>("hb_erfc");
}

}  // namespace

void add_number_functions(ScalarFunctions& table) {
  add_real_kernels(table);
  table.add<&add>("hb_add");
  table.add<&subtract>("hb_subtract");
  table.add<&multiply>("hb_multiply");
  table.add<&divide>("hb_divide");
  table.add<&modulo>("hb_modulo");
  table.add<&real_modulo>("hb_real_modulo");
  table.add<&absolute>("hb_abs");
  table.add<&real_to_ticks>("hb_real_to_ticks");
  table.add<&valid_datetime>("hb_datetime_in_range");
  table.add<&bin>("hb_bin");
  table.add<&bin_real>("hb_bin");
  table.add<&bin_at>("hb_bin_at");
  table.add<&bin_at_real>("hb_bin_at");
  table.add<&round_real>("hb_round");
  table.add<&round_long>("hb_round");
  table.add<&binary_and>("hb_binary_and");
  table.add<&binary_or>("hb_binary_or");
  table.add<&binary_xor>("hb_binary_xor");
  table.add<&binary_not>("hb_binary_not");
  table.add<&shift_left>("hb_binary_shift_left");
  table.add<&shift_right>("hb_binary_shift_right");
  table.add<&bit_count>("hb_bit_count");
}

}  // namespace huntbook::engine::duckdb
