// graph-to-table and graph-mark-components (Kusto docs): a graph's nodes and edges as tables, and the components that
// its nodes belong to as a property of theirs.
#include <algorithm>

#include <fmt/format.h>

#include "kql/bind/graph.hpp"
#include "kql/bind/operators.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;
using plan::RelPtr;

constexpr std::string_view node_properties[] = {"with_node_id"};
constexpr std::string_view edge_properties[] = {"with_source_id", "with_target_id"};

// The rows of one output, with hashes of nodes first where they are asked for.
RelPtr output_rows(Context& context, const Graph& graph, const syntax::GraphToTableOp::Output& output) {
  bool nodes = output.what.text == "nodes";
  std::span<const std::string_view> known =
      nodes ? std::span<const std::string_view>(node_properties) : edge_properties;
  for (const syntax::Property& property : output.properties) {
    if (std::ranges::find(known, property.name.text) == known.end())
      return context.error("KS006", property.name.span,
                           fmt::format("'{}' is no property of {}.", property.name.text, output.what.text),
                           nodes ? "with_node_id" : "with_source_id, with_target_id");
  }
  RelPtr rows = reference_to(context, nodes ? graph.nodes : graph.edges);
  std::vector<Column> columns;
  std::vector<plan::Assignment> computed;
  for (std::size_t i = 0; i < known.size(); ++i) {
    std::string name = property_text(output.properties, known[i]);
    if (name.empty()) continue;
    plan::ScalarPtr hash =
        apply(context, FunctionKind::Scalar, "hash", {use_of(rows->columns[nodes ? Graph::key : i])}, output.what.span);
    if (!hash) return nullptr;
    columns.push_back(context.make_column(std::move(name), ScalarType::Long, false));
    computed.push_back({columns.back().id, std::move(hash)});
  }
  for (std::size_t i = nodes ? Graph::first_node_property : Graph::first_edge_property; i < rows->columns.size(); ++i)
    columns.push_back(rows->columns[i]);
  if (columns.empty())
    return context.error("KS006", output.what.span, "The nodes of this graph have no properties to show.",
                         "make-graph ... with_node_id=Name makes one of the nodes' IDs");
  if (graph.partition) {
    if (const Column* partition = find_column(rows->columns, *graph.partition)) {
      columns.push_back(context.make_column(std::string(partition_column), partition->type, partition->nullable));
      columns.back().hidden = true;
      computed.push_back({columns.back().id, use_of(*partition)});
    }
  }
  return make_project(context, std::move(rows), {}, std::move(computed), std::move(columns));
}

}  // namespace

RelPtr bind_graph_to_table(Context& context, const Graph& graph, const syntax::GraphToTableOp& op, diag::Span span) {
  if (op.outputs.empty()) return nullptr;
  if (op.outputs.size() > 1)
    return context.error("KS273", span, "Two results of graph-to-table can only stand at the end of a statement.",
                         "... | graph-to-table nodes as N, edges as E; N | ...");
  return output_rows(context, graph, op.outputs.front());
}

void define_graph_tables(Context& context, const Graph& graph, const syntax::GraphToTableOp& op) {
  for (const syntax::GraphToTableOp::Output& output : op.outputs) {
    if (!output.as) {
      context.error("KS273", output.what.span, "Multiple graph outputs require aliases.", "nodes as N, edges as E");
      continue;
    }
    RelPtr rows = output_rows(context, graph, output);
    if (rows) context.define(output.as->text, SharedRelation{context.next_shared++, std::move(rows), false});
  }
}

RelPtr bind_graph_mark_components(Context& context, const Graph& graph, const syntax::GraphMarkComponentsOp& op,
                                  diag::Span span) {
  std::string kind = property_text(op.properties, "kind");
  if (!kind.empty() && kind != "weak" && kind != "strong")
    return context.error("KS005", span, "Expected one of: weak, strong");
  std::string name = property_text(op.properties, "with_component_id");
  RelPtr components = components_of(context, graph, kind == "strong");
  RelPtr nodes = reference_to(context, graph.nodes);
  std::vector<Column> joined = nodes->columns;
  joined.insert(joined.end(), components->columns.begin(), components->columns.end());
  std::vector<Column> columns = nodes->columns;
  columns.push_back(components->columns[1]);
  columns.back().name = name.empty() ? "ComponentId" : std::move(name);
  plan::Join join{
      plan::JoinKind::Inner, nodes, components, {{use_of(nodes->columns[Graph::key]), use_of(components->columns[0])}}};
  RelPtr marked = make_relation(std::move(joined), std::move(join));
  Graph result = graph;
  result.nodes = SharedRelation{context.next_shared++,
                                make_project(context, std::move(marked), {}, {}, std::move(columns)), false};
  return make_graph_value(context, std::move(result));
}

}  // namespace huntbook::kql::bind
