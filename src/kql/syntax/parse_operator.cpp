#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "kql/syntax/parser.hpp"

namespace huntbook::kql::syntax {

namespace {

// Kusto's operators without a node of their own.
constexpr auto skipped_operators = std::to_array<std::string_view>(
    {"assert-schema", "execute-and-cache", "graph-where-edges", "graph-where-nodes", "macro-expand", "find"});

constexpr auto known_operators = std::to_array<std::string_view>({"where",
                                                                  "filter",
                                                                  "extend",
                                                                  "project",
                                                                  "project-away",
                                                                  "project-keep",
                                                                  "project-rename",
                                                                  "project-reorder",
                                                                  "project-by-names",
                                                                  "summarize",
                                                                  "count",
                                                                  "distinct",
                                                                  "sort",
                                                                  "order",
                                                                  "top",
                                                                  "take",
                                                                  "limit",
                                                                  "join",
                                                                  "lookup",
                                                                  "union",
                                                                  "mv-expand",
                                                                  "mvexpand",
                                                                  "mv-apply",
                                                                  "mvapply",
                                                                  "make-series",
                                                                  "partition",
                                                                  "parse-kv",
                                                                  "sample-distinct",
                                                                  "top-hitters",
                                                                  "top-nested",
                                                                  "fork",
                                                                  "facet",
                                                                  "search",
                                                                  "parse",
                                                                  "parse-where",
                                                                  "as",
                                                                  "evaluate",
                                                                  "render",
                                                                  "getschema",
                                                                  "serialize",
                                                                  "invoke",
                                                                  "sample",
                                                                  "consume",
                                                                  "scan",
                                                                  "reduce",
                                                                  "make-graph",
                                                                  "graph-match",
                                                                  "graph-shortest-paths",
                                                                  "graph-to-table",
                                                                  "graph-mark-components"});

template <std::size_t Size>
bool contains(const std::array<std::string_view, Size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

// The words of a name like project-away touch one another.
std::string Parser::operator_name(std::size_t& tokens) const {
  tokens = 0;
  if (token().kind != TokenKind::Identifier) return {};
  std::string name(peek_text());
  tokens = 1;
  while (adjacent(tokens) && peek_text(tokens) == "-" && adjacent(tokens + 1) &&
         token(tokens + 1).kind == TokenKind::Identifier) {
    name += '-';
    name += peek_text(tokens + 1);
    tokens += 2;
  }
  return name;
}

Operator Parser::parse_operator() {
  const std::size_t begin = token().span.begin;
  std::size_t words = 0;
  std::string name = operator_name(words);
  // 'sort-by' and the like: what follows a known operator belongs to its text.
  if (words > 1 && !contains(known_operators, name) && !contains(skipped_operators, name) &&
      contains(known_operators, peek_text()) && peek_text() != "project" && peek_text() != "parse") {
    name = peek_text();
    words = 1;
  }
  const bool known = contains(known_operators, name);
  if (!known && !contains(skipped_operators, name)) {
    if (words == 0) {
      unexpected("an operator", "KS176");
    } else {
      std::vector<std::string> names(known_operators.begin(), known_operators.end());
      names.insert(names.end(), skipped_operators.begin(), skipped_operators.end());
      const std::string near = diag::nearest_name(name, names);
      const Span span{begin, token(words - 1).span.end};
      error("KS176", span, fmt::format("there is no operator '{}'", name),
            near.empty() ? std::string() : fmt::format("did you mean '{}'?", near));
    }
    return unknown_operator(begin, {begin, begin}, std::move(name));
  }
  for (std::size_t i = 0; i < words; ++i) advance();
  const Span keyword = span_from(begin);
  const auto finished = [&](auto node) { return Operator{std::move(node), span_from(begin), keyword}; };
  if (!known) return unknown_operator(begin, keyword, std::move(name));
  if (name == "where" || name == "filter") return finished(WhereOp{named_expression()});
  if (name == "extend") return finished(ExtendOp{named_list()});
  if (name == "project") return finished(project_op(ProjectKind::Project));
  if (name == "project-away") return finished(project_op(ProjectKind::Away));
  if (name == "project-keep") return finished(project_op(ProjectKind::Keep));
  if (name == "project-rename") return finished(project_op(ProjectKind::Rename));
  if (name == "project-reorder") return finished(project_op(ProjectKind::Reorder));
  if (name == "project-by-names") return finished(project_op(ProjectKind::ByNames));
  if (name == "summarize") return finished(summarize_op());
  if (name == "count") return finished(count_op());
  if (name == "distinct") {
    static_cast<void>(properties({}));
    return finished(DistinctOp{named_list()});
  }
  if (name == "sort" || name == "order") {
    static_cast<void>(properties({}));
    std::vector<SortTerm> terms;
    if (expect("by")) terms = sort_terms();
    return finished(SortOp{std::move(terms)});
  }
  if (name == "top") return finished(top_op());
  if (name == "take" || name == "limit") return finished(TakeOp{expression()});
  if (name == "join" || name == "lookup") return finished(join_op(name == "lookup"));
  if (name == "union") return finished(union_op());
  if (name == "mv-expand" || name == "mvexpand") return finished(mv_expand_op());
  if (name == "mv-apply" || name == "mvapply") return finished(mv_apply_op());
  if (name == "partition") return finished(partition_op());
  if (name == "parse" || name == "parse-where") return finished(parse_op(name == "parse-where"));
  if (name == "parse-kv") return finished(parse_kv_op());
  if (name == "search") return finished(search_op());
  if (name == "fork") return finished(fork_op());
  if (name == "facet") return finished(facet_op());
  if (name == "sample-distinct") return finished(sample_distinct_op());
  if (name == "top-hitters") return finished(top_hitters_op());
  if (name == "top-nested") return finished(top_nested_op());
  if (name == "as") {
    std::vector<Property> hints = properties({});
    return finished(AsOp{std::move(hints), expect_name("a name")});
  }
  if (name == "make-series") return finished(make_series_op());
  if (name == "evaluate") return finished(evaluate_op());
  if (name == "render") return finished(render_op());
  if (name == "getschema") {
    static_cast<void>(properties({"kind"}));
    return finished(GetSchemaOp{});
  }
  if (name == "serialize") {
    std::vector<ExprPtr> columns;
    if (!at("|") && !at(";") && !at(")") && !at("}") && !at_end()) columns = named_list();
    return finished(SerializeOp{std::move(columns)});
  }
  if (name == "invoke") {
    if (!at_name()) unexpected("a function call", "KS006");
    return finished(InvokeOp{muted_ ? missing() : postfix(primary())});
  }
  if (name == "sample") return finished(SampleOp{expression()});
  if (name == "scan") return finished(scan_op());
  if (name == "reduce") return finished(reduce_op());
  if (name == "make-graph") return finished(make_graph_op());
  if (name == "graph-match" || name == "graph-shortest-paths")
    return finished(graph_match_op(name == "graph-shortest-paths"));
  if (name == "graph-to-table") return finished(graph_to_table_op());
  if (name == "graph-mark-components")
    return finished(GraphMarkComponentsOp{properties({"kind", "with_component_id"})});
  static_cast<void>(properties({"decodeblocks"}));
  return finished(ConsumeOp{});
}

Operator Parser::unknown_operator(std::size_t begin, Span keyword, std::string name) {
  skip_balanced(true);
  return {UnknownOp{{std::move(name), keyword}}, span_from(begin), keyword};
}

// --- name=value ------------------------------------------------------------------------------------------------------

// hint.x= is a property everywhere.
bool Parser::at_property(std::initializer_list<std::string_view> names) const {
  if (token().kind != TokenKind::Identifier) return false;
  if (at_word("hint") && peek_text(1) == ".") {
    return token(2).kind == TokenKind::Identifier && peek_text(3) == "=" && token(3).kind == TokenKind::Punctuation;
  }
  return peek_text(1) == "=" && token(1).kind == TokenKind::Punctuation &&
         std::find(names.begin(), names.end(), peek_text()) != names.end();
}

Property Parser::property() {
  Property result;
  const std::size_t begin = token().span.begin;
  result.name.text = peek_text();
  advance();
  while (accept(".")) {
    result.name.text += '.';
    if (at_name()) {
      result.name.text += peek_text();
      advance();
    }
  }
  result.name.span = span_from(begin);
  result.value = expect("=") ? property_value() : missing();
  return result;
}

// A literal or a name; in hints also a list of columns in parentheses.
ExprPtr Parser::property_value() {
  if (at("-") || at("+")) return unary();
  if (at_name() && !at_word("dynamic") && (peek_text(1) != "." || token(1).kind != TokenKind::Punctuation)) {
    Name name = name_at_token();
    const Span span = advance();
    if (name.text == "true" || name.text == "false") return make(Literal{ScalarType::Bool, name.text == "true"}, span);
    return make(NameRef{std::move(name.text)}, span);
  }
  return postfix(primary());
}

std::vector<Property> Parser::properties(std::initializer_list<std::string_view> names) {
  std::vector<Property> list;
  while (!muted_ && at_property(names)) list.push_back(property());
  return list;
}

// (a=b, c=d, e); a value without a name goes on with the list of the property before it.
std::vector<Property> Parser::with_properties() {
  std::vector<Property> list;
  if (!expect("(")) return list;
  const Nesting nesting(*this);
  while (!at(")") && !at_end() && !muted_) {
    const bool named = token().kind == TokenKind::Identifier && (peek_text(1) == "=" || peek_text(1) == ".");
    if (named) {
      list.push_back(property());
    } else if (!list.empty()) {
      list.push_back({list.back().name, property_value()});
    } else {
      unexpected("a property (name=value)", "KS006");
    }
    if (!accept(",")) break;
  }
  expect(")");
  return list;
}

}  // namespace huntbook::kql::syntax
