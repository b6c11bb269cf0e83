#include "kql/syntax/walk.hpp"

#include "base/overloaded.hpp"

namespace huntbook::kql::syntax {

namespace {

// Hands parts on, where they are there.
class Giver {
 public:
  explicit Giver(const Parts& parts) : parts_(parts) {}

  void give(const ExprPtr& expr) const {
    if (expr && parts_.expression) parts_.expression(*expr);
  }
  void give(const std::vector<ExprPtr>& list) const {
    for (const ExprPtr& expr : list) give(expr);
  }
  void give(const PipelinePtr& pipeline) const {
    if (pipeline && parts_.pipeline) parts_.pipeline(*pipeline);
  }
  void give(const std::vector<Property>& properties) const {
    if (!parts_.property) return;
    for (const Property& property : properties) parts_.property(property);
  }
  void give(const Name& name) const {
    if (parts_.declared_name) parts_.declared_name(name);
  }
  void give(const std::vector<Typed>& columns) const {
    for (const Typed& column : columns) give(column.name);
  }
  void give(const std::vector<SortTerm>& terms) const {
    for (const SortTerm& term : terms) give(term.expr);
  }
  void give(const std::vector<MvExpandTerm>& terms) const {
    for (const MvExpandTerm& term : terms) give(term.expr);
  }
  void give(const UnionOp& op) const {
    give(op.properties);
    give(op.tables);
  }
  void give(const SearchOp& op) const {
    give(op.properties);
    give(op.tables);
    give(op.predicate);
  }

 private:
  const Parts& parts_;
};

// Parts that go down into everything.
void walk(const Pipeline& pipeline, const Parts& all) {
  if (all.pipeline) all.pipeline(pipeline);
  Parts down;
  down.expression = [&](const Expr& expr) {
    if (all.expression) all.expression(expr);
    each_part(expr, down);
  };
  down.pipeline = [&](const Pipeline& inner) { walk(inner, all); };
  down.property = [&](const Property& property) {
    if (property.value) down.expression(*property.value);
  };
  each_part_of_source(pipeline, down);
  for (const Operator& op : pipeline.operators) each_part(op, down);
}

void walk(const Statement& statement, const Parts& all) {
  const auto give = [&](const ExprPtr& expr) {
    if (!expr) return;
    Parts down;
    down.expression = [&](const Expr& inner) {
      if (all.expression) all.expression(inner);
      each_part(inner, down);
    };
    down.pipeline = [&](const Pipeline& inner) { walk(inner, all); };
    down.expression(*expr);
  };
  std::visit(Overloaded{
                 [&](const LetStatement& let) {
                   if (const auto* pipeline = std::get_if<PipelinePtr>(&let.value)) {
                     if (*pipeline) walk(**pipeline, all);
                     return;
                   }
                   const auto& lambda = std::get<std::unique_ptr<Lambda>>(let.value);
                   if (!lambda) return;
                   for (const Parameter& parameter : lambda->parameters) give(parameter.default_value);
                   for (const Statement& inner : lambda->statements) walk(inner, all);
                   if (lambda->body) walk(*lambda->body, all);
                 },
                 [&](const QueryStatement& query) {
                   if (query.pipeline) walk(*query.pipeline, all);
                 },
                 [&](const SetStatement& set) { give(set.value); },
                 [&](const DeclareStatement& declare) {
                   for (const Parameter& parameter : declare.parameters) give(parameter.default_value);
                 },
                 [&](const RestrictStatement& restrict) {
                   for (const ExprPtr& table : restrict.tables) give(table);
                 },
                 [&](const PatternStatement& pattern) {
                   for (const PatternCase& each : pattern.cases) {
                     for (const ExprPtr& value : each.values) give(value);
                     give(each.path);
                     for (const Statement& inner : each.body->statements) walk(inner, all);
                     if (each.body->body) walk(*each.body->body, all);
                   }
                 },
                 [&](const AliasStatement& alias) { give(alias.database); },
                 [&](const auto&) {},
             },
             statement.node);
}

}  // namespace

void each_part(const Expr& expr, const Parts& parts) {
  const Giver giver(parts);
  std::visit(Overloaded{
                 [&](const Call& node) { giver.give(node.arguments); },
                 [&](const Member& node) { giver.give(node.object); },
                 [&](const MemberCall& node) {
                   giver.give(node.object);
                   giver.give(node.call);
                 },
                 [&](const Index& node) {
                   giver.give(node.object);
                   giver.give(node.index);
                 },
                 [&](const Unary& node) { giver.give(node.operand); },
                 [&](const Binary& node) {
                   giver.give(node.left);
                   giver.give(node.right);
                 },
                 [&](const InList& node) {
                   giver.give(node.operand);
                   giver.give(node.values);
                 },
                 [&](const Between& node) {
                   giver.give(node.operand);
                   giver.give(node.low);
                   giver.give(node.high);
                 },
                 [&](const Named& node) {
                   for (const Name& name : node.names) giver.give(name);
                   giver.give(node.expr);
                 },
                 [&](const SubPipeline& node) { giver.give(node.pipeline); },
                 [&](const auto&) {},
             },
             expr.node);
}

bool each_part(const Operator& op, const Parts& parts) {
  const Giver giver(parts);
  bool known = true;
  std::visit(Overloaded{
                 [&](const WhereOp& node) { giver.give(node.predicate); },
                 [&](const ExtendOp& node) { giver.give(node.columns); },
                 [&](const ProjectOp& node) {
                   giver.give(node.columns);
                   for (const ReorderTerm& term : node.reorder) giver.give(term.column);
                 },
                 [&](const SummarizeOp& node) {
                   giver.give(node.properties);
                   giver.give(node.aggregates);
                   giver.give(node.by);
                 },
                 [&](const CountOp& node) {
                   if (node.as) giver.give(*node.as);
                 },
                 [&](const DistinctOp& node) { giver.give(node.columns); },
                 [&](const SortOp& node) { giver.give(node.terms); },
                 [&](const TopOp& node) {
                   giver.give(node.count);
                   giver.give(node.terms);
                 },
                 [&](const TakeOp& node) { giver.give(node.count); },
                 [&](const JoinOp& node) {
                   giver.give(node.properties);
                   giver.give(node.right);
                   giver.give(node.on);
                 },
                 [&](const UnionOp& node) { giver.give(node); },
                 [&](const MvExpandOp& node) {
                   giver.give(node.properties);
                   giver.give(node.terms);
                   giver.give(node.limit);
                 },
                 [&](const MvApplyOp& node) {
                   giver.give(node.properties);
                   giver.give(node.terms);
                   giver.give(node.limit);
                   giver.give(node.body);
                 },
                 [&](const PartitionOp& node) {
                   giver.give(node.properties);
                   giver.give(node.body);
                 },
                 [&](const ParseOp& node) {
                   giver.give(node.properties);
                   giver.give(node.operand);
                   for (const ParsePart& part : node.pattern) {
                     if (const auto* column = std::get_if<ParseColumn>(&part)) giver.give(column->name);
                   }
                 },
                 [&](const ParseKvOp& node) {
                   giver.give(node.operand);
                   giver.give(node.columns);
                   giver.give(node.properties);
                 },
                 [&](const AsOp& node) {
                   giver.give(node.properties);
                   giver.give(node.name);
                 },
                 [&](const EvaluateOp& node) {
                   giver.give(node.properties);
                   giver.give(node.call);
                   if (node.schema) giver.give(*node.schema);
                 },
                 [&](const MakeSeriesOp& node) {
                   giver.give(node.properties);
                   for (const MakeSeriesOp::Series& series : node.series) {
                     giver.give(series.aggregate);
                     giver.give(series.default_value);
                   }
                   for (const ExprPtr* expr : {&node.axis, &node.from, &node.to, &node.step}) giver.give(*expr);
                   giver.give(node.by);
                 },
                 [&](const RenderOp& node) { giver.give(node.properties); },
                 [&](const GetSchemaOp&) {},
                 [&](const ConsumeOp&) {},
                 [&](const SerializeOp& node) { giver.give(node.columns); },
                 [&](const InvokeOp& node) { giver.give(node.call); },
                 [&](const SampleOp& node) { giver.give(node.count); },
                 [&](const SampleDistinctOp& node) {
                   giver.give(node.count);
                   giver.give(node.column);
                 },
                 [&](const TopHittersOp& node) {
                   giver.give(node.count);
                   giver.give(node.of);
                   giver.give(node.by);
                 },
                 [&](const TopNestedOp& node) {
                   for (const TopNestedLevel& level : node.levels) {
                     for (const ExprPtr* expr : {&level.count, &level.of, &level.others, &level.by}) giver.give(*expr);
                   }
                 },
                 [&](const ForkOp& node) {
                   for (const ForkOp::Branch& branch : node.branches) giver.give(branch.body);
                 },
                 [&](const FacetOp& node) {
                   giver.give(node.columns);
                   giver.give(node.with);
                 },
                 [&](const SearchOp& node) { giver.give(node); },
                 [&](const ScanOp& node) {
                   giver.give(node.properties);
                   if (node.match_id) giver.give(*node.match_id);
                   giver.give(node.order);
                   giver.give(node.partition);
                   for (const ScanOp::Declared& declared : node.declared) {
                     giver.give(declared.column.name);
                     giver.give(declared.default_value);
                   }
                   for (const ScanOp::Step& step : node.steps) {
                     giver.give(step.condition);
                     for (const auto& [name, value] : step.assignments) giver.give(value);
                   }
                 },
                 [&](const ReduceOp& node) {
                   giver.give(node.properties);
                   giver.give(node.by);
                   giver.give(node.with);
                 },
                 [&](const MakeGraphOp& node) {
                   for (const ExprPtr* end : {&node.source, &node.target}) giver.give(*end);
                   for (const MakeGraphOp::Nodes& nodes : node.nodes) {
                     giver.give(nodes.table);
                     giver.give(nodes.key);
                   }
                   giver.give(node.body);
                 },
                 [&](const GraphMatchOp& node) {
                   giver.give(node.properties);
                   giver.give(node.where);
                   if (node.project) giver.give(*node.project);
                 },
                 [&](const GraphToTableOp& node) {
                   for (const GraphToTableOp::Output& output : node.outputs) giver.give(output.properties);
                 },
                 [&](const GraphMarkComponentsOp& node) { giver.give(node.properties); },
                 [&](const auto&) { known = false; },
             },
             op.node);
  return known;
}

void each_part_of_source(const Pipeline& pipeline, const Parts& parts) {
  if (!pipeline.source) return;
  const Giver giver(parts);
  std::visit(Overloaded{
                 [&](const PrintSource& node) { giver.give(node.columns); },
                 [&](const RangeSource& node) {
                   giver.give(node.column);
                   for (const ExprPtr* expr : {&node.from, &node.to, &node.step}) giver.give(*expr);
                 },
                 [&](const DataTableSource& node) {
                   giver.give(node.columns);
                   giver.give(node.values);
                 },
                 [&](const UnionSource& node) { giver.give(node.op); },
                 [&](const SearchSource& node) { giver.give(node.op); },
                 [&](const FindSource& node) {
                   giver.give(node.properties);
                   giver.give(node.tables);
                   giver.give(node.predicate);
                 },
                 [&](const ExternalDataSource& node) {
                   giver.give(node.columns);
                   giver.give(node.locations);
                   giver.give(node.properties);
                 },
                 [&](const ExprSource& node) { giver.give(node.expr); },
                 [&](const auto&) {},
             },
             *pipeline.source);
}

void each_expression(const Pipeline& pipeline, const std::function<void(const Expr&)>& visit) {
  walk(pipeline, Parts{visit, {}, {}, {}});
}

void each_expression(const Statement& statement, const std::function<void(const Expr&)>& visit) {
  walk(statement, Parts{visit, {}, {}, {}});
}

void each_pipeline(const Pipeline& pipeline, const std::function<void(const Pipeline&)>& visit) {
  walk(pipeline, Parts{{}, visit, {}, {}});
}

void each_pipeline(const Statement& statement, const std::function<void(const Pipeline&)>& visit) {
  walk(statement, Parts{{}, visit, {}, {}});
}

}  // namespace huntbook::kql::syntax
