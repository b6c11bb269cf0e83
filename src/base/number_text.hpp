// Numbers as KQL writes and reads them: the text forms that tostring(), tolong(), toreal() and dynamic values share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huntbook {

// Appends the shortest digits that read back as `value`: 1.0, 0.25, 1E+20, 1.5E-07, NaN, Infinity, -Infinity. A whole
// number keeps ".0", so that a real stays one when the text is read as JSON. Exponents from 1E+15 and below 1E-05 on.
void append_real(std::string& out, double value);

// Reads a whole text as an integer: blanks around it, sign, decimal digits or 0x and up to 16 hexadecimal ones. A
// fraction is cut off (Kusto docs, "toint()"). Nothing where it is no number or does not fit 64 bits.
std::optional<std::int64_t> parse_long(std::string_view text);

// Reads a whole text as a real: blanks around it, sign, digits, fraction, exponent, or nan, inf, infinity in any case.
std::optional<double> parse_real(std::string_view text);

// `text` without ASCII blanks at both ends.
std::string_view without_blanks(std::string_view text);

}  // namespace huntbook
