#include <algorithm>
#include <array>
#include <charconv>

#include "base/utf8.hpp"
#include "scenario/evtx/evtx_writer.hpp"
#include "scenario/evtx/little_endian.hpp"

namespace huntbook::scenario {

namespace {

using ingest::evtx::ValueType;

template <typename Number>
EvtxValue number(ValueType type, Number value) {
  EvtxValue made{type, {}};
  append_number(made.bytes, value);
  return made;
}

}  // namespace

void append_utf16(std::string& out, std::string_view utf8) {
  // Most texts are ASCII throughout.
  const std::size_t ascii = std::ranges::find_if(utf8, [](char c) { return (c & 0x80) != 0; }) - utf8.begin();
  const std::size_t begin = out.size();
  out.resize(begin + 2 * ascii);
  for (std::size_t i = 0; i < ascii; ++i) out[begin + 2 * i] = utf8[i];
  utf8.remove_prefix(ascii);
  while (!utf8.empty()) {
    const CodePoint point = decode_utf8(utf8);
    utf8.remove_prefix(point.size);
    if (point.value < 0x10000) {
      append_number(out, static_cast<std::uint16_t>(point.value));
    } else {
      append_number(out, static_cast<std::uint16_t>(0xD800 + ((point.value - 0x10000) >> 10)));
      append_number(out, static_cast<std::uint16_t>(0xDC00 + ((point.value - 0x10000) & 0x3FF)));
    }
  }
}

EvtxValue EvtxValue::text(std::string_view utf8) {
  EvtxValue made{ValueType::String, {}};
  append_utf16(made.bytes, utf8);
  return made;
}

EvtxValue EvtxValue::texts(const std::vector<std::string>& utf8) {
  EvtxValue made{ValueType::String, {}, true};
  for (const std::string& text : utf8) {
    append_utf16(made.bytes, text);
    append_number(made.bytes, std::uint16_t{0});
  }
  return made;
}

EvtxValue EvtxValue::uint8(std::uint8_t value) {
  return number(ValueType::UInt8, value);
}
EvtxValue EvtxValue::uint16(std::uint16_t value) {
  return number(ValueType::UInt16, value);
}
EvtxValue EvtxValue::uint32(std::uint32_t value) {
  return number(ValueType::UInt32, value);
}
EvtxValue EvtxValue::uint64(std::uint64_t value) {
  return number(ValueType::UInt64, value);
}
EvtxValue EvtxValue::hex32(std::uint32_t value) {
  return number(ValueType::HexInt32, value);
}
EvtxValue EvtxValue::hex64(std::uint64_t value) {
  return number(ValueType::HexInt64, value);
}
EvtxValue EvtxValue::boolean(bool value) {
  return number(ValueType::Bool, std::uint32_t{value ? 1U : 0U});
}
EvtxValue EvtxValue::file_time(Ticks time) {
  return number(ValueType::FileTime, static_cast<std::uint64_t>(time - ingest::evtx::file_time_epoch));
}

EvtxValue EvtxValue::sid(std::string_view text) {
  std::vector<std::uint64_t> parts;
  const char* at = text.data() + std::min<std::size_t>(2, text.size());
  const char* const end = text.data() + text.size();
  while (at < end) {
    std::uint64_t part = 0;
    const auto [stop, error] = std::from_chars(at, end, part);
    if (error != std::errc{}) return {};
    parts.push_back(part);
    at = stop + 1;
  }
  if (!text.starts_with("S-") || parts.size() < 2 || parts.size() > 17) return {};
  EvtxValue made{ValueType::Sid, {}};
  append_number(made.bytes, static_cast<std::uint8_t>(parts[0]));
  append_number(made.bytes, static_cast<std::uint8_t>(parts.size() - 2));
  for (int shift = 40; shift >= 0; shift -= 8) append_number(made.bytes, static_cast<std::uint8_t>(parts[1] >> shift));
  for (std::size_t i = 2; i < parts.size(); ++i) append_number(made.bytes, static_cast<std::uint32_t>(parts[i]));
  return made;
}

EvtxValue EvtxValue::guid(std::string_view text) {
  std::array<std::uint8_t, 16> digits{};
  std::size_t count = 0;
  for (const char c : text) {
    const auto digit = c >= '0' && c <= '9'                     ? c - '0'
                       : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                                : -1;
    if (digit < 0) continue;
    if (count == 32) return {};
    digits[count / 2] = static_cast<std::uint8_t>(digits[count / 2] << 4 | digit);
    ++count;
  }
  if (count != 32) return {};
  // The first three groups are numbers, little-endian.
  constexpr std::array<std::size_t, 16> order = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
  EvtxValue made{ValueType::Guid, {}};
  for (const std::size_t place : order) append_number(made.bytes, digits[place]);
  return made;
}

}  // namespace huntbook::scenario
