#include "kql/bind/operators.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/overloaded.hpp"
#include "kql/bind/column_name.hpp"
#include "kql/bind/graph.hpp"
#include "kql/bind/local_service.hpp"
#include "kql/bind/recover.hpp"
#include "kql/bind/session.hpp"
#include "kql/bind/table.hpp"
#include "kql/plan/walk.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::RelPtr;

RelPtr bind_where(Context& context, RelPtr input, const syntax::WhereOp& op) {
  std::vector<plan::Assignment> windows;
  if (std::holds_alternative<syntax::Named>(op.predicate->node))
    context.warning("HB020", op.predicate->span, "A single '=' names the condition and compares nothing.",
                    "write == to compare");
  plan::ScalarPtr predicate =
      bind_predicate(context, Scope{.columns = &input->columns, .windows = &windows}, without_names(*op.predicate));
  if (!predicate) return nullptr;
  std::vector<plan::Column> columns = input->columns;
  if (!windows.empty()) input = make_project(context, std::move(input), std::move(windows), {}, columns);
  return make_relation(std::move(columns), plan::Filter{std::move(input), std::move(predicate)});
}

}  // namespace

RelPtr bind_sort(Context& context, RelPtr input, const std::vector<syntax::SortTerm>& terms) {
  plan::Sort sort;
  for (const syntax::SortTerm& term : terms) {
    plan::ScalarPtr value = bind_scalar(context, Scope{.columns = &input->columns}, *term.expr);
    if (!value || !is_comparable(context, *value, term.expr->span)) return nullptr;
    bool descending = !term.ascending.value_or(false);
    // Kusto's default: nulls first ascending, last descending.
    sort.keys.push_back({std::move(value), descending, term.nulls_first.value_or(!descending)});
  }
  std::vector<plan::Column> columns = input->columns;
  sort.input = std::move(input);
  return make_relation(std::move(columns), std::move(sort));
}

namespace {

RelPtr bind_take(Context& context, RelPtr input, const syntax::Expr& count) {
  std::optional<std::int64_t> rows = bind_count(context, count);
  if (!rows) return nullptr;
  std::vector<plan::Column> columns = input->columns;
  return make_relation(std::move(columns), plan::Limit{std::move(input), *rows});
}

RelPtr bind_count_operator(Context& context, RelPtr input, const syntax::CountOp& op) {
  plan::ScalarPtr count = apply(context, FunctionKind::Aggregate, "count", {}, {});
  if (!count) return nullptr;
  plan::Column column = context.make_column(op.as ? op.as->text : "Count", ScalarType::Long, false);
  plan::ColumnId id = column.id;
  return make_relation({std::move(column)}, plan::Aggregate{std::move(input), {}, {{id, std::move(count)}}});
}

RelPtr bind_as(Context& context, RelPtr input, const syntax::AsOp& op) {
  SharedRelation shared{context.next_shared++, std::move(input), false};
  context.define(op.name.text, shared);
  return reference_to(context, shared);
}

RelPtr bind_getschema(Context& context, const plan::Rel& input) {
  plan::DataTable table;
  std::int64_t ordinal = 0;
  for (const plan::Column& column : input.columns) {
    if (column.hidden) continue;
    static constexpr std::string_view clr_names[] = {
        "System.SByte",  "System.Int32",    "System.Int64",    "System.Double", "System.Data.SqlTypes.SqlDecimal",
        "System.String", "System.DateTime", "System.TimeSpan", "System.Object", "System.Guid"};
    table.rows.push_back({ConstantValue(column.name), ConstantValue(ordinal++),
                          ConstantValue(std::string(clr_names[static_cast<std::size_t>(column.type)])),
                          ConstantValue(std::string(name_of(column.type)))});
  }
  std::vector<plan::Column> columns{context.make_column("ColumnName", ScalarType::String),
                                    context.make_column("ColumnOrdinal", ScalarType::Long, false),
                                    context.make_column("DataType", ScalarType::String),
                                    context.make_column("ColumnType", ScalarType::String)};
  return make_relation(std::move(columns), std::move(table));
}

RelPtr bind_invoke(Context& context, RelPtr input, const syntax::InvokeOp& op, diag::Span span) {
  const auto* call = std::get_if<syntax::Call>(&op.call->node);
  if (call == nullptr) return context.error("KS006", span, "'invoke' takes a call of a function.");
  const LetValue* value = context.find_let(call->function.text);
  const auto* function = value != nullptr ? std::get_if<LetFunction>(value) : nullptr;
  if (value == nullptr && is_local_service(call->function.text)) return bind_local_service(context, *call, input, span);
  if (const KnownName* known =
          value == nullptr ? context.functions.find_known("function", call->function.text) : nullptr)
    return context.error("HB002", call->function.span,
                         fmt::format("The function '{}' is known, but {}.", call->function.text, known->reason));
  if (function == nullptr)
    return context.error("KS211", call->function.span,
                         fmt::format("There is no function '{}' to invoke.", call->function.text));
  CallResult result = call_let_function(context, Scope{}, *function, call->function.text, call->arguments, span, input);
  if (result.scalar) return context.error("KS107", span, fmt::format("'{}' gives no table.", call->function.text));
  return result.relation;
}

// The parser reads over Kusto's operators that have no node, and reports all other names itself.
RelPtr bind_unknown(Context& context, const syntax::UnknownOp& op) {
  const KnownName* known = context.functions.find_known("tabular operator", op.name.text);
  return context.error("HB002", op.name.span,
                       fmt::format("The operator '{}' is known, but {}.", op.name.text,
                                   known != nullptr ? known->reason : "not supported yet"));
}

bool reads_any(const plan::Scalar& scalar, const std::vector<plan::Assignment>& windows) {
  return any_column(scalar, [&](plan::ColumnId id) {
    return std::ranges::any_of(windows, [&](const plan::Assignment& window) { return window.column == id; });
  });
}

// Operators with several result tables; the binder takes them off the end of a query.
RelPtr only_last(Context& context, diag::Span span, std::string_view name) {
  return context.error("KS006", span, fmt::format("'{}' can only stand at the end of a query.", name));
}

RelPtr bind_on_graph(Context& context, const Graph& graph, const syntax::Operator& op) {
  if (const auto* match = std::get_if<syntax::GraphMatchOp>(&op.node))
    return bind_graph_match(context, graph, *match, op.span);
  if (const auto* table = std::get_if<syntax::GraphToTableOp>(&op.node))
    return bind_graph_to_table(context, graph, *table, op.span);
  if (const auto* mark = std::get_if<syntax::GraphMarkComponentsOp>(&op.node))
    return bind_graph_mark_components(context, graph, *mark, op.span);
  return context.error("KS177", op.keyword, "This operator takes a table, but a graph stands before it.",
                       "graph-match, graph-shortest-paths and graph-to-table make tables of a graph");
}

RelPtr needs_graph(Context& context, const plan::Rel& input, diag::Span keyword) {
  if (is_open(context, input.columns)) return nullptr;  // a make-graph that failed
  return context.error("KS177", keyword, "This operator takes a graph, but a table stands before it.",
                       "make-graph makes a graph of a table of edges: Edges | make-graph Source --> Target");
}

}  // namespace

RelPtr make_relation(std::vector<plan::Column> columns, decltype(plan::Rel::node) node) {
  plan::Rel relation{std::move(columns), std::move(node)};
  unsigned below = 0;
  plan::each_input(relation, [&](const RelPtr& input) { below = std::max(below, input ? input->depth : 0); });
  relation.depth = below + 1;
  return std::make_shared<const plan::Rel>(std::move(relation));
}

namespace {

bool is_session(const plan::Assignment& window) {
  return std::get<plan::FunctionCall>(window.value->node).function->name == "row_window_session";
}

}  // namespace

RelPtr make_project(Context& context, RelPtr input, std::vector<plan::Assignment> windows,
                    std::vector<plan::Assignment> computed, std::vector<plan::Column> columns) {
  // Windows that read other windows are computed above those.
  while (!windows.empty()) {
    std::vector<plan::Assignment> now, later;
    for (plan::Assignment& window : windows)
      (reads_any(*window.value, windows) ? later : now).push_back(std::move(window));
    const auto sessions = std::ranges::stable_partition(now, [](const auto& window) { return !is_session(window); });
    for (const plan::Assignment& session : sessions) input = with_session(context, std::move(input), session);
    now.erase(sessions.begin(), sessions.end());
    windows = std::move(later);
    if (now.empty()) continue;
    std::vector<plan::Column> with_windows = input->columns;
    for (const plan::Assignment& window : now)
      with_windows.push_back(plan::Column{window.column, "", window.value->type, window.value->nullable, true});
    input = make_relation(std::move(with_windows), plan::Windowed{std::move(input), std::move(now)});
  }
  return make_relation(std::move(columns), plan::Project{std::move(input), std::move(computed)});
}

std::string property_text(const std::vector<syntax::Property>& properties, std::string_view name) {
  for (const syntax::Property& property : properties) {
    if (property.name.text != name || !property.value) continue;
    if (const auto* word = std::get_if<syntax::NameRef>(&property.value->node)) return word->name;
    if (const auto* literal = std::get_if<syntax::Literal>(&property.value->node)) {
      if (const auto* text = std::get_if<std::string>(&literal->value)) return *text;
      if (const auto* flag = std::get_if<bool>(&literal->value)) return *flag ? "true" : "false";
      if (const auto* number = std::get_if<std::int64_t>(&literal->value)) return std::to_string(*number);
    }
  }
  return {};
}

RelPtr bind_operator(Context& context, RelPtr input, const syntax::Operator& op) {
  if (input && input->depth >= max_plan_depth) {
    return context.error("HB004", op.keyword, fmt::format("More than {} operators follow one another.", max_plan_depth),
                         "keep a result on the way with .set T <| query");
  }
  if (const Graph* graph = graph_of(context, input)) return bind_on_graph(context, *graph, op);
  return std::visit(
      Overloaded{
          [&](const syntax::WhereOp& node) { return bind_where(context, std::move(input), node); },
          [&](const syntax::ExtendOp& node) { return bind_extend(context, std::move(input), node.columns); },
          [&](const syntax::ProjectOp& node) { return bind_project(context, std::move(input), node); },
          [&](const syntax::SummarizeOp& node) { return bind_summarize(context, std::move(input), node); },
          [&](const syntax::CountOp& node) { return bind_count_operator(context, std::move(input), node); },
          [&](const syntax::DistinctOp& node) { return bind_distinct(context, std::move(input), node); },
          [&](const syntax::SortOp& node) { return bind_sort(context, std::move(input), node.terms); },
          [&](const syntax::TopOp& node) {
            RelPtr sorted = bind_sort(context, std::move(input), node.terms);
            return sorted ? bind_take(context, std::move(sorted), *node.count) : RelPtr();
          },
          [&](const syntax::TakeOp& node) { return bind_take(context, std::move(input), *node.count); },
          [&](const syntax::JoinOp& node) { return bind_join(context, input, node, op.span); },
          [&](const syntax::UnionOp& node) { return bind_union(context, std::move(input), node, op.span); },
          [&](const syntax::MvExpandOp& node) { return bind_mv_expand(context, std::move(input), node, op.span); },
          [&](const syntax::MvApplyOp& node) { return bind_mv_apply(context, std::move(input), node, op.span); },
          [&](const syntax::PartitionOp& node) { return bind_partition(context, std::move(input), node, op.span); },
          [&](const syntax::ParseOp& node) { return bind_parse(context, std::move(input), node, op.span); },
          [&](const syntax::ParseKvOp& node) { return bind_parse_kv(context, std::move(input), node, op.span); },
          [&](const syntax::AsOp& node) { return bind_as(context, std::move(input), node); },
          [&](const syntax::MakeSeriesOp& node) { return bind_make_series(context, std::move(input), node); },
          [&](const syntax::EvaluateOp& node) { return bind_evaluate(context, std::move(input), node, op.span); },
          [&](const syntax::RenderOp&) -> RelPtr {
            return context.error("KS006", op.keyword, "'render' can only stand at the end of a query.");
          },
          [&](const syntax::GetSchemaOp&) { return bind_getschema(context, *input); },
          [&](const syntax::SerializeOp& node) { return bind_extend(context, std::move(input), node.columns); },
          [&](const syntax::InvokeOp& node) { return bind_invoke(context, std::move(input), node, op.span); },
          [&](const syntax::SampleOp& node) { return bind_sample(context, std::move(input), node, op.span); },
          [&](const syntax::SampleDistinctOp& node) { return bind_sample_distinct(context, std::move(input), node); },
          [&](const syntax::TopHittersOp& node) { return bind_top_hitters(context, std::move(input), node, op.span); },
          [&](const syntax::TopNestedOp& node) { return bind_top_nested(context, std::move(input), node, op.span); },
          [&](const syntax::SearchOp& node) { return bind_search(context, std::move(input), node, op.span); },
          [&](const syntax::ForkOp&) { return only_last(context, op.keyword, "fork"); },
          [&](const syntax::FacetOp&) { return only_last(context, op.keyword, "facet"); },
          [&](const syntax::ConsumeOp&) { return bind_consume(context, std::move(input), op.span); },
          [&](const syntax::ScanOp& node) { return bind_scan(context, std::move(input), node, op.span); },
          [&](const syntax::ReduceOp& node) { return bind_reduce(context, std::move(input), node, op.span); },
          [&](const syntax::MakeGraphOp& node) { return bind_make_graph(context, std::move(input), node, op.span); },
          [&](const syntax::GraphMatchOp&) { return needs_graph(context, *input, op.keyword); },
          [&](const syntax::GraphToTableOp&) { return needs_graph(context, *input, op.keyword); },
          [&](const syntax::GraphMarkComponentsOp&) { return needs_graph(context, *input, op.keyword); },
          [&](const syntax::UnknownOp& node) { return bind_unknown(context, node); },
      },
      op.node);
}

}  // namespace huntbook::kql::bind
