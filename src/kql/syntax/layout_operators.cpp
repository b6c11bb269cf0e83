#include <array>

#include "base/overloaded.hpp"
#include "kql/syntax/layout_builder.hpp"

namespace huntbook::kql::syntax {

void LayoutBuilder::operation(const Operator& op) {
  keep_as_it_is(op.keyword);
  const std::size_t first = from(op.span.begin);
  const std::size_t last = to(op.span.end);
  std::visit(Overloaded{
                 [&](const WhereOp& node) { condition(open_group(first, last), *node.predicate, false); },
                 [&](const ExtendOp& node) { list(open_group(first, last), node.columns); },
                 [&](const ProjectOp& node) { project(node, first, last); },
                 [&](const DistinctOp& node) { list(open_group(first, last), node.columns); },
                 [&](const SummarizeOp& node) {
                   const std::size_t group = open_group(first, last);
                   list(group, node.aggregates);
                   by_list(group, node.by, last);
                 },
                 [&](const MakeSeriesOp& node) { make_series(node, first, last); },
                 [&](const SortOp& node) {
                   const std::size_t group = open_group(first, last);
                   for (const SortTerm& term : node.terms) add_point(group, from(term.expr->span.begin), 1);
                 },
                 [&](const TopNestedOp&) { top_nested(first, last); },
                 [&](const UnionOp& node) { list(open_group(first, last), node.tables); },
                 [&](const ScanOp& node) { scan(node, first, last); },
                 [&](const ReduceOp& node) { reduce(node, first, last); },
                 [&](const MakeGraphOp& node) { make_graph(node, first, last); },
                 [&](const GraphMatchOp& node) { graph_match(node, first, last); },
                 [&](const GraphToTableOp& node) { graph_to_table(node, first, last); },
                 [&](const auto&) {},
             },
             op.node);
  if (!each_part(op, parts_of_expressions())) keep_as_it_is(op.span);
}

void LayoutBuilder::project(const ProjectOp& op, std::size_t first, std::size_t last) {
  const std::size_t group = open_group(first, last);
  list(group, op.columns);
  for (const ReorderTerm& term : op.reorder) {
    add_point(group, from(term.column->span.begin), 1);
    if (term.order == ReorderTerm::Order::GrannyAsc || term.order == ReorderTerm::Order::GrannyDesc) {
      const std::size_t order = from(term.column->span.end);  // granny - asc
      keep_as_it_is({tokens_[order].span.begin, tokens_[std::min(order + 2, tokens_.size() - 1)].span.end});
    }
  }
}

void LayoutBuilder::make_series(const MakeSeriesOp& op, std::size_t first, std::size_t last) {
  const std::size_t group = open_group(first, last);
  for (const MakeSeriesOp::Series& each : op.series) {
    if (each.aggregate) add_point(group, from(each.aggregate->span.begin), 1);
  }
  if (op.axis) add_point(group, from(op.axis->span.begin) - 1, 1);
  by_list(group, op.by, last);
}

void LayoutBuilder::top_nested(std::size_t first, std::size_t last) {
  for (std::size_t i = first + 2; i <= last; ++i) {  // each level says it again
    if (is(i - 2, "top") && is(i - 1, "-") && is(i, "nested"))
      keep_as_it_is({tokens_[i - 2].span.begin, tokens_[i].span.end});
  }
}

// The clauses on one line if they fit; several steps on a line each.
void LayoutBuilder::scan(const ScanOp& op, std::size_t first, std::size_t last) {
  const std::size_t with = find("with", first + 1, last);
  const std::size_t open = std::min(with + 1, last);
  const std::size_t header = open_group(first, open);
  if (op.match_id) stick_value(from(op.match_id->span.begin) - 2);
  std::size_t at = first + 1;
  for (const std::string_view clause : {"order", "partition", "declare", "with"}) {
    const std::size_t token = find(clause, at, with);
    if (token > with) continue;
    add_point(header, token, 1);
    at = token + 1;
  }
  if (!op.declared.empty()) {
    const std::size_t bracket = from(op.declared.front().column.name.span.begin) - 1;
    const std::size_t close = closing(bracket, last);
    const std::size_t group = open_group(bracket, close, false, true);
    for (const ScanOp::Declared& each : op.declared) add_point(group, from(each.column.name.span.begin), 1);
    add_point(group, close, 0);
  }
  if (op.steps.empty() || !is(open, "(")) return;
  const std::size_t close = closing(open, last);
  const std::size_t steps = open_group(open, close, op.steps.size() > 1, true);
  for (std::size_t i = 0; i < op.steps.size(); ++i) {
    add_point(steps, from(op.steps[i].name.span.begin) - 1, 1);
    const bool is_last = i + 1 == op.steps.size();
    scan_step(op.steps[i], is_last ? close - 1 : from(op.steps[i + 1].name.span.begin) - 2);
  }
  add_point(steps, close, 0);
}

void LayoutBuilder::scan_step(const ScanOp::Step& step, std::size_t semicolon) {
  const std::size_t first = from(step.name.span.begin) - 1;
  const std::size_t whole = open_group(first, semicolon);
  const std::size_t colon = find(":", first, semicolon);
  if (const std::size_t output = find("output", first + 2, colon); output < colon) stick_value(output);
  if (colon < semicolon) layout_.spaced[colon + 1] = true;
  if (step.condition) condition(open_group(first, to(step.condition->span.end)), *step.condition, false);
  if (step.assignments.empty()) return;
  const std::size_t arrow = from(step.assignments.front().first.span.begin) - 1;
  add_point(whole, arrow, 1);
  const std::size_t assignments = open_group(arrow, semicolon);
  for (std::size_t i = 1; i < step.assignments.size(); ++i)
    add_point(assignments, from(step.assignments[i].first.span.begin), 1);
}

void LayoutBuilder::reduce(const ReduceOp& op, std::size_t first, std::size_t last) {
  if (!op.with.empty()) add_point(open_group(first, last), from(op.with.front().name.span.begin) - 1, 1);
}

void LayoutBuilder::make_graph(const MakeGraphOp& op, std::size_t first, std::size_t last) {
  // The operators of a partition have a group of their own.
  const std::size_t group = open_group(first, op.partition ? from(op.partition->span.begin) : last);
  const std::size_t arrow = from(op.source->span.end);  // - - >
  stick(arrow + 1);
  stick(arrow + 2);
  if (!op.nodes.empty()) {
    const std::size_t table = from(op.nodes.front().table->span.begin);
    add_point(group, table - 1, 1);
    const std::size_t tables = open_group(table - 1, to(op.nodes.back().key->span.end));
    for (std::size_t i = 1; i < op.nodes.size(); ++i) add_point(tables, from(op.nodes[i].table->span.begin), 1);
  }
  if (op.node_id) {
    const std::size_t name = from(op.node_id->span.begin) - 2;
    stick_value(name);
    add_point(group, name, 1);
  }
  if (op.partition) {
    const std::size_t by = from(op.partition->span.begin) - 1;  // partitioned - by
    keep_as_it_is({tokens_[by - 2].span.begin, tokens_[by].span.end});
    add_point(group, by - 2, 1);
  }
}

// Patterns are written without blanks; what they are asked for begins a line where not all fits on one.
void LayoutBuilder::graph_match(const GraphMatchOp& op, std::size_t first, std::size_t last) {
  const std::size_t group = open_group(first, last);
  for (const GraphPattern& pattern : op.patterns) {
    const std::size_t begin = from(pattern.nodes.front().span.begin);
    for (std::size_t i = begin + 1; i <= to(pattern.nodes.back().span.end); ++i) stick(i);
  }
  if (op.patterns.size() > 1) {
    const std::size_t patterns = open_group(first, to(op.patterns.back().nodes.back().span.end));
    for (const GraphPattern& pattern : op.patterns) add_point(patterns, from(pattern.nodes.front().span.begin), 1);
  }
  if (op.where) {
    const std::size_t where = from(op.where->span.begin) - 1;
    add_point(group, where, 1);
    condition(open_group(where, to(op.where->span.end)), *op.where, false);
  }
  if (op.project && !op.project->empty()) {
    const std::size_t project = from(op.project->front()->span.begin) - 1;
    add_point(group, project, 1);
    list(open_group(project, last), *op.project);
  }
}

void LayoutBuilder::graph_to_table(const GraphToTableOp& op, std::size_t first, std::size_t last) {
  const std::size_t group = open_group(first, last);
  for (const GraphToTableOp::Output& output : op.outputs) add_point(group, from(output.what.span.begin), 1);
}

void LayoutBuilder::by_list(std::size_t group, const std::vector<ExprPtr>& keys, std::size_t last) {
  if (keys.empty() || !keys.front()) return;
  const std::size_t first = from(keys.front()->span.begin);
  if (first == 0 || !is(first - 1, "by")) return;
  add_point(group, first - 1, 1);
  list(open_group(first - 1, last), keys);
}

}  // namespace huntbook::kql::syntax
