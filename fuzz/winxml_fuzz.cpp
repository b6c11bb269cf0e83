// The reader of Windows events as XML on any text, whole and in small blocks: it must not crash, must account for every
// record that it saw, and read the same whatever the blocks are.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "bytes.hpp"
#include "ingest/format/block_reader.hpp"
#include "ingest/winxml/event_document.hpp"
#include "ingest/winxml/event_scanner.hpp"
#include "ingest/winxml/winxml_parser.hpp"
#include "require.hpp"

using huntbook::fuzz::require;
namespace ingest = huntbook::ingest;

namespace {

// What is read, as one text.
std::string read(std::string_view text, std::size_t block_bytes) {
  huntbook::fuzz::Bytes bytes(text);
  ingest::BlockReader blocks(bytes, ingest::event_scanner(), 0, 0, {block_bytes, std::size_t{1} << 20});
  const auto parser = ingest::winxml_parser();
  std::string all;
  while (true) {
    const auto block = blocks.next();
    require(block.has_value());
    if (!*block) return all;
    ingest::ParsedBlock parsed;
    parser->parse(**block, parsed);
    require(parsed.records.size() + parsed.rejected.size() == (*block)->records.size());
    for (const auto& entry : parsed.records) {
      require(entry.data_count <= entry.field_count);
      for (const auto& field : parsed.record(entry)) {
        (all += field.name) += '=';
        (all += field.text) += '\n';
      }
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  require(read(text, std::size_t{1} << 20) == read(text, 19));
  (void)ingest::event_data_object(text);
  return 0;
}
