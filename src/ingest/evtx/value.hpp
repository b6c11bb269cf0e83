// The values that a record fills into its template, as the text that Windows shows for them in an event's XML.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "ingest/evtx/layout.hpp"
#include "ingest/record/field.hpp"

namespace huntbook::ingest::evtx {

// Appends UTF-16, little-endian, as UTF-8; lone surrogates become U+FFFD, an odd last byte is dropped.
void append_utf16(std::string& out, std::string_view wide);

// Appends the text of one value (no array, no binary XML) and says what kind of field it makes: Null for null and for
// bytes that are too few for the type, Number, Bool, or Text. Texts end at their terminator.
FieldKind append_value(std::string& out, ValueType type, std::string_view bytes);

// The moment that a file time holds: nothing where bytes are missing, and for a number beyond the year 9999, which
// KQL's times end with.
std::optional<Ticks> read_file_time(std::string_view bytes);

// Takes the next element off the bytes of an array; empty `bytes`: there is none left.
std::string_view next_element(ValueType type, std::string_view& bytes);

}  // namespace huntbook::ingest::evtx
