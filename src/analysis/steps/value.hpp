// One value of a row or of a state, in the physical form of its type (base/column.hpp).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/column.hpp"

namespace huntbook::steps {

struct Value {
  bool null = true;
  std::int64_t integer = 0;  // bool, int, long, datetime, timespan
  double real = 0;
  std::string text;  // string, dynamic, decimal, guid

  static Value of(bool flag) { return {false, flag ? 1 : 0, 0, {}}; }
  static Value of(std::int64_t number) { return {false, number, 0, {}}; }
  static Value of(double number) { return {false, 0, number, {}}; }
  static Value of(std::string text) { return {false, 0, 0, std::move(text)}; }
};

// What a value of the type is where there is none: null, or the empty text of a string.
Value nothing(ScalarType type);
void read_value(const Column& column, std::size_t row, Value& into);
void push_value(Column& column, const Value& value);

}  // namespace huntbook::steps
