// What the parser makes of a text, as the tests compare it.
#pragma once

#include <string>
#include <string_view>

#include "kql/syntax/dump.hpp"
#include "kql/syntax/tree.hpp"

namespace huntbook::kql::syntax {

// Diagnostics as "code begin-end message" lines, else the dump of the tree without its last line end.
inline std::string parsed(std::string text) {
  const SyntaxTree tree = parse(std::move(text));
  std::string out;
  for (const diag::Diagnostic& diagnostic : tree.diagnostics) {
    out += diagnostic.code + " " + std::to_string(diagnostic.span.begin) + "-" + std::to_string(diagnostic.span.end) +
           " " + diagnostic.message + "\n";
  }
  if (out.empty()) out = dump(tree);
  if (!out.empty()) out.pop_back();
  return out;
}

// The one expression of `print EXPR`.
inline std::string expression(std::string_view text) {
  std::string out = parsed("print " + std::string(text));
  constexpr std::string_view head = "(pipe (print ";
  if (!out.starts_with(head)) return out;
  return out.substr(head.size(), out.size() - head.size() - 2);
}

// The operators of `T | OPERATORS`.
inline std::string operators(std::string_view text) {
  std::string out = parsed("T | " + std::string(text));
  constexpr std::string_view head = "(pipe T ";
  if (!out.starts_with(head)) return out;
  return out.substr(head.size(), out.size() - head.size() - 1);
}

}  // namespace huntbook::kql::syntax
