#include "kql/bind/context.hpp"

#include "kql/bind/restriction.hpp"
#include "kql/bind/stored_function.hpp"

namespace huntbook::kql::bind {

std::nullptr_t Context::error(std::string code, diag::Span span, std::string message, std::string hint) {
  if (origin) {
    if (outer_call.end > 0) message = place_in(*origin, span) + message;
    span = outer_call;
  }
  if (!probe && !unknown_rows && quiet == 0)
    diagnostics.push_back({diag::Severity::Error, std::move(code), span, std::move(message), std::move(hint)});
  return nullptr;
}

void Context::warning(std::string code, diag::Span span, std::string message, std::string hint) {
  if (!probe)
    diagnostics.push_back({diag::Severity::Warning, std::move(code), span, std::move(message), std::move(hint)});
}

const Facts* Context::learn(plan::RelPtr rows) {
  if (probe) return nullptr;
  if (next_fact < facts.size()) return &facts[next_fact++];
  if (trace != nullptr) return nullptr;  // the columns stay unknown
  probe = std::move(rows);
  return nullptr;
}

const LetValue* Context::find_let(std::string_view name) const {
  for (const Environment* scope = environment.get(); scope != nullptr; scope = scope->outer.get()) {
    if (scope->name == name) return &scope->value;
  }
  if (!stored || parameters.contains(std::string(name)) || !is_allowed(*this, name)) return nullptr;
  return stored->find(*this, name);
}

void Context::define(std::string name, LetValue value) {
  environment = std::make_shared<const Environment>(Environment{std::move(name), std::move(value), environment});
}

plan::Column Context::make_column(std::string name, ScalarType type, bool nullable) {
  return plan::Column{next_column++, std::move(name), type, nullable && type != ScalarType::String, false};
}

plan::RelPtr reference_to(Context& context, const SharedRelation& shared) {
  if (context.graphs.contains(shared.definition)) return shared.definition;
  plan::Rel reference;
  for (const plan::Column& column : shared.definition->columns) {
    plan::Column copy = context.make_column(column.name, column.type, column.nullable);
    copy.hidden = column.hidden;
    if (context.failed_columns.contains(column.id)) context.failed_columns.insert(copy.id);
    if (context.open_columns.contains(column.id)) context.open_columns.insert(copy.id);
    reference.columns.push_back(std::move(copy));
  }
  reference.node = plan::Shared{shared.id, shared.definition, shared.materialized};
  reference.depth = shared.definition->depth + 1;
  return std::make_shared<const plan::Rel>(std::move(reference));
}

}  // namespace huntbook::kql::bind
