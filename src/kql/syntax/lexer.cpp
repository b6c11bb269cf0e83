#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "kql/syntax/string_scan.hpp"
#include "kql/syntax/token.hpp"

namespace huntbook::kql {

namespace {

using syntax::is_name_char;
using syntax::is_name_start;
using syntax::scan_string;
using syntax::StringScan;

constexpr auto timespan_units = std::to_array<std::string_view>(
    {"d",           "day",         "days",         "h",    "hour",  "hours",   "hr",          "hrs",         "m",
     "micro",       "micros",      "microsec",     "min",  "ms",    "milli",   "millis",      "millisec",    "minute",
     "minutes",     "millisecond", "milliseconds", "nano", "nanos", "nanosec", "nanosecond",  "nanoseconds", "s",
     "microsecond", "sec",         "second",       "tick", "ticks", "seconds", "microseconds"});

// A name directly followed by '(' that starts a literal, not a call.
constexpr auto typed_literals =
    std::to_array<std::string_view>({"bool", "int", "int32", "long", "int64", "real", "double", "decimal", "datetime",
                                     "date", "timespan", "time", "guid", "uuid"});

// Longest first.
constexpr auto punctuation = std::to_array<std::string_view>(
    {"==", "=~", "=>", "!=", "!~", "<=", "<>", "<|", "<", ">=", ">", "..", ".", "=", "(", ")",
     "[",  "]",  "{",  "}",  ",",  ";",  "|",  ":",  "+", "-",  "*", "/",  "%", "@", "?"});

template <std::size_t Size>
bool contains(const std::array<std::string_view, Size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  TokenList run() {
    while (true) {
      const std::size_t trivia = position_;
      skip_trivia();
      Token token;
      token.trivia = {trivia, position_};
      token.span.begin = position_;
      token.kind = position_ < text_.size() ? next() : TokenKind::End;
      token.span.end = position_;
      list_.tokens.push_back(token);
      if (token.kind == TokenKind::End) return std::move(list_);
    }
  }

 private:
  char peek(std::size_t ahead = 0) const { return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0'; }
  std::string_view from(std::size_t begin) const { return text_.substr(begin, position_ - begin); }
  void report(std::string code, diag::Span span, std::string message, std::string hint = {}) {
    list_.diagnostics.push_back({diag::Severity::Error, std::move(code), span, std::move(message), std::move(hint)});
  }
  void skip_line() {
    while (position_ < text_.size() && peek() != '\n' && peek() != '\r') ++position_;
  }

  void skip_trivia() {
    while (position_ < text_.size()) {
      const char c = peek();
      if (c == '\n' || c == '\r') {
        ++position_;
        line_start_ = true;
      } else if (c == ' ' || c == '\t' || c == '\f' || c == '\v') {
        ++position_;
      } else if (c == '/' && peek(1) == '/') {
        skip_line();
      } else if (const std::size_t width = blank_code_point(text_.substr(position_)); width != 0) {
        position_ += width;
      } else {
        return;
      }
    }
  }

  TokenKind next() {
    const bool first_on_line = std::exchange(line_start_, false);
    const char c = peek();
    if (c == '#' && first_on_line) {
      skip_line();
      return TokenKind::Directive;
    }
    if (const StringScan string = scan_string(text_, position_); string.end != position_) return finish_string(string);
    if (is_digit(c)) return number();
    if (is_name_start(c)) return word();
    if (c == '$' && is_name_start(peek(1))) {
      ++position_;
      skip_name();
      return TokenKind::Identifier;
    }
    if (c == '[' && bracketed_name()) return TokenKind::BracketedName;
    if (c == '!' && is_name_start(peek(1))) {
      const std::size_t word_begin = ++position_;
      skip_name();
      if (from(word_begin) == "in" && peek() == '~') ++position_;
      return TokenKind::Punctuation;
    }
    for (std::string_view sign : punctuation) {
      if (text_.substr(position_).starts_with(sign)) {
        position_ += sign.size();
        return TokenKind::Punctuation;
      }
    }
    return bad();
  }

  void skip_name() {
    while (is_name_char(peek())) ++position_;
  }

  TokenKind finish_string(const StringScan& string) {
    const std::size_t begin = position_;
    position_ = string.end;
    if (!string.terminated) {
      report("KS001", {begin, string.body}, "this string has no end",
             fmt::format("close it with {}", text_.substr(string.quote, string.body - string.quote)));
    }
    return TokenKind::StringLiteral;
  }

  TokenKind number() {
    if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X') && is_hex(peek(2))) {
      position_ += 2;
      while (is_hex(peek())) ++position_;
      if (!is_name_char(peek())) return TokenKind::IntegerLiteral;
      skip_name();
      return TokenKind::Identifier;
    }
    while (is_digit(peek())) ++position_;
    const bool exponent_after_point = peek() == '.' && exponent_size(1) != 0;
    const bool whole = peek() != '.' || peek(1) == '.' || (is_name_start(peek(1)) && !exponent_after_point);
    if (!whole) {
      ++position_;
      while (is_digit(peek())) ++position_;
    }
    if (const std::size_t exponent = exponent_size(0); exponent != 0) {
      position_ += exponent;
      return TokenKind::RealLiteral;
    }
    const std::size_t number_end = position_;
    skip_name();
    if (position_ == number_end) return whole ? TokenKind::IntegerLiteral : TokenKind::RealLiteral;
    if (contains(timespan_units, from(number_end))) return TokenKind::TimespanLiteral;
    // Kusto's names may start with a digit.
    if (whole) return TokenKind::Identifier;
    position_ = number_end;
    return TokenKind::RealLiteral;
  }

  // Bytes of an exponent (e5, E-3) that ends the word, `ahead` bytes from here; 0 if there is none.
  std::size_t exponent_size(std::size_t ahead) const {
    if (peek(ahead) != 'e' && peek(ahead) != 'E') return 0;
    std::size_t size = 1;
    if (peek(ahead + size) == '+' || peek(ahead + size) == '-') ++size;
    if (!is_digit(peek(ahead + size))) return 0;
    while (is_digit(peek(ahead + size))) ++size;
    return is_name_char(peek(ahead + size)) ? 0 : size;
  }

  TokenKind word() {
    const std::size_t begin = position_;
    skip_name();
    if (from(begin) == "in" && peek() == '~') {
      ++position_;
      return TokenKind::Punctuation;
    }
    if (peek() != '(' || !contains(typed_literals, from(begin))) return TokenKind::Identifier;
    std::size_t depth = 0;
    const std::size_t open = position_;
    while (position_ < text_.size() && peek() != '\n' && peek() != '\r') {
      const char c = peek();
      if (const StringScan string = scan_string(text_, position_); string.end != position_) {
        position_ = string.end;
        continue;
      }
      ++position_;
      if (c == '(') ++depth;
      if (c == ')' && --depth == 0) return TokenKind::TypedLiteral;
    }
    report("KS001", {open, open + 1}, "this '(' is never closed", "add ')'");
    return TokenKind::TypedLiteral;
  }

  // ['name'] or ["name"] on one line.
  bool bracketed_name() {
    std::size_t at = position_ + 1;
    while (at < text_.size() && (text_[at] == ' ' || text_[at] == '\t')) ++at;
    const StringScan string = scan_string(text_, at);
    if (string.end == at || !string.terminated) return false;
    at = string.end;
    while (at < text_.size() && (text_[at] == ' ' || text_[at] == '\t')) ++at;
    if (at >= text_.size() || text_[at] != ']') return false;
    position_ = at + 1;
    return true;
  }

  TokenKind bad() {
    const std::size_t begin = position_;
    const char c = peek();
    if (static_cast<unsigned char>(c) >= 0x80) {
      // A run of foreign letters is one mistake, not one for each.
      while (position_ < text_.size() && static_cast<unsigned char>(peek()) >= 0x80 &&
             blank_code_point(text_.substr(position_)) == 0) {
        position_ += decode_utf8(text_.substr(position_)).size;
      }
    } else {
      while (position_ < text_.size() && peek() == c) ++position_;
    }
    const std::string_view run = from(begin);
    std::string hint;
    if (run.starts_with("\u201c") || run.starts_with("\u201d") || run.starts_with("\u2018") ||
        run.starts_with("\u2019")) {
      hint = "these are typographic quotes; KQL's are \" and '";
    } else if (c == '&') {
      hint = "the logical operator is 'and'";
    } else if (c == '!') {
      hint = "use not(..), or != and the !-forms of the string operators";
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      hint = "names with such letters stand in brackets and quotes: ['..']";
    }
    report("KS002", {begin, position_}, fmt::format("unexpected '{}'", visible_text(run.substr(0, 40))),
           std::move(hint));
    return TokenKind::Bad;
  }

  std::string_view text_;
  std::size_t position_ = 0;
  bool line_start_ = true;
  TokenList list_;
};

}  // namespace

TokenList tokenize(std::string_view text) {
  return Lexer(text).run();
}

}  // namespace huntbook::kql
