#include "ingest/archive/compression.hpp"

#include "ingest/archive/filter_source.hpp"
#include "ingest/archive/gzip_source.hpp"

namespace huntbook::ingest {

std::string_view compression_kind(std::string_view head) {
  using namespace std::string_view_literals;
  if (is_gzip(head)) return "gzip";
  // A digit for the size of blocks, then the magic of the first one, or of the end of an empty file.
  if (head.size() >= 10 && head.starts_with("BZh") && head[3] >= '1' && head[3] <= '9' &&
      (head.substr(4, 6) == "\x31\x41\x59\x26\x53\x59"sv || head.substr(4, 6) == "\x17\x72\x45\x38\x50\x90"sv))
    return "bzip2";
  if (head.starts_with("\xFD"
                       "7zXZ\0"sv))
    return "xz";
  if (head.starts_with("\x28\xB5\x2F\xFD"sv)) return "zstd";
  return {};
}

std::unique_ptr<ByteSource> decompressed(std::string_view kind, ByteSource& from, UnpackBudget& budget) {
  return kind == "gzip" ? gzip_source(from, budget) : filter_source(kind, from, budget);
}

}  // namespace huntbook::ingest
