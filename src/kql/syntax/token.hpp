// Tokens of KQL. Every byte of the text belongs to exactly one token or to the trivia (blanks, comments) before one, so
// the tokens in order give the text back.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "diag/diagnostic.hpp"

namespace huntbook::kql {

enum class TokenKind : std::uint8_t {
  Identifier,       // also keywords: KQL's are contextual
  BracketedName,    // ['name'] or ["name"], whole
  IntegerLiteral,   // 123, 0x1F
  RealLiteral,      // 1.5, 1e3
  TimespanLiteral,  // 1d, 1.5h, 30m, 10s, 5ms
  StringLiteral,    // "..", '..', h"..", @"..", ```..```
  TypedLiteral,  // datetime(...), timespan(...), guid(...), long(...), real(...), bool(...), decimal(...), ...: whole
  Punctuation,   // ( ) [ ] { } , ; | . .. : = == != =~ !~ < <= > >= <> + - * / % => and others
  Directive,     // a line that starts with '#'
  Bad,           // bytes that start no token; reported once
  End,
};

struct Token {
  TokenKind kind = TokenKind::End;
  diag::Span trivia;  // blanks and comments before the token
  diag::Span span;
};

struct TokenList {
  std::vector<Token> tokens;  // the last one is End
  diag::Diagnostics diagnostics;
};

// Never fails: what is no token becomes Bad with a diagnostic.
TokenList tokenize(std::string_view text);

}  // namespace huntbook::kql
