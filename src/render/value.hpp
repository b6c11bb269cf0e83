// Values as text: what a result shows, the same in every output (surface.md, "Command line").
#pragma once

#include <cstdint>
#include <string>

#include "base/column.hpp"

namespace huntbook::render {

// How many digits a real has: all that it takes to read the same value back, or twelve significant ones, which do not
// depend on the order of a sum.
enum class RealDigits { RoundTrip, Twelve };

// 1.5, 1e+20, NaN, Infinity, -Infinity.
std::string format_real(double value, RealDigits digits = RealDigits::RoundTrip);

// One value as text: bool as true/false, datetime as ISO 8601 with Z and up to seven fractional digits, timespan as
// [-][d.]hh:mm:ss[.fffffff], dynamic as its JSON text, null as nothing. Not escaped.
std::string format_value(const Column& column, std::size_t row, RealDigits digits = RealDigits::RoundTrip);
void append_value(const Column& column, std::size_t row, RealDigits digits, std::string& out);

// One value as JSON: numbers and bools as such, NaN and infinities as strings, null as null, dynamic as the JSON that
// it holds, all else as strings. On one line.
void append_json_value(const Column& column, std::size_t row, RealDigits digits, std::string& out);

// "22,979": digits in groups of three.
std::string group_digits(std::uint64_t value);

// Types whose values are compared by their digits, so columns of them are aligned to the right.
bool is_number(ScalarType type);

}  // namespace huntbook::render
