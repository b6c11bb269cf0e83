// graph-match and graph-shortest-paths (Kusto docs). Patterns of single edges become joins, which the engine orders and
// spills; those with paths, and all shortest paths, are searched for in code.
#include <algorithm>

#include <fmt/format.h>

#include "kql/bind/graph_pattern.hpp"
#include "kql/bind/operators.hpp"
#include "kql/plan/walk.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;
using plan::RelPtr;
using plan::ScalarPtr;
using Direction = PatternEdge::Direction;

constexpr std::size_t max_elements = 100;
constexpr std::int64_t max_path_length = 1'000;  // of all paths together

void collect_columns(const plan::Scalar& scalar, std::vector<plan::ColumnId>& read) {
  if (const auto* use = std::get_if<plan::ColumnUse>(&scalar.node)) read.push_back(use->column);
  plan::each_operand(scalar, [&](const ScalarPtr& operand) { collect_columns(*operand, read); });
}

// What a projection over `nothing` reads, and the columns that it makes on the way: tuples and windows have relations
// of their own below it.
void collect_columns(const plan::Rel& relation, const RelPtr& nothing, std::vector<plan::ColumnId>& read,
                     std::vector<plan::ColumnId>& made) {
  plan::each_scalar(relation, [&](const ScalarPtr& value) { collect_columns(*value, read); });
  plan::each_input(relation, [&](const RelPtr& input) {
    if (input == nothing) return;
    for (const Column& column : input->columns) made.push_back(column.id);
    collect_columns(*input, nothing, read, made);
  });
}

// What stands over `nothing`, over `matches` instead.
RelPtr put_over(const RelPtr& relation, const RelPtr& nothing, const RelPtr& matches) {
  if (relation == nothing) return matches;
  plan::Rel copy = *relation;
  plan::each_input(copy, [&](RelPtr& input) { input = put_over(input, nothing, matches); });
  std::vector<Column> columns = matches->columns;
  columns.insert(columns.end(), relation->columns.begin(), relation->columns.end());
  return make_relation(std::move(columns), std::move(copy.node));
}

class Match {
 public:
  Match(Context& context, const Graph& graph, const syntax::GraphMatchOp& op, diag::Span span)
      : context_(context), graph_(graph), op_(op), span_(span) {}

  RelPtr bind() {
    if (!read_options() || !read_pattern()) return nullptr;
    PatternNames names(graph_, pattern_);
    std::vector<ScalarPtr> rest;
    if (op_.where && !names.bind_where(context_, *op_.where, rest)) return nullptr;
    if (!op_.project)
      return context_.error("KS006", span_, fmt::format("'{}' needs 'project': the columns of its result.", keyword()));
    // The columns first, over nothing: only they tell what has to be found out about a match.
    const RelPtr nothing = make_relation({}, plan::Row{});
    RelPtr output = bind_project(context_, nothing, *op_.project, names);
    if (!output) return nullptr;
    plan::Project projection = std::get<plan::Project>(output->node);
    std::vector<Column> columns = output->columns;
    if (graph_.partition) add_partition(columns, projection);
    std::vector<plan::ColumnId> read, made;
    for (const ScalarPtr& condition : rest) collect_columns(*condition, read);
    collect_columns(*output, nothing, read, made);
    for (const plan::Assignment& assignment : projection.computed) {
      collect_columns(*assignment.value, read);
      made.push_back(assignment.column);
    }
    for (const Column& column : columns) read.push_back(column.id);
    for (const plan::ColumnId id : made) std::erase(read, id);
    std::ranges::sort(read);
    read.erase(std::ranges::unique(read).begin(), read.end());
    RelPtr matches =
        op_.shortest || pattern_.has_paths()
            ? match_by_search(context_, graph_, pattern_, {op_.shortest, all_shortest_, cycles_}, read, span_)
            : match_by_joins(context_, graph_, pattern_, cycles_, read, span_);
    if (!matches) return nullptr;
    projection.input = put_over(projection.input, nothing, filtered(std::move(matches), rest));
    return make_relation(std::move(columns), std::move(projection));
  }

 private:
  std::string_view keyword() const { return op_.shortest ? "graph-shortest-paths" : "graph-match"; }

  bool read_options() {
    for (const syntax::Property& property : op_.properties) {
      std::string value = property_text(op_.properties, property.name.text);
      if (property.name.text == "cycles") {
        if (value != "all" && value != "none" && value != "unique_edges") {
          context_.error("KS005", property.value->span, "Expected one of: all, none, unique_edges");
          return false;
        }
        cycles_ = value;
      } else if (property.name.text == "output") {
        if (!op_.shortest || (value != "any" && value != "all")) {
          context_.error("KS005", property.value->span,
                         op_.shortest ? "Expected one of: any, all"
                                      : "'output' belongs to graph-shortest-paths; graph-match gives all matches.");
          return false;
        }
        all_shortest_ = value == "all";
      }
    }
    return true;
  }

  bool read_pattern() {
    std::size_t edges = 0;
    for (const syntax::GraphPattern& pattern : op_.patterns) edges += pattern.edges.size();
    if (edges + op_.patterns.size() > max_elements) {
      context_.error("HB004", span_, fmt::format("A pattern has at most {} edges.", max_elements));
      return false;
    }
    for (const syntax::GraphPattern& pattern : op_.patterns) {
      std::vector<std::size_t> nodes;
      for (const syntax::GraphPattern::Node& node : pattern.nodes) {
        std::optional<std::size_t> number = add_node(node);
        if (!number) return false;
        nodes.push_back(*number);
      }
      for (std::size_t i = 0; i < pattern.edges.size(); ++i) {
        if (!add_edge(pattern.edges[i], nodes[i], nodes[i + 1])) return false;
      }
    }
    if (op_.shortest && (op_.patterns.size() > 1 || !pattern_.has_paths())) {
      context_.error("KS006", span_,
                     op_.patterns.size() > 1 ? "graph-shortest-paths takes a single sequence."
                                             : "graph-shortest-paths needs an edge of variable length: -[e*1..5]->.");
      return false;
    }
    if (op_.shortest && pattern_.nodes.size() != pattern_.edges.size() + 1) {
      context_.error("HB002", span_, "A node can't stand twice in the pattern of graph-shortest-paths.",
                     "compare two nodes in 'where': a.Name == b.Name");
      return false;
    }
    return is_connected();
  }

  std::optional<std::size_t> add_node(const syntax::GraphPattern::Node& node) {
    std::string name = node.name ? node.name->text : "";
    if (!name.empty()) {
      if (std::ranges::find(pattern_.edges, name, &PatternEdge::name) != pattern_.edges.end()) {
        context_.error("KS006", node.span, fmt::format("'{}' is an edge of the pattern already.", name));
        return std::nullopt;
      }
      auto known = std::ranges::find(pattern_.nodes, name, &PatternNode::name);
      if (known != pattern_.nodes.end()) return static_cast<std::size_t>(known - pattern_.nodes.begin());
    }
    pattern_.nodes.push_back({std::move(name), node.span, {reference_to(context_, graph_.nodes), {}, {}, {}}});
    return pattern_.nodes.size() - 1;
  }

  std::optional<std::int64_t> bound_of(const syntax::Expr& expr) {
    ScalarPtr value = bind_scalar(context_, Scope{}, expr);
    if (!value) return std::nullopt;
    std::optional<ConstantValue> constant = constant_of(*value);
    const auto* number = constant ? std::get_if<std::int64_t>(&*constant) : nullptr;
    if (number != nullptr && types::integers.contains(value->type) && *number >= 0 && *number <= max_path_length)
      return *number;
    context_.error("KS107", expr.span,
                   fmt::format("The length of a path is a constant integer from 0 to {}.", max_path_length));
    return std::nullopt;
  }

  bool add_edge(const syntax::GraphPattern::Edge& edge, std::size_t from, std::size_t to) {
    PatternEdge added;
    added.name = edge.name ? edge.name->text : "";
    added.span = edge.span;
    added.from = from;
    added.to = to;
    added.direction = edge.direction;
    auto is_it = [&](const auto& element) { return !added.name.empty() && element.name == added.name; };
    if (std::ranges::any_of(pattern_.edges, is_it) || std::ranges::any_of(pattern_.nodes, is_it)) {
      context_.error("KS006", edge.span, fmt::format("'{}' stands in the pattern already.", added.name),
                     "an edge has a name of its own");
      return false;
    }
    if (edge.least) {
      std::optional<std::int64_t> least = bound_of(*edge.least), most = bound_of(*edge.most);
      if (!least || !most) return false;
      if (*least > *most || *most == 0) {
        context_.error("KS107", edge.span, fmt::format("A path of {} to {} edges is not possible.", *least, *most));
        return false;
      }
      path_length_ += *most;
      if (path_length_ > max_path_length) {
        context_.error("HB004", edge.span,
                       fmt::format("The paths of a pattern have at most {} edges in all.", max_path_length));
        return false;
      }
      added.path = true;
      added.least = *least;
      added.most = *most;
    }
    added.inner.base = reference_to(context_, graph_.nodes);
    added.base = reference_to(context_, graph_.edges);
    pattern_.edges.push_back(std::move(added));
    return true;
  }

  bool is_connected() {
    std::vector<bool> reached(pattern_.nodes.size(), false);
    reached.front() = true;
    for (bool grows = true; grows;) {
      grows = false;
      for (const PatternEdge& edge : pattern_.edges) {
        if (reached[edge.from] == reached[edge.to]) continue;
        reached[edge.from] = reached[edge.to] = true;
        grows = true;
      }
    }
    auto alone = std::ranges::find(reached, false);
    if (alone == reached.end()) return true;
    context_.error("KS006", pattern_.nodes[static_cast<std::size_t>(alone - reached.begin())].span,
                   "The pattern falls apart: no edge leads to this node.",
                   "sequences are joined by nodes of the same name");
    return false;
  }

  // For the operators behind this one within 'partitioned-by'.
  void add_partition(std::vector<Column>& columns, plan::Project& projection) {
    const std::vector<Column>* source = nullptr;
    for (const PatternEdge& edge : pattern_.edges) {
      if (source == nullptr && !edge.path) source = &edge.base->columns;
    }
    if (source == nullptr) source = &pattern_.nodes.front().rows.base->columns;
    const Column* partition = find_column(*source, *graph_.partition);
    if (partition == nullptr) return;
    Column column = context_.make_column(std::string(partition_column), partition->type, partition->nullable);
    column.hidden = true;
    projection.computed.push_back({column.id, use_of(*partition)});
    columns.push_back(std::move(column));
  }

  Context& context_;
  const Graph& graph_;
  const syntax::GraphMatchOp& op_;
  diag::Span span_;
  Pattern pattern_;
  std::string cycles_ = "unique_edges";
  bool all_shortest_ = false;
  std::int64_t path_length_ = 0;
};

// Joins of the edges' table with itself along the pattern.
class Joins {
 public:
  Joins(Context& context, const Graph& graph, Pattern& pattern, std::string_view cycles,
        const std::vector<plan::ColumnId>& read, diag::Span span)
      : context_(context), graph_(graph), pattern_(pattern), cycles_(cycles), read_(read), span_(span) {}

  RelPtr bind() {
    keys_.resize(pattern_.nodes.size());
    if (pattern_.edges.empty()) {
      const NodeRows& rows = pattern_.nodes.front().rows;
      return relation_of(context_, graph_, rows, span_);
    }
    std::vector<bool> done(pattern_.edges.size(), false);
    for (std::size_t left = pattern_.edges.size(); left > 0; --left) {
      std::size_t next = next_edge(done);
      done[next] = true;
      join_edge(pattern_.edges[next]);
      for (std::size_t node : {pattern_.edges[next].from, pattern_.edges[next].to}) join_node(node);
    }
    return no_cycles() ? std::move(rows_) : nullptr;
  }

 private:
  // The first edge that touches what is joined already.
  std::size_t next_edge(const std::vector<bool>& done) const {
    std::size_t first = done.size();
    for (std::size_t i = 0; i < done.size(); ++i) {
      if (done[i]) continue;
      if (first == done.size()) first = i;
      if (!rows_ || keys_[pattern_.edges[i].from] || keys_[pattern_.edges[i].to]) return i;
    }
    return first;
  }

  // An edge without direction is there in both, a loop once.
  RelPtr both_ways(const RelPtr& base) {
    plan::Union both;
    for (bool turned : {false, true}) {
      RelPtr edges = reference_to(context_, graph_.edges);
      plan::Union::Input input{edges, {}};
      for (std::size_t i = 0; i < base->columns.size(); ++i) {
        std::size_t from = !turned || i > Graph::target ? i : i == Graph::source ? Graph::target : Graph::source;
        input.values.push_back(use_of(edges->columns[from]));
      }
      if (turned)
        input.relation = filtered(edges, {differ(edges->columns[Graph::source], edges->columns[Graph::target])});
      both.inputs.push_back(std::move(input));
    }
    return make_relation(base->columns, std::move(both));
  }

  ScalarPtr compare(std::string_view op, const Column& left, const Column& right) {
    return apply(context_, FunctionKind::Operator, op, {use_of(left), use_of(right)}, span_);
  }
  ScalarPtr differ(const Column& left, const Column& right) { return compare("!=", left, right); }

  void join(RelPtr right, std::vector<plan::JoinKey> keys) {
    if (!rows_) {
      rows_ = std::move(right);
      return;
    }
    std::vector<Column> columns = rows_->columns;
    columns.insert(columns.end(), right->columns.begin(), right->columns.end());
    rows_ = make_relation(std::move(columns),
                          plan::Join{plan::JoinKind::Inner, std::move(rows_), std::move(right), std::move(keys)});
  }

  void join_edge(const PatternEdge& edge) {
    RelPtr edges = edge.direction == Direction::Any ? both_ways(edge.base) : edge.base;
    const std::vector<Column>& columns = edge.base->columns;
    bool turned = edge.direction == Direction::Left;
    const Column& from = columns[turned ? Graph::target : Graph::source];
    const Column& to = columns[turned ? Graph::source : Graph::target];
    std::vector<ScalarPtr> conditions = edge.conditions;
    if (edge.from == edge.to) conditions.push_back(compare("==", from, to));
    std::vector<plan::JoinKey> keys;
    if (keys_[edge.from]) keys.push_back({use_of(*keys_[edge.from]), use_of(from)});
    if (keys_[edge.to] && edge.from != edge.to) keys.push_back({use_of(*keys_[edge.to]), use_of(to)});
    join(filtered(std::move(edges), conditions), std::move(keys));
    if (!keys_[edge.from]) new_nodes_.push_back(edge.from);
    if (!keys_[edge.to] && edge.from != edge.to) new_nodes_.push_back(edge.to);
    keys_[edge.from] = from;
    keys_[edge.to] = to;
  }

  // The node's own rows, where the query asks for more than that it is there.
  void join_node(std::size_t number) {
    if (std::erase(new_nodes_, number) == 0) return;
    const NodeRows& rows = pattern_.nodes[number].rows;
    std::vector<plan::ColumnId> asked;
    for (const ScalarPtr& condition : rows.conditions) collect_columns(*condition, asked);
    for (const Column& column : columns_of(rows))
      if (std::ranges::binary_search(read_, column.id)) asked.push_back(column.id);
    std::vector<Column> columns = rows_->columns;
    std::vector<plan::Assignment> copies;
    for (std::size_t position : graph_.same_as_key) {
      const Column& column = rows.base->columns[position];
      if (std::erase(asked, column.id) == 0) continue;
      copies.push_back({column.id, use_of(*keys_[number])});
      columns.push_back(column);
    }
    if (!asked.empty() || (copies.empty() && !rows.conditions.empty())) {
      join(relation_of(context_, graph_, rows, span_),
           {{use_of(*keys_[number]), use_of(rows.base->columns[Graph::key])}});
    } else if (!copies.empty()) {
      rows_ = filtered(make_project(context_, std::move(rows_), {}, std::move(copies), std::move(columns)),
                       rows.conditions);
    }
  }

  // Whether the pattern itself leads back to where it was.
  bool has_cycle() const { return pattern_.edges.size() >= pattern_.nodes.size(); }

  bool no_cycles() {
    std::vector<ScalarPtr> conditions;
    if (cycles_ == "none") {
      if (has_cycle()) conditions.push_back(make_literal(ScalarType::Bool, false));
      for (std::size_t i = 0; i < keys_.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) conditions.push_back(differ(*keys_[i], *keys_[j]));
    } else if (cycles_ == "unique_edges") {
      for (std::size_t i = 0; i < pattern_.edges.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
          conditions.push_back(
              differ(pattern_.edges[i].base->columns[Graph::number], pattern_.edges[j].base->columns[Graph::number]));
    }
    if (std::ranges::find(conditions, nullptr) != conditions.end()) return false;
    rows_ = filtered(std::move(rows_), conditions);
    return true;
  }

  Context& context_;
  const Graph& graph_;
  Pattern& pattern_;
  std::string_view cycles_;
  const std::vector<plan::ColumnId>& read_;
  diag::Span span_;
  RelPtr rows_;
  std::vector<std::optional<Column>> keys_;  // per node: the column that holds it
  std::vector<std::size_t> new_nodes_;
};

}  // namespace

RelPtr match_by_joins(Context& context, const Graph& graph, Pattern& pattern, std::string_view cycles,
                      const std::vector<plan::ColumnId>& read, diag::Span span) {
  return Joins(context, graph, pattern, cycles, read, span).bind();
}

RelPtr bind_graph_match(Context& context, const Graph& graph, const syntax::GraphMatchOp& op, diag::Span span) {
  return Match(context, graph, op, span).bind();
}

}  // namespace huntbook::kql::bind
