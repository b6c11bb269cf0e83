#include "kql/syntax/format.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/utf8.hpp"
#include "kql/syntax/dump.hpp"
#include "kql/syntax/layout.hpp"

namespace huntbook::kql::syntax {

namespace {

constexpr std::size_t line_width = 100;
constexpr std::size_t level_width = 4;

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (; !text.empty(); ++columns) text.remove_prefix(std::min(decode_utf8(text).size, text.size()));
  return columns;
}

struct Comment {
  std::string_view text;
  bool own_line = false;      // else it stands behind the token before
  bool blank_before = false;  // a blank line stands before it
};

// What stands between two tokens.
struct Gap {
  std::vector<Comment> comments;
  bool blank_line = false;  // before the token
};

class Printer {
 public:
  explicit Printer(const SyntaxTree& tree)
      : tree_(tree), tokens_(tree.tokens), layout_(lay_out(tree)), line_at_(tokens_.size()) {
    widths_.resize(tokens_.size() + 1, 0);
    for (std::size_t i = 0; i < tokens_.size(); ++i)
      widths_[i + 1] = widths_[i] + (space_before(i) ? 1 : 0) + columns_of(text(i));
  }

  std::string run() {
    std::size_t next_group = 0;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const bool end = tokens_[i].kind == TokenKind::End;
      if (layout_.verbatim[i]) {
        write(original_gap(i));
      } else {
        gap(i, end);
      }
      for (; next_group < layout_.groups.size() && layout_.groups[next_group].first == i; ++next_group)
        decide(layout_.groups[next_group]);
      if (!end) write(text(i));
    }
    while (!out_.empty() && (out_.back() == '\n' || out_.back() == ' ')) out_.pop_back();
    if (!out_.empty()) out_ += '\n';
    return std::move(out_);
  }

 private:
  std::string_view text(std::size_t token) const {
    const Span span = tokens_[token].span;
    std::string_view all = std::string_view(tree_.text).substr(span.begin, span.end - span.begin);
    if (tokens_[token].kind == TokenKind::Directive) {
      while (!all.empty() && (all.back() == ' ' || all.back() == '\t')) all.remove_suffix(1);
    }
    return all;
  }
  std::string_view original_gap(std::size_t token) const {
    const Span trivia = tokens_[token].trivia;
    return std::string_view(tree_.text).substr(trivia.begin, trivia.end - trivia.begin);
  }

  Gap read_gap(std::size_t token) const {
    Gap gap;
    const std::string_view trivia = original_gap(token);
    std::size_t lines = 0;  // line ends since the last comment or token
    for (std::size_t at = 0; at < trivia.size();) {
      if (trivia[at] == '/' && at + 1 < trivia.size() && trivia[at + 1] == '/') {
        std::size_t end = std::min(trivia.find_first_of("\r\n", at), trivia.size());
        std::string_view comment = trivia.substr(at, end - at);
        while (!comment.empty() && (comment.back() == ' ' || comment.back() == '\t')) comment.remove_suffix(1);
        gap.comments.push_back({comment, token == 0 || lines > 0 || !gap.comments.empty(), lines > 1});
        lines = 0;
        at = end;
        continue;
      }
      if (trivia[at] == '\n' || (trivia[at] == '\r' && (at + 1 == trivia.size() || trivia[at + 1] != '\n'))) ++lines;
      ++at;
    }
    gap.blank_line = lines > 1;
    return gap;
  }

  // What separates a token from the one before it: a blank, a new line, comments on the way.
  void gap(std::size_t token, bool end) {
    const Gap here = read_gap(token);
    const bool statement = layout_.statement[token];
    const bool directive = tokens_[token].kind == TokenKind::Directive;
    const bool behind_directive = token > 0 && tokens_[token - 1].kind == TokenKind::Directive;
    std::optional<std::size_t> line = line_at_[token];
    if (statement || directive) line = 0;
    // A comment or a directive ends the line; what follows it goes on one level in.
    const bool forced = behind_directive || !here.comments.empty();
    const std::size_t indent = line ? *line : end ? 0 : line_indent_ + level_width;
    const bool keeps_blank_lines = statement || end || token == 0;
    for (const Comment& comment : here.comments) {
      if (!comment.own_line) {
        out_ += out_.empty() ? "" : " ";
        out_ += comment.text;
        continue;
      }
      new_line(indent, comment.blank_before && keeps_blank_lines);
      out_ += comment.text;
    }
    if (end) return;
    if (line || forced) {
      if (line && !directive) line_indent_ = *line;
      new_line(indent, here.blank_line && keeps_blank_lines);
    } else if (space_before(token)) {
      write(" ");
    }
  }

  void new_line(std::size_t indent, bool blank_line) {
    while (!out_.empty() && out_.back() == ' ') out_.pop_back();
    if (!out_.empty()) out_ += blank_line ? "\n\n" : "\n";
    out_.append(indent, ' ');
    column_ = indent;
  }

  void write(std::string_view text) {
    out_ += text;
    if (const std::size_t line = text.find_last_of('\n'); line != std::string_view::npos) {
      column_ = columns_of(text.substr(line + 1));
    } else {
      column_ += columns_of(text);
    }
  }

  // On one line, or broken at the points.
  void decide(const LayoutGroup& group) {
    std::size_t last = group.last;
    while (last + 1 < tokens_.size() && closes(last + 1)) ++last;
    const std::size_t width = widths_[last + 1] - widths_[group.first] - (space_before(group.first) ? 1 : 0);
    if (!group.must_break && column_ + width <= line_width) return;
    for (const LayoutGroup::Point& point : group.points) {
      if (point.token > group.first) line_at_[point.token] = line_indent_ + point.indent * level_width;
    }
  }
  bool closes(std::size_t token) const {
    const std::string_view sign = text(token);
    return sign == ")" || sign == "]" || sign == "," || sign == ";";
  }

  bool space_before(std::size_t token) const {
    if (token == 0 || layout_.tight[token]) return false;
    if (layout_.verbatim[token]) return !original_gap(token).empty();
    if (layout_.spaced[token]) return true;
    const std::string_view left = text(token - 1);
    const std::string_view right = text(token);
    if (right == "," || right == ";" || right == ")" || right == "]") return false;
    if (left == "(" || left == "[") return false;
    if (left == "." || right == ".") return false;
    if (right == ":") return left == ")";
    if (left == ":") return token > 1 && text(token - 2) == ")";
    if ((left == "-" || left == "+") && tokens_[token - 1].kind == TokenKind::Punctuation && !layout_.infix[token - 1])
      return false;
    if (left == "typeof" && right == "(") return false;
    return tokens_[token].kind != TokenKind::End;
  }

  const SyntaxTree& tree_;
  const std::vector<Token>& tokens_;
  Layout layout_;
  std::vector<std::optional<std::size_t>> line_at_;  // the token begins a line, so far in
  std::vector<std::size_t> widths_;                  // of all tokens before, on one line
  std::string out_;
  std::size_t column_ = 0;
  std::size_t line_indent_ = 0;
};

bool same_tokens(const SyntaxTree& a, const SyntaxTree& b) {
  const auto text = [](const SyntaxTree& tree, const Token& token) {
    std::string_view all = std::string_view(tree.text).substr(token.span.begin, token.span.end - token.span.begin);
    while (token.kind == TokenKind::Directive && !all.empty() && (all.back() == ' ' || all.back() == '\t'))
      all.remove_suffix(1);
    return all;
  };
  return std::ranges::equal(a.tokens, b.tokens, [&](const Token& left, const Token& right) {
    return left.kind == right.kind && text(a, left) == text(b, right);
  });
}

}  // namespace

Formatted format(std::string_view text) {
  SyntaxTree tree = parse(std::string(text));
  if (!tree.diagnostics.empty()) return {std::string(text), std::move(tree.diagnostics)};
  std::string laid_out = Printer(tree).run();
  // A text whose meaning hangs on its blanks in a way that the printer does not know stays as it is.
  const SyntaxTree again = parse(laid_out);
  if (!again.diagnostics.empty() || !same_tokens(tree, again) || dump(tree) != dump(again))
    return {std::string(text), {}};
  return {std::move(laid_out), {}};
}

}  // namespace huntbook::kql::syntax
