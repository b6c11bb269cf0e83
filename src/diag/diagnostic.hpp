// What is said about a query: a value with a stable code, a place in the text, a message and a hint. Codes reuse
// Kusto's KSnnn numbers (Kusto.Language, DiagnosticFacts) where the meaning is the same; HBnnn are ours.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace huntbook::diag {

// Bytes [begin, end) of a text.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool operator==(const Span&) const = default;
};

enum class Severity { Error, Warning, Note };

struct Diagnostic {
  Severity severity = Severity::Error;
  std::string code;  // "KS142", "HB003"
  Span span;
  std::string message;
  std::string hint;  // "did you mean 'Account'?"; may be empty
};

using Diagnostics = std::vector<Diagnostic>;

// Line and column, both from 1; the column counts Unicode code points.
struct Position {
  std::size_t line = 1;
  std::size_t column = 1;
};
Position position_of(std::string_view text, std::size_t offset);

// A diagnostic as the terminal shows it: message, line with caret, hint. Control characters of the text are made
// visible.
std::string render(const Diagnostic& diagnostic, std::string_view text);

// The candidate nearest to `name` (restricted Damerau-Levenshtein distance of at most a third of its length, case
// ignored); empty where none is near.
std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace huntbook::diag
