// Graph operators: make-graph, graph-match, graph-shortest-paths, graph-to-table.
#include "kql/syntax/parser.hpp"

namespace huntbook::kql::syntax {

MakeGraphOp Parser::make_graph_op() {
  MakeGraphOp op;
  const auto column = [&] {
    const Span span = token().span;
    Name name = expect_name("a column name");
    return muted_ ? missing() : make(NameRef{std::move(name.text)}, span);
  };
  op.source = column();
  if (!muted_ && !touching("-->")) unexpected("'-->'");
  op.target = column();
  if (!muted_ && at_word("with")) {
    advance();
    do {
      MakeGraphOp::Nodes nodes;
      nodes.table = union_table();
      nodes.key = expect("on") ? column() : missing();
      op.nodes.push_back(std::move(nodes));
    } while (!muted_ && accept(","));
  }
  if (!muted_ && at_property({"with_node_id"})) {
    advance();
    advance();
    op.node_id = expect_name("a column name");
  }
  if (!muted_ && at_word("partitioned") && peek_text(1) == "-" && at_word("by", 2)) {
    for (int words = 0; words < 3; ++words) advance();
    op.partition = expect_name("a column name");
    op.body = operators_only();
  }
  return op;
}

// Takes signs that follow one another without blanks; false, with nothing taken, where others stand here.
bool Parser::touching(std::string_view signs) {
  for (std::size_t i = 0; i < signs.size(); ++i) {
    if (token(i).kind != TokenKind::Punctuation || peek_text(i) != signs.substr(i, 1)) return false;
    if (i > 0 && !adjacent(i)) return false;
  }
  for (std::size_t i = 0; i < signs.size(); ++i) advance();
  return true;
}

GraphPattern::Node Parser::graph_node() {
  GraphPattern::Node node;
  const std::size_t begin = token().span.begin;
  if (expect("(")) {
    if (at_name()) {
      node.name = name_at_token();
      advance();
    }
    expect(")");
  }
  node.span = span_from(begin);
  return node;
}

GraphPattern::Edge Parser::graph_edge() {
  using Direction = GraphPattern::Edge::Direction;
  GraphPattern::Edge edge;
  const std::size_t begin = token().span.begin;
  const bool left = accept("<");
  expect("-");
  if (accept("[")) {
    if (at_name()) {
      edge.name = name_at_token();
      advance();
    }
    if (accept("*")) {
      edge.least = unary();
      edge.most = expect("..") ? unary() : missing();
    }
    expect("]");
  }
  expect("-");
  edge.direction = left ? Direction::Left : accept(">") ? Direction::Right : Direction::Any;
  edge.span = span_from(begin);
  return edge;
}

GraphPattern Parser::graph_pattern() {
  GraphPattern pattern;
  pattern.nodes.push_back(graph_node());
  while (!muted_ && (at("-") || at("<"))) {
    pattern.edges.push_back(graph_edge());
    pattern.nodes.push_back(muted_ ? GraphPattern::Node{} : graph_node());
  }
  return pattern;
}

GraphMatchOp Parser::graph_match_op(bool shortest) {
  GraphMatchOp op{shortest, properties({"cycles", "output"}), {}, nullptr, std::nullopt};
  do {
    op.patterns.push_back(graph_pattern());
  } while (!muted_ && accept(","));
  if (!muted_ && at_word("where")) {
    advance();
    op.where = expression();
  }
  if (!muted_ && at_word("project")) {
    advance();
    op.project = named_list();
  }
  return op;
}

GraphToTableOp Parser::graph_to_table_op() {
  GraphToTableOp op;
  do {
    GraphToTableOp::Output output;
    if (!at_word("nodes") && !at_word("edges")) {
      unexpected("'nodes' or 'edges'");
      break;
    }
    output.what = name_at_token();
    advance();
    if (at_word("as")) {
      advance();
      output.as = expect_name("a name");
    }
    output.properties = properties({"with_node_id", "with_source_id", "with_target_id"});
    op.outputs.push_back(std::move(output));
  } while (!muted_ && accept(","));
  return op;
}

}  // namespace huntbook::kql::syntax
