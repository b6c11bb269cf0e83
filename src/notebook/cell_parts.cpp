#include "notebook/cell_parts.hpp"

#include <algorithm>

#include "kql/syntax/token.hpp"

namespace huntbook::notebook {

namespace {

using kql::Token;
using kql::TokenKind;

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text), tokens_(kql::tokenize(text).tokens) {}

  std::vector<CellPart> split() {
    while (tokens_[at_].kind != TokenKind::End) {
      starts_command(at_, true) ? command() : query();
    }
    return std::move(parts_);
  }

 private:
  std::string_view of(const Token& token) const {
    return text_.substr(token.span.begin, token.span.end - token.span.begin);
  }
  std::size_t lines_before(const Token& token) const {
    const auto trivia = text_.substr(token.trivia.begin, token.trivia.end - token.trivia.begin);
    return static_cast<std::size_t>(std::ranges::count(trivia, '\n'));
  }
  bool blank_line_before(const Token& token) const {
    const auto trivia = text_.substr(token.trivia.begin, token.trivia.end - token.trivia.begin);
    bool line_empty = false;
    for (char c : trivia) {
      if (c == '\n' && line_empty) return true;
      if (c == '\n') {
        line_empty = true;
      } else if (c != ' ' && c != '\t' && c != '\r') {
        line_empty = false;
      }
    }
    return false;
  }

  // '.' and a word right behind it, at the start of a line or, where a statement may start, anywhere.
  bool starts_command(std::size_t at, bool statement_start) const {
    const Token& dot = tokens_[at];
    if (of(dot) != "." || tokens_[at + 1].kind != TokenKind::Identifier) return false;
    if (tokens_[at + 1].span.begin != dot.span.end) return false;
    if (statement_start) return true;
    return dot.span.begin == 0 || text_[dot.span.begin - 1] == '\n';
  }

  void track_brackets(const Token& token) {
    if (token.kind != TokenKind::Punctuation) return;
    const std::string_view symbol = of(token);
    if (symbol == "(" || symbol == "[" || symbol == "{") ++depth_;
    if (symbol == ")" || symbol == "]" || symbol == "}") depth_ = std::max(0, depth_ - 1);
  }

  // .create function, .create-or-alter function, .alter function, but for .alter function f docstring "..".
  bool defines_function() const {
    if (of(tokens_[at_ + 1]) != "create" && of(tokens_[at_ + 1]) != "alter") return false;
    std::size_t word = at_ + 2;
    while (tokens_[word].kind != TokenKind::End &&
           (of(tokens_[word]) == "-" || of(tokens_[word]) == "or" || of(tokens_[word]) == "alter"))
      ++word;
    if (of(tokens_[word]) != "function" || tokens_[word].kind == TokenKind::End) return false;
    const std::string_view after = of(tokens_[std::min(word + 2, tokens_.size() - 1)]);
    return after != "docstring" && after != "folder" && of(tokens_[word + 1]) != "docstring" &&
           of(tokens_[word + 1]) != "folder";
  }

  void command() {
    const std::size_t begin = tokens_[at_].span.begin;
    std::size_t end = tokens_[at_].span.end;
    depth_ = 0;
    // A function's definition ends with its body; blank lines may stand before that.
    const bool defines = defines_function();
    for (++at_; tokens_[at_].kind != TokenKind::End; ++at_) {
      const Token& token = tokens_[at_];
      if (depth_ == 0 && of(token) == ";") {
        ++at_;
        break;
      }
      const bool new_line = depth_ == 0 && lines_before(token) > 0;
      if (new_line && ((!defines && blank_line_before(token)) || starts_command(at_, false))) break;
      track_brackets(token);
      end = token.span.end;
      if (defines && depth_ == 0 && of(token) == "}") {
        ++at_;
        break;
      }
    }
    parts_.push_back({true, {begin, end}});
  }

  void query() {
    const std::size_t begin = tokens_[at_].trivia.begin;
    std::size_t end = begin;
    bool statement_start = true;
    bool any = false;
    depth_ = 0;
    for (; tokens_[at_].kind != TokenKind::End; ++at_) {
      const Token& token = tokens_[at_];
      if (depth_ == 0 && starts_command(at_, statement_start)) break;
      track_brackets(token);
      statement_start = depth_ == 0 && of(token) == ";";
      any |= of(token) != ";";
      end = token.span.end;
    }
    if (any) parts_.push_back({false, {begin, end}});
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  std::vector<CellPart> parts_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

std::vector<CellPart> split_cell(std::string_view text) {
  return Splitter(text).split();
}

std::string kql_literal(std::string_view text) {
  std::string literal = "'";
  for (char c : text) {
    if (c == '\\' || c == '\'') literal += '\\';
    if (c == '\n') {
      literal += "\\n";
    } else if (c == '\r') {
      literal += "\\r";
    } else {
      literal += c;
    }
  }
  return literal + "'";
}

std::string only(std::string_view text, diag::Span span) {
  std::string out(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    if ((i < span.begin || i >= span.end) && out[i] != '\n') out[i] = ' ';
  }
  return out;
}

}  // namespace huntbook::notebook
