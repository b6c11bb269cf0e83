#include "ingest/record/json_checker.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "ingest/record/json_text.hpp"

namespace huntbook::ingest {

namespace {

std::optional<std::uint32_t> hex4(std::string_view text, std::size_t at) {
  if (at + 4 > text.size()) return std::nullopt;
  std::uint32_t value = 0;
  for (char c : text.substr(at, 4)) {
    value <<= 4;
    if (c >= '0' && c <= '9') {
      value |= static_cast<std::uint32_t>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      value |= static_cast<std::uint32_t>(c - 'a' + 10);
    } else if (c >= 'A' && c <= 'F') {
      value |= static_cast<std::uint32_t>(c - 'A' + 10);
    } else {
      return std::nullopt;
    }
  }
  return value;
}

bool is_high(std::uint32_t code) {
  return code >= 0xD800 && code < 0xDC00;
}
bool is_low(std::uint32_t code) {
  return code >= 0xDC00 && code < 0xE000;
}

// The first quote, backslash or control character from `at` on; the text's size when there is none.
std::size_t find_special(std::string_view text, std::size_t at) {
#ifdef __SSE2__
  const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\'), last_control = _mm_set1_epi8(0x1F);
  while (at + 16 <= text.size()) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, last_control), bytes);
    const __m128i found =
        _mm_or_si128(control, _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)));
    if (const int mask = _mm_movemask_epi8(found); mask != 0) {
      return at + static_cast<std::size_t>(__builtin_ctz(static_cast<unsigned>(mask)));
    }
    at += 16;
  }
#endif
  while (at < text.size() && text[at] != '"' && text[at] != '\\' && static_cast<unsigned char>(text[at]) >= 0x20) ++at;
  return at;
}

}  // namespace

std::optional<JsonEscape> read_escape(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return std::nullopt;
  switch (text[at + 1]) {
    case '"':
    case '\\':
    case '/':
      return JsonEscape{static_cast<unsigned char>(text[at + 1]), 2, false};
    case 'b':
      return JsonEscape{'\b', 2, false};
    case 'f':
      return JsonEscape{'\f', 2, false};
    case 'n':
      return JsonEscape{'\n', 2, false};
    case 'r':
      return JsonEscape{'\r', 2, false};
    case 't':
      return JsonEscape{'\t', 2, false};
    case 'u': {
      const auto first = hex4(text, at + 2);
      if (!first) return std::nullopt;
      if (!is_high(*first) && !is_low(*first)) return JsonEscape{*first, 6, false};
      if (is_high(*first) && at + 6 < text.size() && text.substr(at + 6, 2) == "\\u") {
        const auto second = hex4(text, at + 8);
        if (second && is_low(*second)) {
          return JsonEscape{0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00), 12, false};
        }
      }
      return JsonEscape{0xFFFD, 6, true};
    }
    default:
      return std::nullopt;
  }
}

bool JsonChecker::word(std::string_view expected) {
  if (text_.substr(at_, expected.size()) != expected) return fail(Fault::Syntax);
  at_ += expected.size();
  return true;
}

bool JsonChecker::digits() {
  const std::size_t before = at_;
  while (peek() >= '0' && peek() <= '9') ++at_;
  return at_ != before;
}

bool JsonChecker::number() {
  if (peek() != '-' && !(peek() >= '0' && peek() <= '9')) return fail(Fault::Syntax);
  take('-');
  if (!take('0') && !digits()) return fail(Fault::Number);
  if (take('.') && !digits()) return fail(Fault::Number);
  if (peek() == 'e' || peek() == 'E') {
    ++at_;
    if (peek() == '+' || peek() == '-') ++at_;
    if (!digits()) return fail(Fault::Number);
  }
  return true;
}

bool JsonChecker::string(bool& escaped) {
  if (!take('"')) return fail(Fault::Syntax);
  while (true) {
    at_ = find_special(text_, at_);
    if (at_end()) return fail(Fault::Incomplete);
    if (text_[at_] == '"') {
      ++at_;
      return true;
    }
    if (text_[at_] != '\\') return fail(Fault::Control);
    const auto escape = read_escape(text_, at_);
    if (!escape) return fail(Fault::Escape);
    escaped = true;
    lone_ = lone_ || escape->lone;
    at_ += escape->size;
  }
}

bool JsonChecker::members(char close, bool named, int depth) {
  ++at_;
  skip_blanks();
  if (take(close)) return true;
  while (true) {
    if (named) {
      skip_blanks();
      bool escaped = false;
      if (!string(escaped)) return false;
      skip_blanks();
      if (!take(':')) return fail(Fault::Syntax);
    }
    skip_blanks();
    if (!value(depth)) return false;
    skip_blanks();
    if (take(close)) return true;
    if (!take(',')) return fail(Fault::Syntax);
  }
}

bool JsonChecker::value(int depth) {
  if (depth > max_json_depth) return fail(Fault::Depth);
  switch (peek()) {
    case '{':
      return members('}', true, depth + 1);
    case '[':
      return members(']', false, depth + 1);
    case '"': {
      bool escaped = false;
      return string(escaped);
    }
    case 't':
      return word("true");
    case 'f':
      return word("false");
    case 'n':
      return word("null");
    default:
      return number();
  }
}

std::string describe(JsonChecker::Fault fault) {
  switch (fault) {
    case JsonChecker::Fault::Incomplete:
      return "JSON is incomplete";
    case JsonChecker::Fault::Control:
      return "JSON string holds an unescaped control character";
    case JsonChecker::Fault::Escape:
      return "JSON has a malformed escape";
    case JsonChecker::Fault::Number:
      return "JSON has a malformed number";
    case JsonChecker::Fault::Depth:
      return "JSON is nested deeper than " + std::to_string(max_json_depth) + " levels";
    case JsonChecker::Fault::None:
    case JsonChecker::Fault::Syntax:
      break;
  }
  return "malformed JSON";
}

std::string without_lone_surrogates(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t begin = 0;
  while (true) {
    const std::size_t at = text.find('\\', begin);
    if (at == std::string_view::npos) break;
    const auto escape = read_escape(text, at);
    const std::size_t size = escape ? escape->size : 2;
    out.append(text.substr(begin, at - begin));
    out.append(escape && escape->lone ? std::string_view("\\ufffd") : text.substr(at, size));
    begin = std::min(at + size, text.size());
  }
  out.append(text.substr(begin));
  return out;
}

}  // namespace huntbook::ingest
