#include "kql/bind/recover.hpp"

#include <algorithm>
#include <iterator>

#include "base/overloaded.hpp"
#include "kql/bind/column_name.hpp"
#include "kql/bind/operators.hpp"
#include "kql/bind/table.hpp"
#include "kql/bind/wildcard.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;
using plan::RelPtr;

Column open_column(Context& context) {
  Column column = context.make_column("", ScalarType::Dynamic);
  column.hidden = true;
  context.open_columns.insert(column.id);
  return column;
}

// Columns of a failed operator, by and by.
class Columns {
 public:
  Columns(Context& context, const RelPtr& input) : context_(context), input_(*input) {}

  void add_input() { std::ranges::copy(input_.columns, std::back_inserter(columns_)); }
  void add_open() {
    if (!is_open(context_, columns_)) columns_.push_back(open_column(context_));
  }

  // A column of this name takes the place of another.
  void add(Column column) {
    const auto old = std::ranges::find(columns_, column.name, &Column::name);
    if (column.name.empty() || old == columns_.end()) {
      columns_.push_back(std::move(column));
    } else {
      *old = std::move(column);
    }
  }
  void add_failed(const std::string& name) {
    if (name.empty()) return;
    Column column = context_.make_column(name, ScalarType::Dynamic);
    context_.failed_columns.insert(column.id);
    add(std::move(column));
  }
  void add_typed(const std::vector<syntax::Typed>& typed) {
    for (const syntax::Typed& column : typed) add(context_.make_column(column.name.text, column.type));
  }

  // What a list of extend, project or summarize gives.
  void add_values(const std::vector<syntax::ExprPtr>& list) {
    for (const syntax::ExprPtr& expr : list) add_value(*expr);
  }
  void add_value(const syntax::Expr& expr) {
    if (const auto* name = std::get_if<syntax::NameRef>(&expr.node)) return add_matching(name->name);
    if (std::holds_alternative<syntax::Star>(expr.node)) return add_input();
    const auto* named = std::get_if<syntax::Named>(&expr.node);
    if (named == nullptr && reads_all(expr)) add_input();
    std::vector<plan::Assignment> aggregates, windows;
    const plan::ScalarPtr value =
        bind_scalar(context_, Scope{.columns = &input_.columns, .aggregates = &aggregates, .windows = &windows}, expr);
    const std::string name =
        named != nullptr && !named->names.empty() ? named->names.front().text : implied_name(context_.functions, expr);
    if (value) {
      add(context_.make_column(name, value->type, value->nullable));
    } else {
      add_failed(name);
    }
    for (std::size_t i = 1; named != nullptr && i < named->names.size(); ++i) add_failed(named->names[i].text);
  }
  // Columns of the input by a name or wildcard; a name that means none was reported.
  void add_matching(const std::string& pattern) {
    bool found = false;
    for (const Column& column : input_.columns) {
      if (column.name.empty() || !matches_wildcard(pattern, column.name)) continue;
      add(column);
      found = true;
    }
    if (!found && pattern.find('*') == std::string::npos) add_failed(pattern);
  }
  void remove(const std::vector<syntax::ExprPtr>& patterns) {
    for (const syntax::ExprPtr& expr : patterns) {
      if (const auto* name = std::get_if<syntax::NameRef>(&expr->node))
        std::erase_if(columns_, [&](const Column& column) {
          return !column.name.empty() && matches_wildcard(name->name, column.name);
        });
    }
  }
  void rename(const std::vector<syntax::ExprPtr>& pairs) {
    for (const syntax::ExprPtr& expr : pairs) {
      const auto* named = std::get_if<syntax::Named>(&expr->node);
      const auto* old = named != nullptr ? std::get_if<syntax::NameRef>(&named->expr->node) : nullptr;
      if (old == nullptr || named->names.size() != 1) continue;
      const auto column = std::ranges::find(columns_, old->name, &Column::name);
      if (column != columns_.end()) column->name = named->names.front().text;
    }
  }

  std::vector<Column> take() { return std::move(columns_); }

 private:
  // arg_max(x, *), take_any(*)
  static bool reads_all(const syntax::Expr& expr) {
    const auto* call = std::get_if<syntax::Call>(&expr.node);
    return call != nullptr && std::ranges::any_of(call->arguments, [](const syntax::ExprPtr& argument) {
             return std::holds_alternative<syntax::Star>(argument->node);
           });
  }

  Context& context_;
  const plan::Rel& input_;
  std::vector<Column> columns_;
};

void add_project(Columns& columns, const syntax::ProjectOp& op) {
  switch (op.kind) {
    case syntax::ProjectKind::Project:
    case syntax::ProjectKind::Keep:
      return columns.add_values(op.columns);
    case syntax::ProjectKind::Away:
      columns.add_input();
      return columns.remove(op.columns);
    case syntax::ProjectKind::Rename:
      columns.add_input();
      return columns.rename(op.columns);
    case syntax::ProjectKind::Reorder:
    case syntax::ProjectKind::ByNames:
      return columns.add_input();
  }
}

void add_join(Context& context, Columns& columns, const syntax::JoinOp& op) {
  columns.add_input();
  ScopedEnvironment restore(context);
  const RelPtr right = op.right ? bind_pipeline(context, *op.right) : nullptr;
  if (!right) return columns.add_open();
  for (const Column& column : right->columns) columns.add(column);
}

// What the operator's syntax says of its columns.
void add_columns(Context& context, Columns& columns, const syntax::Operator& op) {
  const auto add_input_and_open = [&] {
    columns.add_input();
    columns.add_open();
  };
  std::visit(Overloaded{
                 [&](const syntax::WhereOp&) { columns.add_input(); },
                 [&](const syntax::SortOp&) { columns.add_input(); },
                 [&](const syntax::TopOp&) { columns.add_input(); },
                 [&](const syntax::TakeOp&) { columns.add_input(); },
                 [&](const syntax::SampleOp&) { columns.add_input(); },
                 [&](const syntax::SearchOp&) { columns.add_input(); },
                 [&](const syntax::AsOp&) { columns.add_input(); },
                 [&](const syntax::ExtendOp& node) {
                   columns.add_input();
                   columns.add_values(node.columns);
                 },
                 [&](const syntax::SerializeOp& node) {
                   columns.add_input();
                   columns.add_values(node.columns);
                 },
                 [&](const syntax::ProjectOp& node) { add_project(columns, node); },
                 [&](const syntax::DistinctOp& node) { columns.add_values(node.columns); },
                 [&](const syntax::SummarizeOp& node) {
                   columns.add_values(node.by);
                   columns.add_values(node.aggregates);
                 },
                 [&](const syntax::MakeSeriesOp& node) {
                   columns.add_values(node.by);
                   for (const auto& series : node.series)
                     if (series.aggregate) columns.add_value(*series.aggregate);
                   if (node.axis) columns.add_value(*node.axis);
                 },
                 [&](const syntax::MvExpandOp& node) {
                   columns.add_input();
                   for (const syntax::MvExpandTerm& term : node.terms) columns.add_value(*term.expr);
                 },
                 [&](const syntax::ParseOp& node) {
                   columns.add_input();
                   for (const syntax::ParsePart& part : node.pattern) {
                     if (const auto* column = std::get_if<syntax::ParseColumn>(&part))
                       columns.add(context.make_column(column->name.text, column->type));
                   }
                 },
                 [&](const syntax::ParseKvOp& node) {
                   columns.add_input();
                   columns.add_typed(node.columns);
                 },
                 [&](const syntax::JoinOp& node) { add_join(context, columns, node); },
                 [&](const auto&) { add_input_and_open(); },
             },
             op.node);
}

// Operators whose columns are all named by themselves.
bool names_its_columns(const syntax::Operator& op) {
  if (const auto* project = std::get_if<syntax::ProjectOp>(&op.node)) {
    return project->kind == syntax::ProjectKind::Project || project->kind == syntax::ProjectKind::Keep ||
           project->kind == syntax::ProjectKind::ByNames;
  }
  return std::holds_alternative<syntax::SummarizeOp>(op.node) || std::holds_alternative<syntax::CountOp>(op.node) ||
         std::holds_alternative<syntax::DistinctOp>(op.node) || std::holds_alternative<syntax::GetSchemaOp>(op.node) ||
         std::holds_alternative<syntax::MakeSeriesOp>(op.node) ||
         std::holds_alternative<syntax::SampleDistinctOp>(op.node) ||
         std::holds_alternative<syntax::TopHittersOp>(op.node) || std::holds_alternative<syntax::TopNestedOp>(op.node);
}

}  // namespace

// Those whose parts the parser gives in any case, be it as Missing.
bool binds_in_part(const syntax::Operator& op) {
  return std::visit(Overloaded{
                        [](const syntax::WhereOp&) { return true; },
                        [](const syntax::ExtendOp&) { return true; },
                        [](const syntax::ProjectOp&) { return true; },
                        [](const syntax::SummarizeOp&) { return true; },
                        [](const syntax::DistinctOp&) { return true; },
                        [](const syntax::SortOp&) { return true; },
                        [](const syntax::TopOp&) { return true; },
                        [](const syntax::TakeOp&) { return true; },
                        [](const syntax::JoinOp&) { return true; },
                        [](const syntax::UnionOp&) { return true; },
                        [](const syntax::MvExpandOp&) { return true; },
                        [](const syntax::MvApplyOp&) { return true; },
                        [](const syntax::PartitionOp& node) { return node.body != nullptr; },
                        [](const syntax::ParseOp&) { return true; },
                        [](const syntax::EvaluateOp&) { return true; },
                        [](const syntax::SerializeOp&) { return true; },
                        [](const auto&) { return false; },
                    },
                    op.node);
}

RelPtr open_relation(Context& context) {
  context.recovered = true;
  return make_relation({open_column(context)}, plan::Row{});
}

bool is_open(const Context& context, const std::vector<Column>& columns) {
  return !context.open_columns.empty() &&
         std::ranges::any_of(columns, [&](const Column& column) { return context.open_columns.contains(column.id); });
}

RelPtr relation_after_error(Context& context, const RelPtr& input, const syntax::Operator& op,
                            const std::vector<std::string>& unknown) {
  context.recovered = true;
  ++context.quiet;
  Columns columns(context, input);
  add_columns(context, columns, op);
  --context.quiet;
  std::vector<Column> all = columns.take();
  for (const std::string& name : unknown) {
    if (find_column(all, name) != nullptr) continue;
    Column column = context.make_column(name, ScalarType::Dynamic);
    column.hidden = true;
    context.failed_columns.insert(column.id);
    all.push_back(std::move(column));
  }
  return make_relation(std::move(all), plan::Row{});
}

RelPtr keep_open(Context& context, RelPtr output, const syntax::Operator& op) {
  return output && !names_its_columns(op) ? opened(context, std::move(output)) : output;
}

RelPtr opened(Context& context, RelPtr relation) {
  if (is_open(context, relation->columns)) return relation;
  context.recovered = true;
  std::vector<Column> columns = relation->columns;
  columns.push_back(open_column(context));
  return make_relation(std::move(columns), plan::Row{});
}

}  // namespace huntbook::kql::bind
