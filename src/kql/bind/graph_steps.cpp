// Patterns with paths, shortest paths and components: the steps in code (query/plugins/graph_search.cpp,
// graph_components.cpp), and the rows that they take in. One relation goes in: rows of every part of the pattern, told
// apart by their first column.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "kql/bind/graph_pattern.hpp"
#include "kql/bind/operators.hpp"

namespace huntbook::kql::bind {

namespace {

using nlohmann::json;
using plan::Column;
using plan::RelPtr;
using plan::ScalarPtr;
using Direction = PatternEdge::Direction;

// The rows that go into the step: part, first key, second key, number, then the values of each part.
class StepInput {
 public:
  explicit StepInput(Context& context) : context_(context) {
    columns_ = {context.make_column("part", ScalarType::Long), context.make_column("a", ScalarType::String),
                context.make_column("b", ScalarType::String), context.make_column("n", ScalarType::Long)};
  }

  // `values` are over the columns of `rows`; their places in the input come back.
  std::vector<std::size_t> add(RelPtr rows, ScalarPtr a, ScalarPtr b, ScalarPtr number,
                               const std::vector<ScalarPtr>& values) {
    Part part{std::move(rows), {}, columns_.size()};
    part.values = {make_literal(ScalarType::Long, static_cast<std::int64_t>(parts_.size())), std::move(a), std::move(b),
                   std::move(number)};
    std::vector<std::size_t> places;
    for (const ScalarPtr& value : values) {
      places.push_back(columns_.size());
      columns_.push_back(context_.make_column("v" + std::to_string(columns_.size()), value->type));
      part.values.push_back(value);
    }
    parts_.push_back(std::move(part));
    return places;
  }

  RelPtr relation() {
    plan::Union all;
    for (Part& part : parts_) {
      plan::Union::Input input{std::move(part.rows), std::vector<ScalarPtr>(columns_.size())};
      for (std::size_t i = 0; i < part.values.size(); ++i)
        input.values[i < 4 ? i : part.first_value + i - 4] = std::move(part.values[i]);
      all.inputs.push_back(std::move(input));
    }
    return make_relation(columns_, std::move(all));
  }

 private:
  struct Part {
    RelPtr rows;
    std::vector<ScalarPtr> values;
    std::size_t first_value;
  };
  Context& context_;
  std::vector<Column> columns_;
  std::vector<Part> parts_;
};

class Search {
 public:
  Search(Context& context, const Graph& graph, Pattern& pattern, const SearchOptions& options,
         const std::vector<plan::ColumnId>& read, diag::Span span)
      : context_(context),
        graph_(graph),
        pattern_(pattern),
        options_(options),
        read_(read),
        span_(span),
        input_(context),
        columns_{context.make_column("match", ScalarType::Long, false)} {}

  RelPtr bind() {
    json edges = json::array(), nodes = json::array();
    for (const PatternEdge& edge : pattern_.edges) edges.push_back(add_edge(edge));
    for (const PatternNode& node : pattern_.nodes) nodes.push_back(add_node(node));
    json payload{{"shortest", options_.shortest}, {"all", options_.all_shortest}, {"cycles", options_.cycles},
                 {"nodes", std::move(nodes)},     {"edges", std::move(edges)},    {"output", std::move(output_)}};
    return make_relation(std::move(columns_), plan::PluginCall{input_.relation(), "graph_search", payload.dump()});
  }

 private:
  bool is_read(const Column& column) const { return std::ranges::binary_search(read_, column.id); }

  std::vector<Column> read_of(const std::vector<Column>& columns) const {
    std::vector<Column> read;
    std::ranges::copy_if(columns, std::back_inserter(read), [&](const Column& column) { return is_read(column); });
    return read;
  }

  void add_output(const Column& column, std::size_t part, std::size_t place, std::string_view kind) {
    columns_.push_back(column);
    output_.push_back({{"part", part}, {"column", place}, {"kind", kind}});
  }

  json add_edge(const PatternEdge& edge) {
    static constexpr std::string_view directions[] = {"right", "left", "any"};
    json described{
        {"from", edge.from}, {"to", edge.to},       {"direction", directions[static_cast<std::size_t>(edge.direction)]},
        {"path", edge.path}, {"least", edge.least}, {"most", edge.most},
        {"part", next_part_}};
    std::vector<Column> single;
    if (!edge.path) single = read_of(edge.base->columns);
    std::vector<ScalarPtr> values;
    for (const Column& column : single) values.push_back(use_of(column));
    for (const PathValue& value : edge.values)
      if (!value.inner && is_read(value.column)) values.push_back(value.value);
    const std::vector<Column>& columns = edge.base->columns;
    // Edges of different parts of the pattern are compared by their numbers.
    ScalarPtr number = pattern_.edges.size() > 1 ? use_of(columns[Graph::number]) : nullptr;
    std::vector<std::size_t> places = input_.add(filtered(edge.base, edge.conditions), use_of(columns[Graph::source]),
                                                 use_of(columns[Graph::target]), std::move(number), values);
    std::size_t part = next_part_++, next = 0;
    for (const Column& column : single) add_output(column, part, places[next++], "value");
    for (const PathValue& value : edge.values)
      if (!value.inner && is_read(value.column)) add_output(value.column, part, places[next++], kind_of(value));
    if (edge.path) add_inner(edge, described);
    return described;
  }

  static std::string_view kind_of(const PathValue& value) {
    return value.kind == PathValue::Kind::List ? "list" : value.kind == PathValue::Kind::All ? "all" : "any";
  }

  void add_inner(const PatternEdge& edge, json& described) {
    std::vector<ScalarPtr> values;
    for (const PathValue& value : edge.values)
      if (value.inner && is_read(value.column)) values.push_back(value.value);
    if (values.empty() && edge.inner.conditions.empty()) return;
    std::vector<std::size_t> places = add_nodes(edge.inner, values);
    std::size_t part = next_part_++, next = 0;
    described["inner"] = part;
    for (const PathValue& value : edge.values)
      if (value.inner && is_read(value.column)) add_output(value.column, part, places[next++], kind_of(value));
  }

  std::vector<std::size_t> add_nodes(const NodeRows& rows, const std::vector<ScalarPtr>& values) {
    return input_.add(relation_of(context_, graph_, rows, span_), use_of(rows.base->columns[Graph::key]), nullptr,
                      nullptr, values);
  }

  // Nodes that nothing is asked of have no rows of their own: the ends of edges tell them.
  json add_node(const PatternNode& node) {
    std::vector<Column> columns = read_of(columns_of(node.rows));
    if (columns.empty() && node.rows.conditions.empty()) return json::object();
    std::vector<ScalarPtr> values;
    for (const Column& column : columns) values.push_back(use_of(column));
    std::vector<std::size_t> places = add_nodes(node.rows, values);
    std::size_t part = next_part_++;
    for (std::size_t i = 0; i < columns.size(); ++i) add_output(columns[i], part, places[i], "value");
    return {{"part", part}};
  }

  Context& context_;
  const Graph& graph_;
  Pattern& pattern_;
  const SearchOptions& options_;
  const std::vector<plan::ColumnId>& read_;
  diag::Span span_;
  StepInput input_;
  std::size_t next_part_ = 0;
  std::vector<Column> columns_;
  json output_ = json::array();
};

}  // namespace

RelPtr match_by_search(Context& context, const Graph& graph, Pattern& pattern, const SearchOptions& options,
                       const std::vector<plan::ColumnId>& read, diag::Span span) {
  return Search(context, graph, pattern, options, read, span).bind();
}

RelPtr components_of(Context& context, const Graph& graph, bool strong) {
  StepInput input(context);
  RelPtr edges = reference_to(context, graph.edges), nodes = reference_to(context, graph.nodes);
  ScalarPtr source = use_of(edges->columns[Graph::source]), target = use_of(edges->columns[Graph::target]);
  input.add(std::move(edges), std::move(source), std::move(target), nullptr, {});
  ScalarPtr key = use_of(nodes->columns[Graph::key]);
  input.add(std::move(nodes), std::move(key), nullptr, nullptr, {});
  std::vector<Column> columns{context.make_column("node", ScalarType::String),
                              context.make_column("component", ScalarType::Long, false)};
  return make_relation(std::move(columns),
                       plan::PluginCall{input.relation(), "graph_components", json{{"strong", strong}}.dump()});
}

}  // namespace huntbook::kql::bind
