// Kernels of convert() (kql/functions/convert.cpp): KQL's text forms of values, and back.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/duckdb/scalar_function.hpp"

namespace huntbook::engine::duckdb {

bool real_to_string(TextResult& out, double value);
// Digits without the zeros that the engine's scale adds.
bool decimal_to_string(TextResult& out, std::string_view digits);
// With all seven digits of the fraction, as Kusto's tostring() gives it.
bool datetime_to_string(TextResult& out, std::int64_t ticks);
bool timespan_to_string(TextResult& out, std::int64_t ticks);
// A JSON string without its quotes and escapes, any other value as its JSON text; empty for null.
bool dynamic_to_string(TextResult& out, std::string_view json);

bool real_to_dynamic(JsonResult& out, double value);
bool string_to_dynamic(JsonResult& out, std::string_view text);

std::optional<bool> string_to_bool(std::string_view text);
std::optional<std::int64_t> string_to_long(std::string_view text);
std::optional<double> string_to_real(std::string_view text);
std::optional<std::int64_t> string_to_datetime(std::string_view text);
std::optional<std::int64_t> string_to_timespan(std::string_view text);
// [-]digits[.digits] or with an exponent, ready for the engine's cast.
bool string_to_decimal(JsonResult& out, std::string_view text);
// Canonical text of a guid: the first 32 hexadecimal digits; hyphens between them are skipped, what follows is ignored
// (Kusto docs, "toguid()").
bool string_to_guid(JsonResult& out, std::string_view text);

std::optional<bool> dynamic_to_bool(std::string_view json);
std::optional<std::int64_t> dynamic_to_long(std::string_view json);
std::optional<double> dynamic_to_real(std::string_view json);

}  // namespace huntbook::engine::duckdb
