// The reader of journal exports on any bytes.
#include "ingest/format/block_reader.hpp"
#include "ingest/journald/journal_parser.hpp"
#include "ingest/journald/journal_scanner.hpp"
#include "read_all.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  huntbook::fuzz::Bytes bytes({reinterpret_cast<const char*>(data), size});
  huntbook::ingest::BlockSizes sizes;
  sizes.block = 256;
  huntbook::ingest::BlockReader blocks(bytes, huntbook::ingest::journal_scanner(), 0, 0, sizes);
  const auto parser = huntbook::ingest::journal_parser();
  huntbook::fuzz::read_all(blocks, *parser, 4);
  return 0;
}
