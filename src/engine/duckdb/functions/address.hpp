// IPv4 and IPv6 addresses with prefixes, as texts name them: 192.168.1.0/24, fe80::1, ::ffff:10.0.0.1.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huntbook::engine::duckdb {

struct Ipv4 {
  std::uint32_t address = 0;  // as written, not masked
  int prefix = 32;
};

// Four decimal numbers up to 255, then perhaps '/' and 0 to 32. Nothing for any other text.
std::optional<Ipv4> parse_ipv4(std::string_view text);
std::uint32_t masked(std::uint32_t address, int prefix);
void append_ipv4(std::string& out, std::uint32_t address);

// Where an IPv4 address starts at `position` and ends at an edge (no letter, digit or further byte of a letter
// follows): its length, else nothing.
std::optional<std::size_t> ipv4_length_at(std::string_view text, std::size_t position);

struct Ipv6 {
  std::array<std::uint8_t, 16> bytes{};
  int prefix = 128;
  bool is_ipv4 = false;  // written as an IPv4 address alone
};

// RFC 4291, section 2.2, then perhaps a zone (%eth0, ignored) and '/' and 0 to 128. An IPv4 address becomes
// ::ffff:a.b.c.d and its prefix counts the last 32 bits, and so it is with ::a.b.c.d (Kusto docs, "parse_ipv6_mask()").
std::optional<Ipv6> parse_ipv6(std::string_view text);
std::array<std::uint8_t, 16> masked(std::array<std::uint8_t, 16> bytes, int prefix);

}  // namespace huntbook::engine::duckdb
