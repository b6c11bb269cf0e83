#include "kql/bind/source.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/overloaded.hpp"
#include "kql/bind/local_service.hpp"
#include "kql/bind/operators.hpp"
#include "kql/bind/pattern.hpp"
#include "kql/bind/restriction.hpp"
#include "kql/bind/stored_function.hpp"
#include "kql/bind/unknown_table_function.hpp"
#include "kql/bind/wildcard.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::RelPtr;

RelPtr bind_range(Context& context, const syntax::RangeSource& range) {
  plan::ScalarPtr from = bind_scalar(context, Scope{}, *range.from);
  plan::ScalarPtr to = bind_scalar(context, Scope{}, *range.to);
  plan::ScalarPtr step = bind_scalar(context, Scope{}, *range.step);
  if (!from || !to || !step) return nullptr;
  ScalarType type = from->type;
  if (types::numbers.contains(from->type)) type = std::max({from->type, to->type, step->type});
  ScalarType step_type = type == ScalarType::DateTime ? ScalarType::TimeSpan : type;
  if (!types::steppable.contains(type))
    return context.error("KS107", range.from->span, fmt::format("A range of type {} is not possible.", name_of(type)));
  for (auto [value, expected, expr] :
       {std::tuple(&to, type, range.to.get()), std::tuple(&step, step_type, range.step.get())}) {
    bool number = types::numbers.contains((*value)->type) && types::numbers.contains(expected);
    if ((*value)->type != expected && !number && (*value)->type != ScalarType::Dynamic)
      return context.error(
          "KS107", expr->span,
          fmt::format("A value of type {} expected, but this is {}.", name_of(expected), name_of((*value)->type)));
    *value = convert_to(*value, expected);
  }
  from = convert_to(from, type);
  plan::Column column = context.make_column(range.column.text, type, false);
  return make_relation({std::move(column)}, plan::Range{std::move(from), std::move(to), std::move(step)});
}

RelPtr bind_datatable(Context& context, const syntax::DataTableSource& source, diag::Span span) {
  std::vector<plan::Column> columns;
  for (const syntax::Typed& typed : source.columns) {
    if (find_column(columns, typed.name.text) != nullptr)
      return context.error("KS128", typed.name.span,
                           fmt::format("The column '{}' is declared twice.", typed.name.text));
    columns.push_back(context.make_column(typed.name.text, typed.type));
  }
  if (columns.empty()) return context.error("KS006", span, "A datatable needs at least one column.");
  if (source.values.size() % columns.size() != 0)
    return context.error("KS121", span,
                         fmt::format("The number of values ({}) is no multiple of the number of columns ({}).",
                                     source.values.size(), columns.size()));
  plan::DataTable table;
  bool failed = false;
  for (std::size_t i = 0; i < source.values.size(); ++i) {
    const plan::Column& column = columns[i % columns.size()];
    if (i % columns.size() == 0) table.rows.emplace_back();
    plan::ScalarPtr value = bind_scalar(context, Scope{}, *source.values[i]);
    if (!value) {
      failed = true;
      continue;
    }
    bool dynamic = column.type == ScalarType::Dynamic;
    value = dynamic ? std::move(value) : convert_to(std::move(value), column.type);
    std::optional<ConstantValue> constant = constant_of(*value);
    if (dynamic && constant) constant = dynamic_constant(*value, *constant);
    if (!constant) {
      context.error(
          "KS107", source.values[i]->span,
          fmt::format("A constant of type {} is expected for column '{}'.", name_of(column.type), column.name));
      failed = true;
      continue;
    }
    table.rows.back().push_back(std::move(*constant));
  }
  if (failed) return nullptr;
  return make_relation(std::move(columns), std::move(table));
}

RelPtr bind_call_source(Context& context, const syntax::Call& call, diag::Span span) {
  const std::string& name = call.function.text;
  if (const LetValue* value = context.find_let(name)) {
    if (const auto* function = std::get_if<LetFunction>(value)) {
      CallResult result = call_let_function(context, Scope{}, *function, name, call.arguments, span);
      if (result.scalar)
        return context.error("KS107", span, fmt::format("'{}' gives a scalar value, but a table is expected.", name));
      return result.relation;
    }
  }
  if (is_local_service(name)) return bind_local_service(context, call, nullptr, span);
  if (name == "materialize") {
    if (call.arguments.size() != 1) return context.error("KS119", span, "materialize() takes one argument: a query.");
    RelPtr relation = bind_table_expression(context, *call.arguments.front());
    if (!relation) return nullptr;
    return reference_to(context, SharedRelation{context.next_shared++, std::move(relation), true});
  }
  if (name == "table") {
    // A second argument, the scope of the data (hotcache, all), says nothing here.
    if (call.arguments.empty() || call.arguments.size() > 2)
      return context.error("KS119", span, "table() takes the name of a table as a constant text.");
    plan::ScalarPtr value = bind_scalar(context, Scope{}, *call.arguments.front());
    if (!value) return nullptr;
    const auto constant = value->type == ScalarType::String ? constant_of(*value) : std::nullopt;
    const auto* text = constant ? std::get_if<std::string>(&*constant) : nullptr;
    if (text == nullptr)
      return context.error("KS119", call.arguments.front()->span,
                           "table() takes the name of a table as a constant text.");
    if (text->empty() && context.checking) {
      context.unknown_rows = true;
      return nullptr;
    }
    const LetValue* let = context.find_let(*text);
    const auto* shared = let != nullptr ? std::get_if<SharedRelation>(let) : nullptr;
    return shared != nullptr ? reference_to(context, *shared) : bind_stored_table(context, *text, span);
  }
  if (const KnownName* known = context.functions.find_known("function", name))
    return context.error("HB002", span, fmt::format("The function '{}' is known, but {}.", name, known->reason));
  return unknown_table_function(context, name, call.function.span);
}

}  // namespace

bool names_open_case(Context& context, const syntax::Expr& expr) {
  const auto* call = std::get_if<syntax::Call>(&expr.node);
  const std::string_view kind = call != nullptr ? std::string_view(call->function.text) : "";
  if (kind == "database" || kind == "workspace") {
    if (call->arguments.empty() && kind == "database") return true;
    plan::ScalarPtr argument =
        call->arguments.size() == 1 ? bind_scalar(context, Scope{}, *call->arguments.front()) : nullptr;
    const std::optional<ConstantValue> constant = argument ? constant_of(*argument) : std::nullopt;
    const auto* name = constant ? std::get_if<std::string>(&*constant) : nullptr;
    const std::string open = context.catalogue.database_name();
    if (name != nullptr && !open.empty() && *name == open) return true;
    if (name != nullptr && context.database_aliases.contains(*name)) return true;
    context.error("KS208", expr.span,
                  name != nullptr
                      ? fmt::format("The {} '{}' is not the open case, and no other can be reached.", kind, *name)
                      : fmt::format("{}() takes one name as a constant text.", kind),
                  open.empty() ? "name the table alone" : fmt::format("the open case is {}('{}')", kind, open));
    return false;
  }
  context.error("HB002", expr.span,
                "Tables of other databases, clusters and workspaces can't be reached: a query reads the open case.",
                "name the table alone");
  return false;
}

namespace {

// database("case").T, database("case").f(..).
RelPtr bind_qualified(Context& context, const syntax::Expr& expr) {
  if (const auto* member = std::get_if<syntax::Member>(&expr.node)) {
    if (!names_open_case(context, *member->object)) return nullptr;
    // A let does not stand in a database.
    ScopedEnvironment restore(context);
    context.environment = nullptr;
    return bind_source_expression(context, syntax::Expr{syntax::NameRef{member->name.text}, expr.span});
  }
  const auto& call = std::get<syntax::MemberCall>(expr.node);
  if (!names_open_case(context, *call.object)) return nullptr;
  const auto* function = std::get_if<syntax::Call>(&call.call->node);
  const LetValue* value =
      function != nullptr && context.stored ? context.stored->find(context, function->function.text) : nullptr;
  if (value == nullptr)
    return context.error("KS211", call.call->span, "The case has no stored function of that name.",
                         ".show functions lists them");
  CallResult result = call_let_function(context, Scope{}, std::get<LetFunction>(*value), function->function.text,
                                        function->arguments, expr.span);
  if (result.scalar)
    return context.error("KS107", expr.span, "This function gives a scalar value, but a table is expected.");
  return result.relation;
}

}  // namespace

RelPtr bind_stored_table(Context& context, std::string_view name, diag::Span span) {
  const Table* table = context.catalogue.find_table(name);
  if (table == nullptr) {
    std::vector<std::string> candidates = context.catalogue.table_names();
    for (const Environment* let = context.environment.get(); let != nullptr; let = let->outer.get())
      candidates.push_back(let->name);
    std::ranges::copy(context.catalogue.function_names(), std::back_inserter(candidates));
    std::string nearest = diag::nearest_name(name, candidates);
    std::string hint = nearest.empty() ? "" : fmt::format("did you mean '{}'?", nearest);
    if (hint.empty() && name.ends_with("_CL"))
      hint = fmt::format("a custom table of a workspace is documented nowhere; 'huntbook ingest FILE --as {}' makes it",
                         name);
    return context.error(
        "KS142", span,
        fmt::format("The name '{}' does not refer to any known column, table, variable or function.", name),
        std::move(hint));
  }
  if (!is_allowed(context, name))
    return context.error("KS142", span, fmt::format("Access to the table '{}' is restricted.", name),
                         "'restrict access to' names the tables that may be read");
  plan::Rel relation;
  plan::Scan scan{table->name, table->relation, {}, table->query_time};
  for (const TableColumn& source : table->columns) {
    plan::Column column = context.make_column(source.name, source.type);
    column.hidden = source.hidden;
    relation.columns.push_back(std::move(column));
    scan.sources.push_back(source.source.empty() ? std::nullopt : std::optional(source.source));
  }
  relation.node = std::move(scan);
  return std::make_shared<const plan::Rel>(std::move(relation));
}

RelPtr bind_source_expression(Context& context, const syntax::Expr& expr) {
  if (const auto* sub = std::get_if<syntax::SubPipeline>(&expr.node))
    return bind_query(context, *sub->pipeline).relation;
  if (const auto* name = std::get_if<syntax::NameRef>(&expr.node)) {
    if (const LetValue* value = context.find_let(name->name)) {
      if (const auto* shared = std::get_if<SharedRelation>(value)) return reference_to(context, *shared);
      if (const auto* scalar = std::get_if<plan::ScalarPtr>(value); scalar != nullptr && !*scalar) return nullptr;
      if (const auto* function = std::get_if<LetFunction>(value);
          function != nullptr && needs_no_arguments(*function->lambda)) {
        CallResult result = call_let_function(context, Scope{}, *function, name->name, {}, expr.span);
        if (result.relation) return result.relation;
        if (!result.scalar) return nullptr;
      }
      return context.error("KS107", expr.span, fmt::format("'{}' is no table.", name->name));
    }
    return bind_stored_table(context, name->name, expr.span);
  }
  if (const TextPattern* pattern = called_pattern(context, expr)) return bind_pattern_call(context, *pattern, expr);
  if (const auto* call = std::get_if<syntax::Call>(&expr.node)) return bind_call_source(context, *call, expr.span);
  if (std::holds_alternative<syntax::MemberCall>(expr.node) || std::holds_alternative<syntax::Member>(expr.node))
    return bind_qualified(context, expr);
  if (std::holds_alternative<syntax::Missing>(expr.node)) return nullptr;
  return context.error("KS107", expr.span, "A table is expected here.",
                       "print shows the value of an expression: print 1 + 1");
}

RelPtr bind_source(Context& context, const SourceNode& source, diag::Span span) {
  return std::visit(Overloaded{
                        [&](const syntax::PrintSource& node) { return bind_print(context, node.columns); },
                        [&](const syntax::RangeSource& node) { return bind_range(context, node); },
                        [&](const syntax::DataTableSource& node) { return bind_datatable(context, node, span); },
                        [&](const syntax::UnionSource& node) { return bind_union(context, nullptr, node.op, span); },
                        [&](const syntax::SearchSource& node) { return bind_search(context, nullptr, node.op, span); },
                        [&](const syntax::FindSource& node) { return bind_find(context, node, span); },
                        [&](const syntax::ExternalDataSource& node) { return bind_external_data(context, node, span); },
                        [&](const syntax::ExprSource& node) { return bind_source_expression(context, *node.expr); },
                    },
                    source);
}

}  // namespace huntbook::kql::bind
