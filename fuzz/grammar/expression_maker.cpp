#include "grammar/expression_maker.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "grammar/literals.hpp"

namespace huntbook::fuzz {

namespace {

using kql::FunctionKind;
using kql::FunctionRecord;
using kql::Parameter;
using kql::Signature;

struct Callable {
  const FunctionRecord* record;
  const Signature* signature;
};

bool is_word(std::string_view name) {
  return std::ranges::all_of(name, [](char c) { return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); });
}

// Names that only the compiler itself writes, and functions whose result is not the rows' alone.
bool is_left_out(const FunctionRecord& record) {
  return !record.deterministic || record.name.starts_with("__") || record.name.starts_with("hb_");
}

// Scalar functions by the type that their signature declares; those whose type follows from the arguments stand under
// every type that their first parameter takes.
const std::map<ScalarType, std::vector<Callable>>& functions_by_type() {
  static const auto* functions = [] {
    auto* by_type = new std::map<ScalarType, std::vector<Callable>>;
    for (const FunctionRecord& record : kql::builtin_functions().records()) {
      if (record.kind != FunctionKind::Scalar || is_left_out(record) || !is_word(record.name)) continue;
      for (const Signature& signature : record.signatures) {
        const auto* fixed = std::get_if<ScalarType>(&signature.result);
        for (const ScalarType type : all_scalar_types) {
          const bool gives = fixed != nullptr
                                 ? *fixed == type
                                 : !signature.parameters.empty() && signature.parameters[0].types.contains(type);
          if (gives) (*by_type)[type].push_back({&record, &signature});
        }
      }
    }
    return by_type;
  }();
  return *functions;
}

const std::vector<Callable>& aggregates() {
  static const auto* all = [] {
    auto* found = new std::vector<Callable>;
    for (const FunctionRecord& record : kql::builtin_functions().records()) {
      if (record.kind != FunctionKind::Aggregate || is_left_out(record) || !record.members.empty()) continue;
      for (const Signature& signature : record.signatures) found->push_back({&record, &signature});
    }
    return found;
  }();
  return *all;
}

constexpr std::array text_operators = {
    "has",       "!has",        "has_cs",     "hasprefix",     "!hasprefix", "hassuffix", "contains",
    "!contains", "contains_cs", "startswith", "startswith_cs", "endswith",   "!endswith", "=~",
    "!~",        "==",          "!="};
constexpr std::array order_operators = {"==", "!=", "<", "<=", ">", ">="};
constexpr std::array list_operators = {"in", "!in", "in~", "!in~", "has_any", "has_all"};
constexpr std::array arithmetic_operators = {"+", "-", "*", "/", "%"};

}  // namespace

ScalarType ExpressionMaker::type() {
  return choices_.of(all_scalar_types);
}

std::string ExpressionMaker::literal(ScalarType type) {
  const std::string_view chosen = choices_.of(literals_of(type));
  if (type != ScalarType::String) return std::string(chosen);
  return text_literal(text_.empty() ? chosen : text_);
}

std::string ExpressionMaker::argument(const Parameter& parameter, ScalarType type, const Schema& scope,
                                      unsigned depth) {
  if (!parameter.constant) return scalar(type, scope, depth);
  // A constant text may decide the plan (a pattern, a name of a unit), so it is never the one under test.
  const std::string_view chosen = choices_.of(literals_of(type));
  return type == ScalarType::String ? text_literal(chosen) : std::string(chosen);
}

std::string ExpressionMaker::call(const FunctionRecord& record, const Signature& signature, const Schema& scope,
                                  unsigned depth) {
  std::string text(record.name);
  text += '(';
  std::optional<ScalarType> common;
  bool first = true;
  for (const Parameter& parameter : signature.parameters) {
    using enum Parameter::Occurs;
    const bool optional = parameter.occurs == Optional || parameter.occurs == RepeatedOptional;
    if (optional && choices_.once_in(2)) break;
    const bool repeated = parameter.occurs == Repeated || parameter.occurs == RepeatedOptional;
    const std::size_t times = repeated ? 1 + choices_.below(3) : 1;
    for (std::size_t i = 0; i < times; ++i) {
      std::vector<ScalarType> fitting;
      for (const ScalarType candidate : all_scalar_types)
        if (parameter.types.contains(candidate)) fitting.push_back(candidate);
      if (fitting.empty()) return std::string(record.name) + "()";
      ScalarType type = choices_.of(fitting);
      if (parameter.common && common && parameter.types.contains(*common)) type = *common;
      if (parameter.common) common = type;
      text += first ? "" : ", ";
      first = false;
      text += argument(parameter, type, scope, depth);
    }
  }
  return text + ')';
}

std::string ExpressionMaker::comparison(const Schema& scope, unsigned depth) {
  switch (choices_.below(6)) {
    case 0:
      return fmt::format("({} {} {})", scalar(ScalarType::String, scope, depth), choices_.of(text_operators),
                         scalar(ScalarType::String, scope, depth));
    case 1:
      return fmt::format("({} {} ({}, {}))", scalar(ScalarType::String, scope, depth), choices_.of(list_operators),
                         literal(ScalarType::String), literal(ScalarType::String));
    case 2: {
      const ScalarType of = choices_.of(
          std::array{ScalarType::Long, ScalarType::DateTime, ScalarType::Real, ScalarType::TimeSpan, ScalarType::Int});
      return fmt::format("({} {}between ({} .. {}))", scalar(of, scope, depth), choices_.once_in(3) ? "!" : "",
                         scalar(of, scope, depth), scalar(of, scope, depth));
    }
    case 3:
      return fmt::format("({} {} {})", predicate(scope, depth), choices_.once_in(2) ? "or" : "and",
                         predicate(scope, depth));
    default: {
      const ScalarType of = choices_.of(std::array{ScalarType::Long, ScalarType::DateTime, ScalarType::Real,
                                                   ScalarType::TimeSpan, ScalarType::Int, ScalarType::Decimal});
      return fmt::format("({} {} {})", scalar(of, scope, depth), choices_.of(order_operators),
                         scalar(of, scope, depth));
    }
  }
}

std::string ExpressionMaker::scalar(ScalarType type, const Schema& scope, unsigned depth) {
  std::vector<std::string_view> columns;
  for (const ColumnInfo& column : scope)
    if (column.type == type) columns.push_back(column.name);
  const std::size_t turn = depth == 0 ? choices_.below(4) : choices_.below(12);
  if (turn < 3 && !columns.empty()) return std::string(choices_.of(columns));
  if (turn < 4) return literal(type);
  if (type == ScalarType::Bool && turn < 9) return comparison(scope, depth - 1);
  const bool number =
      type == ScalarType::Int || type == ScalarType::Long || type == ScalarType::Real || type == ScalarType::Decimal;
  if (number && turn < 7)
    return fmt::format("({} {} {})", scalar(type, scope, depth - 1), choices_.of(arithmetic_operators),
                       scalar(type, scope, depth - 1));
  if (turn < 6 && type != ScalarType::Guid && type != ScalarType::Decimal)
    return fmt::format("iff({}, {}, {})", predicate(scope, depth - 1), scalar(type, scope, depth - 1),
                       scalar(type, scope, depth - 1));
  const auto found = functions_by_type().find(type);
  if (found == functions_by_type().end()) return literal(type);
  const Callable& callable = choices_.of(found->second);
  return call(*callable.record, *callable.signature, scope, depth - 1);
}

ExpressionMaker::Typed ExpressionMaker::aggregate(const Schema& scope) {
  const Callable& callable = choices_.of(aggregates());
  const auto* fixed = std::get_if<ScalarType>(&callable.signature->result);
  return {call(*callable.record, *callable.signature, scope, 1), fixed != nullptr ? *fixed : ScalarType::Dynamic};
}

}  // namespace huntbook::fuzz
