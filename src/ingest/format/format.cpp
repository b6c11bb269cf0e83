#include "ingest/format/format.hpp"

#include <algorithm>
#include <utility>

#include "base/ascii.hpp"

namespace huntbook::ingest {

std::function<std::unique_ptr<BlockSource>(ByteSource&, const BlockSizes&)> scanned_blocks(
    std::function<std::unique_ptr<RecordScanner>()> scanner, std::size_t prefix, std::uint64_t prefix_lines) {
  return [scanner = std::move(scanner), prefix, prefix_lines](ByteSource& source, const BlockSizes& sizes) {
    return std::make_unique<BlockReader>(source, scanner(), prefix, prefix_lines, sizes);
  };
}

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> endings) {
  std::string lower = ascii_lower(name);
  if (lower.ends_with(".gz")) lower.resize(lower.size() - 3);
  return std::ranges::any_of(endings, [&lower](std::string_view ending) { return lower.ends_with(ending); });
}

}  // namespace huntbook::ingest
