// Graphs (Kusto docs, "Graph operators"): what make-graph makes and the other graph operators take. A graph is two
// shared tables, of its edges and of its nodes; operators read as much of them as they need.
//
// In a pipeline, and behind a let, a graph stands as a relation without columns that Context::graphs knows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kql/bind/scalar.hpp"

namespace huntbook::kql::bind {

struct Graph {
  // Columns of `edges` before the properties, all hidden: what source and target are told apart by, as texts that take
  // in the partition, and a number for each edge.
  static constexpr std::size_t source = 0, target = 1, number = 2, first_edge_property = 3;
  // Columns of `nodes` before the properties, hidden: the same text, one row for each, and the node's ID as a text.
  static constexpr std::size_t key = 0, id = 1, first_node_property = 2;

  SharedRelation edges;
  SharedRelation nodes;
  // Positions of columns of `nodes` that are the key under other names: an edge alone tells them.
  std::vector<std::size_t> same_as_key;
  // The property by whose values the graph falls apart; both edges and nodes with properties have it.
  std::optional<std::string> partition;
};

// Null where the relation is a table.
const Graph* graph_of(const Context& context, const plan::RelPtr& relation);
plan::RelPtr make_graph_value(Context& context, Graph graph);
// The relation, or null with an error reported where it is a graph.
plan::RelPtr only_table(Context& context, plan::RelPtr relation, diag::Span span);

bool is_graph_operator(const syntax::Operator& op);

plan::RelPtr bind_make_graph(Context& context, plan::RelPtr input, const syntax::MakeGraphOp& op, diag::Span span);
plan::RelPtr bind_graph_match(Context& context, const Graph& graph, const syntax::GraphMatchOp& op, diag::Span span);
plan::RelPtr bind_graph_mark_components(Context& context, const Graph& graph, const syntax::GraphMarkComponentsOp& op,
                                        diag::Span span);
// graph-to-table with one output: its rows.
plan::RelPtr bind_graph_to_table(Context& context, const Graph& graph, const syntax::GraphToTableOp& op,
                                 diag::Span span);
// With two, at the end of a statement: defines their names for the statements behind it.
void define_graph_tables(Context& context, const Graph& graph, const syntax::GraphToTableOp& op);

// The component of each node, numbered from 0: columns node (as Graph::key) and component.
plan::RelPtr components_of(Context& context, const Graph& graph, bool strong);

// A hidden column with the value of the graph's partition, to be taken along by an operator within 'partitioned-by'.
inline constexpr std::string_view partition_column = "$partition";

}  // namespace huntbook::kql::bind
