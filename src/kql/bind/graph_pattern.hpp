// A pattern of graph-match or graph-shortest-paths while it is bound: its elements, and what the query asks of each.
// The names of the elements resolve to columns of rows that belong to the element; how those rows come together is
// decided when all is known (graph_match.cpp: joins; graph_steps.cpp: a search in code).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kql/bind/graph.hpp"

namespace huntbook::kql::bind {

// The rows of nodes that an element may be, with the columns that the query reads.
struct NodeRows {
  plan::RelPtr base;                      // a reference to the graph's nodes
  std::optional<plan::Column> degree_in;  // asked for
  std::optional<plan::Column> degree_out;
  std::vector<plan::ScalarPtr> conditions;  // on these columns alone
};

struct PatternNode {
  std::string name;  // empty: anonymous
  diag::Span span;
  NodeRows rows;
};

// What a query asks of all edges, or all inner nodes, of a path.
struct PathValue {
  enum class Kind { List, All, Any };
  Kind kind = Kind::List;
  bool inner = false;     // of inner nodes
  plan::ScalarPtr value;  // List: a JSON array of the one value; else a bool
  plan::Column column;    // what stands for it in expressions
};

struct PatternEdge {
  using Direction = syntax::GraphPattern::Edge::Direction;
  std::string name;
  diag::Span span;
  std::size_t from = 0, to = 0;  // nodes, as the pattern is written
  Direction direction = Direction::Right;
  bool path = false;  // of least..most edges
  std::int64_t least = 1, most = 1;
  plan::RelPtr base;                        // a reference to the graph's edges
  std::vector<plan::ScalarPtr> conditions;  // on these columns alone; each edge of a path must meet them
  NodeRows inner;                           // nodes within a path
  std::vector<PathValue> values;            // of a path
};

struct Pattern {
  std::vector<PatternNode> nodes;
  std::vector<PatternEdge> edges;
  bool has_paths() const;
};

// The names of a pattern's elements in expressions, and the functions that speak of them: all, any, map, inner_nodes,
// node_degree_in, node_degree_out, node_id, labels.
class PatternNames final : public ElementNames {
 public:
  PatternNames(const Graph& graph, Pattern& pattern) : graph_(graph), pattern_(pattern) {}
  std::optional<plan::ScalarPtr> bind(Context& context, const Scope& scope, const syntax::Expr& expr) override;

  // A condition behind 'where', split at its ands: what speaks of one element goes to that element, the rest comes
  // back in `rest`. False: failed.
  bool bind_where(Context& context, const syntax::Expr& expr, std::vector<plan::ScalarPtr>& rest);

 private:
  PatternNode* node(std::string_view name);
  PatternEdge* edge(std::string_view name);
  plan::ScalarPtr property(Context& context, std::string_view element, const syntax::Name& name);
  plan::ScalarPtr whole(Context& context, std::string_view element, diag::Span span);
  std::optional<plan::ScalarPtr> call(Context& context, const syntax::Call& call, diag::Span span);
  // all, any or map over an element.
  std::optional<plan::ScalarPtr> over_path(Context& context, const syntax::Call& call, diag::Span span);
  // The expression over one edge or inner node of a path.
  plan::ScalarPtr on_path(Context& context, PatternEdge& edge, bool inner, const syntax::Expr& expr);
  plan::ScalarPtr path_value(Context& context, PatternEdge& edge, PathValue::Kind kind, bool inner,
                             plan::ScalarPtr value, diag::Span span);
  bool push_all(Context& context, const syntax::Expr& expr);
  bool place(Context& context, plan::ScalarPtr condition, diag::Span span, std::vector<plan::ScalarPtr>& rest);

  const Graph& graph_;
  Pattern& pattern_;
  bool edge_by_edge_ = false;  // in 'where', e.property of a path is that of each of its edges
};

// The columns of a node's rows that expressions may read, node_id and the degrees included.
std::vector<plan::Column> columns_of(const NodeRows& rows);
// The rows with the columns asked for, where the conditions hold.
plan::RelPtr relation_of(Context& context, const Graph& graph, const NodeRows& rows, diag::Span span);
plan::RelPtr filtered(plan::RelPtr relation, const std::vector<plan::ScalarPtr>& conditions);

// The two ways to find a pattern's matches. Either gives a relation that has the columns in `read`.
plan::RelPtr match_by_joins(Context& context, const Graph& graph, Pattern& pattern, std::string_view cycles,
                            const std::vector<plan::ColumnId>& read, diag::Span span);
struct SearchOptions {
  bool shortest = false;
  bool all_shortest = false;
  std::string cycles;
};
plan::RelPtr match_by_search(Context& context, const Graph& graph, Pattern& pattern, const SearchOptions& options,
                             const std::vector<plan::ColumnId>& read, diag::Span span);

}  // namespace huntbook::kql::bind
