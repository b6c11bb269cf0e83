#include <fmt/format.h>

#include "kql/syntax/dumper.hpp"

namespace huntbook::kql::syntax {

void Dumper::put(const Property& property) {
  open("=");
  put(property.name);
  put(property.value);
  close();
}

void Dumper::put(const WhereOp& op) {
  open("where");
  put(op.predicate);
  close();
}

void Dumper::put(const ExtendOp& op) {
  group("extend", op.columns);
}

void Dumper::put(const ReorderTerm& term) {
  constexpr std::string_view orders[] = {"", "asc", "desc", "granny-asc", "granny-desc"};
  put(term.column);
  if (term.order != ReorderTerm::Order::None) word(orders[static_cast<std::size_t>(term.order)]);
}

void Dumper::put(const ProjectOp& op) {
  constexpr std::string_view kinds[] = {"project",        "project-away",    "project-keep",
                                        "project-rename", "project-reorder", "project-by-names"};
  open(kinds[static_cast<std::size_t>(op.kind)]);
  put_all(op.columns);
  put_all(op.reorder);
  close();
}

void Dumper::put(const SummarizeOp& op) {
  open("summarize");
  put_all(op.properties);
  put_all(op.aggregates);
  group_if_any("by", op.by);
  close();
}

void Dumper::put(const CountOp& op) {
  open("count");
  if (op.as) put(*op.as);
  close();
}

void Dumper::put(const DistinctOp& op) {
  group("distinct", op.columns);
}

void Dumper::put(const SortTerm& term) {
  put(term.expr);
  if (term.ascending) word(*term.ascending ? "asc" : "desc");
  if (term.nulls_first) word(*term.nulls_first ? "nulls-first" : "nulls-last");
}

void Dumper::put(const SortOp& op) {
  group("sort", op.terms);
}

void Dumper::put(const TopOp& op) {
  open("top");
  put(op.count);
  group("by", op.terms);
  close();
}

void Dumper::put(const TakeOp& op) {
  open("take");
  put(op.count);
  close();
}

void Dumper::put(const PipelinePtr& pipeline) {
  if (pipeline) {
    put(*pipeline);
  } else {
    word("?");
  }
}

void Dumper::put(const JoinOp& op) {
  open(op.lookup ? "lookup" : "join");
  put_all(op.properties);
  put(op.right);
  group("on", op.on);
  close();
}

void Dumper::put(const UnionOp& op) {
  open("union");
  put_all(op.properties);
  put_all(op.tables);
  close();
}

void Dumper::put(const MvExpandTerm& term) {
  put(term.expr);
  if (term.to_type) out_ += fmt::format(":{}", name_of(*term.to_type));
}

void Dumper::limit(const ExprPtr& count) {
  if (!count) return;
  open("limit");
  put(count);
  close();
}

void Dumper::put(const MvExpandOp& op) {
  open("mv-expand");
  put_all(op.properties);
  put_all(op.terms);
  limit(op.limit);
  close();
}

void Dumper::put(const MvApplyOp& op) {
  open("mv-apply");
  put_all(op.properties);
  put_all(op.terms);
  limit(op.limit);
  put(op.body);
  close();
}

void Dumper::put(const PartitionOp& op) {
  open("partition");
  put_all(op.properties);
  put(op.by);
  put(op.body);
  close();
}

void Dumper::put(const ScanOp& op) {
  open("scan");
  put_all(op.properties);
  if (op.match_id) {
    open("with_match_id");
    put(*op.match_id);
    close();
  }
  if (!op.order.empty()) {
    open("order");
    put_all(op.order);
    close();
  }
  if (!op.partition.empty()) group("partition", op.partition);
  for (const ScanOp::Declared& declared : op.declared) {
    open("declare");
    put(declared.column);
    if (declared.default_value) put(declared.default_value);
    close();
  }
  for (const ScanOp::Step& step : op.steps) {
    static constexpr std::string_view outputs[] = {"all", "last", "none"};
    open("step");
    put(step.name);
    if (step.optional) word("optional");
    word(outputs[static_cast<std::size_t>(step.output)]);
    put(step.condition);
    for (const auto& [name, value] : step.assignments) {
      open("=");
      put(name);
      put(value);
      close();
    }
    close();
  }
  close();
}

void Dumper::put(const ReduceOp& op) {
  open("reduce");
  put_all(op.properties);
  put(op.by);
  put_all(op.with);
  close();
}

void Dumper::put(const MakeSeriesOp& op) {
  open("make-series");
  put_all(op.properties);
  for (const MakeSeriesOp::Series& series : op.series) {
    put(series.aggregate);
    if (!series.default_value) continue;
    open("default");
    put(series.default_value);
    close();
  }
  open("on");
  put(op.axis);
  close();
  if (op.in_range) word("in-range");
  for (auto [label, expr] : {std::pair("from", &op.from), std::pair("to", &op.to), std::pair("step", &op.step)}) {
    if (!*expr) continue;
    open(label);
    put(*expr);
    close();
  }
  open("by");
  put_all(op.by);
  close();
  close();
}

void Dumper::put(const ParsePart& part) {
  if (const ParseText* text = std::get_if<ParseText>(&part)) return quoted(text->text);
  if (const ParseColumn* column = std::get_if<ParseColumn>(&part)) return put(Typed{column->name, column->type});
  word("*");
}

void Dumper::put(const ParseOp& op) {
  open(op.where ? "parse-where" : "parse");
  put_all(op.properties);
  put(op.operand);
  group("with", op.pattern);
  close();
}

void Dumper::put(const ParseKvOp& op) {
  open("parse-kv");
  put(op.operand);
  group("as", op.columns);
  put_all(op.properties);
  close();
}

void Dumper::put(const AsOp& op) {
  open("as");
  put_all(op.properties);
  put(op.name);
  close();
}

void Dumper::put(const EvaluateOp& op) {
  open("evaluate");
  put_all(op.properties);
  put(op.call);
  if (op.schema) {
    open("schema");
    if (op.schema_keeps_input) word("*");
    put_all(*op.schema);
    close();
  }
  close();
}

void Dumper::put(const RenderOp& op) {
  open("render");
  put(op.kind);
  put_all(op.properties);
  close();
}

void Dumper::put(const GetSchemaOp&) {
  word("(getschema)");
}

void Dumper::put(const SerializeOp& op) {
  group("serialize", op.columns);
}

void Dumper::put(const InvokeOp& op) {
  open("invoke");
  put(op.call);
  close();
}

void Dumper::put(const SampleOp& op) {
  open("sample");
  put(op.count);
  close();
}

void Dumper::put(const SampleDistinctOp& op) {
  open("sample-distinct");
  put(op.count);
  put(op.column);
  close();
}

void Dumper::put(const TopHittersOp& op) {
  open("top-hitters");
  put(op.count);
  put(op.of);
  if (op.by) put(op.by);
  close();
}

void Dumper::put(const TopNestedLevel& level) {
  open(level.ascending ? "level-asc" : "level");
  if (level.count) put(level.count);
  put(level.of);
  put(level.by);
  if (level.others) {
    open("others");
    put(level.others);
    close();
  }
  close();
}

void Dumper::put(const TopNestedOp& op) {
  group("top-nested", op.levels);
}

void Dumper::put(const ForkOp::Branch& branch) {
  if (branch.name) put(*branch.name);
  put(branch.body);
}

void Dumper::put(const ForkOp& op) {
  group("fork", op.branches);
}

void Dumper::put(const FacetOp& op) {
  open("facet");
  put_all(op.columns);
  if (op.with) put(op.with);
  close();
}

void Dumper::put(const SearchOp& op) {
  open("search");
  put_all(op.properties);
  if (!op.tables.empty()) group("in", op.tables);
  put(op.predicate);
  close();
}

void Dumper::put(const ConsumeOp&) {
  word("(consume)");
}

void Dumper::put(const MakeGraphOp::Nodes& nodes) {
  open("with");
  put(nodes.table);
  put(nodes.key);
  close();
}

void Dumper::put(const MakeGraphOp& op) {
  open("make-graph");
  put(op.source);
  put(op.target);
  put_all(op.nodes);
  if (op.node_id) {
    open("id");
    put(*op.node_id);
    close();
  }
  if (op.partition) {
    open("partitioned-by");
    put(*op.partition);
    if (op.body) put(op.body);
    close();
  }
  close();
}

void Dumper::put(const GraphPattern::Node& node) {
  open("node");
  if (node.name) put(*node.name);
  close();
}

void Dumper::put(const GraphPattern::Edge& edge) {
  using Direction = GraphPattern::Edge::Direction;
  open(edge.direction == Direction::Right ? "-->" : edge.direction == Direction::Left ? "<--" : "--");
  if (edge.name) put(*edge.name);
  if (edge.least) {
    put(edge.least);
    put(edge.most);
  }
  close();
}

void Dumper::put(const GraphPattern& pattern) {
  open("declare-pattern");
  for (std::size_t i = 0; i < pattern.nodes.size(); ++i) {
    put(pattern.nodes[i]);
    if (i < pattern.edges.size()) put(pattern.edges[i]);
  }
  close();
}

void Dumper::put(const GraphMatchOp& op) {
  open(op.shortest ? "graph-shortest-paths" : "graph-match");
  put_all(op.properties);
  put_all(op.patterns);
  if (op.where) {
    open("where");
    put(op.where);
    close();
  }
  if (op.project) group("project", *op.project);
  close();
}

void Dumper::put(const GraphToTableOp::Output& output) {
  open(output.what.text);
  if (output.as) put(*output.as);
  put_all(output.properties);
  close();
}

void Dumper::put(const GraphToTableOp& op) {
  group("graph-to-table", op.outputs);
}

void Dumper::put(const GraphMarkComponentsOp& op) {
  group("graph-mark-components", op.properties);
}

void Dumper::put(const UnknownOp& op) {
  word(fmt::format("(unknown {})", op.name.text));
}

}  // namespace huntbook::kql::syntax
