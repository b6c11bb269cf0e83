#include "kql/bind/stored_function.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "kql/bind/binder.hpp"
#include "kql/bind/recover.hpp"
#include "kql/bind/table.hpp"
#include "kql/syntax/function_text.hpp"
#include "kql/syntax/string_scan.hpp"

namespace huntbook::kql::bind {

namespace {

// Calls that the binder takes apart itself.
constexpr auto special_forms = std::to_array<std::string_view>(
    {"toscalar", "materialize", "table", "column_ifexists", "columnifexists", "column_names_of", "typeof", "pack_all",
     "bag_pack_columns", "estimate_data_size", "iscolumnexists", "database", "cluster", "workspace"});

std::string schema_text(const std::vector<syntax::Typed>& columns) {
  if (columns.empty()) return "(*)";
  std::string text;
  for (const syntax::Typed& column : columns) {
    const bool plain = std::ranges::all_of(column.name.text, syntax::is_name_char);
    text += fmt::format("{}{}:{}", text.empty() ? "" : ", ",
                        plain ? column.name.text : fmt::format("['{}']", column.name.text), name_of(column.type));
  }
  return fmt::format("({})", text);
}

// A value of a type, to bind a body with where the argument is not known yet.
plan::ScalarPtr any_value(ScalarType type) {
  switch (type) {
    case ScalarType::Bool:
      return make_literal(type, true);
    case ScalarType::Real:
      return make_literal(type, 1.0);
    case ScalarType::String:
      return make_literal(type, std::string());
    case ScalarType::Decimal:
      return make_literal(type, std::string("1"));
    case ScalarType::Dynamic:
    case ScalarType::Guid:
      return make_literal(type, {});
    case ScalarType::Int:
    case ScalarType::Long:
    case ScalarType::DateTime:
    case ScalarType::TimeSpan:
      break;
  }
  return make_literal(type, std::int64_t{1});
}

plan::RelPtr empty_rows(Context& context, const std::vector<syntax::Typed>& columns) {
  plan::Rel rows;
  for (const syntax::Typed& column : columns)
    rows.columns.push_back(context.make_column(column.name.text, column.type));
  rows.node = plan::DataTable{};
  return std::make_shared<const plan::Rel>(std::move(rows));
}

void check_parameters(Context& context, const syntax::Lambda& lambda) {
  std::set<std::string_view> names;
  bool defaults = false;
  for (const syntax::Parameter& parameter : lambda.parameters) {
    const std::string& name = parameter.name.text;
    if (!names.insert(name).second)
      context.error("KS128", parameter.name.span, fmt::format("The parameter '{}' is declared twice.", name));
    if (parameter.default_value && parameter.tabular)
      context.error("KS006", parameter.default_value->span, "A tabular parameter has no default.");
    if (defaults && !parameter.default_value)
      context.error("KS006", parameter.name.span,
                    fmt::format("The parameter '{}' has no default, but one before it has.", name),
                    "parameters with defaults stand last");
    defaults = defaults || parameter.default_value != nullptr;
    if (lambda.view) context.error("KS006", parameter.name.span, "A view takes no parameters.");
  }
}

}  // namespace

bool is_built_in(const FunctionCatalogue& functions, std::string_view name) {
  if (std::ranges::find(special_forms, name) != special_forms.end()) return true;
  return std::ranges::any_of(std::array{FunctionKind::Scalar, FunctionKind::Aggregate, FunctionKind::Window},
                             [&](FunctionKind kind) { return functions.find(kind, name) != nullptr; });
}

const LetValue* StoredFunctions::find(const Context& context, std::string_view name) {
  if (const auto known = entries_.find(name); known != entries_.end()) return &known->second.value;
  const StoredFunction* stored = context.catalogue.find_function(name);
  if (stored == nullptr || is_built_in(context.functions, name)) return nullptr;
  Entry& entry = entries_[std::string(name)];
  entry.tree = syntax::parse_function(stored->parameters + stored->body);
  auto origin = std::make_shared<Origin>(Origin{stored->name, entry.tree.text, {}});
  const syntax::Lambda* lambda = syntax::function_in(entry.tree);
  static const syntax::Lambda nothing;
  if (!entry.tree.diagnostics.empty()) {
    const diag::Diagnostic& first = entry.tree.diagnostics.front();
    origin->fault = place_in(*origin, first.span) + first.message;
  } else if (lambda == nullptr) {
    origin->fault = fmt::format("The stored function '{}' can't be read.", name);
  }
  entry.value = LetFunction{lambda != nullptr ? lambda : &nothing, nullptr, nullptr, std::move(origin), true};
  return &entry.value;
}

std::string place_in(const Origin& origin, diag::Span span) {
  if (origin.function.empty()) return "In a let of an earlier cell: ";
  const std::string_view before = std::string_view(origin.text).substr(0, span.begin);
  return fmt::format("In function '{}', line {}: ", origin.function, 1 + std::ranges::count(before, '\n'));
}

diag::Diagnostics check_definition(const BindInput& input, std::string_view name, const syntax::Lambda& lambda,
                                   bool with_body) {
  Context context{*input.catalogue, builtin_functions(), *input.parameters, input.now, {}, nullptr};
  context.stored = std::make_shared<StoredFunctions>();
  check_parameters(context, lambda);
  if (lambda.body == nullptr)
    context.error("KS006", lambda.braces, fmt::format("The function '{}' gives neither a value nor a table.", name));
  if (!with_body || !context.diagnostics.empty()) return std::move(context.diagnostics);
  context.running.emplace_back(name);
  context.checking = true;
  for (const syntax::Parameter& parameter : lambda.parameters) {
    if (parameter.tabular) {
      // What the columns of a table of any schema are, only the call tells.
      plan::RelPtr rows = parameter.tabular->empty() ? open_relation(context) : empty_rows(context, *parameter.tabular);
      context.define(parameter.name.text, SharedRelation{context.next_shared++, std::move(rows), false});
    } else if (parameter.type) {
      plan::ScalarPtr value = parameter.default_value
                                  ? bind_argument(context, Scope{}, parameter, *parameter.default_value)
                                  : any_value(*parameter.type);
      context.define(parameter.name.text, value ? std::move(value) : any_value(*parameter.type));
    }
  }
  bind_body(context, lambda);
  // The types of such columns come with the call as well, so only functions that do not exist are told of.
  const bool open = std::ranges::any_of(lambda.parameters, [](const syntax::Parameter& parameter) {
    return parameter.tabular && parameter.tabular->empty();
  });
  if (open) std::erase_if(context.diagnostics, [](const diag::Diagnostic& d) { return d.code != "KS211"; });
  return std::move(context.diagnostics);
}

std::string parameter_text(const syntax::Lambda& lambda, std::string_view text) {
  std::string list;
  for (const syntax::Parameter& parameter : lambda.parameters) {
    if (!list.empty()) list += ", ";
    list += text.substr(parameter.name.span.begin, parameter.name.span.end - parameter.name.span.begin);
    list += ":";
    if (parameter.tabular) list += schema_text(*parameter.tabular);
    if (parameter.type) list += name_of(*parameter.type);
    if (!parameter.default_value) continue;
    const diag::Span span = parameter.default_value->span;
    list += "=";
    std::ranges::replace_copy(text.substr(span.begin, span.end - span.begin), std::back_inserter(list), '\n', ' ');
  }
  return fmt::format("({})", list);
}

}  // namespace huntbook::kql::bind
