#include "analysis/cluster/command_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.hpp"

namespace huntbook::cluster {

namespace {

constexpr char32_t replacement = 0xFFFD;

bool is_continuation(unsigned char byte) {
  return (byte & 0xC0U) == 0x80U;
}

// Decodes the code point at `position` (not ASCII) and moves past it; an invalid byte is passed singly.
char32_t next_wide(std::string_view text, std::size_t& position) {
  auto byte = [&](std::size_t offset) {
    return position + offset < text.size() ? static_cast<unsigned char>(text[position + offset]) : 0U;
  };
  const unsigned lead = byte(0);
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  char32_t point = length == 4 ? lead & 0x07U : length == 3 ? lead & 0x0FU : lead & 0x1FU;
  bool valid = lead >= 0xC2 && lead <= 0xF4;
  for (std::size_t i = 1; valid && i < length; ++i) {
    const unsigned next = byte(i);
    valid = is_continuation(static_cast<unsigned char>(next));
    point = (point << 6U) | (next & 0x3FU);
  }
  const char32_t smallest = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
  valid = valid && point >= smallest && point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
  position += valid ? length : 1;
  return valid ? point : replacement;
}

bool is_wide_space(char32_t point) {
  return point == 0x85 || point == 0xA0 || point == 0x1680 || (point >= 0x2000 && point <= 0x200A) || point == 0x2028 ||
         point == 0x2029 || point == 0x202F || point == 0x205F || point == 0x3000;
}

// For each ASCII byte the kind of delimiter, or 0 where it is none.
constexpr std::array<char, 128> make_kinds() {
  std::array<char, 128> kinds{};
  for (char kind : delimiter_kinds) kinds[static_cast<unsigned char>(kind)] = kind;
  for (std::size_t space = 9; space <= 13; ++space) kinds[space] = ' ';
  for (std::size_t separator = 0x1C; separator <= 0x1F; ++separator) kinds[separator] = ' ';
  return kinds;
}
constexpr std::array<char, 128> kinds_of_ascii = make_kinds();

// Calls visit(kind, bytes) for each delimiter.
template <class Visit>
void for_each_delimiter(std::string_view text, Visit visit) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      const char kind = kinds_of_ascii[byte];
      if (kind != 0) visit(kind, text.substr(i, 1));
      ++i;
      continue;
    }
    const std::size_t begin = i;
    if (is_wide_space(next_wide(text, i))) visit(' ', text.substr(begin, i - begin));
  }
}

constexpr std::array<std::uint32_t, 256> make_crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1U) ^ ((value & 1U) != 0 ? 0xEDB88320U : 0U);
    table[i] = value;
  }
  return table;
}
constexpr std::array<std::uint32_t, 256> crc_table = make_crc_table();

}  // namespace

std::size_t code_point_count(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++count) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      ++i;
    } else {
      next_wide(text, i);
    }
  }
  return count;
}

std::uint64_t code_point_sum(std::string_view text) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      sum += byte;
      ++i;
    } else {
      sum += next_wide(text, i);
    }
  }
  return sum;
}

std::size_t delimiter_count(std::string_view text) {
  std::size_t count = 0;
  for_each_delimiter(text, [&](char, std::string_view) { ++count; });
  return count;
}

void append_delimiters(std::string_view text, std::string& out) {
  for_each_delimiter(text, [&](char, std::string_view bytes) { out.append(bytes); });
}

void append_structure(std::string_view text, std::string& out) {
  for_each_delimiter(text, [&](char kind, std::string_view) { out.push_back(kind); });
}

std::size_t token_count(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
}

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t value = 0xFFFFFFFFU;
  for (char byte : bytes) value = (value >> 8U) ^ crc_table[(value ^ static_cast<unsigned char>(byte)) & 0xFFU];
  return value ^ 0xFFFFFFFFU;
}

void append_lower(std::string_view text, std::string& out) {
  for (char byte : text) out.push_back(ascii_lower(byte));
}

std::optional<std::int64_t> logon_id_of(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    text.remove_prefix(2);
    base = 16;
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

bool is_system_session(std::int64_t logon_id) {
  return logon_id == 0x3e7 || logon_id == -1 || logon_id == 0xFFFFFFFF;
}

}  // namespace huntbook::cluster
