// Records of JSON: an object a line, or objects behind one another or in an array, over as many lines as they like.
#pragma once

#include "ingest/external/delimited_records.hpp"

namespace huntbook::ingest {

// `head`: the first bytes of the text, which are still to be read.
Result<void> read_json(const ExternalText& text, std::string_view head, TextRows& rows);

}  // namespace huntbook::ingest
