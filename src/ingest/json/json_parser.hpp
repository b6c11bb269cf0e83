// Parses JSON objects into fields: one field per member, nested values as validated JSON text.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "ingest/record/block.hpp"

namespace huntbook::ingest {

// Rejects what is no JSON object (RFC 8259) or nested deeper than max_json_depth. Bytes that are no UTF-8, and escapes
// of lone surrogates, become U+FFFD and are counted.
std::unique_ptr<RecordParser> json_parser();

// Appends the members of one object to `out.fields`; what is wrong with the text, or nothing. `repaired` is set when an
// escape became U+FFFD.
std::string read_json_object(std::string_view text, ParsedBlock& out, bool& repaired);
// The same for the elements of one array, as fields without names.
std::string read_json_array(std::string_view text, ParsedBlock& out, bool& repaired);

}  // namespace huntbook::ingest
