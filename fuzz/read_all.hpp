// Reads bytes as evidence of one format, to the end, with what every reader promises: each record is stored or
// rejected, and what is made of them stays in proportion.
#pragma once

#include <cstddef>
#include <cstdint>

#include "bytes.hpp"
#include "ingest/record/block.hpp"
#include "require.hpp"

namespace huntbook::fuzz {

// `most_made`: bytes of texts that a byte of the input may become, at most.
inline void read_all(ingest::BlockSource& blocks, ingest::RecordParser& parser, std::size_t most_made) {
  std::uint64_t number = 0;
  while (true) {
    const auto block = blocks.next();
    require(block.has_value());
    if (!*block) break;
    ingest::ParsedBlock parsed;
    parser.parse(**block, parsed);
    require(parsed.records.size() + parsed.rejected.size() == (*block)->records.size());
    for (const auto& record : (*block)->records) {
      require(record.begin + record.size <= (*block)->size);
      require(record.number > number);
      number = record.number;
    }
    std::size_t made = 0;
    for (const auto& text : parsed.made) made += text.size();
    require(made <= most_made * (*block)->size + 4'096 * ((*block)->records.size() + 1));
    for (const auto& entry : parsed.records) {
      for (const auto& field : parsed.record(entry)) require(!field.name.empty());
    }
  }
  (void)blocks.remarks();
}

}  // namespace huntbook::fuzz
