#include <utility>

#include <fmt/format.h>

#include "kql/syntax/parser.hpp"
#include "kql/syntax/string_scan.hpp"

namespace huntbook::kql::syntax {

ProjectOp Parser::project_op(ProjectKind kind) {
  ProjectOp op;
  op.kind = kind;
  const bool empty = at("|") || at(";") || at(")") || at("}") || at_end();
  if (empty) return op;  // `project` alone keeps no column
  do {
    if (kind == ProjectKind::Reorder) {
      ReorderTerm term{column_pattern()};
      std::size_t words = 0;
      const std::string order = operator_name(words);
      using Order = ReorderTerm::Order;
      term.order = order == "asc"           ? Order::Asc
                   : order == "desc"        ? Order::Desc
                   : order == "granny-asc"  ? Order::GrannyAsc
                   : order == "granny-desc" ? Order::GrannyDesc
                                            : Order::None;
      for (std::size_t i = 0; term.order != Order::None && i < words; ++i) advance();
      op.reorder.push_back(std::move(term));
    } else if (kind == ProjectKind::Away || kind == ProjectKind::Keep) {
      op.columns.push_back(column_pattern());
    } else {
      op.columns.push_back(named_expression());
    }
  } while (next_item());
  return op;
}

SummarizeOp Parser::summarize_op() {
  SummarizeOp op;
  op.properties = properties({});
  const auto ended = [&] { return at("|") || at(";") || at(")") || at("}") || at_end(); };
  if (!at("by") && !ended()) op.aggregates = named_list();
  if (!muted_ && accept("by")) {
    op.by = named_list();
    // An old spelling: by Timestamp bin=1h.
    if (!muted_ && at_word("bin") && peek_text(1) == "=") {
      const std::size_t begin = op.by.back()->span.begin;
      Name bin = name_at_token();
      advance();
      advance();
      std::vector<ExprPtr> arguments;
      arguments.push_back(std::move(op.by.back()));
      arguments.push_back(expression());
      op.by.back() = make(Call{std::move(bin), std::move(arguments)}, span_from(begin));
    }
  }
  return op;
}

CountOp Parser::count_op() {
  CountOp op;
  if (accept("as")) op.as = expect_name("a column name");
  return op;
}

SortTerm Parser::sort_term() {
  SortTerm term;
  term.expr = named_expression();
  if (muted_) return term;
  if (at_word("asc") || at_word("desc")) {
    term.ascending = at_word("asc");
    advance();
  }
  if (at_word("nulls")) {
    advance();
    if (at_word("first") || at_word("last")) {
      term.nulls_first = at_word("first");
      advance();
    } else {
      unexpected("'first' or 'last'");
    }
  }
  return term;
}

std::vector<SortTerm> Parser::sort_terms() {
  std::vector<SortTerm> terms;
  do {
    terms.push_back(sort_term());
  } while (next_item());
  return terms;
}

TopOp Parser::top_op() {
  TopOp op;
  static_cast<void>(properties({}));
  op.count = expression();
  if (!muted_ && expect("by")) op.terms.push_back(sort_term());
  return op;
}

JoinOp Parser::join_op(bool lookup) {
  JoinOp op;
  op.lookup = lookup;
  op.properties = properties({"kind", "withsource", "with_source", "isfuzzy"});
  if (at_name() && peek_text(1) == "=" && token(1).kind == TokenKind::Punctuation) {
    error("KS198", token().span, fmt::format("{} has no property '{}'", lookup ? "lookup" : "join", peek_text()),
          "it has kind= and hint.*=");
  }
  const std::size_t begin = token().span.begin;
  ExprPtr right = muted_ ? missing() : at_source_keyword() ? argument() : postfix(primary());
  if (SubPipeline* table = std::get_if<SubPipeline>(&right->node)) {
    op.right = std::move(table->pipeline);
  } else {
    const unsigned height = right->height;
    op.right = std::make_unique<Pipeline>();
    op.right->source = ExprSource{std::move(right)};
    op.right->span = span_from(begin);
    op.right->height = height;
  }
  if (muted_) return op;
  if (accept("on")) {
    do {
      op.on.push_back(expression());
    } while (!muted_ && accept(","));
  } else if (at_word("where")) {
    error("KS198", token().span, "a join condition stands behind 'on'", "on $left.a == $right.b");
  } else {
    unexpected("'on' and the columns to join by");
  }
  return op;
}

UnionOp Parser::union_op() {
  UnionOp op;
  op.properties = properties({"withsource", "with_source", "kind", "isfuzzy"});
  do {
    op.tables.push_back(union_table());
  } while (!muted_ && accept(","));
  return op;
}

// A table, with wildcards or not, also behind database(..); a call; a pipeline in parentheses.
ExprPtr Parser::union_table() {
  if (std::optional<Name> name = wildcard_name()) return make(NameRef{std::move(name->text)}, name->span);
  ExprPtr table = primary();
  const std::size_t begin = table->span.begin;
  while (!muted_ && at(".")) {
    advance();
    if (at("*") || (token().kind == TokenKind::Identifier && peek_text(1) == "*" && adjacent(1))) {
      std::optional<Name> name = wildcard_name();
      if (!name) {
        name = Name{"*", token().span};
        advance();
      }
      table = make(Member{std::move(table), std::move(*name)}, span_from(begin));
    } else if (at_name() && peek_text(1) == "(" && token(1).kind == TokenKind::Punctuation) {
      ExprPtr member = call();
      table = make(MemberCall{std::move(table), std::move(member)}, span_from(begin));
    } else {
      Name name = expect_name("the name of a table");
      table = make(Member{std::move(table), std::move(name)}, span_from(begin));
    }
  }
  return table;
}

std::vector<MvExpandTerm> Parser::mv_expand_terms() {
  std::vector<MvExpandTerm> terms;
  do {
    MvExpandTerm term{named_expression(), std::nullopt};
    if (!muted_ && at_word("to") && at_word("typeof", 1)) {
      advance();
      advance();
      if (expect("(")) {
        const Nesting nesting(*this);
        term.to_type = expect_type();
        expect(")");
      }
    }
    terms.push_back(std::move(term));
  } while (!muted_ && accept(","));
  return terms;
}

MvExpandOp Parser::mv_expand_op() {
  MvExpandOp op;
  op.properties = properties({"kind", "bagexpansion", "with_itemindex"});
  op.terms = mv_expand_terms();
  if (!muted_ && at_word("limit")) {
    advance();
    op.limit = expression();
  }
  return op;
}

MvApplyOp Parser::mv_apply_op() {
  MvApplyOp op;
  op.properties = properties({"kind", "bagexpansion", "with_itemindex"});
  if (!at("on")) op.terms = mv_expand_terms();
  if (!muted_ && at_word("limit")) {
    advance();
    op.limit = expression();
  }
  if (!muted_ && expect("on")) {
    op.body = operators_only();
  } else {
    op.body = std::make_unique<Pipeline>();
  }
  return op;
}

PartitionOp Parser::partition_op() {
  PartitionOp op;
  op.properties = properties({});
  if (expect("by")) op.by = expect_name("the name of a column");
  if (!muted_ && at("{")) {
    advance();
    const Nesting nesting(*this);
    op.body = pipeline();
    expect("}");
  } else if (!muted_) {
    op.body = operators_only();
  }
  if (!op.body) op.body = std::make_unique<Pipeline>();
  return op;
}

ParseOp Parser::parse_op(bool where) {
  ParseOp op;
  op.where = where;
  op.properties = properties({"kind", "flags"});
  op.operand = expression();
  if (!muted_ && expect("with")) op.pattern = parse_pattern();
  return op;
}

ParseKvOp Parser::parse_kv_op() {
  ParseKvOp op;
  op.operand = expression();
  if (!muted_ && expect("as")) op.columns = schema();
  if (!muted_ && accept("with")) op.properties = with_properties();
  return op;
}

std::vector<ParsePart> Parser::parse_pattern() {
  std::vector<ParsePart> pattern;
  while (!muted_) {
    if (accept("*")) {
      pattern.emplace_back(ParseStar{});
    } else if (token().kind == TokenKind::StringLiteral) {
      const ExprPtr text = string_literal();
      if (Literal* literal = std::get_if<Literal>(&text->node)) {
        pattern.emplace_back(ParseText{std::get<std::string>(literal->value), text->span});
      }
    } else if (at_name()) {
      ParseColumn column{expect_name("a column name"), ScalarType::String};
      if (accept(":")) column.type = expect_type().value_or(ScalarType::String);
      pattern.emplace_back(std::move(column));
    } else {
      break;
    }
  }
  if (pattern.empty() && !muted_) unexpected("a pattern: *, \"text\" or name:type", "KS006");
  return pattern;
}

EvaluateOp Parser::evaluate_op() {
  EvaluateOp op;
  op.properties = properties({});
  if (!at_name() || peek_text(1) != "(") {
    if (at_name()) advance();
    unexpected(at_name() ? "a plugin call" : "'(' and the arguments of the plugin");
    op.call = missing();
    return op;
  }
  op.call = call();
  if (!muted_ && accept(":")) {
    if (at("(") && peek_text(1) == "*" && peek_text(2) == ",") {
      op.schema_keeps_input = true;
      advance();
      advance();
      advance();
      op.schema = schema_columns();
    } else {
      op.schema = schema();
    }
  }
  return op;
}

RenderOp Parser::render_op() {
  RenderOp op;
  op.kind = expect_name("the kind of chart");
  if (muted_) return op;
  if (accept("with")) {
    op.properties = with_properties();
    return op;
  }
  // The old form has no parentheses: render timechart kind=stacked title="x".
  while (!muted_ && token().kind == TokenKind::Identifier && peek_text(1) == "=") {
    op.properties.push_back(property());
    while (!muted_ && accept(",")) {
      if (token().kind == TokenKind::Identifier && peek_text(1) == "=") break;
      op.properties.push_back({op.properties.back().name, property_value()});
    }
  }
  return op;
}

}  // namespace huntbook::kql::syntax
