// The lexer on any bytes: its tokens with their trivia give the text back in order, the last one is End, and each
// diagnostic points into the text.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "kql/syntax/token.hpp"
#include "require.hpp"

using huntbook::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace kql = huntbook::kql;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const kql::TokenList list = kql::tokenize(text);
  require(!list.tokens.empty() && list.tokens.back().kind == kql::TokenKind::End);
  std::size_t at = 0;
  for (const kql::Token& token : list.tokens) {
    require(token.trivia.begin == at && token.trivia.end == token.span.begin);
    const bool last = &token == &list.tokens.back();
    require(last ? token.span.begin == token.span.end : token.span.begin < token.span.end);
    require(last || token.kind != kql::TokenKind::End);
    at = token.span.end;
  }
  require(at == size);
  for (const huntbook::diag::Diagnostic& diagnostic : list.diagnostics) {
    require(diagnostic.span.begin <= diagnostic.span.end && diagnostic.span.end <= size);
    require(!diagnostic.code.empty() && !diagnostic.message.empty());
  }
  return 0;
}
