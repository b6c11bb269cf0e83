// Entries of a journal export as records with the journal's own fields.
#pragma once

#include <memory>
#include <string_view>

#include "ingest/record/block.hpp"

namespace huntbook::ingest {

// How the parser calls what it gives, in ParsedBlock::source.
inline constexpr std::string_view journal_source_name = "journal";

std::unique_ptr<RecordParser> journal_parser();

}  // namespace huntbook::ingest
