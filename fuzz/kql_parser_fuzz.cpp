// The KQL front end on any bytes: it must not crash, must give the text back from its tokens, keep spans inside of the
// text and the tree within its height, and be able to show each diagnostic.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "kql/syntax/dump.hpp"
#include "kql/syntax/tree.hpp"
#include "require.hpp"

using huntbook::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace kql = huntbook::kql;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const kql::syntax::SyntaxTree tree = kql::syntax::parse(text);
  std::size_t at = 0;
  for (const kql::Token& token : tree.tokens) {
    require(token.trivia.begin == at && token.trivia.end == token.span.begin && token.span.end >= token.span.begin);
    at = token.span.end;
  }
  require(at == size);
  std::size_t end = 0;
  for (const kql::syntax::Statement& statement : tree.statements) {
    require(statement.span.begin >= end && statement.span.end >= statement.span.begin && statement.span.end <= size);
    end = statement.span.end;
  }
  std::size_t shown = 0;
  for (const huntbook::diag::Diagnostic& diagnostic : tree.diagnostics) {
    require(diagnostic.span.begin <= diagnostic.span.end && diagnostic.span.end <= size);
    require(!diagnostic.code.empty() && !diagnostic.message.empty());
    if (++shown > 20) continue;
    const std::string rendered = huntbook::diag::render(diagnostic, text);
    for (char c : rendered) require(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
  }
  require(tree.diagnostics.empty() || !kql::syntax::dump(tree).empty() || tree.statements.empty());
  return 0;
}
