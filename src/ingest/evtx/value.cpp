#include "ingest/evtx/value.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>

#include "base/byte_cursor.hpp"
#include "base/number_text.hpp"
#include "base/time.hpp"
#include "base/utf8.hpp"

namespace huntbook::ingest::evtx {

namespace {

template <typename Number>
FieldKind append_number(std::string& out, std::string_view bytes) {
  Number value{};
  if (bytes.size() < sizeof(value)) return FieldKind::Null;
  std::memcpy(&value, bytes.data(), sizeof(value));
  if constexpr (std::is_floating_point_v<Number>) {
    if (!std::isfinite(value)) {
      append_real(out, value);
      return FieldKind::Text;
    }
    append_real(out, value);
  } else {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof(digits), value).ptr;
    out.append(digits, end);
  }
  return FieldKind::Number;
}

template <typename Number>
FieldKind append_hex(std::string& out, std::string_view bytes) {
  Number value{};
  if (bytes.size() < sizeof(value)) return FieldKind::Null;
  std::memcpy(&value, bytes.data(), sizeof(value));
  char digits[20] = {'0', 'x'};
  const auto end = std::to_chars(digits + 2, digits + sizeof(digits), value, 16).ptr;
  out.append(digits, end);
  return FieldKind::Text;
}

void append_digits(std::string& out, std::uint64_t value, int width) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  char digits[16];
  for (int i = 0; i < width; ++i) digits[i] = hex[(value >> 4 * (width - 1 - i)) & 15U];
  out.append(digits, static_cast<std::size_t>(width));
}

FieldKind append_guid(std::string& out, std::string_view bytes) {
  if (bytes.size() < 16) return FieldKind::Null;
  ByteCursor cursor(bytes);
  out += '{';
  append_digits(out, cursor.u32("GUID"), 8);
  out += '-';
  append_digits(out, cursor.u16("GUID"), 4);
  out += '-';
  append_digits(out, cursor.u16("GUID"), 4);
  out += '-';
  for (int i = 0; i < 8; ++i) {
    if (i == 2) out += '-';
    append_digits(out, cursor.u8("GUID"), 2);
  }
  out += '}';
  return FieldKind::Text;
}

// [MS-DTYP] section 2.4.2.2; the authority is big-endian.
FieldKind append_sid(std::string& out, std::string_view bytes) {
  if (bytes.size() < 8) return FieldKind::Null;
  ByteCursor cursor(bytes);
  const std::uint8_t revision = cursor.u8("SID");
  const std::uint8_t count = cursor.u8("SID");
  if (bytes.size() < 8 + std::size_t{4} * count) return FieldKind::Null;
  std::uint64_t authority = 0;
  for (int i = 0; i < 6; ++i) authority = authority << 8 | cursor.u8("SID");
  char text[2 + 3 + 1 + 20 + 255 * 11];
  char* end = text;
  *end++ = 'S';
  const auto add = [&](std::uint64_t number) {
    *end++ = '-';
    end = std::to_chars(end, text + sizeof(text), number).ptr;
  };
  add(revision);
  add(authority);
  for (int i = 0; i < count; ++i) add(cursor.u32("SID"));
  out.append(text, end);
  return FieldKind::Text;
}

FieldKind append_file_time(std::string& out, std::string_view bytes) {
  if (bytes.size() < 8) return FieldKind::Null;
  if (const auto time = read_file_time(bytes)) {
    out += format_datetime(*time);
    return FieldKind::Text;
  }
  out += std::to_string(ByteCursor(bytes).u64("file time"));
  return FieldKind::Number;
}

FieldKind append_system_time(std::string& out, std::string_view bytes) {
  if (bytes.size() < 16) return FieldKind::Null;
  ByteCursor cursor(bytes);
  const int year = cursor.u16("year");
  const int month = cursor.u16("month");
  cursor.skip(2, "day of the week");
  const int day = cursor.u16("day");
  const int hour = cursor.u16("hour");
  const int minute = cursor.u16("minute");
  const int second = cursor.u16("second");
  const int millisecond = cursor.u16("millisecond");
  const auto pad = [&out](int value, std::size_t width, char after) {
    const std::string digits = std::to_string(value);
    out.append(width > digits.size() ? width - digits.size() : 0, '0').append(digits).append(1, after);
  };
  pad(year, 4, '-');
  pad(month, 2, '-');
  pad(day, 2, 'T');
  pad(hour, 2, ':');
  pad(minute, 2, ':');
  pad(second, 2, '.');
  pad(millisecond, 3, 'Z');
  return FieldKind::Text;
}

// Bytes of Windows' western code page outside of ASCII have no certain meaning; they are taken as Latin-1.
void append_latin1(std::string& out, std::string_view text) {
  for (const char c : text) append_utf8(out, static_cast<unsigned char>(c));
}

// 0 for types whose elements end with a terminator.
std::size_t element_size(ValueType type, std::string_view bytes) {
  switch (type) {
    case ValueType::Int8:
    case ValueType::UInt8:
      return 1;
    case ValueType::Int16:
    case ValueType::UInt16:
      return 2;
    case ValueType::Int32:
    case ValueType::UInt32:
    case ValueType::Real32:
    case ValueType::Bool:
    case ValueType::HexInt32:
      return 4;
    case ValueType::Int64:
    case ValueType::UInt64:
    case ValueType::Real64:
    case ValueType::SizeT:
    case ValueType::FileTime:
    case ValueType::HexInt64:
    case ValueType::EventHandle:
      return 8;
    case ValueType::Guid:
    case ValueType::SystemTime:
      return 16;
    case ValueType::Sid:
      return bytes.size() < 2 ? bytes.size() : 8 + std::size_t{4} * static_cast<unsigned char>(bytes[1]);
    default:
      return bytes.size();
  }
}

#ifdef __SSE2__
// Eight units; false, and nothing is said of `to`, where one is not ASCII.
bool narrow_eight(char* to, const char* wide) {
  const __m128i eight = _mm_loadu_si128(reinterpret_cast<const __m128i*>(wide));
  const __m128i beyond = _mm_and_si128(eight, _mm_set1_epi16(static_cast<short>(0xFF80)));
  _mm_storel_epi64(reinterpret_cast<__m128i*>(to), _mm_packus_epi16(eight, eight));
  return _mm_movemask_epi8(_mm_cmpeq_epi16(beyond, _mm_setzero_si128())) == 0xFFFF;
}
#endif

// Writes the ASCII units that `wide` begins with, at most `units`; how many there are.
std::size_t narrow_ascii(char* to, const char* wide, std::size_t units) {
  std::size_t i = 0;
#ifdef __SSE2__
  while (i + 8 <= units && narrow_eight(to + i, wide + 2 * i)) i += 8;
  // The last few with some before them once more.
  if (units >= 8 && units - i < 8 && narrow_eight(to + units - 8, wide + 2 * (units - 8))) return units;
#endif
  for (; i < units; ++i) {
    std::uint16_t value = 0;
    std::memcpy(&value, wide + 2 * i, 2);
    if (value >= 0x80) break;
    to[i] = static_cast<char>(value);
  }
  return i;
}

}  // namespace

std::optional<Ticks> read_file_time(std::string_view bytes) {
  constexpr auto last = static_cast<std::uint64_t>(max_datetime - file_time_epoch);
  ByteCursor cursor(bytes);
  const std::uint64_t time = cursor.u64("file time");
  if (!cursor.ok() || time > last) return std::nullopt;
  return file_time_epoch + static_cast<Ticks>(time);
}

void append_utf16(std::string& out, std::string_view wide) {
  const std::size_t units = wide.size() / 2;
  const auto unit = [wide](std::size_t i) {
    std::uint16_t value = 0;
    std::memcpy(&value, wide.data() + 2 * i, 2);
    return value;
  };
  // Nearly all of it is ASCII: written in one go as far as it is.
  const std::size_t before = out.size();
  std::size_t i = 0;
  out.resize_and_overwrite(before + units, [&](char* bytes, std::size_t) {
    i = narrow_ascii(bytes + before, wide.data(), units);
    return before + i;
  });
  for (; i < units; ++i) {
    std::uint32_t point = unit(i);
    if (point >= 0xD800 && point < 0xDC00 && i + 1 < units) {
      const std::uint32_t low = unit(i + 1);
      if (low >= 0xDC00 && low < 0xE000) {
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
        ++i;
      }
    }
    if (point < 0x80) {
      out += static_cast<char>(point);
    } else {
      append_utf8(out, point);
    }
  }
}

FieldKind append_value(std::string& out, ValueType type, std::string_view bytes) {
  switch (type) {
    case ValueType::Null:
    case ValueType::BinaryXml:
      return FieldKind::Null;
    case ValueType::String:
    case ValueType::EventXml:
      while (bytes.size() >= 2 && bytes.size() % 2 == 0 && bytes[bytes.size() - 1] == 0 &&
             bytes[bytes.size() - 2] == 0) {
        bytes.remove_suffix(2);
      }
      append_utf16(out, bytes);
      return FieldKind::Text;
    case ValueType::AnsiString:
      append_latin1(out, bytes.substr(0, bytes.find('\0')));
      return FieldKind::Text;
    case ValueType::Int8:
      return append_number<std::int8_t>(out, bytes);
    case ValueType::UInt8:
      return append_number<std::uint8_t>(out, bytes);
    case ValueType::Int16:
      return append_number<std::int16_t>(out, bytes);
    case ValueType::UInt16:
      return append_number<std::uint16_t>(out, bytes);
    case ValueType::Int32:
      return append_number<std::int32_t>(out, bytes);
    case ValueType::UInt32:
      return append_number<std::uint32_t>(out, bytes);
    case ValueType::Int64:
      return append_number<std::int64_t>(out, bytes);
    case ValueType::UInt64:
      return append_number<std::uint64_t>(out, bytes);
    case ValueType::Real32:
      return append_number<float>(out, bytes);
    case ValueType::Real64:
      return append_number<double>(out, bytes);
    case ValueType::Bool:
      if (bytes.empty()) return FieldKind::Null;
      out += std::ranges::any_of(bytes, [](char byte) { return byte != 0; }) ? "true" : "false";
      return FieldKind::Bool;
    case ValueType::Binary:
      for (const char byte : bytes) append_digits(out, static_cast<unsigned char>(byte), 2);
      return FieldKind::Text;
    case ValueType::Guid:
      return append_guid(out, bytes);
    case ValueType::SizeT:  // as wide as a pointer of the machine that wrote it
    case ValueType::EventHandle:
      return bytes.size() >= 8 ? append_hex<std::uint64_t>(out, bytes) : append_hex<std::uint32_t>(out, bytes);
    case ValueType::FileTime:
      return append_file_time(out, bytes);
    case ValueType::SystemTime:
      return append_system_time(out, bytes);
    case ValueType::Sid:
      return append_sid(out, bytes);
    case ValueType::HexInt32:
      return append_hex<std::uint32_t>(out, bytes);
    case ValueType::HexInt64:
      return append_hex<std::uint64_t>(out, bytes);
  }
  // A type of a later Windows: its bytes are kept.
  for (const char byte : bytes) append_digits(out, static_cast<unsigned char>(byte), 2);
  return FieldKind::Text;
}

std::string_view next_element(ValueType type, std::string_view& bytes) {
  std::size_t size = 0;
  std::size_t terminator = 0;
  if (type == ValueType::String) {
    while (size + 1 < bytes.size() && (bytes[size] != 0 || bytes[size + 1] != 0)) size += 2;
    terminator = 2;
  } else if (type == ValueType::AnsiString) {
    size = std::min(bytes.find('\0'), bytes.size());
    terminator = 1;
  } else {
    size = element_size(type, bytes);
  }
  const std::string_view element = bytes.substr(0, size);
  bytes.remove_prefix(std::min(size + terminator, bytes.size()));
  return element;
}

}  // namespace huntbook::ingest::evtx
