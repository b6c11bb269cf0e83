// Kernels of gzip_compress_to_base64_string() and its relatives (Kusto docs): compressed texts in base64.
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include <zlib.h>

#include "engine/duckdb/functions/encoding.hpp"
#include "engine/duckdb/functions/register.hpp"
#include "engine/duckdb/text.hpp"

namespace huntbook::engine::duckdb {
namespace {

constexpr int zlib_window = 15;
constexpr int gzip_window = zlib_window + 16;

// A small text may hold gigabytes; what is larger than this counts as none.
constexpr std::size_t most_decompressed = 64 << 20;

Bytef* input_of(std::string_view text) {
  return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));  // zlib reads only
}

std::optional<std::string> compressed(std::string_view text, int window) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    return std::nullopt;
  std::string bytes(deflateBound(&stream, text.size()), '\0');
  stream.next_in = input_of(text);
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(bytes.size());
  int result = deflate(&stream, Z_FINISH);
  bytes.resize(stream.total_out);
  deflateEnd(&stream);
  return result == Z_STREAM_END ? std::optional(std::move(bytes)) : std::nullopt;
}

std::optional<std::string> decompressed(std::string_view bytes, int window) {
  z_stream stream{};
  if (inflateInit2(&stream, window) != Z_OK) return std::nullopt;
  stream.next_in = input_of(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string text;
  std::array<char, 16384> piece;
  int result = Z_OK;
  while (result == Z_OK && text.size() <= most_decompressed) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    result = inflate(&stream, Z_NO_FLUSH);
    text.append(piece.data(), piece.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  return result == Z_STREAM_END && text.size() <= most_decompressed ? std::optional(std::move(text)) : std::nullopt;
}

template <int window>
bool compress_text(TextResult& out, std::string_view text) {
  if (auto bytes = compressed(text, window)) append_base64(out.buffer(), *bytes);
  return true;
}

template <int window>
bool decompress_text(TextResult& out, std::string_view base64) {
  auto bytes = decode_base64(base64);
  auto text = bytes ? decompressed(*bytes, window) : std::nullopt;
  if (text && is_valid_utf8(*text)) out.assign(*text);
  return true;
}

}  // namespace

void add_compress_functions(ScalarFunctions& table) {
  table.add<&compress_text<zlib_window>>("hb_zlib_compress");
  table.add<&compress_text<gzip_window>>("hb_gzip_compress");
  table.add<&decompress_text<zlib_window>>("hb_zlib_decompress");
  table.add<&decompress_text<gzip_window>>("hb_gzip_decompress");
}

}  // namespace huntbook::engine::duckdb
