// Kernels of KQL's encodings and hashes: base64, hexadecimal digits, xxHash, MD5, SHA-1, SHA-256.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/duckdb/scalar_function.hpp"

namespace huntbook::engine::duckdb {

void append_base64(std::string& out, std::string_view bytes);
// Strict as .NET's decoder: padding is needed, ASCII blanks are skipped. Nothing where it is no base64.
std::optional<std::string> decode_base64(std::string_view text);

bool base64_encode(TextResult& out, std::string_view text);
// Empty where it is no base64 or no UTF-8 text.
bool base64_decode(TextResult& out, std::string_view base64);
// The bytes as numbers; null where it is no base64.
bool base64_decode_to_array(JsonResult& out, std::string_view base64);
// Of an array of numbers from 0 to 255; empty for anything else.
bool base64_encode_array(TextResult& out, std::string_view array);

// A guid's sixteen bytes as .NET orders them: the first three groups of its text have their least byte first.
bool base64_of_guid(TextResult& out, std::string_view guid);
bool guid_of_base64(JsonResult& out, std::string_view base64);

// Lower-case digits, at least `least` of them (16 at most); negative numbers in two's complement of their own width.
bool hex_of_long(TextResult& out, std::int64_t value, std::int64_t least);
bool hex_of_int(TextResult& out, std::int32_t value, std::int64_t least);

// XXH64 with seed 0 (xxHash specification, 0.1.1) of a text's UTF-8 or a number's bytes, least significant first.
std::int64_t xxhash_of_text(std::string_view text);
std::int64_t xxhash_of_long(std::int64_t value);
std::int64_t xxhash_of_int(std::int32_t value);
std::int64_t xxhash_of_real(double value);
std::int64_t xxhash_of_bool(bool value);
// A hash reduced to 0 .. divisor - 1, the hash taken as unsigned; null for a divisor below 1.
std::optional<std::int64_t> hash_modulo(std::int64_t hash, std::int64_t divisor);

// Hexadecimal digits of the digest.
bool md5_of(TextResult& out, std::string_view text);
bool sha1_of(TextResult& out, std::string_view text);
bool sha256_of(TextResult& out, std::string_view text);

}  // namespace huntbook::engine::duckdb
