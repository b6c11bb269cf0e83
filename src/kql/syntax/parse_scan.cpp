// Operators with a grammar of their own behind 'with': scan and its steps, reduce.
#include <utility>

#include <fmt/format.h>

#include "kql/syntax/parser.hpp"

namespace huntbook::kql::syntax {

// The clauses come in this order (Kusto.Language): kind=, with_match_id=, order by, partition by, declare, with.
ScanOp Parser::scan_op() {
  ScanOp op;
  op.properties = properties({"kind"});
  if (!muted_ && at_word("with_match_id")) {
    advance();
    if (expect("=")) op.match_id = expect_name("the name of a column");
  }
  if (!muted_ && accept("order") && expect("by")) op.order = sort_terms();
  if (!muted_ && accept("partition") && expect("by")) op.partition = named_list();
  if (!muted_ && accept("declare")) op.declared = scan_declarations();
  if (muted_ || !expect("with") || !expect("(")) return op;
  const Nesting nesting(*this);
  while (!muted_ && at_word("step")) {
    std::optional<ScanOp::Step> step = scan_step();
    if (step) op.steps.push_back(std::move(*step));
  }
  if (!muted_) expect(")");
  return op;
}

std::vector<ScanOp::Declared> Parser::scan_declarations() {
  std::vector<ScanOp::Declared> declared;
  if (!expect("(")) return declared;
  const Nesting nesting(*this);
  do {
    std::optional<Typed> column = typed_name();
    if (!column) return declared;
    declared.push_back({std::move(*column), nullptr});
    if (!muted_ && accept("=")) declared.back().default_value = unary();
  } while (!muted_ && accept(","));
  if (!muted_) expect(")");
  return declared;
}

// step Name [optional] [output=all|last|none]: condition [=> Column = value, ...];
std::optional<ScanOp::Step> Parser::scan_step() {
  advance();
  ScanOp::Step step;
  step.name = expect_name("the name of the step");
  if (!muted_ && at_word("optional")) {
    step.optional = true;
    advance();
  }
  if (!muted_ && at_word("output")) {
    advance();
    if (!expect("=")) return std::nullopt;
    if (at_word("last")) step.output = ScanOp::Output::Last;
    if (at_word("none")) step.output = ScanOp::Output::None;
    if (!at_word("all") && !at_word("last") && !at_word("none")) {
      unexpected("all, last or none");
      return std::nullopt;
    }
    advance();
  }
  if (muted_ || !expect(":")) return std::nullopt;
  step.condition = expression();
  if (!muted_ && accept("=>")) {
    do {
      Name column = expect_name("the name of a column");
      if (muted_ || !expect("=")) return std::nullopt;
      step.assignments.emplace_back(std::move(column), expression());
    } while (!muted_ && accept(","));
  }
  if (muted_ || !expect(";")) return std::nullopt;
  return step;
}

// The properties behind 'with' have no parentheses.
ReduceOp Parser::reduce_op() {
  ReduceOp op;
  op.properties = properties({"kind"});
  if (muted_ || !expect("by")) {
    op.by = missing();
    return op;
  }
  op.by = named_expression();
  if (muted_ || !accept("with")) return op;
  do {
    if (!at_property({"threshold", "characters"})) {
      unexpected("threshold= or characters=");
      return op;
    }
    op.with.push_back(property());
  } while (!muted_ && accept(","));
  return op;
}

}  // namespace huntbook::kql::syntax
