// Arithmetic over decimals, given and returned as text with at most 12 digits after the point (docs/decisions: decimals
// are DECIMAL(38, 12)). What does not fit into 38 digits is null.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/duckdb/functions/register.hpp"

namespace huntbook::engine::duckdb {

namespace {

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 Unsigned128;
using Maybe = std::optional<Int128>;  // units of 10^-12

constexpr int fraction_digits = 12;
constexpr Int128 one_unit = 1'000'000'000'000;

Maybe parse(std::string_view text) {
  bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  Int128 value = 0;
  int after_point = -1;
  for (char c : text) {
    if (c == '.' && after_point < 0) {
      after_point = 0;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    if (after_point == fraction_digits) continue;
    if (after_point >= 0) ++after_point;
    if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, c - '0', &value))
      return std::nullopt;
  }
  for (int i = after_point < 0 ? 0 : after_point; i < fraction_digits; ++i)
    if (__builtin_mul_overflow(value, 10, &value)) return std::nullopt;
  return negative ? -value : value;
}

bool write(JsonResult& out, Maybe value) {
  if (!value) return false;
  Unsigned128 magnitude = *value < 0 ? 0 - static_cast<Unsigned128>(*value) : static_cast<Unsigned128>(*value);
  std::string digits;
  for (; magnitude != 0 || digits.size() <= fraction_digits; magnitude /= 10)
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(magnitude % 10)));
  digits.insert(digits.size() - fraction_digits, 1, '.');
  if (*value < 0) out.append("-");
  out.append(digits);
  return true;
}

Maybe plus(Int128 left, Int128 right) {
  Int128 result = 0;
  return __builtin_add_overflow(left, right, &result) ? std::nullopt : Maybe(result);
}
Maybe times(Int128 left, Int128 right) {
  // (a + b/u) * (c + d/u) over units u, so that only results that do not fit overflow.
  Int128 a = left / one_unit, b = left % one_unit, c = right / one_unit, d = right % one_unit;
  Int128 whole = 0, high = 0, low = 0, sum = 0;
  if (__builtin_mul_overflow(a, c, &whole) || __builtin_mul_overflow(whole, one_unit, &whole) ||
      __builtin_mul_overflow(a, d, &high) || __builtin_mul_overflow(b, c, &low) ||
      __builtin_add_overflow(whole, high, &sum) || __builtin_add_overflow(sum, low, &sum))
    return std::nullopt;
  return plus(sum, b * d / one_unit);
}
Maybe over(Int128 left, Int128 right) {
  if (right == 0) return std::nullopt;
  Int128 quotient = left / right;
  Int128 rest = left % right;
  for (int i = 0; i < fraction_digits; ++i) {
    if (__builtin_mul_overflow(quotient, 10, &quotient) || __builtin_mul_overflow(rest, 10, &rest) ||
        __builtin_add_overflow(quotient, rest / right, &quotient))
      return std::nullopt;
    rest %= right;
  }
  return quotient;
}
Maybe remainder(Int128 left, Int128 right) {
  if (right == 0) return std::nullopt;
  // Never negative, as of Kusto's other numbers.
  Int128 rest = left % right;
  return rest >= 0 ? rest : right < 0 ? rest - right : rest + right;
}

template <Maybe (*operation)(Int128, Int128)>
bool binary(JsonResult& out, std::string_view left, std::string_view right) {
  Maybe l = parse(left), r = parse(right);
  return l && r && write(out, operation(*l, *r));
}

Maybe minus(Int128 left, Int128 right) {
  Int128 result = 0;
  return __builtin_sub_overflow(left, right, &result) ? std::nullopt : Maybe(result);
}
Maybe bin(Int128 value, Int128 size) {
  if (size <= 0) return std::nullopt;
  Int128 rest = value % size;
  return minus(value, rest < 0 ? rest + size : rest);
}

bool round(JsonResult& out, std::string_view text, std::int64_t digits) {
  Maybe value = parse(text);
  if (!value) return false;
  if (digits >= fraction_digits) return write(out, value);
  if (digits < -26) return write(out, 0);
  Int128 scale = 1;
  for (std::int64_t i = digits; i < fraction_digits; ++i) scale *= 10;
  Int128 rest = *value % scale;
  Int128 down = *value - rest;
  if (rest >= scale / 2) return write(out, plus(down, scale));
  if (rest <= -(scale / 2)) return write(out, plus(down, -scale));
  return write(out, down);
}

}  // namespace

void add_decimal_functions(ScalarFunctions& table) {
  table.add<&binary<plus>>("hb_decimal_add");
  table.add<&binary<minus>>("hb_decimal_subtract");
  table.add<&binary<times>>("hb_decimal_multiply");
  table.add<&binary<over>>("hb_decimal_divide");
  table.add<&binary<remainder>>("hb_decimal_modulo");
  table.add<&binary<bin>>("hb_decimal_bin");
  table.add<&round>("hb_decimal_round");
}

}  // namespace huntbook::engine::duckdb
