// The reader of Windows event logs on any bytes: it must not crash, must account for every record that it saw, and keep
// what it makes in proportion to what it read.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "ingest/evtx/evtx_blocks.hpp"
#include "ingest/evtx/evtx_parser.hpp"
#include "require.hpp"

namespace {

class Bytes final : public huntbook::ingest::ByteSource {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}
  huntbook::Result<std::size_t> read(char* to, std::size_t size) override {
    const std::size_t count = std::min(size, bytes_.size());
    bytes_.copy(to, count);
    bytes_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view bytes_;
};

}  // namespace

using huntbook::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace ingest = huntbook::ingest;
  Bytes bytes({reinterpret_cast<const char*>(data), size});
  const auto blocks = ingest::evtx_blocks(bytes, std::size_t{1} << 20);
  const auto parser = ingest::evtx_parser();
  while (true) {
    const auto block = blocks->next();
    require(block.has_value());
    if (!*block) break;
    ingest::ParsedBlock parsed;
    parser->parse(**block, parsed);
    require(parsed.records.size() + parsed.rejected.size() == (*block)->records.size());
    std::size_t made = 0;
    for (const auto& text : parsed.made) made += text.size();
    require(made <= (((*block)->size >> 16) + 1) << 23);
    for (const auto& entry : parsed.records) {
      require(entry.data_count <= entry.field_count);
      for (const auto& field : parsed.record(entry)) require(field.name.size() <= (std::size_t{1} << 20));
    }
  }
  (void)blocks->remarks();
  return 0;
}
