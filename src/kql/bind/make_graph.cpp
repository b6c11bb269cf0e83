// make-graph (Kusto docs, "make-graph operator"): edges from a table's rows, nodes from tables, or from the edges.
#include <algorithm>

#include <fmt/format.h>

#include "kql/bind/graph.hpp"
#include "kql/bind/operators.hpp"
#include "kql/bind/per_group.hpp"
#include "kql/bind/table.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;
using plan::RelPtr;
using plan::ScalarPtr;

Column hidden_column(Context& context, std::string name, ScalarType type) {
  Column column = context.make_column(std::move(name), type, false);
  column.hidden = true;
  return column;
}

// A value as one of `type`: node IDs of different types are compared and shown as texts.
ScalarPtr value_as(Context& context, ScalarPtr value, ScalarType type, diag::Span span) {
  if (!value || value->type == type) return value;
  if (type != ScalarType::Dynamic)
    return apply(context, FunctionKind::Scalar, fmt::format("to{}", name_of(type)), {std::move(value)}, span);
  ScalarPtr array = apply(context, FunctionKind::Scalar, "pack_array", {value}, span);
  if (!array) return nullptr;
  ScalarPtr element = std::make_shared<const plan::Scalar>(
      plan::Scalar{type, true, plan::DynamicPath{std::move(array), {std::int64_t{0}}}});
  if (value->type != ScalarType::String) return element;
  // An empty text says as little as a null.
  ScalarPtr given = apply(context, FunctionKind::Scalar, "isnotempty", {std::move(value)}, span);
  return apply(context, FunctionKind::Scalar, "iff", {std::move(given), std::move(element), make_literal(type, {})},
               span);
}

class MakeGraph {
 public:
  MakeGraph(Context& context, const syntax::MakeGraphOp& op, diag::Span span)
      : context_(context), op_(op), span_(span) {}

  RelPtr bind(RelPtr input) {
    const Column* source = named_column(context_, input->columns, *op_.source);
    const Column* target = named_column(context_, input->columns, *op_.target);
    if (source == nullptr || target == nullptr) return nullptr;
    source_ = *source;
    target_ = *target;
    if (op_.partition && partition_of(*input) == nullptr) return nullptr;
    if (!make_edges(std::move(input)) || !read_node_tables() || !make_nodes()) return nullptr;
    if (op_.partition) graph_.partition = op_.partition->text;
    RelPtr value = make_graph_value(context_, std::move(graph_));
    return op_.body ? bind_partitions(std::move(value)) : value;
  }

 private:
  struct Property {
    std::string name;
    ScalarType type = ScalarType::String;
    bool is_key = false;  // holds the node's ID in every node
  };
  struct NodeTable {
    RelPtr rows;
    Column key;
  };

  const Column* partition_of(const plan::Rel& relation) {
    const Column* column = find_column(relation.columns, op_.partition->text);
    if (column == nullptr)
      context_.error("KS142", op_.partition->span,
                     fmt::format("There is no column '{}' to partition by.", op_.partition->text),
                     "the edges and all tables of nodes must have it");
    return column;
  }

  // What tells nodes apart. A partition's length goes first, so that no two pairs give the same text.
  ScalarPtr key_of(const Column& id, const Column* partition) {
    ScalarPtr text = value_as(context_, use_of(id), ScalarType::String, span_);
    if (partition == nullptr || !text) return text;
    ScalarPtr part = value_as(context_, use_of(*partition), ScalarType::String, span_);
    ScalarPtr length = part ? apply(context_, FunctionKind::Scalar, "strlen", {part}, span_) : nullptr;
    if (!length) return nullptr;
    ScalarPtr colon = make_literal(ScalarType::String, std::string(":"));
    return apply(context_, FunctionKind::Scalar, "strcat",
                 {std::move(length), std::move(colon), std::move(part), std::move(text)}, span_);
  }

  bool make_edges(RelPtr input) {
    const Column* partition = op_.partition ? partition_of(*input) : nullptr;
    std::vector<Column> columns{hidden_column(context_, "", ScalarType::String),
                                hidden_column(context_, "", ScalarType::String),
                                hidden_column(context_, "", ScalarType::Long)};
    ScalarPtr source = key_of(source_, partition), target = key_of(target_, partition);
    ScalarPtr number = apply(context_, FunctionKind::Window, "row_number", {}, span_);
    if (!source || !target || !number) return false;
    std::vector<plan::Assignment> computed{{columns[Graph::source].id, std::move(source)},
                                           {columns[Graph::target].id, std::move(target)}};
    std::vector<plan::Assignment> windows{{columns[Graph::number].id, std::move(number)}};
    // A hidden column with a name stands in for one that an error took away; the graph may hang on it.
    for (const Column& column : input->columns) {
      if (!column.hidden || !column.name.empty()) columns.push_back(column);
    }
    RelPtr edges =
        make_project(context_, std::move(input), std::move(windows), std::move(computed), std::move(columns));
    graph_.edges = SharedRelation{context_.next_shared++, std::move(edges), false};
    return true;
  }

  void add_property(const Column& column, bool is_key) {
    auto known = std::ranges::find(properties_, column.name, &Property::name);
    if (known == properties_.end()) {
      properties_.push_back({column.name, column.type, is_key});
      return;
    }
    if (known->type != column.type) known->type = ScalarType::Dynamic;
    known->is_key = known->is_key || is_key;
  }

  bool read_node_tables() {
    if (op_.node_id) {
      ScalarType type = source_.type == target_.type ? source_.type : ScalarType::String;
      properties_.push_back({op_.node_id->text, type, true});
    }
    if (op_.nodes.size() > 2) {
      context_.error("KS006", span_, "make-graph takes at most two tables of nodes.", "union brings more into one");
      return false;
    }
    for (const syntax::MakeGraphOp::Nodes& nodes : op_.nodes) {
      ScopedEnvironment restore(context_);
      RelPtr rows = bind_table_expression(context_, *nodes.table);
      const Column* key = rows ? named_column(context_, rows->columns, *nodes.key) : nullptr;
      if (key == nullptr || (op_.partition && partition_of(*rows) == nullptr)) return false;
      for (const Column& column : rows->columns) {
        if (!column.hidden) add_property(column, column.id == key->id);
      }
      tables_.push_back({std::move(rows), *key});
    }
    return true;
  }

  // A row for each node: those of the tables, and the ends of edges, which know their ID alone.
  bool make_nodes() {
    plan::Union all;
    for (const NodeTable& table : tables_) {
      if (!add_rows(all, table.rows, table.key, op_.partition ? partition_of(*table.rows) : nullptr, nullptr))
        return false;
    }
    for (std::size_t end : {Graph::source, Graph::target}) {
      RelPtr edges = reference_to(context_, graph_.edges);
      const Column* column = find_column(edges->columns, end == Graph::source ? source_.name : target_.name);
      const Column* partition = op_.partition ? find_column(edges->columns, op_.partition->text) : nullptr;
      if (!add_rows(all, edges, *column, partition, &edges->columns[end])) return false;
    }
    std::vector<Column> rows = node_columns(), columns = node_columns();
    plan::Aggregate merged{nullptr, {{columns[Graph::key].id, use_of(rows[Graph::key])}}, {}};
    for (std::size_t i = Graph::id; i < columns.size(); ++i) {
      ScalarPtr any = apply(context_, FunctionKind::Aggregate, "take_any", {use_of(rows[i])}, span_);
      if (!any) return false;
      merged.aggregates.push_back({columns[i].id, std::move(any)});
    }
    merged.input = make_relation(std::move(rows), std::move(all));
    RelPtr nodes = without_copies(make_relation(std::move(columns), std::move(merged)));
    graph_.nodes = SharedRelation{context_.next_shared++, std::move(nodes), false};
    return true;
  }

  // Without partitions the key is the ID as a text. Saying so lets the engine look for a node by it.
  RelPtr without_copies(RelPtr nodes) {
    graph_.same_as_key = {Graph::key};
    if (op_.partition) return nodes;
    std::vector<Column> columns = nodes->columns;
    std::vector<plan::Assignment> computed;
    for (std::size_t i = Graph::id; i < columns.size(); ++i) {
      const Property* property = i == Graph::id ? nullptr : &properties_[i - Graph::first_node_property];
      if (property != nullptr && (!property->is_key || property->type != ScalarType::String)) continue;
      Column copy = context_.make_column(columns[i].name, ScalarType::String);
      copy.hidden = columns[i].hidden;
      computed.push_back({copy.id, use_of(nodes->columns[Graph::key])});
      columns[i] = std::move(copy);
      graph_.same_as_key.push_back(i);
    }
    return make_project(context_, std::move(nodes), {}, std::move(computed), std::move(columns));
  }

  std::vector<Column> node_columns() {
    std::vector<Column> columns{hidden_column(context_, "", ScalarType::String),
                                hidden_column(context_, "", ScalarType::String)};
    for (const Property& property : properties_) columns.push_back(context_.make_column(property.name, property.type));
    return columns;
  }

  // `end` is the key's column where the rows are edges: of these only node IDs and the partition are properties.
  bool add_rows(plan::Union& all, const RelPtr& rows, const Column& id, const Column* partition, const Column* end) {
    plan::Union::Input input{rows, {}};
    input.values.push_back(end != nullptr ? use_of(*end) : key_of(id, partition));
    input.values.push_back(value_as(context_, use_of(id), ScalarType::String, span_));
    if (!input.values[Graph::key] || !input.values[Graph::id]) return false;
    for (const Property& property : properties_) {
      const Column* column = property.is_key  ? &id
                             : end == nullptr ? find_column(rows->columns, property.name)
                             : op_.partition && property.name == op_.partition->text ? partition
                                                                                     : nullptr;
      ScalarPtr value = column != nullptr ? value_as(context_, use_of(*column), property.type, span_) : nullptr;
      if (column != nullptr && !value) return false;
      input.values.push_back(std::move(value));
    }
    all.inputs.push_back(std::move(input));
    return true;
  }

  RelPtr bind_partitions(RelPtr graph) {
    const std::vector<syntax::Operator>& operators = op_.body->operators;
    if (operators.empty()) return nullptr;
    const auto& first = operators.front().node;
    if (!std::holds_alternative<syntax::GraphMatchOp>(first) && !std::holds_alternative<syntax::GraphToTableOp>(first))
      return context_.error("KS177", operators.front().keyword, "This operator can't stand in 'partitioned-by'.",
                            "graph-match, graph-shortest-paths or graph-to-table begins there");
    RelPtr rows = bind_operator(context_, std::move(graph), operators.front());
    if (!rows || operators.size() == 1) return rows;
    const Column* partition = find_column(rows->columns, partition_column);
    if (partition == nullptr)
      return context_.error("HB002", span_, "Further operators in 'partitioned-by' need the partition among the nodes.",
                            "put them behind the closing parenthesis");
    Groups groups;
    groups.source = rows;
    groups.row_by_row = rows;
    groups.keys = {*partition};
    BoundPipeline body = bind_operators(context_, rows, std::span(operators).subspan(1));
    return body.relation ? per_group(context_, body.relation, groups, span_) : nullptr;
  }

  Context& context_;
  const syntax::MakeGraphOp& op_;
  diag::Span span_;
  Column source_, target_;
  std::vector<NodeTable> tables_;
  std::vector<Property> properties_;
  Graph graph_;
};

}  // namespace

const Graph* graph_of(const Context& context, const RelPtr& relation) {
  auto found = context.graphs.find(relation);
  return found != context.graphs.end() ? found->second.get() : nullptr;
}

RelPtr make_graph_value(Context& context, Graph graph) {
  plan::Rel value{{}, plan::Row{}};
  value.depth = std::max(graph.edges.definition->depth, graph.nodes.definition->depth) + 1;
  RelPtr relation = std::make_shared<const plan::Rel>(std::move(value));
  context.graphs.emplace(relation, std::make_shared<const Graph>(std::move(graph)));
  return relation;
}

RelPtr only_table(Context& context, RelPtr relation, diag::Span span) {
  if (!relation || graph_of(context, relation) == nullptr) return relation;
  return context.error("KS107", span, "A graph stands here, but a table is expected.",
                       "graph-match, graph-shortest-paths and graph-to-table make tables of it");
}

bool is_graph_operator(const syntax::Operator& op) {
  return std::holds_alternative<syntax::GraphMatchOp>(op.node) ||
         std::holds_alternative<syntax::GraphToTableOp>(op.node) ||
         std::holds_alternative<syntax::GraphMarkComponentsOp>(op.node);
}

RelPtr bind_make_graph(Context& context, RelPtr input, const syntax::MakeGraphOp& op, diag::Span span) {
  return MakeGraph(context, op, span).bind(std::move(input));
}

}  // namespace huntbook::kql::bind
