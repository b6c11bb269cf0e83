#include <algorithm>

#include <fmt/format.h>

#include "kql/bind/graph_pattern.hpp"
#include "kql/bind/operators.hpp"
#include "kql/bind/table.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;
using plan::RelPtr;
using plan::ScalarPtr;

const syntax::Expr& unwrapped(const syntax::Expr& expr) {
  const auto* sub = std::get_if<syntax::SubPipeline>(&expr.node);
  const syntax::Expr* inner = sub != nullptr ? sole_expression(*sub->pipeline) : nullptr;
  return inner != nullptr ? unwrapped(*inner) : expr;
}

ScalarPtr empty_array() {
  return make_literal(ScalarType::Dynamic, std::string("[]"));
}

// node_degree_in() and its kin about one node.
ScalarPtr node_function(Context& context, NodeRows& rows, std::string_view name) {
  if (name == "labels") return empty_array();
  if (name == "node_id") return use_of(rows.base->columns[Graph::id]);
  std::optional<Column>& degree = name == "node_degree_in" ? rows.degree_in : rows.degree_out;
  if (!degree) degree = context.make_column("", ScalarType::Long, false);
  return use_of(*degree);
}

bool is_node_function(std::string_view name) {
  return name == "node_degree_in" || name == "node_degree_out" || name == "node_id" || name == "labels";
}

// Within all(), any() and map(): names are properties of the edge or inner node, and functions without arguments speak
// of it.
class PathNames final : public ElementNames {
 public:
  PathNames(NodeRows* inner, const Pattern& pattern) : inner_(inner), pattern_(pattern) {}

  std::optional<ScalarPtr> bind(Context& context, const Scope& scope, const syntax::Expr& expr) override {
    if (const auto* call = std::get_if<syntax::Call>(&expr.node);
        call != nullptr && is_node_function(call->function.text)) {
      if (!call->arguments.empty())
        return context.error(
            "KS119", expr.span,
            fmt::format("Within all(), any() and map(), {}() takes no argument.", call->function.text));
      if (call->function.text == "labels") return empty_array();
      if (inner_ == nullptr)
        return context.error("KS107", expr.span, fmt::format("{}() is about nodes.", call->function.text),
                             "inner_nodes(e) as the first argument goes over the nodes of a path");
      return node_function(context, *inner_, call->function.text);
    }
    const auto* name = std::get_if<syntax::NameRef>(&expr.node);
    if (name == nullptr || find_column(*scope.columns, name->name) != nullptr) return std::nullopt;
    auto is_it = [&](const auto& element) { return element.name == name->name; };
    if (std::ranges::any_of(pattern_.nodes, is_it) || std::ranges::any_of(pattern_.edges, is_it))
      return context.error("HB002", expr.span,
                           "Within all(), any() and map() other elements of the pattern can't be read.",
                           "compare with the result instead: map(e, Time)[0] > n.Time");
    return std::nullopt;
  }

 private:
  NodeRows* inner_;
  const Pattern& pattern_;
};

// Counts of edges per node, for one end of theirs.
RelPtr with_degree(Context& context, const Graph& graph, RelPtr rows, const Column& key, const Column& degree,
                   std::size_t end, diag::Span span) {
  RelPtr edges = reference_to(context, graph.edges);
  Column node = context.make_column("", ScalarType::String);
  Column count = context.make_column("", ScalarType::Long);
  plan::Aggregate counts{edges,
                         {{node.id, use_of(edges->columns[end])}},
                         {{count.id, apply(context, FunctionKind::Aggregate, "count", {}, span)}}};
  RelPtr counted = make_relation({node, count}, std::move(counts));
  plan::Join join{plan::JoinKind::LeftOuter, rows, std::move(counted), {{use_of(key), use_of(node)}}};
  std::vector<Column> columns = rows->columns;
  columns.push_back(degree);
  std::vector<Column> joined = rows->columns;
  joined.push_back(node);
  joined.push_back(count);
  ScalarPtr zero = make_literal(ScalarType::Long, std::int64_t{0});
  ScalarPtr value = apply(context, FunctionKind::Scalar, "coalesce", {use_of(count), std::move(zero)}, span);
  return make_project(context, make_relation(std::move(joined), std::move(join)), {}, {{degree.id, std::move(value)}},
                      std::move(columns));
}

}  // namespace

bool Pattern::has_paths() const {
  return std::ranges::any_of(edges, &PatternEdge::path);
}

std::vector<Column> columns_of(const NodeRows& rows) {
  std::vector<Column> columns = rows.base->columns;
  if (rows.degree_in) columns.push_back(*rows.degree_in);
  if (rows.degree_out) columns.push_back(*rows.degree_out);
  return columns;
}

RelPtr filtered(RelPtr relation, const std::vector<ScalarPtr>& conditions) {
  for (const ScalarPtr& condition : conditions) {
    std::vector<Column> columns = relation->columns;
    relation = make_relation(std::move(columns), plan::Filter{std::move(relation), condition});
  }
  return relation;
}

RelPtr relation_of(Context& context, const Graph& graph, const NodeRows& rows, diag::Span span) {
  RelPtr relation = rows.base;
  const Column& key = rows.base->columns[Graph::key];
  if (rows.degree_in)
    relation = with_degree(context, graph, std::move(relation), key, *rows.degree_in, Graph::target, span);
  if (rows.degree_out)
    relation = with_degree(context, graph, std::move(relation), key, *rows.degree_out, Graph::source, span);
  return filtered(std::move(relation), rows.conditions);
}

PatternNode* PatternNames::node(std::string_view name) {
  auto found = std::ranges::find(pattern_.nodes, name, &PatternNode::name);
  return found != pattern_.nodes.end() && !name.empty() ? &*found : nullptr;
}

PatternEdge* PatternNames::edge(std::string_view name) {
  auto found = std::ranges::find(pattern_.edges, name, &PatternEdge::name);
  return found != pattern_.edges.end() && !name.empty() ? &*found : nullptr;
}

std::optional<ScalarPtr> PatternNames::bind(Context& context, const Scope&, const syntax::Expr& expr) {
  auto is_element = [&](const std::string& name) { return node(name) != nullptr || edge(name) != nullptr; };
  if (const auto* name = std::get_if<syntax::NameRef>(&expr.node)) {
    if (!is_element(name->name)) return std::nullopt;
    return whole(context, name->name, expr.span);
  }
  if (const auto* member = std::get_if<syntax::Member>(&expr.node)) {
    const auto* object = std::get_if<syntax::NameRef>(&member->object->node);
    if (object == nullptr || !is_element(object->name)) return std::nullopt;
    return property(context, object->name, member->name);
  }
  if (const auto* index = std::get_if<syntax::Index>(&expr.node)) {
    const auto* object = std::get_if<syntax::NameRef>(&index->object->node);
    const auto* key = std::get_if<syntax::Literal>(&index->index->node);
    const auto* text =
        key != nullptr && key->type == ScalarType::String ? std::get_if<std::string>(&key->value) : nullptr;
    if (object == nullptr || text == nullptr || !is_element(object->name)) return std::nullopt;
    return property(context, object->name, syntax::Name{*text, index->index->span});
  }
  if (const auto* node = std::get_if<syntax::Call>(&expr.node)) return call(context, *node, expr.span);
  return std::nullopt;
}

ScalarPtr PatternNames::property(Context& context, std::string_view element, const syntax::Name& name) {
  PatternEdge* edge = this->edge(element);
  const std::vector<Column>& columns = edge != nullptr ? edge->base->columns : node(element)->rows.base->columns;
  const Column* column = name.text.empty() ? nullptr : find_column(columns, name.text);
  if (column == nullptr) return unknown_name(context, Scope{.columns = &columns}, name.text, name.span);
  if (context.failed_columns.contains(column->id)) return nullptr;
  if (edge == nullptr || !edge->path || edge_by_edge_) return use_of(*column);
  ScalarPtr array = apply(context, FunctionKind::Scalar, "pack_array", {use_of(*column)}, name.span);
  return path_value(context, *edge, PathValue::Kind::List, false, std::move(array), name.span);
}

// An element without a property: a bag of all of them.
ScalarPtr PatternNames::whole(Context& context, std::string_view element, diag::Span span) {
  PatternEdge* edge = this->edge(element);
  const std::vector<Column>& columns = edge != nullptr ? edge->base->columns : node(element)->rows.base->columns;
  std::vector<ScalarPtr> members;
  for (const Column& column : columns) {
    if (column.hidden) continue;
    members.push_back(make_literal(ScalarType::String, column.name));
    members.push_back(use_of(column));
  }
  ScalarPtr bag = members.empty() ? make_literal(ScalarType::Dynamic, std::string("{}"))
                                  : apply(context, FunctionKind::Scalar, "bag_pack", std::move(members), span);
  if (edge == nullptr || !edge->path) return bag;
  ScalarPtr array = apply(context, FunctionKind::Scalar, "pack_array", {std::move(bag)}, span);
  return path_value(context, *edge, PathValue::Kind::List, false, std::move(array), span);
}

ScalarPtr PatternNames::path_value(Context& context, PatternEdge& edge, PathValue::Kind kind, bool inner,
                                   ScalarPtr value, diag::Span) {
  if (!value) return nullptr;
  bool list = kind == PathValue::Kind::List;
  Column column = context.make_column("", list ? ScalarType::Dynamic : ScalarType::Bool, false);
  edge.values.push_back({kind, inner, std::move(value), column});
  return use_of(column);
}

ScalarPtr PatternNames::on_path(Context& context, PatternEdge& edge, bool inner, const syntax::Expr& expr) {
  PathNames names(inner ? &edge.inner : nullptr, pattern_);
  const std::vector<Column>& columns = inner ? edge.inner.base->columns : edge.base->columns;
  return bind_scalar(context, Scope{.columns = &columns, .elements = &names}, expr);
}

std::optional<ScalarPtr> PatternNames::over_path(Context& context, const syntax::Call& call, diag::Span span) {
  const std::string& function = call.function.text;
  if (call.arguments.size() != 2) return std::nullopt;
  const syntax::Expr* first = &unwrapped(*call.arguments.front());
  const auto* inner_nodes = std::get_if<syntax::Call>(&first->node);
  bool inner = inner_nodes != nullptr && inner_nodes->function.text == "inner_nodes";
  if (inner) {
    if (inner_nodes->arguments.size() != 1)
      return context.error("KS119", first->span, "inner_nodes() takes one argument: an edge of the pattern.");
    first = &unwrapped(*inner_nodes->arguments.front());
  }
  const auto* name = std::get_if<syntax::NameRef>(&first->node);
  PatternEdge* edge = name != nullptr ? this->edge(name->name) : nullptr;
  if (edge == nullptr) {
    if (!inner && (name == nullptr || node(name->name) == nullptr)) return std::nullopt;
    return context.error("KS107", first->span,
                         fmt::format("{}() goes over an edge of variable length: -[e*1..3]->.", function));
  }
  ScalarPtr value = on_path(context, *edge, inner, *call.arguments[1]);
  if (!value) return ScalarPtr();
  bool list = function == "map";
  if (!list) {
    if (value->type == ScalarType::Dynamic) value = convert_to(std::move(value), ScalarType::Bool);
    if (value->type != ScalarType::Bool)
      return context.error("KS141", call.arguments[1]->span, "The expression must have the type bool.");
  }
  PathValue::Kind kind = list ? PathValue::Kind::List : function == "all" ? PathValue::Kind::All : PathValue::Kind::Any;
  if (edge->path) {
    if (list) value = apply(context, FunctionKind::Scalar, "pack_array", {std::move(value)}, span);
    return path_value(context, *edge, kind, inner, std::move(value), span);
  }
  // A single edge is a path of one edge, without inner nodes.
  if (inner) return list ? empty_array() : make_literal(ScalarType::Bool, kind == PathValue::Kind::All);
  return list ? apply(context, FunctionKind::Scalar, "pack_array", {std::move(value)}, span) : std::move(value);
}

std::optional<ScalarPtr> PatternNames::call(Context& context, const syntax::Call& call, diag::Span span) {
  const std::string& function = call.function.text;
  if (function == "all" || function == "any" || function == "map") return over_path(context, call, span);
  if (function == "inner_nodes")
    return context.error("KS211", span, "inner_nodes() can only be the first argument of all(), any() or map().");
  if (!is_node_function(function)) return std::nullopt;
  const auto* name =
      call.arguments.size() == 1 ? std::get_if<syntax::NameRef>(&unwrapped(*call.arguments.front()).node) : nullptr;
  PatternNode* element = name != nullptr ? node(name->name) : nullptr;
  if (element != nullptr) return node_function(context, element->rows, function);
  if (function == "labels" && name != nullptr && edge(name->name) != nullptr) return empty_array();
  return context.error("KS107", span, fmt::format("{}() takes the name of a node of the pattern.", function));
}

// all(e, condition) as a condition of the whole match holds for every edge or inner node of the path, so that a path
// need not be followed over one that fails it.
bool PatternNames::push_all(Context& context, const syntax::Expr& expr) {
  const auto* call = std::get_if<syntax::Call>(&expr.node);
  if (call == nullptr || call->function.text != "all" || call->arguments.size() != 2) return false;
  std::size_t known = context.diagnostics.size();
  std::optional<ScalarPtr> bound = over_path(context, *call, expr.span);
  if (!bound || !*bound) return context.diagnostics.size() > known;
  const auto* use = std::get_if<plan::ColumnUse>(&(*bound)->node);
  for (PatternEdge& edge : pattern_.edges) {
    if (use == nullptr || edge.values.empty() || edge.values.back().column.id != use->column) continue;
    PathValue value = std::move(edge.values.back());
    edge.values.pop_back();
    (value.inner ? edge.inner.conditions : edge.conditions).push_back(std::move(value.value));
    return true;
  }
  return false;
}

bool PatternNames::place(Context& context, ScalarPtr condition, diag::Span span, std::vector<ScalarPtr>& rest) {
  auto reads = [&](const std::vector<Column>& columns) {
    return any_column(*condition,
                      [&](plan::ColumnId id) { return std::ranges::find(columns, id, &Column::id) != columns.end(); });
  };
  std::vector<std::vector<ScalarPtr>*> places;
  bool each_edge = false, others = false;
  for (PatternNode& node : pattern_.nodes) {
    if (reads(columns_of(node.rows))) places.push_back(&node.rows.conditions);
  }
  for (PatternEdge& edge : pattern_.edges) {
    bool of_edge = reads(edge.base->columns);
    if (of_edge) places.push_back(&edge.conditions);
    each_edge = each_edge || (of_edge && edge.path);
    for (const PathValue& value : edge.values) others = others || reads({value.column});
  }
  if (places.size() == 1 && !others) {
    places.front()->push_back(std::move(condition));
    return true;
  }
  if (each_edge) {
    context.error("HB002", span, "A condition on the edges of a path can't speak of other elements of the pattern.",
                  "map(e, Property) gives the values of the path's edges as an array");
    return false;
  }
  rest.push_back(std::move(condition));
  return true;
}

bool PatternNames::bind_where(Context& context, const syntax::Expr& expr, std::vector<ScalarPtr>& rest) {
  const syntax::Expr& condition = unwrapped(expr);
  if (const auto* both = std::get_if<syntax::Binary>(&condition.node); both != nullptr && both->op == "and") {
    bool left = bind_where(context, *both->left, rest);
    return bind_where(context, *both->right, rest) && left;
  }
  std::size_t known = context.diagnostics.size();
  if (push_all(context, condition)) return context.diagnostics.size() == known;
  edge_by_edge_ = true;
  static const std::vector<Column> no_columns;
  ScalarPtr bound = bind_predicate(context, Scope{.columns = &no_columns, .elements = this}, condition);
  edge_by_edge_ = false;
  return bound && place(context, std::move(bound), condition.span, rest);
}

}  // namespace huntbook::kql::bind
