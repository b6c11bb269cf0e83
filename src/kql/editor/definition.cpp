#include "kql/editor/definition.hpp"

#include <algorithm>

#include "kql/bind/scalar.hpp"
#include "kql/editor/cursor.hpp"
#include "kql/editor/names.hpp"
#include "kql/editor/word.hpp"
#include "kql/syntax/walk.hpp"

namespace huntbook::kql::editor {

namespace {

// The let or parameter that this use of a name means.
std::optional<Definition> meant_by(const Document& document, std::string_view name, std::size_t offset) {
  for (const Definition& definition : definitions_in(document.tree())) {
    if (definition.name == name && definition.name_span.begin <= offset && offset <= definition.name_span.end)
      return definition;
  }
  const std::vector<Definition> known = definitions_at(document, offset);
  const auto found = std::ranges::find(known, name, &Definition::name);
  return found != known.end() ? std::optional(*found) : std::nullopt;
}

// Whether the name is a column where it stands, which goes before lets.
bool is_column(const Document& document, const WordAt& word) {
  if (word.called) return false;
  const Cursor cursor(document, word.span.begin);
  const bind::Trace::Place* place = document.operator_at(cursor.clause_offset());
  if (!cursor.behind_pipe() || place == nullptr) return false;
  if (bind::find_column(place->input->columns, word.text) != nullptr) return true;
  return word.named && place->output && bind::find_column(place->output->columns, word.text) != nullptr;
}

}  // namespace

std::optional<diag::Span> definition(const Document& document, std::size_t offset) {
  const std::optional<WordAt> word = word_at(document, offset);
  if (!word) return std::nullopt;
  if (is_column(document, *word)) {
    if (word->named) return word->span;
    return column_definition(document, word->span.begin, word->text);
  }
  if (word->behind_dot) return std::nullopt;
  const std::optional<Definition> found = meant_by(document, word->text, word->span.begin);
  return found ? std::optional(found->name_span) : std::nullopt;
}

std::vector<diag::Span> references(const Document& document, std::size_t offset) {
  const std::optional<WordAt> word = word_at(document, offset);
  if (!word || word->behind_dot || is_column(document, *word)) return {};
  const std::optional<Definition> meant = meant_by(document, word->text, word->span.begin);
  if (!meant) return {};
  std::vector<diag::Span> uses{meant->name_span};
  const auto add = [&](std::size_t begin) {
    const std::optional<WordAt> use = word_at(document, begin);
    if (!use || use->text != word->text || is_column(document, *use)) return;
    const std::optional<Definition> other = meant_by(document, use->text, begin);
    if (other && other->name_span == meant->name_span) uses.push_back(use->span);
  };
  for (const syntax::Statement& statement : document.tree().statements) {
    each_expression(statement, [&](const syntax::Expr& expr) {
      if (const auto* name = std::get_if<syntax::NameRef>(&expr.node)) {
        if (name->name == word->text) add(expr.span.begin);
      } else if (const auto* call = std::get_if<syntax::Call>(&expr.node)) {
        if (call->function.text == word->text) add(call->function.span.begin);
      }
    });
  }
  std::ranges::sort(uses, {}, &diag::Span::begin);
  const auto twice = std::ranges::unique(uses);
  uses.erase(twice.begin(), twice.end());
  return uses;
}

}  // namespace huntbook::kql::editor
