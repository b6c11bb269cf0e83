#include "kql/syntax/string_scan.hpp"

#include <cstdint>

#include "base/ascii.hpp"
#include "base/utf8.hpp"

namespace huntbook::kql::syntax {

bool is_name_start(char c) {
  return is_letter(c) || c == '_';
}
bool is_name_char(char c) {
  return is_name_start(c) || is_digit(c);
}

StringScan scan_string(std::string_view text, std::size_t start) {
  StringScan scan;
  scan.end = start;
  std::size_t at = start;
  const auto peek = [&] { return at < text.size() ? text[at] : '\0'; };
  if (peek() == 'h' || peek() == 'H') {
    scan.hidden = true;
    ++at;
  }
  for (std::string_view fence : {"```", "~~~"}) {
    if (!text.substr(at).starts_with(fence)) continue;
    scan.verbatim = true;
    scan.quote = at;
    scan.body = at + fence.size();
    const std::size_t close = text.find(fence, scan.body);
    scan.terminated = close != std::string_view::npos;
    scan.body_end = scan.terminated ? close : text.size();
    scan.end = scan.terminated ? close + fence.size() : text.size();
    return scan;
  }
  if (peek() == '@') {
    scan.verbatim = true;
    ++at;
  }
  const char quote = peek();
  if (quote != '"' && quote != '\'') return scan;
  scan.quote = at;
  scan.body = ++at;
  while (at < text.size() && text[at] != '\n' && text[at] != '\r') {
    const char c = text[at];
    if (c == quote) {
      if (scan.verbatim && at + 1 < text.size() && text[at + 1] == quote) {
        at += 2;
        continue;
      }
      scan.body_end = at;
      scan.end = at + 1;
      scan.terminated = true;
      return scan;
    }
    const bool escape = c == '\\' && !scan.verbatim && at + 1 < text.size();
    at += escape && text[at + 1] != '\n' && text[at + 1] != '\r' ? 2 : 1;
  }
  scan.body_end = at;
  scan.end = at;
  return scan;
}

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Exactly `count` hexadecimal digits at `at`.
std::optional<std::uint32_t> hex_digits(std::string_view body, std::size_t at, std::size_t count) {
  if (body.size() - at < count) return std::nullopt;
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const int digit = hex_value(body[at + i]);
    if (digit < 0) return std::nullopt;
    value = value * 16 + static_cast<std::uint32_t>(digit);
  }
  return value;
}

char simple_escape(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'a':
      return '\a';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'v':
      return '\v';
    case '\\':
    case '"':
    case '\'':
      return c;
    default:
      return '\0';
  }
}

// Appends what the escape at body[at] == '\\' stands for; its length, or 0 if it is none.
std::size_t append_escape(std::string& out, std::string_view body, std::size_t at) {
  if (at + 1 >= body.size()) return 0;
  const char c = body[at + 1];
  if (const char plain = simple_escape(c); plain != '\0') {
    out.push_back(plain);
    return 2;
  }
  const std::size_t width = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
  if (width != 0) {
    std::optional<std::uint32_t> code = hex_digits(body, at + 2, width);
    if (!code) return 0;
    std::size_t size = 2 + width;
    const bool high = *code >= 0xD800 && *code < 0xDC00;
    if (high && body.substr(at + size).starts_with("\\u")) {
      const std::optional<std::uint32_t> low = hex_digits(body, at + size + 2, 4);
      if (low && *low >= 0xDC00 && *low < 0xE000) {
        code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
        size += 6;
      }
    }
    append_utf8(out, *code);
    return size;
  }
  if (c < '0' || c > '7') return 0;
  std::uint32_t code = 0;
  std::size_t size = 1;
  while (size < 4 && at + size < body.size() && body[at + size] >= '0' && body[at + size] <= '7') {
    code = code * 8 + static_cast<std::uint32_t>(body[at + size++] - '0');
  }
  append_utf8(out, code);
  return size;
}

}  // namespace

StringValue string_value(std::string_view text, diag::Span literal) {
  const StringScan scan = scan_string(text.substr(0, literal.end), literal.begin);
  StringValue value;
  value.hidden = scan.hidden;
  const std::string_view body = text.substr(scan.body, scan.body_end - scan.body);
  const char quote = text[scan.quote];
  if (scan.verbatim && (quote == '`' || quote == '~')) {
    value.text = body;
    return value;
  }
  for (std::size_t at = 0; at < body.size();) {
    if (scan.verbatim) {
      value.text.push_back(body[at]);
      at += body[at] == quote ? 2 : 1;
    } else if (body[at] != '\\') {
      value.text.push_back(body[at++]);
    } else if (const std::size_t size = append_escape(value.text, body, at); size != 0) {
      at += size;
    } else {
      if (!value.bad_escape) value.bad_escape = diag::Span{scan.body + at, scan.body + std::min(at + 2, body.size())};
      value.text.push_back(body[at++]);
    }
  }
  return value;
}

}  // namespace huntbook::kql::syntax
