// Reads single values out of text, with exactly the spellings that log exports use.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "base/written_time.hpp"

namespace huntbook::ingest {

// true/false in any case.
std::optional<bool> read_bool(std::string_view text);
// A decimal integer as it is normally written: no leading zeros or plus sign, since those mark identifiers.
std::optional<std::int64_t> read_long(std::string_view text);
// A decimal number with digits before the point; no leading zeros, infinities or hexadecimal forms.
std::optional<double> read_real(std::string_view text);

// ISO 8601: YYYY-MM-DD, optionally T or a blank and hh:mm[:ss[.fraction]], optionally Z or an offset. Digits of the
// fraction beyond 100 ns are cut off.
std::optional<WrittenTime> read_iso_datetime(std::string_view text);
// What a datetime column of a known table may hold besides: the other spellings of Kusto, and the portal's
// M/D/YYYY[,] h:mm[:ss[.fraction]] [AM|PM] or Mon D, YYYY in place of the numbers.
std::optional<WrittenTime> read_datetime(std::string_view text);

// 8-4-4-4-12 hexadecimal digits with or without braces; lower-case, hyphenated.
std::optional<std::string> read_guid(std::string_view text);

}  // namespace huntbook::ingest
