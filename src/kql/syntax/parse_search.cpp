// search and find (Kusto docs, one page each).
#include <utility>

#include "kql/syntax/parser.hpp"

namespace huntbook::kql::syntax {

// in (T, A*, (pipeline)); nothing where the word 'in' does not stand here.
std::vector<ExprPtr> Parser::searched_tables() {
  std::vector<ExprPtr> tables;
  if (!at_word("in") || peek_text(1) != "(") return tables;
  advance();
  advance();
  const Nesting nesting(*this);
  while (!at(")") && !at_end()) {
    tables.push_back(union_table());
    if (muted_ || !accept(",")) break;
  }
  expect(")");
  return tables;
}

ExprPtr Parser::search_predicate() {
  const bool outer = std::exchange(in_search_, true);
  ExprPtr predicate = expression();
  in_search_ = outer;
  return predicate;
}

SearchOp Parser::search_op() {
  SearchOp op;
  op.properties = properties({"kind"});
  op.tables = searched_tables();
  op.predicate = muted_ ? missing() : search_predicate();
  return op;
}

FindSource Parser::find_source() {
  FindSource find;
  find.properties = properties({"withsource", "with_source", "datascope"});
  find.tables = searched_tables();
  if (!muted_) accept("where");
  find.predicate = muted_ ? missing() : search_predicate();
  std::size_t words = 0;
  const std::string next = muted_ ? std::string() : operator_name(words);
  if (next != "project" && next != "project-smart") return find;
  for (std::size_t i = 0; i < words; ++i) advance();
  if (next == "project-smart") return find;
  find.project.emplace();
  do {
    if ((at_word("pack") || at_word("pack_all")) && peek_text(1) == "(") {
      find.pack = true;
      advance();
      advance();
      accept("*");
      expect(")");
      continue;
    }
    FindColumn column{expect_name("the name of a column"), std::nullopt};
    if (accept(":")) column.type = expect_type();
    find.project->push_back(std::move(column));
  } while (!muted_ && accept(","));
  return find;
}

}  // namespace huntbook::kql::syntax
