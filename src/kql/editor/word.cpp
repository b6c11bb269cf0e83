#include "kql/editor/word.hpp"

#include <algorithm>

#include "kql/editor/vocabulary.hpp"
#include "kql/syntax/string_scan.hpp"

namespace huntbook::kql::editor {

namespace {

bool is_name(const Token& token) {
  return token.kind == TokenKind::Identifier || token.kind == TokenKind::BracketedName;
}

std::string unquoted(const Document& document, const Token& token) {
  const std::string& text = document.text();
  if (token.kind != TokenKind::BracketedName) return std::string(document.text_of(token.span));
  std::size_t begin = token.span.begin + 1;
  while (begin < token.span.end && (text[begin] == ' ' || text[begin] == '\t')) ++begin;
  return syntax::string_value(text, {begin, token.span.end}).text;
}

class WordFinder {
 public:
  explicit WordFinder(const Document& document) : document_(document), tokens_(document.tree().tokens) {}

  std::optional<WordAt> find(std::size_t offset) {
    const auto touches = [&](std::size_t index) {
      return index < tokens_.size() && tokens_[index].span.begin <= offset && offset <= tokens_[index].span.end;
    };
    const auto first = std::ranges::lower_bound(tokens_, offset, {}, [](const Token& token) { return token.span.end; });
    std::size_t index = static_cast<std::size_t>(first - tokens_.begin());
    if (!touches(index)) return std::nullopt;
    // Between two tokens: the name of both, else the sign before.
    if (!is_name(tokens_[index]) && touches(index + 1) && is_name(tokens_[index + 1])) ++index;
    const Token& token = tokens_[index];
    if (!is_name(token) && token.kind != TokenKind::Punctuation) return std::nullopt;
    WordAt word{token.span, unquoted(document_, token)};
    std::size_t begin = index, end = index;
    extend_operator(word, begin, end);
    if (text_at(index) == "matches" && text_at(index + 1) == "regex") {
      word.text = "matches regex";
      word.span.end = tokens_[index + 1].span.end;
      end = index + 1;
    }
    word.behind_dot = begin > 0 && text_at(begin - 1) == ".";
    word.called = text_at(end + 1) == "(";
    word.named = text_at(end + 1) == "=";
    word.word_follows = end + 1 < tokens_.size() && tokens_[end + 1].kind != TokenKind::Punctuation &&
                        tokens_[end + 1].kind != TokenKind::End;
    return word;
  }

 private:
  std::string_view text_at(std::size_t index) const {
    return index < tokens_.size() ? document_.text_of(tokens_[index].span) : std::string_view();
  }
  bool joined(std::size_t index) const {
    return index > 0 && index < tokens_.size() && tokens_[index - 1].span.end == tokens_[index].span.begin;
  }

  // project-away is one word where an operator stands.
  void extend_operator(WordAt& word, std::size_t& begin, std::size_t& end) const {
    std::size_t first = begin;
    while (first > 0 && joined(first) && (text_at(first - 1) == "-" || text_at(first) == "-")) --first;
    if (first == 0 || text_at(first - 1) != "|") return;
    for (std::size_t last = std::min(first + 8, tokens_.size() - 1); last > first && last >= begin; --last) {
      bool whole = true;
      for (std::size_t i = first + 1; i <= last; ++i) whole = whole && joined(i);
      const diag::Span span{tokens_[first].span.begin, tokens_[last].span.end};
      if (!whole || find_word(operators(), document_.text_of(span)) == nullptr) continue;
      word.span = span;
      word.text = document_.text_of(span);
      begin = first;
      end = last;
      return;
    }
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
};

}  // namespace

std::optional<WordAt> word_at(const Document& document, std::size_t offset) {
  return WordFinder(document).find(offset);
}

}  // namespace huntbook::kql::editor
