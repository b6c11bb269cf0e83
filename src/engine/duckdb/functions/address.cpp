#include "engine/duckdb/functions/address.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/ascii.hpp"

namespace huntbook::engine::duckdb {
namespace {

// Up to `most` digits at the front of `text`, taken off it.
std::optional<int> take_number(std::string_view& text, std::size_t most) {
  std::size_t count = 0;
  int value = 0;
  while (count < text.size() && is_digit(text[count])) {
    if (count == most) return std::nullopt;
    value = value * 10 + (text[count++] - '0');
  }
  if (count == 0) return std::nullopt;
  text.remove_prefix(count);
  return value;
}

std::optional<std::uint32_t> take_ipv4(std::string_view& text) {
  std::uint32_t address = 0;
  for (int part = 0; part < 4; ++part) {
    if (part > 0) {
      if (!text.starts_with('.')) return std::nullopt;
      text.remove_prefix(1);
    }
    std::optional<int> number = take_number(text, 3);
    if (!number || *number > 255) return std::nullopt;
    address = (address << 8) | static_cast<std::uint32_t>(*number);
  }
  return address;
}

// "/24" or nothing, to the end of the text.
std::optional<int> whole_prefix(std::string_view text, int most) {
  if (text.empty()) return most;
  if (!text.starts_with('/')) return std::nullopt;
  text.remove_prefix(1);
  std::optional<int> prefix = take_number(text, 3);
  if (!prefix || *prefix > most || !text.empty()) return std::nullopt;
  return prefix;
}

std::optional<int> hex_value(char c) {
  if (is_digit(c)) return c - '0';
  char lower = static_cast<char>(c | 0x20);
  if (lower >= 'a' && lower <= 'f') return lower - 'a' + 10;
  return std::nullopt;
}

void put_ipv4(std::array<std::uint8_t, 16>& bytes, std::size_t at, std::uint32_t address) {
  for (std::size_t i = 0; i < 4; ++i) bytes[at + i] = static_cast<std::uint8_t>(address >> (24 - 8 * i));
}

// The address without zone and prefix. `dotted`: it ends in IPv4's notation.
std::optional<std::array<std::uint8_t, 16>> ipv6_bytes(std::string_view text, bool& dotted) {
  std::array<std::uint8_t, 16> bytes{};
  std::size_t count = 0;
  std::optional<std::size_t> gap;  // where "::" stands
  if (text.starts_with("::")) {
    gap = 0;
    text.remove_prefix(2);
  }
  while (!text.empty()) {
    std::string_view rest = text;
    if (std::optional<std::uint32_t> address = take_ipv4(rest)) {
      if (!rest.empty() || count > 12) return std::nullopt;
      put_ipv4(bytes, count, *address);
      count += 4;
      dotted = true;
      break;
    }
    std::size_t digits = 0;
    int group = 0;
    for (; digits < text.size() && hex_value(text[digits]); ++digits) {
      if (digits == 4) return std::nullopt;
      group = group * 16 + *hex_value(text[digits]);
    }
    if (digits == 0 || count > 14) return std::nullopt;
    bytes[count++] = static_cast<std::uint8_t>(group >> 8);
    bytes[count++] = static_cast<std::uint8_t>(group & 0xFF);
    text.remove_prefix(digits);
    if (text.empty()) break;
    if (text.starts_with("::")) {
      if (gap) return std::nullopt;
      gap = count;
      text.remove_prefix(2);
    } else if (text.starts_with(':') && text.size() > 1) {
      text.remove_prefix(1);
    } else {
      return std::nullopt;
    }
  }
  if (!gap) return count == 16 ? std::optional(bytes) : std::nullopt;
  if (count > 14) return std::nullopt;
  auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(*gap);
  auto end = bytes.begin() + static_cast<std::ptrdiff_t>(count);
  std::rotate(begin, end, bytes.end());
  return bytes;
}

bool is_zero(const std::array<std::uint8_t, 16>& bytes, std::size_t count) {
  return std::all_of(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count),
                     [](std::uint8_t byte) { return byte == 0; });
}

}  // namespace

std::optional<Ipv4> parse_ipv4(std::string_view text) {
  std::optional<std::uint32_t> address = take_ipv4(text);
  if (!address) return std::nullopt;
  std::optional<int> prefix = whole_prefix(text, 32);
  if (!prefix) return std::nullopt;
  return Ipv4{*address, *prefix};
}

std::uint32_t masked(std::uint32_t address, int prefix) {
  return prefix <= 0 ? 0 : address & (0xFFFFFFFFU << (32 - std::min(prefix, 32)));
}

void append_ipv4(std::string& out, std::uint32_t address) {
  fmt::format_to(std::back_inserter(out), "{}.{}.{}.{}", address >> 24, (address >> 16) & 0xFF, (address >> 8) & 0xFF,
                 address & 0xFF);
}

std::optional<std::size_t> ipv4_length_at(std::string_view text, std::size_t position) {
  std::string_view rest = text.substr(position);
  if (!take_ipv4(rest)) return std::nullopt;
  return text.size() - position - rest.size();
}

std::optional<Ipv6> parse_ipv6(std::string_view text) {
  Ipv6 result;
  if (std::optional<Ipv4> ipv4 = parse_ipv4(text)) {
    result.bytes[10] = result.bytes[11] = 0xFF;
    put_ipv4(result.bytes, 12, ipv4->address);
    result.prefix = 96 + ipv4->prefix;
    result.is_ipv4 = true;
    return result;
  }
  std::size_t slash = std::min(text.find('/'), text.size());
  std::string_view address = text.substr(0, slash);
  if (std::size_t zone = address.find('%'); zone != std::string_view::npos) address = address.substr(0, zone);
  bool dotted = false;
  auto bytes = ipv6_bytes(address, dotted);
  std::optional<int> prefix = whole_prefix(text.substr(slash), 128);
  if (!bytes || !prefix) return std::nullopt;
  result.bytes = *bytes;
  result.prefix = *prefix;
  if (dotted && is_zero(result.bytes, 12)) {
    result.bytes[10] = result.bytes[11] = 0xFF;
    if (result.prefix <= 32) result.prefix += 96;
  }
  return result;
}

std::array<std::uint8_t, 16> masked(std::array<std::uint8_t, 16> bytes, int prefix) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    int bits = std::clamp(prefix - 8 * static_cast<int>(i), 0, 8);
    bytes[i] &= static_cast<std::uint8_t>(0xFF00 >> bits);
  }
  return bytes;
}

}  // namespace huntbook::engine::duckdb
