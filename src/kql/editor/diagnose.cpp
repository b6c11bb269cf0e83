#include "kql/editor/diagnose.hpp"

#include <algorithm>
#include <tuple>

namespace huntbook::kql::editor {

namespace {

// From one '|' or ';' to the next: where an error of the parser makes what the binder says doubtful.
std::vector<diag::Span> broken_clauses(const Document& document) {
  std::vector<diag::Span> broken;
  std::vector<std::size_t> ends;
  for (const Token& token : document.tree().tokens) {
    const std::string_view sign = token.kind == TokenKind::Punctuation ? document.text_of(token.span) : "";
    if (sign == "|" || sign == ";" || sign == "<|") ends.push_back(token.span.begin);
  }
  ends.push_back(document.text().size() + 1);
  std::size_t clause = 0;
  for (const diag::Diagnostic& diagnostic : document.tree().diagnostics) {
    // What is missing at a '|' is missing from the clause that it ends.
    while (clause < ends.size() && ends[clause] < diagnostic.span.begin) ++clause;
    broken.push_back({clause == 0 ? 0 : ends[clause - 1], clause < ends.size() ? ends[clause] : diagnostic.span.end});
  }
  return broken;
}

}  // namespace

diag::Diagnostics diagnose(const Document& document) {
  diag::Diagnostics result = document.tree().diagnostics;
  const std::vector<diag::Span> broken = broken_clauses(document);
  for (const diag::Diagnostic& diagnostic : document.bind_diagnostics()) {
    // Clauses are in order and do not overlap.
    const auto clause = std::ranges::lower_bound(broken, diagnostic.span.begin + 1, {}, &diag::Span::end);
    const bool doubtful =
        clause != broken.end() && clause->begin < std::max(diagnostic.span.end, diagnostic.span.begin + 1);
    if (!doubtful) result.push_back(diagnostic);
  }
  std::ranges::stable_sort(result, [](const diag::Diagnostic& a, const diag::Diagnostic& b) {
    return std::tie(a.span.begin, a.span.end) < std::tie(b.span.begin, b.span.end);
  });
  return result;
}

}  // namespace huntbook::kql::editor
