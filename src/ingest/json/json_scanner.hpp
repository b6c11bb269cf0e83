// Finds records in JSON: one a line, or one value after another (an array's elements, pretty-printed objects).
#pragma once

#include <memory>

#include "ingest/record/block.hpp"

namespace huntbook::ingest {

// What the start of a file shows of its JSON.
struct JsonLayout {
  enum class Kind { Lines, Values, Numbered } kind = Kind::Lines;
  // Values: bytes before the first one, e.g. `{"value":[`.
  std::size_t prefix = 0;
};

// Looks at the first bytes of a file (`whole`: they are all of it); nothing when it does not begin like JSON records.
// Lines: the first line is a complete object. Values: an array, an object with an array under "value", "records",
// "Records" or "response" (as REST exports, Azure, CloudTrail and MISP write them) or "objects" (STIX), or an object
// over several lines. Numbered: a line `Record 1`, `Record 2`, ... before each object, as evtx_dump writes them.
std::optional<JsonLayout> json_layout(std::string_view head, bool whole);

// The separator of a layout; `layout.prefix` bytes are to be dropped before the first call.
std::unique_ptr<RecordScanner> json_scanner(const JsonLayout& layout);

}  // namespace huntbook::ingest
