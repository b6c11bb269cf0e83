#include "kql/editor/document.hpp"

#include <algorithm>
#include <utility>

namespace huntbook::kql::editor {

namespace {

void blank(std::string& text, diag::Span span) {
  for (std::size_t i = span.begin; i < span.end && i < text.size(); ++i) {
    if (text[i] != '\n' && text[i] != '\r') text[i] = ' ';
  }
}

// The text with its commands blanked, up to the '<|' where a query follows; the heads go to `commands`.
std::string without_commands(const std::string& text, std::vector<diag::Span>& commands) {
  std::string result = text;
  const syntax::SyntaxTree tree = syntax::parse(text);
  for (const syntax::Statement& statement : tree.statements) {
    if (!std::holds_alternative<syntax::CommandStatement>(statement.node)) continue;
    diag::Span head = statement.span;
    for (const Token& token : tree.tokens) {
      if (token.span.begin < head.begin || token.kind != TokenKind::Punctuation) continue;
      if (token.span.begin >= head.end) break;
      if (text.compare(token.span.begin, token.span.end - token.span.begin, "<|") != 0) continue;
      head.end = token.span.end;
      break;
    }
    blank(result, head);
    // Blanks behind a command belong to it: there its next word is written.
    const auto next =
        std::ranges::lower_bound(tree.tokens, head.end, {}, [](const Token& token) { return token.span.begin; });
    const bool query_follows = head.end < statement.span.end;
    if (!query_follows && next != tree.tokens.end()) head.end = std::max(head.end, next->span.begin);
    commands.push_back(head);
  }
  return result;
}

}  // namespace

Document::Document(std::string text, Surroundings surroundings)
    : text_(std::move(text)),
      surroundings_(std::move(surroundings)),
      tree_(syntax::parse(without_commands(text_, commands_))),
      prelude_(syntax::parse(surroundings_.prelude)) {
  trace_.set_faults(tree_);
  bind::BindInput input{&prelude_, &tree_, surroundings_.catalogue, &surroundings_.parameters, surroundings_.now};
  input.trace = &trace_;
  bind_diagnostics_ = bind::bind(input).diagnostics;
}

const bind::Trace::Place* Document::operator_at(std::size_t begin) const {
  const bind::Trace::Place* place = trace_.find(begin);
  return place != nullptr && place->input ? place : nullptr;
}

const bind::LetValue* Document::value_of(std::string_view name, std::size_t offset) const {
  const auto find = [&](const bind::EnvironmentPtr& names) -> const bind::LetValue* {
    for (const bind::Environment* scope = names.get(); scope != nullptr; scope = scope->outer.get()) {
      if (scope->name == name) return &scope->value;
    }
    return nullptr;
  };
  const auto& places = trace_.places();
  const auto next = places.upper_bound(offset);
  if (next != places.begin()) {
    if (const bind::LetValue* value = find(std::prev(next)->second.names)) return value;
  }
  // A let of its own right before the place is seen by what follows.
  if (next != places.end()) {
    if (const bind::LetValue* value = find(next->second.names)) return value;
  }
  return nullptr;
}

}  // namespace huntbook::kql::editor
