// The recursive-descent parser behind parse(), for this folder only. Its parts stand in parser.cpp (tokens, errors,
// recovery), parse_expression.cpp, parse_operator.cpp, parse_source.cpp, parse_statement.cpp and parse_dynamic.cpp.
//
// Recovery: the first error in a clause (a source, an operator, a statement) is reported and mutes those that follow
// from it; at the end of the clause the parser skips to the next '|' or ';' and speaks up again. Within brackets and
// lists that is so from the next ',' or the closing bracket on.
//
// Bounds: nesting beyond max_nesting ends the parse with a diagnostic, and no tree gets higher than max_height, so that
// recursion over it is safe. There is no backtracking, so the time is linear in the number of tokens.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kql/syntax/literal.hpp"
#include "kql/syntax/tree.hpp"

namespace huntbook::kql::syntax {

inline constexpr unsigned max_nesting = 150;
inline constexpr unsigned max_height = 400;

class Parser {
 public:
  Parser(std::string_view text, const std::vector<Token>& tokens, diag::Diagnostics& diagnostics);

  std::vector<Statement> parse_statements();

 private:
  // --- tokens (parser.cpp)
  const Token& token(std::size_t ahead = 0) const;
  std::string_view text_of(const Token& token) const;
  std::string_view peek_text(std::size_t ahead = 0) const { return text_of(token(ahead)); }
  bool at_end() const { return token().kind == TokenKind::End; }
  bool at(std::string_view text) const;       // punctuation or word
  bool at_name(std::size_t ahead = 0) const;  // identifier or ['name']
  bool at_word(std::string_view word, std::size_t ahead = 0) const;
  bool adjacent(std::size_t ahead) const;  // no trivia between token(ahead - 1) and token(ahead)
  Span advance();
  bool accept(std::string_view text);
  std::size_t previous_end() const { return previous_end_; }
  Span span_from(std::size_t begin) const { return {begin, std::max(begin, previous_end_)}; }

  // --- errors and recovery (parser.cpp)
  void error(std::string code, Span span, std::string message, std::string hint = {});
  void unexpected(std::string_view wanted, std::string code = "KS005");
  bool expect(std::string_view text);
  void skip_balanced(bool stop_at_pipe, bool stop_at_comma = false);
  // Behind an item of a list: true with the ',' read where another item follows. An error ends with the item it is in.
  bool next_item();
  // Behind the last item: the closing bracket. What stands before it is reported and read over.
  void close_list(std::string_view close);
  void finish_clause();
  // A level of brackets, function bodies or signs; false: too deep, and the rest of the text is given up.
  class Nesting {
   public:
    explicit Nesting(Parser& parser);
    ~Nesting() { --parser_.nesting_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;
    explicit operator bool() const { return ok_; }

   private:
    Parser& parser_;
    bool ok_;
  };

  // --- names (parser.cpp)
  Name name_at_token(std::size_t ahead = 0) const;
  Name expect_name(std::string_view what);
  std::optional<Typed> typed_name();
  std::optional<ScalarType> expect_type();
  std::vector<Typed> schema();          // (name:type, ...), from its '('
  std::vector<Typed> schema_columns();  // the same, from behind it

  // --- expressions (parse_expression.cpp)
  ExprPtr make(decltype(Expr::node) node, Span span);
  ExprPtr missing();
  ExprPtr expression();  // no name, no pipe
  ExprPtr named_expression();
  ExprPtr argument();  // named, or a pipeline
  std::vector<ExprPtr> named_list();
  std::vector<ExprPtr> argument_list(std::string_view close);
  ExprPtr logical(bool disjunction);
  ExprPtr chain(std::string_view op, std::vector<ExprPtr>& operands, const std::vector<Span>& op_spans,
                std::size_t begin, std::size_t end);
  ExprPtr comparison(int level);
  ExprPtr in_list(ExprPtr operand, std::string op, Span op_span);
  ExprPtr between(ExprPtr operand, bool negated, Span op_span);
  ExprPtr unary();
  ExprPtr postfix(ExprPtr object);
  ExprPtr primary();
  ExprPtr parenthesised();
  ExprPtr call();
  ExprPtr typeof_call();
  ExprPtr string_literal();
  ExprPtr literal(const LiteralResult& result, Span span);
  ExprPtr column_pattern();  // a name with wildcards, or an expression
  std::optional<Name> wildcard_name();

  // --- dynamic(...) (parse_dynamic.cpp)
  ExprPtr dynamic_literal();
  void dynamic_value(std::string& json);
  void dynamic_object(std::string& json);
  void dynamic_array(std::string& json);
  void dynamic_number(std::string& json);

  // --- pipelines and sources (parse_source.cpp)
  bool at_source_keyword() const;
  PipelinePtr pipeline();
  PipelinePtr pipeline_from(ExprPtr first);
  PipelinePtr operators_only();  // in parentheses: the body of mv-apply, partition
  void operators(Pipeline& pipeline);
  void source(Pipeline& pipeline);
  PrintSource print_source();
  RangeSource range_source();
  DataTableSource datatable_source();
  ExternalDataSource externaldata_source();
  std::vector<ExprPtr> bracketed_values();

  // --- operators (parse_operator.cpp, parse_table_operator.cpp)
  std::string operator_name(std::size_t& tokens) const;
  Operator parse_operator();
  Operator unknown_operator(std::size_t begin, Span keyword, std::string name);
  std::vector<Property> properties(std::initializer_list<std::string_view> names);
  bool at_property(std::initializer_list<std::string_view> names) const;
  Property property();
  ExprPtr property_value();
  std::vector<Property> with_properties();
  ProjectOp project_op(ProjectKind kind);
  SummarizeOp summarize_op();
  CountOp count_op();
  SortTerm sort_term();
  std::vector<SortTerm> sort_terms();
  TopOp top_op();
  JoinOp join_op(bool lookup);
  UnionOp union_op();
  ExprPtr union_table();
  std::vector<MvExpandTerm> mv_expand_terms();
  MvExpandOp mv_expand_op();
  MvApplyOp mv_apply_op();
  PartitionOp partition_op();
  ParseOp parse_op(bool where);
  std::vector<ParsePart> parse_pattern();
  ParseKvOp parse_kv_op();
  EvaluateOp evaluate_op();
  RenderOp render_op();

  // --- operators over values and tables (parse_search.cpp, parse_top.cpp)
  SampleDistinctOp sample_distinct_op();
  TopHittersOp top_hitters_op();
  TopNestedOp top_nested_op();
  ForkOp fork_op();
  FacetOp facet_op();
  SearchOp search_op();
  FindSource find_source();
  std::vector<ExprPtr> searched_tables();
  ExprPtr search_predicate();
  // --- operators over ordered rows (parse_series_operator.cpp)
  MakeSeriesOp make_series_op();
  // --- scan, reduce (parse_scan.cpp)
  ScanOp scan_op();
  std::vector<ScanOp::Declared> scan_declarations();
  std::optional<ScanOp::Step> scan_step();
  ReduceOp reduce_op();

  // --- graphs (parse_graph.cpp)
  MakeGraphOp make_graph_op();
  GraphMatchOp graph_match_op(bool shortest);
  GraphPattern graph_pattern();
  GraphPattern::Node graph_node();
  GraphPattern::Edge graph_edge();
  bool touching(std::string_view signs);
  GraphToTableOp graph_to_table_op();

  // --- statements (parse_statement.cpp)
  std::optional<Statement> statement();
  Statement let_statement();
  bool at_lambda() const;
  std::unique_ptr<Lambda> lambda();
  void body_of(Lambda& function);  // {statements; query}
  Parameter parameter();
  std::vector<Parameter> parameters();  // (name:type, ...), from its '('
  Statement declare_statement();
  Statement restrict_statement();
  Statement command();
  Statement pattern_statement();
  PatternCase pattern_case();
  Statement alias_statement();
  void statements_until(std::string_view close, std::vector<Statement>& statements);

  std::string_view text_;
  const std::vector<Token>& tokens_;
  diag::Diagnostics& diagnostics_;
  std::vector<std::size_t> significant_;  // tokens_ without directives
  std::size_t position_ = 0;
  std::size_t previous_end_ = 0;
  unsigned nesting_ = 0;
  unsigned height_ = 0;  // of the highest expression of the current pipeline
  bool muted_ = false;
  bool given_up_ = false;
  bool in_search_ = false;  // in a predicate of search or find, where column:"term" is a comparison
};

}  // namespace huntbook::kql::syntax
