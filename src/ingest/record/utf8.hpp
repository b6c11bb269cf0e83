// Text that should be UTF-8 and may not be.
#pragma once

#include <string>
#include <string_view>

namespace huntbook::ingest {

// Copies `text`, with U+FFFD for every maximal part that is no UTF-8 (Unicode Standard, section 3.9, "U+FFFD
// Substitution of Maximal Subparts").
std::string repaired_utf8(std::string_view text);

// The first bytes of a record for the ledger: at most 200, with control characters and bytes that are no UTF-8 as \xNN.
std::string visible_head(std::string_view bytes);

}  // namespace huntbook::ingest
