// Reading and asking dynamic values: parse_json, comparison, arithmetic, type names.
#include <optional>
#include <string>
#include <string_view>

#include <simdjson.h>

#include "base/json_text.hpp"
#include "engine/duckdb/functions/register.hpp"
#include "engine/duckdb/json_slices.hpp"

namespace huntbook::engine::duckdb {

namespace {

using MaybeText = std::optional<std::string_view>;

// simdjson bounds the depth of what it reads (1,024), and so of this recursion.
void write_value(JsonWriter& writer, simdjson::dom::element value) {
  switch (value.type()) {
    case simdjson::dom::element_type::ARRAY:
      writer.begin_array();
      for (simdjson::dom::element element : simdjson::dom::array(value)) write_value(writer, element);
      writer.end_array();
      break;
    case simdjson::dom::element_type::OBJECT:
      writer.begin_object();
      for (auto [key, member] : simdjson::dom::object(value)) {
        writer.key(key);
        write_value(writer, member);
      }
      writer.end_object();
      break;
    case simdjson::dom::element_type::INT64:
      writer.integer(value.get_int64().value_unsafe());
      break;
    case simdjson::dom::element_type::UINT64:
      writer.raw(std::to_string(value.get_uint64().value_unsafe()));
      break;
    case simdjson::dom::element_type::DOUBLE:
      writer.real(value.get_double().value_unsafe());
      break;
    case simdjson::dom::element_type::STRING:
      writer.string(value.get_string().value_unsafe());
      break;
    case simdjson::dom::element_type::BOOL:
      writer.boolean(value.get_bool().value_unsafe());
      break;
    case simdjson::dom::element_type::NULL_VALUE:
      writer.null();
      break;
  }
}

// Text that is JSON becomes its value, any other text a string; nothing and the JSON null become null.
bool parse_json(JsonResult& out, std::string_view text) {
  thread_local simdjson::dom::parser parser;
  if (text.empty()) return false;
  simdjson::dom::element value;
  if (parser.parse(text.data(), text.size()).get(value) != simdjson::SUCCESS) {
    append_json_string(out.buffer(), text);
    return true;
  }
  if (value.is_null()) return false;
  JsonWriter writer(out.buffer());
  write_value(writer, value);
  return true;
}

bool quoted(TextResult& out, std::string_view text) {
  append_json_string(out.buffer(), text);
  return true;
}

std::optional<std::int32_t> compare_with_long(std::string_view value, std::int64_t number) {
  if (auto integer = json_integer(value)) return *integer < number ? -1 : *integer > number ? 1 : 0;
  auto real = json_number(value);
  if (!real) return std::nullopt;
  auto other = static_cast<double>(number);
  return *real < other ? -1 : *real > other ? 1 : 0;
}
std::optional<std::int32_t> compare_with_real(std::string_view value, double number) {
  auto real = json_number(value);
  if (!real || number != number) return std::nullopt;
  return *real < number ? -1 : *real > number ? 1 : 0;
}
std::optional<std::int32_t> compare_values(std::string_view left, std::string_view right) {
  return compare_json_numbers(left, right);
}

// Null for two nulls, false for one, as equality has it.
std::optional<bool> equal_values(MaybeText left, MaybeText right) {
  if (!left && !right) return std::nullopt;
  if (!left || !right) return false;
  return json_equal(*left, *right);
}

enum class Arithmetic { Add, Subtract, Multiply, Divide, Modulo };

template <Arithmetic op>
std::optional<std::int64_t> on_integers(std::int64_t left, std::int64_t right) {
  std::int64_t result = 0;
  bool overflow = false;
  if constexpr (op == Arithmetic::Add) overflow = __builtin_add_overflow(left, right, &result);
  if constexpr (op == Arithmetic::Subtract) overflow = __builtin_sub_overflow(left, right, &result);
  if constexpr (op == Arithmetic::Multiply) overflow = __builtin_mul_overflow(left, right, &result);
  if constexpr (op == Arithmetic::Divide || op == Arithmetic::Modulo) {
    if (right == 0) return std::nullopt;
    if (right == -1)
      overflow = op == Arithmetic::Divide && __builtin_sub_overflow(std::int64_t{0}, left, &result);
    else
      result = op == Arithmetic::Divide ? left / right : left % right;
    // Kusto's remainder is never negative.
    if (op == Arithmetic::Modulo && result < 0) result = right < 0 ? result - right : result + right;
  }
  return overflow ? std::nullopt : std::optional(result);
}

template <Arithmetic op>
double on_reals(double left, double right) {
  switch (op) {
    case Arithmetic::Add:
      return left + right;
    case Arithmetic::Subtract:
      return left - right;
    case Arithmetic::Multiply:
      return left * right;
    case Arithmetic::Divide:
      return left / right;
    case Arithmetic::Modulo: {
      double rest = __builtin_fmod(left, right);
      return rest < 0 ? rest + __builtin_fabs(right) : rest;
    }
  }
  return 0;
}

// Numbers only: anything else gives null.
template <Arithmetic op>
bool compute(JsonResult& out, std::string_view left, std::string_view right) {
  auto l = json_integer(left);
  auto r = json_integer(right);
  if (l && r) {
    auto result = on_integers<op>(*l, *r);
    if (result) out.assign(std::to_string(*result));
    return result.has_value();
  }
  auto x = json_number(left);
  auto y = json_number(right);
  if (!x || !y) return false;
  append_json_real(out.buffer(), on_reals<op>(*x, *y));
  return true;
}

// The names that gettype() has for what a dynamic value holds.
bool type_of(TextResult& out, MaybeText value) {
  JsonKind kind = value ? json_kind(*value) : JsonKind::Null;
  switch (kind) {
    case JsonKind::Null:
    case JsonKind::Bad:
      out.assign("null");
      break;
    case JsonKind::Bool:
      out.assign("bool");
      break;
    case JsonKind::Integer: {
      auto number = json_integer(*value);
      bool narrow = number && *number >= INT32_MIN && *number <= INT32_MAX;
      out.assign(narrow ? "int" : "long");
      break;
    }
    case JsonKind::Real:
      out.assign("real");
      break;
    case JsonKind::String:
      out.assign("string");
      break;
    case JsonKind::Array:
      out.assign("array");
      break;
    case JsonKind::Object:
      out.assign("dictionary");
      break;
  }
  return true;
}

}  // namespace

void add_dynamic_functions(ScalarFunctions& table) {
  table.add<&parse_json>("hb_parse_json");
  table.add<&quoted>("hb_json_string");
  table.add<&compare_with_long>("hb_dynamic_compare");
  table.add<&compare_with_real>("hb_dynamic_compare");
  table.add<&compare_values>("hb_dynamic_compare");
  table.add<&equal_values>("hb_dynamic_equals");
  table.add<&compute<Arithmetic::Add>>("hb_dynamic_add");
  table.add<&compute<Arithmetic::Subtract>>("hb_dynamic_subtract");
  table.add<&compute<Arithmetic::Multiply>>("hb_dynamic_multiply");
  table.add<&compute<Arithmetic::Divide>>("hb_dynamic_divide");
  table.add<&compute<Arithmetic::Modulo>>("hb_dynamic_modulo");
  table.add<&type_of>("hb_dynamic_type");
}

}  // namespace huntbook::engine::duckdb
