// Takes JSON text apart without building a tree: the elements of an array and the members of an object as slices of
// the text. Dynamic values are JSON text, and functions over them mostly move whole elements about.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace huntbook::engine::duckdb {

enum class JsonKind : std::uint8_t { Null, Bool, Integer, Real, String, Array, Object, Bad };

// What a value is, by its first characters; the rest is not looked at, but for numbers (Integer: fits 64 bits, no point
// or exponent).
JsonKind json_kind(std::string_view value);

struct JsonMember {
  std::string_view key;  // as in the text, with quotes and escapes
  std::string_view value;
};

// Elements of an array, members of an object; nothing where the text is none or is not JSON at this level. Linear in
// the text, nesting of any depth costs no stack.
std::optional<std::vector<std::string_view>> json_elements(std::string_view array);
std::optional<std::vector<JsonMember>> json_members(std::string_view object);

// The array of elements that are JSON text already; what json_elements takes apart.
void append_json_array(std::string& out, std::span<const std::string_view> elements);

// The text that a JSON string (with its quotes) stands for.
std::string json_unescaped(std::string_view quoted);
// Whether the JSON string `quoted` stands for `text`.
bool json_string_is(std::string_view quoted, std::string_view text);
// A number as 64 bits or a double; nothing for other values and for integers that do not fit.
std::optional<std::int64_t> json_integer(std::string_view value);
std::optional<double> json_number(std::string_view value);

// Below, at or above zero as `left` is less, equal or greater, both being numbers; exact for integers.
std::optional<int> compare_json_numbers(std::string_view left, std::string_view right);
// Whether two values are the same: numbers by value, objects whatever the order of their members.
bool json_equal(std::string_view left, std::string_view right);

}  // namespace huntbook::engine::duckdb
