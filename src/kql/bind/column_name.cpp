#include "kql/bind/column_name.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "kql/bind/table.hpp"

namespace huntbook::kql::bind {

namespace {

bool takes(const FunctionRecord& record, std::size_t arguments) {
  return std::ranges::any_of(record.signatures, [&](const Signature& signature) {
    using Occurs = Parameter::Occurs;
    std::size_t least = 0;
    bool repeats = false;
    for (const Parameter& parameter : signature.parameters) {
      if (parameter.occurs == Occurs::Once || parameter.occurs == Occurs::Repeated) ++least;
      if (parameter.occurs == Occurs::Repeated || parameter.occurs == Occurs::RepeatedOptional) repeats = true;
    }
    return arguments >= least && (repeats || arguments <= signature.parameters.size());
  });
}

// hll_merge(h) is an aggregate, hll_merge(a, b) is none: of the functions of a name, the first that takes as many
// arguments.
const FunctionRecord* record_of(const FunctionCatalogue& functions, std::string_view name, std::size_t arguments) {
  const FunctionRecord* first = nullptr;
  for (FunctionKind kind : {FunctionKind::Aggregate, FunctionKind::Scalar, FunctionKind::Window}) {
    const FunctionRecord* record = functions.find(kind, name);
    if (record != nullptr && takes(*record, arguments)) return record;
    if (first == nullptr) first = record;
  }
  return first;
}

std::string name_of_call(const FunctionCatalogue& functions, const syntax::Call& call) {
  const FunctionRecord* record = record_of(functions, call.function.text, call.arguments.size());
  if (record == nullptr) return {};
  std::string first = call.arguments.empty() ? "" : implied_name(functions, *call.arguments.front());
  switch (record->result_name) {
    case ResultName::None:
      return {};
    case ResultName::FirstArgument:
      return first;
    case ResultName::OnlyArgument:
      return call.arguments.size() == 1 ? first : "";
    case ResultName::PrefixOnly:
      return std::string(record->result_prefix);
    case ResultName::PrefixAndFirstArgument:
      return fmt::format("{}_{}", record->result_prefix, first);
    case ResultName::NameAndFirstArgument:
      return fmt::format("{}_{}", call.function.text, first);
    case ResultName::FirstArgumentSorted:
      return fmt::format("{}_sorted", first.empty() ? "array0" : first);
    case ResultName::FirstArgumentValueIfColumn: {
      const auto* literal =
          call.arguments.empty() ? nullptr : std::get_if<syntax::Literal>(&call.arguments.front()->node);
      const auto* text = literal != nullptr ? std::get_if<std::string>(&literal->value) : nullptr;
      return text != nullptr ? *text : "";
    }
  }
  return {};
}

}  // namespace

std::string implied_name(const FunctionCatalogue& functions, const syntax::Expr& expr) {
  if (const auto* name = std::get_if<syntax::NameRef>(&expr.node)) return name->name;
  if (const auto* named = std::get_if<syntax::Named>(&expr.node))
    return named->names.empty() ? "" : named->names.front().text;
  if (const auto* call = std::get_if<syntax::Call>(&expr.node)) return name_of_call(functions, *call);
  if (const auto* member = std::get_if<syntax::Member>(&expr.node)) {
    std::string object = implied_name(functions, *member->object);
    if (object == "$left" || object == "$right") return member->name.text;
    return object.empty() ? member->name.text : fmt::format("{}_{}", object, member->name.text);
  }
  if (const auto* index = std::get_if<syntax::Index>(&expr.node)) {
    std::string object = implied_name(functions, *index->object);
    const auto* key = std::get_if<syntax::Literal>(&index->index->node);
    if (object.empty() || key == nullptr) return object;
    if (const auto* text = std::get_if<std::string>(&key->value)) return fmt::format("{}_{}", object, *text);
    if (const auto* number = std::get_if<std::int64_t>(&key->value)) return fmt::format("{}_{}", object, *number);
    return object;
  }
  if (const auto* sub = std::get_if<syntax::SubPipeline>(&expr.node)) {
    if (const syntax::Expr* inner = sole_expression(*sub->pipeline)) return implied_name(functions, *inner);
  }
  return {};
}

const syntax::Expr& without_names(const syntax::Expr& expr) {
  const auto* named = std::get_if<syntax::Named>(&expr.node);
  return named != nullptr ? *named->expr : expr;
}

std::string ColumnNamer::given(std::string name) {
  taken_.insert(name);
  return name;
}

bool ColumnNamer::is_taken(std::string_view name) const {
  return taken_.contains(name) || std::ranges::find(columns_, name, &plan::Column::name) != columns_.end();
}

std::string ColumnNamer::automatic(std::string implied) {
  if (implied.empty()) {
    std::string name;
    do name = fmt::format("{}{}", prefix_, next()++);
    while (is_taken(name));
    return given(std::move(name));
  }
  std::string name = implied;
  for (int number = 1; is_taken(name); ++number) name = fmt::format("{}{}", implied, number);
  return given(std::move(name));
}

}  // namespace huntbook::kql::bind
