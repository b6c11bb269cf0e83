#include "render/escape.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "base/json_text.hpp"
#include "base/utf8.hpp"

namespace huntbook::render {

namespace {

struct PointRange {
  char32_t first, last;
};

// East Asian Width W and F (Unicode Standard Annex #11), neighbouring ranges joined.
constexpr std::array wide_ranges = {
    PointRange{0x1100, 0x115F},   PointRange{0x231A, 0x231B},   PointRange{0x2329, 0x232A},
    PointRange{0x23E9, 0x23EC},   PointRange{0x23F0, 0x23F0},   PointRange{0x23F3, 0x23F3},
    PointRange{0x25FD, 0x25FE},   PointRange{0x2614, 0x2615},   PointRange{0x2648, 0x2653},
    PointRange{0x267F, 0x267F},   PointRange{0x2693, 0x2693},   PointRange{0x26A1, 0x26A1},
    PointRange{0x26AA, 0x26AB},   PointRange{0x26BD, 0x26BE},   PointRange{0x26C4, 0x26C5},
    PointRange{0x26CE, 0x26CE},   PointRange{0x26D4, 0x26D4},   PointRange{0x26EA, 0x26EA},
    PointRange{0x26F2, 0x26F3},   PointRange{0x26F5, 0x26F5},   PointRange{0x26FA, 0x26FA},
    PointRange{0x26FD, 0x26FD},   PointRange{0x2705, 0x2705},   PointRange{0x270A, 0x270B},
    PointRange{0x2728, 0x2728},   PointRange{0x274C, 0x274C},   PointRange{0x274E, 0x274E},
    PointRange{0x2753, 0x2755},   PointRange{0x2757, 0x2757},   PointRange{0x2795, 0x2797},
    PointRange{0x27B0, 0x27B0},   PointRange{0x27BF, 0x27BF},   PointRange{0x2B1B, 0x2B1C},
    PointRange{0x2B50, 0x2B50},   PointRange{0x2B55, 0x2B55},   PointRange{0x2E80, 0x303E},
    PointRange{0x3041, 0x33FF},   PointRange{0x3400, 0x4DBF},   PointRange{0x4E00, 0xA4CF},
    PointRange{0xA960, 0xA97F},   PointRange{0xAC00, 0xD7A3},   PointRange{0xF900, 0xFAFF},
    PointRange{0xFE10, 0xFE19},   PointRange{0xFE30, 0xFE6F},   PointRange{0xFF01, 0xFF60},
    PointRange{0xFFE0, 0xFFE6},   PointRange{0x16FE0, 0x18CFF}, PointRange{0x1AFF0, 0x1B2FF},
    PointRange{0x1F004, 0x1F004}, PointRange{0x1F0CF, 0x1F0CF}, PointRange{0x1F18E, 0x1F18E},
    PointRange{0x1F191, 0x1F19A}, PointRange{0x1F200, 0x1F320}, PointRange{0x1F32D, 0x1F335},
    PointRange{0x1F337, 0x1F37C}, PointRange{0x1F37E, 0x1F393}, PointRange{0x1F3A0, 0x1F3CA},
    PointRange{0x1F3CF, 0x1F3D3}, PointRange{0x1F3E0, 0x1F3F0}, PointRange{0x1F3F4, 0x1F3F4},
    PointRange{0x1F3F8, 0x1F43E}, PointRange{0x1F440, 0x1F440}, PointRange{0x1F442, 0x1F4FC},
    PointRange{0x1F4FF, 0x1F53D}, PointRange{0x1F54B, 0x1F54E}, PointRange{0x1F550, 0x1F567},
    PointRange{0x1F57A, 0x1F57A}, PointRange{0x1F595, 0x1F596}, PointRange{0x1F5A4, 0x1F5A4},
    PointRange{0x1F5FB, 0x1F64F}, PointRange{0x1F680, 0x1F6C5}, PointRange{0x1F6CC, 0x1F6CC},
    PointRange{0x1F6D0, 0x1F6D2}, PointRange{0x1F6D5, 0x1F6DF}, PointRange{0x1F6EB, 0x1F6EC},
    PointRange{0x1F6F4, 0x1F6FC}, PointRange{0x1F7E0, 0x1F7EB}, PointRange{0x1F90C, 0x1F93A},
    PointRange{0x1F93C, 0x1F945}, PointRange{0x1F947, 0x1F9FF}, PointRange{0x1FA70, 0x1FAFF},
    PointRange{0x20000, 0x3FFFD},
};

// The common combining marks (general categories Mn and Me) and variation selectors.
constexpr std::array zero_width_ranges = {
    PointRange{0x0300, 0x036F},   PointRange{0x0483, 0x0489}, PointRange{0x0591, 0x05BD}, PointRange{0x0610, 0x061A},
    PointRange{0x064B, 0x065F},   PointRange{0x06D6, 0x06DC}, PointRange{0x093C, 0x093C}, PointRange{0x0941, 0x0948},
    PointRange{0x0E31, 0x0E31},   PointRange{0x0E34, 0x0E3A}, PointRange{0x0E47, 0x0E4E}, PointRange{0x1AB0, 0x1AFF},
    PointRange{0x1DC0, 0x1DFF},   PointRange{0x20D0, 0x20F0}, PointRange{0xFE00, 0xFE0F}, PointRange{0xFE20, 0xFE2F},
    PointRange{0xE0100, 0xE01EF},
};

template <std::size_t N>
bool contains(const std::array<PointRange, N>& ranges, char32_t point) {
  auto it = std::ranges::upper_bound(ranges, point, {}, &PointRange::first);
  return it != ranges.begin() && point <= std::prev(it)->last;
}

// `first` is the byte at the code point's place, which is what is shown where no code point starts.
void append_visible(CodePoint point, char first, std::string& out) {
  if (point.valid) {
    switch (point.value) {
      case '\n':
        out += "\\n";
        return;
      case '\r':
        out += "\\r";
        return;
      case '\t':
        out += "\\t";
        return;
      default:
        break;
    }
  }
  const std::uint32_t number = point.valid ? point.value : static_cast<unsigned char>(first);
  if (!point.valid || number < 0x80) {
    fmt::format_to(std::back_inserter(out), "\\x{:02x}", number);
  } else {
    fmt::format_to(std::back_inserter(out), "\\u{{{:x}}}", number);
  }
}

}  // namespace

bool is_control(char32_t point) {
  return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x061C || (point >= 0x200B && point <= 0x200F) ||
         (point >= 0x2028 && point <= 0x202E) || (point >= 0x2060 && point <= 0x206F) || point == 0xFEFF ||
         (point >= 0xFFF9 && point <= 0xFFFB) || point == 0xFFFE || point == 0xFFFF ||
         (point >= 0xE0000 && point <= 0xE007F);
}

unsigned display_width(char32_t point) {
  if (point < 0x300) return 1;
  if (contains(zero_width_ranges, point)) return 0;
  return contains(wide_ranges, point) ? 2 : 1;
}

std::size_t display_width(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text.substr(at));
    columns += point.valid ? display_width(point.value) : 1;
    at += point.size;
  }
  return columns;
}

void append_terminal(std::string_view text, std::string& out) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text.substr(at));
    if (!point.valid || is_control(point.value)) {
      append_visible(point, text[at], out);
    } else {
      out.append(text, at, point.size);
    }
    at += point.size;
  }
}

std::string escape_terminal(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  append_terminal(text, out);
  return out;
}

void append_html(std::string_view text, std::string& out) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text.substr(at));
    if (!point.valid) {
      append_visible(point, text[at], out);
    } else {
      switch (point.value) {
        case '&':
          out += "&amp;";
          break;
        case '<':
          out += "&lt;";
          break;
        case '>':
          out += "&gt;";
          break;
        case '"':
          out += "&quot;";
          break;
        case '\'':
          out += "&#39;";
          break;
        case '\t':
        case '\n':
          out += text[at];
          break;
        case '\r':  // browsers and XML turn a bare one into a line feed
          out += at + 1 < text.size() && text[at + 1] == '\n' ? "" : "\\r";
          break;
        default:
          if (is_control(point.value)) {
            append_visible(point, text[at], out);
          } else {
            out.append(text, at, point.size);
          }
      }
    }
    at += point.size;
  }
}

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  append_html(text, out);
  return out;
}

void append_json_string(std::string_view text, std::string& out) {
  if (find_invalid_utf8(text) == std::string_view::npos) return huntbook::append_json_string(out, text);
  std::string repaired;
  repaired.reserve(text.size() + 8);
  while (!text.empty()) {
    const CodePoint point = decode_utf8(text);
    append_utf8(repaired, point.valid ? point.value : replacement_character);
    text.remove_prefix(point.size);
  }
  huntbook::append_json_string(out, repaired);
}

std::string clip(std::string_view text, std::size_t columns) {
  std::size_t used = 0;
  std::size_t fits = 0;  // bytes that leave a column for the ellipsis
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text.substr(at));
    used += point.valid ? display_width(point.value) : 1;
    at += point.size;
    if (used > columns) return std::string(text.substr(0, fits)) + (columns == 0 ? "" : "…");
    if (used < columns) fits = at;
  }
  return std::string(text);
}

}  // namespace huntbook::render
