// The reader of Windows event logs on any bytes, as a log whose leftovers are carved and as a file that chunks are
// carved out of: it must not crash, must account for every record that it saw, and keep what it makes in proportion to
// what it read.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "bytes.hpp"
#include "ingest/evtx/evtx_blocks.hpp"
#include "ingest/evtx/evtx_carver.hpp"
#include "ingest/evtx/evtx_parser.hpp"
#include "require.hpp"

using huntbook::fuzz::require;
namespace ingest = huntbook::ingest;

namespace {

void read(ingest::BlockSource& blocks) {
  const auto parser = ingest::evtx_parser();
  while (true) {
    const auto block = blocks.next();
    require(block.has_value());
    if (!*block) break;
    ingest::ParsedBlock parsed;
    parser->parse(**block, parsed);
    require(parsed.records.size() + parsed.rejected.size() == (*block)->records.size());
    std::size_t made = 0;
    for (const auto& text : parsed.made) made += text.size();
    require(made <= (((*block)->size >> 16) + 1) << 23);
    for (const auto& entry : parsed.records) {
      require(entry.layout != nullptr && entry.layout->fields.size() == entry.field_count);
      ingest::DecodedRecord decoded;
      decoded.decode({entry.layout, parsed.values_of(entry)});
      require(decoded.data_count() <= decoded.fields().size());
      for (const auto& field : decoded.fields()) require(field.name.size() <= (std::size_t{1} << 20));
    }
  }
  (void)blocks.remarks();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  huntbook::fuzz::Bytes log(input);
  read(*ingest::evtx_blocks(log, std::size_t{1} << 20, true));
  huntbook::fuzz::Bytes image(input);
  read(*ingest::evtx_carver(image));
  return 0;
}
