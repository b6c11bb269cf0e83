// union (Kusto docs, "union operator"): columns are matched by name; a name with several types becomes one column a
// type.
#include "kql/bind/union.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "kql/bind/operators.hpp"
#include "kql/bind/restriction.hpp"
#include "kql/bind/table.hpp"
#include "kql/bind/wildcard.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;
using plan::RelPtr;

// (T | as Name) is Name to withsource.
std::string name_given_by_as(const syntax::Expr& expr) {
  const auto* sub = std::get_if<syntax::SubPipeline>(&expr.node);
  if (sub == nullptr || sub->pipeline->operators.empty()) return {};
  const auto* as = std::get_if<syntax::AsOp>(&sub->pipeline->operators.back().node);
  return as != nullptr ? as->name.text : std::string();
}

bool bind_input(Context& context, const syntax::Expr& expr, bool fuzzy, std::vector<UnionInput>& inputs) {
  const auto* name = std::get_if<syntax::NameRef>(&expr.node);
  const bool star = std::holds_alternative<syntax::Star>(expr.node);
  if (star || (name != nullptr && name->name.find('*') != std::string::npos)) {
    add_matching_tables(context, star ? "*" : name->name, expr.span, inputs);
    add_mentioned_columns(context, star ? "*" : name->name, inputs);
    return true;
  }
  if (fuzzy && name != nullptr && context.find_let(name->name) == nullptr &&
      context.catalogue.find_table(name->name) == nullptr)
    return true;
  RelPtr relation = bind_table_expression(context, expr);
  if (!relation) return false;
  std::string source = name != nullptr ? name->name : name_given_by_as(expr);
  if (source.empty()) source = fmt::format("union_arg{}", inputs.size());
  inputs.push_back({std::move(relation), std::move(source)});
  return true;
}

}  // namespace

void add_matching_tables(Context& context, std::string_view pattern, diag::Span span, std::vector<UnionInput>& inputs) {
  const std::size_t before = inputs.size();
  std::vector<std::string> documented;
  for (const std::string& table : context.catalogue.table_names()) {
    if (!matches_wildcard(pattern, table) || !is_allowed(context, table)) continue;
    const Table* stored = context.catalogue.find_table(table);
    if (stored == nullptr) continue;
    if (stored->relation.empty()) {
      documented.push_back(table);
    } else {
      inputs.push_back({bind_stored_table(context, table, span), table});
    }
  }
  std::set<std::string_view> seen;
  for (const Environment* let = context.environment.get(); let != nullptr; let = let->outer.get()) {
    const auto* function = std::get_if<LetFunction>(&let->value);
    if (!seen.insert(let->name).second || function == nullptr) continue;
    if (!function->lambda->view || !function->lambda->parameters.empty() || !matches_wildcard(pattern, let->name))
      continue;
    if (CallResult view = call_let_function(context, Scope{}, *function, let->name, {}, span); view.relation)
      inputs.push_back({std::move(view.relation), let->name});
  }
  for (const std::string& name : context.catalogue.function_names()) {
    const StoredFunction* stored = context.catalogue.find_function(name);
    if (stored == nullptr || !stored->view || seen.contains(name) || !matches_wildcard(pattern, name) ||
        !is_allowed(context, name))
      continue;
    const LetValue* value = context.find_let(name);
    const auto* function = value != nullptr ? std::get_if<LetFunction>(value) : nullptr;
    // What calls itself through a wildcard is left out, as the language leaves out what it can't see.
    if (function == nullptr || std::ranges::find(context.running, name) != context.running.end()) continue;
    if (CallResult view = call_let_function(context, Scope{}, *function, name, {}, span); view.relation)
      inputs.push_back({std::move(view.relation), name});
  }
  // All of them at once would be thousands of columns.
  if (inputs.size() > before || pattern == "*") return;
  for (const std::string& table : documented) inputs.push_back({bind_stored_table(context, table, span), table});
}

void add_mentioned_columns(Context& context, std::string_view pattern, std::vector<UnionInput>& inputs) {
  // Per name the types that it has, with the number of tables.
  std::map<std::string_view, std::map<ScalarType, int>> found;
  const std::vector<std::string> tables = context.catalogue.table_names();
  for (const std::string& name : tables) {
    if (!matches_wildcard(pattern, name) || !is_allowed(context, name)) continue;
    const Table* table = context.catalogue.find_table(name);
    if (table == nullptr || !table->relation.empty()) continue;
    for (const TableColumn& column : table->columns) {
      if (context.mentioned.contains(column.name)) ++found[column.name][column.type];
    }
  }
  for (const UnionInput& input : inputs) {
    for (const Column& column : input.relation->columns) found.erase(column.name);
  }
  if (found.empty()) return;
  std::vector<Column> columns;
  for (const auto& [name, types] : found) {
    const auto most = std::ranges::max_element(types, {}, [](const auto& type) { return type.second; });
    columns.push_back(context.make_column(std::string(name), most->first));
    columns.back().hidden = true;
  }
  inputs.push_back({make_relation(std::move(columns), plan::DataTable{}), {}, true});
}

bool bind_union_inputs(Context& context, const std::vector<syntax::ExprPtr>& tables, bool fuzzy,
                       std::vector<UnionInput>& inputs) {
  bool good = true;
  for (const syntax::ExprPtr& table : tables) good = bind_input(context, *table, fuzzy, inputs) && good;
  return good;
}

RelPtr bind_union(Context& context, RelPtr first, const syntax::UnionOp& op, diag::Span span) {
  bool fuzzy = property_text(op.properties, "isfuzzy") == "true";
  std::string kind = property_text(op.properties, "kind");
  std::string source_column = property_text(op.properties, "withsource");
  if (source_column.empty()) source_column = property_text(op.properties, "with_source");
  if (!kind.empty() && kind != "outer" && kind != "inner")
    return context.error("KS133", span, fmt::format("'{}' is no kind of union.", kind), "inner or outer");
  std::vector<UnionInput> inputs;
  if (first) inputs.push_back({std::move(first), "union_arg0"});
  if (!bind_union_inputs(context, op.tables, fuzzy, inputs)) return nullptr;
  if (kind == "inner") std::erase_if(inputs, [](const UnionInput& input) { return input.rowless; });
  if (inputs.empty()) return context.error("KS142", span, "No table of this union is there.");
  return merge_inputs(context, std::move(inputs), kind == "inner", source_column);
}

RelPtr merge_inputs(Context& context, std::vector<UnionInput> inputs, bool common_only,
                    const std::string& source_column) {
  // Names in order of first appearance, with the types that they have.
  struct Merged {
    std::string name;
    std::vector<ScalarType> types;
    bool nullable = false;
    bool hidden = false;
    std::size_t inputs = 0;
  };
  std::vector<Merged> merged;
  const auto full = static_cast<std::size_t>(std::ranges::count(inputs, false, &UnionInput::rowless));
  std::ranges::stable_partition(inputs, [](const UnionInput& input) { return !input.rowless; });
  for (const UnionInput& input : inputs) {
    for (const Column& column : input.relation->columns) {
      if (column.name.empty()) continue;
      auto found = std::ranges::find(merged, column.name, &Merged::name);
      if (input.rowless && found != merged.end()) continue;
      if (found == merged.end()) found = merged.insert(merged.end(), Merged{column.name, {}, false, column.hidden, 0});
      if (std::ranges::find(found->types, column.type) == found->types.end()) found->types.push_back(column.type);
      found->nullable = found->nullable || column.nullable;
      found->hidden = found->hidden && column.hidden;
      if (!input.rowless) ++found->inputs;
    }
  }
  auto keeps_name = [&](std::string_view name) {
    return std::ranges::any_of(merged, [&](const Merged& m) { return m.types.size() == 1 && m.name == name; });
  };
  if (full > 0) std::erase_if(inputs, [](const UnionInput& input) { return input.rowless; });
  plan::Union result;
  for (UnionInput& input : inputs) result.inputs.push_back({input.relation, {}});
  std::vector<Column> columns;
  if (!source_column.empty()) {
    columns.push_back(context.make_column(source_column, ScalarType::String));
    for (std::size_t i = 0; i < inputs.size(); ++i)
      result.inputs[i].values.push_back(make_literal(ScalarType::String, inputs[i].source));
  }
  for (const Merged& column : merged) {
    if (common_only && column.inputs < inputs.size()) continue;
    for (ScalarType type : column.types) {
      std::string name = column.name;
      if (column.types.size() > 1) {
        // A column that bears such a name itself keeps it.
        std::string base = fmt::format("{}_{}", column.name, name_of(type));
        name = base;
        for (int number = 1; find_column(columns, name) != nullptr || keeps_name(name); ++number)
          name = fmt::format("{}{}", base, number);
      }
      bool everywhere = column.inputs == full && column.types.size() == 1;
      Column output = context.make_column(std::move(name), type, column.nullable || !everywhere);
      output.hidden = column.hidden;
      columns.push_back(std::move(output));
      for (std::size_t i = 0; i < inputs.size(); ++i) {
        const Column* source = find_column(inputs[i].relation->columns, column.name);
        result.inputs[i].values.push_back(source != nullptr && source->type == type ? use_of(*source) : nullptr);
      }
    }
  }
  return make_relation(std::move(columns), std::move(result));
}

}  // namespace huntbook::kql::bind
