#include "kql/functions/resolve.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace huntbook::kql {
namespace {

using Occurs = Parameter::Occurs;

constexpr unsigned impossible = std::numeric_limits<unsigned>::max();

struct Conversion {
  ScalarType to;
  unsigned cost;  // 0: the type itself
};

// Numbers from narrow to wide; 0 for what is no number.
unsigned rank(ScalarType type) {
  switch (type) {
    case ScalarType::Int:
      return 1;
    case ScalarType::Long:
      return 2;
    case ScalarType::Real:
      return 3;
    case ScalarType::Decimal:
      return 4;
    default:
      return 0;
  }
}

bool is_string_constant(const Argument& argument) {
  return argument.type == ScalarType::String && argument.constant.has_value();
}

bool is_equality(const FunctionRecord& function) {
  static constexpr std::string_view names[] = {"==", "!=", "in", "!in"};
  return function.kind == FunctionKind::Operator && std::ranges::find(names, function.name) != std::end(names);
}

bool is_text_or(ScalarType type) {
  return type == ScalarType::String || type == ScalarType::Dynamic;
}

// Whether the argument stands beside a text that it is compared with, and so takes part as a text: ResultType == 0 of a
// text column. Kusto's binder lets any types through there.
bool stands_beside_text(const FunctionRecord& function, std::span<const Argument> arguments, std::size_t index) {
  if (is_text_or(arguments[index].type)) return false;
  if (is_equality(function))
    return std::ranges::any_of(arguments, [](const Argument& a) { return a.type == ScalarType::String; });
  static constexpr std::string_view names[] = {"in~", "!in~", "has_any", "has_all"};
  return index > 0 && function.kind == FunctionKind::Operator &&
         std::ranges::find(names, function.name) != std::end(names);
}

// The type that the values of `in` are compared in where they have none in common: that of the operand.
std::optional<ScalarType> type_beside_text(const FunctionRecord& function, std::span<const Argument> arguments) {
  if (!is_equality(function) || arguments.front().type == ScalarType::Dynamic) return std::nullopt;
  const bool text = std::ranges::any_of(arguments, [](const Argument& a) { return a.type == ScalarType::String; });
  return text ? std::optional(arguments.front().type) : std::nullopt;
}

std::optional<Conversion> convert_to(const Argument& argument, const Parameter& parameter,
                                     const FunctionRecord& function, bool beside_text) {
  ScalarType from = argument.type;
  if (parameter.types.contains(from)) {
    ScalarType to = parameter.converted_to.value_or(from);
    return Conversion{to, 0};
  }
  if (unsigned narrow = rank(from); narrow != 0) {
    static constexpr ScalarType wider[] = {ScalarType::Long, ScalarType::Real, ScalarType::Decimal};
    for (ScalarType to : wider)
      if (rank(to) > narrow && parameter.types.contains(to)) return Conversion{to, rank(to) - narrow};
    // sqrt(decimal(2)): functions over reals take decimals as well.
    if (from == ScalarType::Decimal && parameter.types.contains(ScalarType::Real))
      return Conversion{ScalarType::Real, 4};
  }
  if (from == ScalarType::Dynamic && parameter.types.contains(ScalarType::String))
    return Conversion{ScalarType::String, 10};
  bool from_dynamic = from == ScalarType::Dynamic && function.kind == FunctionKind::Operator;
  bool from_text = is_equality(function) && is_string_constant(argument);
  if (from_dynamic || from_text) {
    for (ScalarType to : all_scalar_types)
      if (to != ScalarType::Dynamic && parameter.types.contains(to)) return Conversion{to, 10};
  }
  if (beside_text && parameter.types.contains(ScalarType::String)) return Conversion{ScalarType::String, 20};
  return std::nullopt;
}

// The parameters that `count` arguments belong to, in order; nothing where the count does not fit. Repeated parameters
// that stand next to each other repeat as a group (case: predicate, value, predicate, value, otherwise).
std::optional<std::vector<const Parameter*>> layout(const Signature& signature, std::size_t count) {
  const auto& parameters = signature.parameters;
  auto repeats = [](const Parameter& p) {
    return p.occurs == Occurs::Repeated || p.occurs == Occurs::RepeatedOptional;
  };
  auto begin = std::ranges::find_if(parameters, repeats);
  auto end = std::find_if_not(begin, parameters.end(), repeats);
  auto group = static_cast<std::size_t>(end - begin);
  std::size_t least = 0;
  for (const Parameter& parameter : parameters)
    least += parameter.occurs == Occurs::Once || parameter.occurs == Occurs::Repeated ? 1U : 0U;
  if (count < least) return std::nullopt;

  std::size_t fixed = parameters.size() - group;
  std::vector<const Parameter*> result;
  if (group == 0) {
    if (count > fixed) return std::nullopt;
    // Arguments go to parameters from the left; optional ones are the last.
    for (std::size_t i = 0; i < count; ++i) result.push_back(&parameters[i]);
    return result;
  }
  std::size_t before = static_cast<std::size_t>(begin - parameters.begin());
  std::size_t after = fixed - before;
  if (count < fixed) return std::nullopt;
  std::size_t repeated = count - fixed;
  if (repeated % group != 0) return std::nullopt;
  for (std::size_t i = 0; i < before; ++i) result.push_back(&parameters[i]);
  for (std::size_t i = 0; i < repeated; ++i) result.push_back(&parameters[before + i % group]);
  for (std::size_t i = 0; i < after; ++i) result.push_back(&parameters[before + group + i]);
  return result;
}

// The one type for the arguments of common parameters. Strings and numbers have none; dynamic ones take the others'.
std::optional<ScalarType> common_type(std::span<const Argument> arguments, std::span<const Parameter* const> parameters,
                                      bool dynamic_if_mixed) {
  std::optional<ScalarType> common;
  bool any_dynamic = false;
  bool mixed = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (!parameters[i]->common) continue;
    ScalarType type = arguments[i].type;
    if (type == ScalarType::Dynamic) {
      any_dynamic = true;
    } else if (!common || *common == type) {
      common = type;
    } else if (rank(*common) != 0 && rank(type) != 0) {
      common = rank(type) > rank(*common) ? type : *common;
    } else {
      mixed = true;
    }
  }
  if (mixed) return dynamic_if_mixed ? std::optional(ScalarType::Dynamic) : std::nullopt;
  if (!common) return any_dynamic ? std::optional(ScalarType::Dynamic) : std::nullopt;
  return common;
}

std::string types_in_words(TypeSet types) {
  if (types == types::any) return "scalar";
  if (types == types::numbers) return "number (int, long, real or decimal)";
  if (types == types::summable) return "number, datetime or timespan";
  std::vector<std::string_view> names;
  for (ScalarType type : all_scalar_types)
    if (types.contains(type)) names.push_back(name_of(type));
  if (names.empty()) return "table";  // what the binder resolves by name (special.cpp), in a place where it does not
  if (names.size() == 1) return std::string(names.front());
  std::string_view last = names.back();
  names.pop_back();
  return fmt::format("{} or {}", fmt::join(names, ", "), last);
}

std::string counts_in_words(const FunctionRecord& function) {
  std::size_t least = std::numeric_limits<std::size_t>::max();
  std::size_t most = 0;
  bool open = false;
  for (const Signature& signature : function.signatures) {
    std::size_t required = 0;
    for (const Parameter& parameter : signature.parameters) {
      required += parameter.occurs == Occurs::Once || parameter.occurs == Occurs::Repeated ? 1U : 0U;
      open |= parameter.occurs == Occurs::Repeated || parameter.occurs == Occurs::RepeatedOptional;
    }
    least = std::min(least, required);
    most = std::max(most, signature.parameters.size());
  }
  auto plural = [](std::size_t n) { return n == 1 ? "" : "s"; };
  if (open) return fmt::format("at least {} argument{}", least, plural(least));
  if (least == most) return least == 0 ? "no arguments" : fmt::format("{} argument{}", least, plural(least));
  return fmt::format("between {} and {} arguments", least, most);
}

struct Candidate {
  std::expected<Resolved, ResolveFailure> outcome;
  unsigned cost = 0;
  std::size_t fitting = 0;  // arguments that fitted before one did not
};

Candidate try_signature(const FunctionRecord& function, const Signature& signature, std::span<const Argument> arguments,
                        std::span<const Parameter* const> parameters) {
  Resolved resolved{&signature, {}, ScalarType::String};
  auto refuse = [&](std::string code, std::string message, std::optional<std::size_t> argument) {
    return Candidate{std::unexpected(ResolveFailure{std::move(code), std::move(message), argument, {}}), 0,
                     argument.value_or(0)};
  };

  const auto* common_result = std::get_if<CommonResult>(&signature.result);
  std::optional<ScalarType> common;
  if (std::ranges::any_of(parameters, [](const Parameter* p) { return p->common; })) {
    common = common_type(arguments, parameters, common_result != nullptr && common_result->dynamic_if_mixed);
    if (!common) common = type_beside_text(function, arguments);
    if (!common)
      return refuse("KS232", fmt::format("The arguments of '{}' have no common type.", function.name), std::nullopt);
  }

  unsigned cost = 0;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Parameter& parameter = *parameters[i];
    auto conversion = convert_to(arguments[i], parameter, function, stands_beside_text(function, arguments, i));
    if (!conversion)
      return refuse("KS107",
                    fmt::format("Argument {} of '{}' ({}) must be of type {}, not {}.", i + 1, function.name,
                                parameter.name, types_in_words(parameter.types), name_of(arguments[i].type)),
                    i);
    if (parameter.constant && !arguments[i].constant)
      return refuse("KS129",
                    fmt::format("Argument {} of '{}' ({}) must be a constant.", i + 1, function.name, parameter.name),
                    i);
    if (parameter.common && common) {
      cost += *common == arguments[i].type ? 0U : 1U;
      resolved.argument_types.push_back(*common);
    } else {
      cost += conversion->cost;
      resolved.argument_types.push_back(conversion->to);
    }
  }

  if (common_result != nullptr) {
    resolved.result = common.value_or(ScalarType::Dynamic);
  } else if (const auto* type = std::get_if<ScalarType>(&signature.result)) {
    resolved.result = *type;
  } else {
    std::vector<Argument> converted(arguments.begin(), arguments.end());
    for (std::size_t i = 0; i < converted.size(); ++i) converted[i].type = resolved.argument_types[i];
    resolved.result = std::get<ResultType>(signature.result)(converted);
  }
  return Candidate{std::move(resolved), cost, arguments.size()};
}

ResolveFailure operator_failure(const FunctionRecord& function, std::span<const Argument> arguments) {
  std::vector<std::string_view> names;
  for (const Argument& argument : arguments) names.push_back(name_of(argument.type));
  std::string_view shown = function.name;
  if (function.name == "neg") shown = "-";
  if (function.name == "pos") shown = "+";
  std::string operands =
      names.size() == 1 ? fmt::format("type {}", names.front()) : fmt::format("types {}", fmt::join(names, " and "));
  ResolveFailure failure{
      "KS106", fmt::format("The operator '{}' is not defined for operands of {}.", shown, operands), std::nullopt, {}};
  bool string_involved = std::ranges::find(names, "string") != names.end();
  if (names.size() == 2 && shown == "+" && string_involved) failure.hint = "strcat(a, b) joins strings";
  if (names.size() == 2 && is_equality(function))
    failure.hint = "convert one side: tostring(), tolong(), todatetime(), ...";
  if ((shown == "<" || shown == ">" || shown == "<=" || shown == ">=") && string_involved)
    failure.hint = names.front() == names.back() ? "strcmp(a, b) orders strings" : "convert the string first";
  return failure;
}

}  // namespace

std::expected<Resolved, ResolveFailure> resolve(const FunctionRecord& function, std::span<const Argument> arguments) {
  std::optional<Candidate> best;
  std::optional<Candidate> nearest;
  std::size_t fitting_counts = 0;
  for (const Signature& signature : function.signatures) {
    auto parameters = layout(signature, arguments.size());
    if (!parameters) continue;
    ++fitting_counts;
    Candidate candidate = try_signature(function, signature, arguments, *parameters);
    if (candidate.outcome) {
      if (!best || candidate.cost < best->cost) best = std::move(candidate);
    } else if (!nearest || candidate.fitting > nearest->fitting) {
      nearest = std::move(candidate);
    }
  }
  if (best) return std::move(best->outcome);
  if (fitting_counts == 0)
    return std::unexpected(ResolveFailure{"KS119",
                                          fmt::format("The function '{}' expects {}, not {}.", function.name,
                                                      counts_in_words(function), arguments.size()),
                                          std::nullopt,
                                          {}});
  if (function.kind == FunctionKind::Operator) return std::unexpected(operator_failure(function, arguments));
  if (fitting_counts == 1 || nearest->fitting > 0 || nearest->outcome.error().code == "KS129")
    return std::move(nearest->outcome);
  std::vector<std::string_view> names;
  for (const Argument& argument : arguments) names.push_back(name_of(argument.type));
  return std::unexpected(ResolveFailure{
      "KS127",
      fmt::format("The function '{}' cannot take arguments of types ({}).", function.name, fmt::join(names, ", ")),
      std::nullopt,
      {}});
}

}  // namespace huntbook::kql
