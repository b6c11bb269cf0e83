#include "engine/duckdb/functions/encoding.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string>

#include <openssl/evp.h>

#include "base/json_text.hpp"
#include "base/utf8.hpp"
#include "engine/duckdb/functions/json_read.hpp"
#include "engine/duckdb/functions/register.hpp"

namespace huntbook::engine::duckdb {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

unsigned byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

constexpr std::array<std::uint8_t, 256> base64_values = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(0xFF);
  for (std::size_t i = 0; i < base64_digits.size(); ++i)
    values[static_cast<unsigned char>(base64_digits[i])] = static_cast<std::uint8_t>(i);
  return values;
}();

constexpr std::uint64_t prime1 = 0x9E3779B185EBCA87ULL;
constexpr std::uint64_t prime2 = 0xC2B2AE3D27D4EB4FULL;
constexpr std::uint64_t prime3 = 0x165667B19E3779F9ULL;
constexpr std::uint64_t prime4 = 0x85EBCA77C2B2AE63ULL;
constexpr std::uint64_t prime5 = 0x27D4EB2F165667C5ULL;

template <class Word>
Word read_word(std::string_view bytes, std::size_t at) {
  Word word = 0;
  std::memcpy(&word, bytes.data() + at, sizeof word);
  return word;
}

std::uint64_t xxhash_round(std::uint64_t accumulator, std::uint64_t lane) {
  return std::rotl(accumulator + lane * prime2, 31) * prime1;
}

std::uint64_t xxhash64(std::string_view bytes) {
  std::size_t at = 0;
  std::uint64_t hash = prime5;
  if (bytes.size() >= 32) {
    std::uint64_t lanes[] = {prime1 + prime2, prime2, 0, 0 - prime1};
    for (; at + 32 <= bytes.size(); at += 32)
      for (std::size_t i = 0; i < 4; ++i)
        lanes[i] = xxhash_round(lanes[i], read_word<std::uint64_t>(bytes, at + 8 * i));
    hash = std::rotl(lanes[0], 1) + std::rotl(lanes[1], 7) + std::rotl(lanes[2], 12) + std::rotl(lanes[3], 18);
    for (std::uint64_t lane : lanes) hash = (hash ^ xxhash_round(0, lane)) * prime1 + prime4;
  }
  hash += bytes.size();
  for (; at + 8 <= bytes.size(); at += 8)
    hash = std::rotl(hash ^ xxhash_round(0, read_word<std::uint64_t>(bytes, at)), 27) * prime1 + prime4;
  if (at + 4 <= bytes.size()) {
    hash = std::rotl(hash ^ (read_word<std::uint32_t>(bytes, at) * prime1), 23) * prime2 + prime3;
    at += 4;
  }
  for (; at < bytes.size(); ++at) hash = std::rotl(hash ^ (byte_at(bytes, at) * prime5), 11) * prime1;
  hash = (hash ^ (hash >> 33)) * prime2;
  hash = (hash ^ (hash >> 29)) * prime3;
  return hash ^ (hash >> 32);
}

template <class Value>
std::int64_t xxhash_of_bytes(Value value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  return static_cast<std::int64_t>(xxhash64({bytes, sizeof value}));
}

bool append_hex(TextResult& out, std::uint64_t value, std::size_t least) {
  char digits[16];
  std::size_t first = 16;
  for (; value != 0; value >>= 4) digits[--first] = hex_digits[value & 15];
  while (first > 16 - least) digits[--first] = '0';
  out.append({digits + first, 16 - first});
  return true;
}

std::size_t wanted_digits(std::int64_t least) {
  return static_cast<std::size_t>(std::clamp<std::int64_t>(least, 1, 16));
}

bool digest_of(TextResult& out, std::string_view text, const EVP_MD* algorithm) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), digest, &size, algorithm, nullptr) != 1) return true;
  for (unsigned i = 0; i < size; ++i) {
    out.buffer() += hex_digits[digest[i] >> 4];
    out.buffer() += hex_digits[digest[i] & 15];
  }
  return true;
}

}  // namespace

void append_base64(std::string& out, std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    unsigned group = byte_at(bytes, at) << 16;
    if (count > 1) group |= byte_at(bytes, at + 1) << 8;
    if (count > 2) group |= byte_at(bytes, at + 2);
    for (std::size_t digit = 0; digit < 4; ++digit)
      out += digit <= count ? base64_digits[(group >> (18 - 6 * digit)) & 63] : '=';
  }
}

std::optional<std::string> decode_base64(std::string_view text) {
  std::string bytes;
  unsigned group = 0;
  std::size_t digits = 0;
  std::size_t padding = 0;
  for (char c : text) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if (c == '=') {
      ++padding;
      continue;
    }
    std::uint8_t value = base64_values[static_cast<unsigned char>(c)];
    if (value == 0xFF || padding > 0) return std::nullopt;
    group = (group << 6) | value;
    if (++digits % 4 != 0) continue;
    for (unsigned shift : {16U, 8U, 0U}) bytes += static_cast<char>((group >> shift) & 0xFF);
    group = 0;
  }
  std::size_t rest = digits % 4;
  if (rest == 1 || padding != (rest == 0 ? 0 : 4 - rest)) return std::nullopt;
  group <<= 6 * (4 - rest);
  if (rest > 1) bytes += static_cast<char>((group >> 16) & 0xFF);
  if (rest > 2) bytes += static_cast<char>((group >> 8) & 0xFF);
  return bytes;
}

bool base64_encode(TextResult& out, std::string_view text) {
  append_base64(out.buffer(), text);
  return true;
}

bool base64_decode(TextResult& out, std::string_view base64) {
  std::optional<std::string> bytes = decode_base64(base64);
  if (bytes && find_invalid_utf8(*bytes) == std::string::npos) out.assign(*bytes);
  return true;
}

bool base64_decode_to_array(JsonResult& out, std::string_view base64) {
  std::optional<std::string> bytes = decode_base64(base64);
  if (!bytes) return false;
  JsonWriter json(out.buffer());
  json.begin_array();
  for (char c : *bytes) json.integer(static_cast<unsigned char>(c));
  json.end_array();
  return true;
}

bool base64_encode_array(TextResult& out, std::string_view array) {
  auto document = parse_dynamic(array);
  simdjson::dom::array elements;
  if (!document || document->get(elements) != simdjson::SUCCESS) return true;
  std::string bytes;
  for (simdjson::dom::element element : elements) {
    std::int64_t value = 0;
    if (element.get(value) != simdjson::SUCCESS || value < 0 || value > 255) return true;
    bytes += static_cast<char>(value);
  }
  append_base64(out.buffer(), bytes);
  return true;
}

bool hex_of_long(TextResult& out, std::int64_t value, std::int64_t least) {
  return append_hex(out, static_cast<std::uint64_t>(value), wanted_digits(least));
}

bool hex_of_int(TextResult& out, std::int32_t value, std::int64_t least) {
  return append_hex(out, static_cast<std::uint32_t>(value), wanted_digits(least));
}

std::int64_t xxhash_of_text(std::string_view text) {
  return static_cast<std::int64_t>(xxhash64(text));
}
std::int64_t xxhash_of_long(std::int64_t value) {
  return xxhash_of_bytes(value);
}
std::int64_t xxhash_of_int(std::int32_t value) {
  return xxhash_of_bytes(value);
}
std::int64_t xxhash_of_real(double value) {
  return xxhash_of_bytes(value);
}
std::int64_t xxhash_of_bool(bool value) {
  return xxhash_of_bytes(static_cast<std::uint8_t>(value));
}

std::optional<std::int64_t> hash_modulo(std::int64_t hash, std::int64_t divisor) {
  if (divisor < 1) return std::nullopt;
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(hash) % static_cast<std::uint64_t>(divisor));
}

// Which byte of a guid's text, by pairs of digits, stands at each place of its bytes.
constexpr std::array<std::size_t, 16> guid_order = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};

bool base64_of_guid(TextResult& out, std::string_view guid) {
  std::string digits;
  for (char c : guid)
    if (c != '-') digits += c;
  if (digits.size() != 32) return true;
  std::string bytes;
  for (std::size_t place : guid_order) {
    std::size_t high = hex_digits.find(digits[2 * place]);
    std::size_t low = hex_digits.find(digits[2 * place + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return true;
    bytes += static_cast<char>(high << 4 | low);
  }
  append_base64(out.buffer(), bytes);
  return true;
}

bool guid_of_base64(JsonResult& out, std::string_view base64) {
  auto bytes = decode_base64(base64);
  if (!bytes || bytes->size() != guid_order.size()) return false;
  for (std::size_t i = 0; i < guid_order.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out.append("-");
    unsigned byte = byte_at(*bytes, guid_order[i]);
    out.buffer() += hex_digits[byte >> 4];
    out.buffer() += hex_digits[byte & 15];
  }
  return true;
}

bool md5_of(TextResult& out, std::string_view text) {
  return digest_of(out, text, EVP_md5());
}
bool sha1_of(TextResult& out, std::string_view text) {
  return digest_of(out, text, EVP_sha1());
}
bool sha256_of(TextResult& out, std::string_view text) {
  return digest_of(out, text, EVP_sha256());
}

void add_encoding_functions(ScalarFunctions& table) {
  table.add<&base64_encode>("hb_base64_encode");
  table.add<&base64_decode>("hb_base64_decode");
  table.add<&base64_decode_to_array>("hb_base64_decode_to_array");
  table.add<&base64_encode_array>("hb_base64_encode_array");
  table.add<&base64_of_guid>("hb_base64_of_guid");
  table.add<&guid_of_base64>("hb_guid_of_base64");
  table.add<&hex_of_long>("hb_hex");
  table.add<&hex_of_int>("hb_hex");
  table.add<&xxhash_of_text>("hb_xxhash64");
  table.add<&xxhash_of_long>("hb_xxhash64");
  table.add<&xxhash_of_int>("hb_xxhash64");
  table.add<&xxhash_of_real>("hb_xxhash64");
  table.add<&xxhash_of_bool>("hb_xxhash64");
  table.add<&hash_modulo>("hb_hash_modulo");
  table.add<&md5_of>("hb_md5");
  table.add<&sha1_of>("hb_sha1");
  table.add<&sha256_of>("hb_sha256");
}

}  // namespace huntbook::engine::duckdb
