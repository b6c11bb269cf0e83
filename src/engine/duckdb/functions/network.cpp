// Kernels of KQL's functions on IP addresses (Kusto docs, "IPv4/IPv6 functions" and "IPv4 text match functions").
#include <algorithm>
#include <bit>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/json_text.hpp"
#include "engine/duckdb/functions/address.hpp"
#include "engine/duckdb/functions/json_read.hpp"
#include "engine/duckdb/functions/register.hpp"
#include "engine/duckdb/functions/text_search.hpp"

namespace huntbook::engine::duckdb {
namespace {

std::optional<int> prefix_within(std::int64_t prefix, int most) {
  if (prefix < 0 || prefix > most) return std::nullopt;
  return static_cast<int>(prefix);
}

// --- IPv4 ------------------------------------------------------------------------------------------------------------

std::optional<std::int64_t> ipv4_to_long(std::string_view text, std::int64_t prefix) {
  auto limit = prefix_within(prefix, 32);
  auto ipv4 = parse_ipv4(text);
  if (!ipv4 || !limit) return std::nullopt;
  return masked(ipv4->address, std::min(ipv4->prefix, *limit));
}

std::optional<std::int64_t> compare_ipv4(std::string_view left, std::string_view right, std::int64_t prefix) {
  auto a = parse_ipv4(left);
  auto b = parse_ipv4(right);
  auto limit = prefix_within(prefix, 32);
  if (!a || !b || !limit) return std::nullopt;
  int bits = std::min({a->prefix, b->prefix, *limit});
  std::uint32_t first = masked(a->address, bits);
  std::uint32_t second = masked(b->address, bits);
  return first < second ? -1 : first > second ? 1 : 0;
}

std::optional<bool> is_in_range(std::string_view address, std::string_view range) {
  auto ipv4 = parse_ipv4(address);
  auto network = parse_ipv4(range);
  if (!ipv4 || !network) return std::nullopt;
  return masked(masked(ipv4->address, ipv4->prefix), network->prefix) == masked(network->address, network->prefix);
}

std::optional<bool> is_private(std::string_view address) {
  auto ipv4 = parse_ipv4(address);
  if (!ipv4) return std::nullopt;
  std::uint32_t value = masked(ipv4->address, ipv4->prefix);
  return masked(value, 8) == 0x0A000000 || masked(value, 12) == 0xAC100000 || masked(value, 16) == 0xC0A80000;
}

std::optional<std::int64_t> netmask_suffix(std::string_view address) {
  auto ipv4 = parse_ipv4(address);
  return ipv4 ? std::optional<std::int64_t>(ipv4->prefix) : std::nullopt;
}

bool write_ipv4(TextResult& out, Ipv4 ipv4, std::int64_t prefix, bool with_prefix) {
  auto limit = prefix_within(prefix, 32);
  if (!limit) return true;
  int bits = std::min(ipv4.prefix, *limit);
  append_ipv4(out.buffer(), masked(ipv4.address, bits));
  if (with_prefix) out.append(fmt::format("/{}", bits));
  return true;
}

template <bool with_prefix>
bool format_text(TextResult& out, std::string_view address, std::int64_t prefix) {
  auto ipv4 = parse_ipv4(address);
  return !ipv4 || write_ipv4(out, *ipv4, prefix, with_prefix);
}

template <bool with_prefix>
bool format_number(TextResult& out, std::int64_t address, std::int64_t prefix) {
  if (address < 0 || address > 0xFFFFFFFF) return true;
  return write_ipv4(out, {static_cast<std::uint32_t>(address), 32}, prefix, with_prefix);
}

// The networks that cover the addresses from one to another, largest first from the left; null where the first lies
// behind the second.
bool range_to_networks(JsonResult& out, std::string_view start, std::string_view end) {
  auto first = parse_ipv4(start);
  auto last = parse_ipv4(end);
  if (!first || !last || first->address > last->address) return false;
  JsonWriter writer(out.buffer());
  writer.begin_array();
  std::uint64_t at = first->address;
  std::uint64_t beyond = std::uint64_t{last->address} + 1;
  while (at < beyond) {
    int bits = at == 0 ? 32 : std::min(std::countr_zero(at), 32);
    while (at + (std::uint64_t{1} << bits) > beyond) --bits;
    std::string network;
    append_ipv4(network, static_cast<std::uint32_t>(at));
    writer.string(network + fmt::format("/{}", 32 - bits));
    at += std::uint64_t{1} << bits;
  }
  writer.end_array();
  return true;
}

// --- IPv6 ------------------------------------------------------------------------------------------------------------

bool ipv6_text(TextResult& out, std::string_view address, std::int64_t prefix) {
  auto ipv6 = parse_ipv6(address);
  auto limit = prefix_within(prefix, 128);
  if (!ipv6 || !limit) return true;
  auto bytes = masked(ipv6->bytes, std::min(ipv6->prefix, *limit));
  for (std::size_t i = 0; i < bytes.size(); i += 2)
    fmt::format_to(std::back_inserter(out.buffer()), "{}{:02x}{:02x}", i == 0 ? "" : ":", bytes[i], bytes[i + 1]);
  return true;
}

// A prefix beside two IPv4 addresses counts their own 32 bits (Kusto docs, "ipv6_compare()").
std::optional<std::int64_t> compare_ipv6(std::string_view left, std::string_view right, std::int64_t prefix) {
  auto a = parse_ipv6(left);
  auto b = parse_ipv6(right);
  auto limit = prefix_within(prefix, 128);
  if (!a || !b || !limit) return std::nullopt;
  if (a->is_ipv4 && b->is_ipv4 && *limit <= 32) *limit += 96;
  int bits = std::min({a->prefix, b->prefix, *limit});
  auto first = masked(a->bytes, bits);
  auto second = masked(b->bytes, bits);
  return first < second ? -1 : first > second ? 1 : 0;
}

std::optional<bool> is_in_ipv6_range(std::string_view address, std::string_view range) {
  auto ipv6 = parse_ipv6(address);
  auto network = parse_ipv6(range);
  if (!ipv6 || !network) return std::nullopt;
  return masked(masked(ipv6->bytes, ipv6->prefix), network->prefix) == masked(network->bytes, network->prefix);
}

// --- several ranges --------------------------------------------------------------------------------------------------

// True where the address is in any; else null where the address or a range is none; else false.
template <std::optional<bool> (*is_in)(std::string_view, std::string_view)>
std::optional<bool> is_in_any(std::string_view address, std::string_view ranges) {
  thread_local Remembered<std::vector<std::string>> remembered;
  std::optional<bool> result = false;
  for (const std::string& range : remembered.get(ranges, [](std::string_view json) { return texts_of_array(json); })) {
    std::optional<bool> found = is_in(address, range);
    if (found && *found) return true;
    if (!found) result = std::nullopt;
  }
  return result;
}

// --- addresses within texts ------------------------------------------------------------------------------------------

bool is_ipv4_prefix(std::string_view text) {
  if (!text.ends_with('.')) return false;
  std::string whole(text);
  for (auto dots = std::ranges::count(text, '.'); dots < 3; ++dots) whole += "0.";
  return parse_ipv4(whole + "0").has_value() && std::ranges::count(whole, '.') == 3;
}

bool is_whole_address(std::string_view text) {
  return text.find('/') == std::string_view::npos && parse_ipv4(text).has_value();
}

// An address stands between characters that are no letters and digits. Of a prefix, the whole address must be one.
bool has_address(std::string_view text, std::string_view wanted, bool is_prefix) {
  for (std::size_t at = text.find(wanted); at != std::string_view::npos; at = text.find(wanted, at + 1)) {
    std::optional<std::size_t> length = ipv4_length_at(text, at);
    if (!length || (!is_prefix && *length != wanted.size())) continue;
    if (!alphanumeric_before(text, at) && !alphanumeric_at(text, at + *length)) return true;
  }
  return false;
}

bool has_ipv4(std::string_view text, std::string_view address) {
  return is_whole_address(address) && has_address(text, address, false);
}

bool has_ipv4_prefix(std::string_view text, std::string_view prefix) {
  return has_ipv4(text, prefix) || (is_ipv4_prefix(prefix) && has_address(text, prefix, true));
}

template <bool (*has)(std::string_view, std::string_view)>
bool has_any(std::string_view text, std::string_view values) {
  thread_local Remembered<std::vector<std::string>> remembered;
  return std::ranges::any_of(remembered.get(values, [](std::string_view json) { return texts_of_array(json); }),
                             [&](const std::string& value) { return has(text, value); });
}

}  // namespace

void add_network_functions(ScalarFunctions& table) {
  table.add<&ipv4_to_long>("hb_ipv4_to_long");
  table.add<&compare_ipv4>("hb_compare_ipv4");
  table.add<&is_in_range>("hb_ipv4_is_in_range");
  table.add<&is_private>("hb_ipv4_is_private");
  table.add<&netmask_suffix>("hb_ipv4_netmask_suffix");
  table.add<&format_text<false>>("hb_format_ipv4");
  table.add<&format_number<false>>("hb_format_ipv4");
  table.add<&format_text<true>>("hb_format_ipv4_mask");
  table.add<&format_number<true>>("hb_format_ipv4_mask");
  table.add<&range_to_networks>("hb_ipv4_range_to_networks");
  table.add<&ipv6_text>("hb_ipv6_text");
  table.add<&compare_ipv6>("hb_compare_ipv6");
  table.add<&is_in_ipv6_range>("hb_ipv6_is_in_range");
  table.add<&is_in_any<&is_in_range>>("hb_ipv4_is_in_any_range");
  table.add<&is_in_any<&is_in_ipv6_range>>("hb_ipv6_is_in_any_range");
  table.add<&has_ipv4>("hb_has_ipv4");
  table.add<&has_ipv4_prefix>("hb_has_ipv4_prefix");
  table.add<&has_any<&has_ipv4>>("hb_has_any_ipv4");
  table.add<&has_any<&has_ipv4_prefix>>("hb_has_any_ipv4_prefix");
}

}  // namespace huntbook::engine::duckdb
