#include "ingest/record/block.hpp"

#include <utility>

#include "ingest/record/utf8.hpp"

namespace huntbook::ingest {

Rejection reject_record(const Block& block, const RawRecord& record, std::string reason) {
  return {block.offset + record.begin, record.line, std::move(reason), visible_head(block.text(record))};
}

}  // namespace huntbook::ingest
