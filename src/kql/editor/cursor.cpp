#include "kql/editor/cursor.hpp"

#include <algorithm>

#include "kql/editor/vocabulary.hpp"

namespace huntbook::kql::editor {

namespace {

bool is_name(const Token& token) {
  return token.kind == TokenKind::Identifier || token.kind == TokenKind::BracketedName;
}

bool is_literal(const Token& token) {
  return token.kind == TokenKind::StringLiteral || token.kind == TokenKind::TypedLiteral ||
         token.kind == TokenKind::IntegerLiteral || token.kind == TokenKind::RealLiteral ||
         token.kind == TokenKind::TimespanLiteral || token.kind == TokenKind::Directive;
}

// Whether the cursor stands in a comment of this trivia.
bool in_comment(std::string_view text, diag::Span trivia, std::size_t offset) {
  std::size_t at = trivia.begin;
  while (at < offset) {
    if (text[at] == '/' && at + 1 < text.size() && text[at + 1] == '/') {
      std::size_t end = at;
      while (end < trivia.end && text[end] != '\n' && text[end] != '\r') ++end;
      if (offset > at + 1 && offset <= end) return true;
      at = end;
    } else {
      ++at;
    }
  }
  return false;
}

// A string that runs to the end of its line is still being written.
bool is_open_string(std::string_view text, const Token& token) {
  const char last = text[token.span.end - 1];
  return token.span.end - token.span.begin < 2 || (last != '"' && last != '\'' && last != '`' && last != ')');
}

}  // namespace

Cursor::Cursor(const Document& document, std::size_t offset)
    : document_(document), offset_(std::min(offset, document.text().size())), word_{offset_, offset_} {
  const std::string& text = document.text();
  for (const diag::Span& command : document.commands()) {
    if (offset_ >= command.begin && offset_ <= command.end &&
        !document.text_of(command).substr(0, offset_ - command.begin).ends_with("<|"))
      in_command_ = true;
  }
  const std::vector<Token>& tokens = document.tree().tokens;
  // The first token that ends at or behind the cursor.
  const auto here = std::ranges::lower_bound(tokens, offset_, {}, [](const Token& token) { return token.span.end; });
  std::size_t last = static_cast<std::size_t>(here - tokens.begin());  // one past the tokens before the word
  if (here != tokens.end()) {
    if (offset_ <= here->span.begin) {
      // A token without bytes (the end) or one that begins here; the trivia before it may hold the cursor.
      in_text_ = in_comment(text, here->trivia, offset_);
    } else if (is_name(*here)) {
      word_ = here->span;
      prefix_ = text.substr(word_.begin, offset_ - word_.begin);
    } else if (is_literal(*here)) {
      const bool number = here->kind != TokenKind::StringLiteral && here->kind != TokenKind::TypedLiteral;
      in_text_ = offset_ < here->span.end || number || is_open_string(text, *here);
      if (!in_text_) ++last;
    } else if (here->kind == TokenKind::Punctuation && text[here->span.begin] == '!' &&
               here->span.end - here->span.begin > 2) {
      word_ = here->span;  // !has
      prefix_ = text.substr(word_.begin, offset_ - word_.begin);
    } else {
      ++last;
    }
  }
  find_clause(last);
  find_keyword();
  enter_inner_operators();
}

// Reads backwards from the cursor's word.
void Cursor::find_clause(std::size_t last) {
  const std::vector<Token>& tokens = document_.tree().tokens;
  std::size_t depth = 0;
  std::size_t commas = 0;
  std::size_t i = last;
  while (i > 0) {
    const Token& token = tokens[--i];
    if (token.kind == TokenKind::Directive || token.kind == TokenKind::End) continue;
    bool closed = depth > 0;
    if (token.kind == TokenKind::Punctuation) {
      const std::string_view sign = document_.text_of(token.span);
      if (sign == ")" || sign == "]" || sign == "}") {
        ++depth;
        closed = depth > 1;
      } else if (sign == "(" || sign == "[" || sign == "{") {
        if (depth > 0) {
          --depth;
          closed = depth > 0;
        } else if (sign == "{") {
          break;
        } else {
          OpenBracket bracket{i, commas, {}, std::nullopt};
          if (i > 0 && is_name(tokens[i - 1])) {
            bracket.name = document_.text_of(tokens[i - 1].span);
            bracket.name_span = tokens[i - 1].span;
          }
          brackets_.push_back(bracket);
          commas = 0;
        }
      } else if (depth == 0) {
        if (sign == ",") ++commas;
        if (sign == "|" || sign == ";" || sign == "<|") {
          behind_pipe_ = sign == "|";
          break;
        }
      }
    }
    before_.push_back(&token);
    on_level_.push_back(!closed);
  }
  std::ranges::reverse(before_);
  std::reverse(on_level_.begin(), on_level_.end());
}

// The words of a name like project-away touch one another; the longest name that is one counts.
void Cursor::find_keyword() {
  const auto join = [&](std::size_t words) {
    return std::string(document_.text_of({before_[0]->span.begin, before_[words - 1]->span.end}));
  };
  if (before_.empty()) {
    return;
  }
  if (before_[0]->kind != TokenKind::Identifier) return;
  keyword_ = join(1);
  keyword_words_ = 1;
  for (std::size_t words = 3; words <= before_.size(); words += 2) {
    const auto touches = [&](std::size_t index) { return before_[index - 1]->span.end == before_[index]->span.begin; };
    if (!touches(words - 2) || !touches(words - 1) || text_at(words - 2) != "-") break;
    if (find_word(operators(), join(words)) == nullptr && words == 3 && find_word(operators(), keyword_) != nullptr &&
        keyword_ != "project")
      break;
    keyword_ = join(words);
    keyword_words_ = words;
  }
  // An operator's name that is being written: project-aw
  const bool touching = before_.size() >= 2 && before_.back()->span.end == word_.begin && text_back(0) == "-";
  if (behind_pipe_ && touching && before_.size() <= 6 && before_.size() % 2 == 0) {
    bool adjacent = true;
    for (std::size_t i = 1; i < before_.size(); ++i)
      adjacent = adjacent && before_[i - 1]->span.end == before_[i]->span.begin;
    const std::string written = join(before_.size());
    const bool begins_a_name =
        std::ranges::any_of(operators(), [&](const Word& word) { return word.name.starts_with(written); });
    if (adjacent && begins_a_name) {
      word_.begin = before_[0]->span.begin;
      prefix_ = document_.text().substr(word_.begin, offset_ - word_.begin);
      before_.clear();
      on_level_.clear();
      keyword_.clear();
      keyword_words_ = 0;
    }
  }
}

// fork (...), mv-apply ... on (...), partition by Column (...), facet by Column with (...): what stands in the brackets
// begins with an operator, without a '|'.
void Cursor::enter_inner_operators() {
  if (!behind_pipe_ || brackets_.empty()) return;
  const OpenBracket outer = brackets_.back();
  const auto open = std::ranges::find(before_, &document_.tree().tokens[outer.token]);
  if (open == before_.end() || open == before_.begin()) return;
  const std::string_view word = document_.text_of((*std::prev(open))->span);
  const bool inner = keyword_ == "fork" || (keyword_ == "mv-apply" && word == "on") ||
                     (keyword_ == "facet" && word == "with") ||
                     (keyword_ == "partition" && word != "by" && has_word("by"));
  if (!inner) return;
  const auto count = open - before_.begin() + 1;
  before_.erase(before_.begin(), before_.begin() + count);
  on_level_.erase(on_level_.begin(), on_level_.begin() + count);
  brackets_.pop_back();
  keyword_.clear();
  keyword_words_ = 0;
  find_keyword();
}

std::size_t Cursor::clause_offset() const {
  return before_.empty() ? word_.begin : before_[0]->span.begin;
}

std::string_view Cursor::text_back(std::size_t back) const {
  const Token* token = token_back(back);
  return token != nullptr ? document_.text_of(token->span) : std::string_view();
}

const Token* Cursor::token_back(std::size_t back) const {
  return back < before_.size() ? before_[before_.size() - 1 - back] : nullptr;
}

std::string_view Cursor::text_at(std::size_t index) const {
  return index < before_.size() ? document_.text_of(before_[index]->span) : std::string_view();
}

bool Cursor::has_word(std::string_view word) const {
  for (std::size_t i = keyword_words_; i < before_.size(); ++i) {
    if (on_level_[i] && text_at(i) == word) return true;
  }
  return false;
}

}  // namespace huntbook::kql::editor
