// Walks a tree and collects where its text may break (layout.hpp). Statements, queries and expressions stand in
// layout.cpp, operators in layout_operators.cpp.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "kql/syntax/layout.hpp"
#include "kql/syntax/walk.hpp"

namespace huntbook::kql::syntax {

class LayoutBuilder {
 public:
  explicit LayoutBuilder(const SyntaxTree& tree) : tree_(tree), tokens_(tree.tokens) {
    for (auto* flags : {&layout_.statement, &layout_.verbatim, &layout_.tight, &layout_.spaced, &layout_.infix})
      flags->assign(tokens_.size(), false);
  }

  Layout run() {
    statements(tree_.statements, true);
    break_around_inner();
    return std::move(layout_);
  }

 private:
  // --- tokens

  // The first token that begins at this byte or behind it.
  std::size_t from(std::size_t offset) const {
    const auto found =
        std::ranges::lower_bound(tokens_, offset, {}, [](const Token& token) { return token.span.begin; });
    return std::min(static_cast<std::size_t>(found - tokens_.begin()), tokens_.size() - 1);
  }
  // The last one that ends at this byte or before it.
  std::size_t to(std::size_t offset) const {
    const std::size_t next = from(offset);
    return next == 0 ? 0 : next - 1;
  }
  std::string_view text(std::size_t token) const {
    const Span span = tokens_[token].span;
    return std::string_view(tree_.text).substr(span.begin, span.end - span.begin);
  }
  bool is(std::size_t token, std::string_view sign) const { return token < tokens_.size() && text(token) == sign; }

  void keep_as_it_is(Span span) {
    if (span.begin >= span.end) return;
    for (std::size_t i = from(span.begin) + 1; i < tokens_.size() && tokens_[i].span.end <= span.end; ++i)
      layout_.verbatim[i] = true;
  }
  void stick(std::size_t token) {
    if (token < layout_.tight.size()) layout_.tight[token] = true;
  }

  std::size_t open_group(std::size_t first, std::size_t last, bool must_break = false, bool follows_inner = false) {
    layout_.groups.push_back({first, std::max(first, last), {}, must_break, follows_inner});
    return layout_.groups.size() - 1;
  }
  void add_point(std::size_t group, std::size_t token, unsigned indent) {
    layout_.groups[group].points.push_back({token, indent});
  }
  // name=value without blanks, as hints and properties are written.
  void stick_value(std::size_t name) {
    if (!is(name + 1, "=")) return;
    stick(name + 1);
    stick(name + 2);
  }
  // The bracket that closes the one at `open`; `end` where there is none before it.
  std::size_t closing(std::size_t open, std::size_t end) const;
  // The next `word` outside of brackets from `begin` to `end`; the number of tokens where there is none.
  std::size_t find(std::string_view word, std::size_t begin, std::size_t end) const;

  // --- statements and queries

  void statements(const std::vector<Statement>& list, bool top);
  void statement(const Statement& each);
  void let_query(const Statement& each, const Pipeline& query);
  void lambda(const Lambda& function, Span span);
  void pipeline(const Pipeline& query, std::size_t most_operators);
  // A query within brackets of its own.
  void inner_pipeline(const Pipeline& query);
  void source(const Pipeline& query);
  void datatable(const DataTableSource& table, const Pipeline& query, std::size_t keyword);
  // The values between square brackets behind a source, so many a line. Gives the opening bracket.
  std::size_t values(const std::vector<ExprPtr>& list, std::size_t width, bool must_break, const Pipeline& query);
  // Each item on a line of its own; the first one too.
  void list(std::size_t group, const std::vector<ExprPtr>& items);

  // --- operators; `first` and `last` are the operator's tokens

  void operation(const Operator& op);
  void project(const ProjectOp& op, std::size_t first, std::size_t last);
  void make_series(const MakeSeriesOp& op, std::size_t first, std::size_t last);
  void top_nested(std::size_t first, std::size_t last);
  void scan(const ScanOp& op, std::size_t first, std::size_t last);
  void scan_step(const ScanOp::Step& step, std::size_t semicolon);
  void reduce(const ReduceOp& op, std::size_t first, std::size_t last);
  void make_graph(const MakeGraphOp& op, std::size_t first, std::size_t last);
  void graph_match(const GraphMatchOp& op, std::size_t first, std::size_t last);
  void graph_to_table(const GraphToTableOp& op, std::size_t first, std::size_t last);
  void by_list(std::size_t group, const std::vector<ExprPtr>& keys, std::size_t last);

  // --- expressions

  Parts parts_of_expressions();
  void expression(const Expr& expr);
  static bool is_logical(const Binary& binary) { return binary.op == "and" || binary.op == "or"; }
  static bool is_parenthesised(const Expr& expr, const Binary& binary) {
    return expr.span.begin < binary.left->span.begin;
  }
  // A chain has one group, made where it begins.
  void logical(const Expr& expr);
  // Lines begin before 'and' and 'or'.
  void condition(std::size_t group, const Expr& expr, bool may_have_brackets);
  void call_of(const Expr& expr, const Call& call);
  // Items between brackets, the first of which is `open`.
  void bracket_list(std::size_t open, const Expr& expr, const std::vector<ExprPtr>& items);

  bool has_comment(std::size_t token) const;
  // Comments end lines, and a bracket whose inside breaks does so too.
  void break_around_inner();

  const SyntaxTree& tree_;
  const std::vector<Token>& tokens_;
  Layout layout_;
};

}  // namespace huntbook::kql::syntax
