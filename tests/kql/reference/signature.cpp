#include "signature.hpp"

#include <algorithm>
#include <map>

namespace huntbook::kql_cases {
namespace {

using kql::Parameter;
using kql::Signature;

std::string joined(const std::vector<std::string>& words, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text += (i == 0 ? "" : i + 1 == words.size() ? std::string(last) : ", ") + words[i];
  return text;
}

std::string text_of(TypeSet types) {
  if (types == types::any) return "any type";
  if (types == types::not_dynamic) return "any type but dynamic";
  std::vector<std::string> names;
  for (ScalarType type : all_scalar_types)
    if (types.contains(type)) names.emplace_back(name_of(type));
  return joined(names, " or ");
}

// What goes in at a parameter of a type that the record does not name: a column's name, typeof(..), a query.
std::string taken_by(const Parameter& parameter, TypeSet types) {
  using enum Parameter::Occurs;
  std::string text = types.empty() ? "anything" : text_of(types);
  if (parameter.constant) text += ", constant";
  if (parameter.occurs == Optional) text += "; optional";
  if (parameter.occurs == Repeated) text += "; one or more";
  if (parameter.occurs == RepeatedOptional) text += "; any number";
  return text;
}

std::string call_of(const kql::FunctionRecord& record, const Signature& signature) {
  using enum Parameter::Occurs;
  const std::string name(record.name);
  const auto& parameters = signature.parameters;
  if (record.kind == kql::FunctionKind::Operator) {
    if (parameters.size() == 1)
      return (name == "neg" ? "-" : name == "pos" ? "+" : name + " ") + std::string(parameters[0].name);
    const std::string left(parameters[0].name), right(parameters[1].name);
    if (parameters.size() == 3)
      return left + " " + name + " (" + right + " .. " + std::string(parameters[2].name) + ")";
    if (parameters[1].occurs == Repeated) return left + " " + name + " (" + right + ", ...)";
    return left + " " + name + " " + right;
  }
  std::string text = name + "(";
  std::string closing;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const std::string comma = i == 0 ? "" : ", ";
    const std::string parameter(parameters[i].name);
    switch (parameters[i].occurs) {
      case Once:
        text += comma + parameter;
        break;
      case Optional:
        text += "[" + comma + parameter;
        closing += "]";
        break;
      case Repeated:
        text += comma + parameter + ", ...";
        break;
      case RepeatedOptional:
        text += "[" + comma + parameter + ", ...";
        closing += "]";
        break;
    }
  }
  return text + closing + ")";
}

// The result for arguments of one type each; nothing where it is the common type of several.
std::optional<ScalarType> result_for(const Signature& signature, std::optional<ScalarType> first) {
  if (const auto* type = std::get_if<ScalarType>(&signature.result)) return *type;
  const auto* function = std::get_if<kql::ResultType>(&signature.result);
  if (function == nullptr) return std::nullopt;
  std::vector<kql::Argument> arguments;
  for (const Parameter& parameter : signature.parameters) {
    kql::Argument argument;
    for (ScalarType type : all_scalar_types)
      if (parameter.types.contains(type)) argument.type = type;
    if (arguments.empty() && first) argument.type = *first;
    arguments.push_back(argument);
  }
  return (*function)(arguments);
}

std::string result_type(const Signature& signature) {
  if (std::holds_alternative<kql::CommonResult>(signature.result)) return "the common type of the values";
  if (const auto* type = std::get_if<ScalarType>(&signature.result)) return std::string(name_of(*type));
  if (signature.parameters.empty()) return std::string(name_of(*result_for(signature, std::nullopt)));
  std::vector<std::string> names;
  bool same_as_first = true;
  for (ScalarType type : all_scalar_types) {
    if (!signature.parameters[0].types.contains(type)) continue;
    const ScalarType result = *result_for(signature, type);
    same_as_first = same_as_first && result == type;
    if (std::string name(name_of(result)); std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  if (same_as_first && names.size() > 1) return "the type of " + std::string(signature.parameters[0].name);
  return joined(names, " or ") + (names.size() > 1 ? ", after the arguments" : "");
}

// Operators over many pairs of types: what comes out of which.
std::string results_by_operands(const kql::FunctionRecord& record) {
  std::map<std::string, std::map<std::string, std::vector<std::string>>> rows;  // result, left, rights
  std::vector<std::string> order;
  for (const Signature& signature : record.signatures) {
    const std::string result = result_type(signature);
    if (!rows.contains(result)) order.push_back(result);
    const std::string left = text_of(signature.parameters[0].types);
    const std::string right = signature.parameters.size() > 1 ? text_of(signature.parameters[1].types) : "";
    auto& rights = rows[result][left];
    if (std::ranges::find(rights, right) == rights.end()) rights.push_back(right);
  }
  std::string text = "| left | right | result |\n|---|---|---|\n";
  for (const std::string& result : order)
    for (const auto& [left, rights] : rows[result])
      text += "| " + left + " | " + joined(rights, " or ") + " | " + result + " |\n";
  return text;
}

}  // namespace

void describe_signatures(const kql::FunctionRecord& record, Entry& entry) {
  std::map<std::string, TypeSet> types;
  std::vector<const Parameter*> parameters;
  std::vector<std::string> results;
  for (const Signature& signature : record.signatures) {
    if (std::string call = call_of(record, signature); std::ranges::find(entry.syntax, call) == entry.syntax.end())
      entry.syntax.push_back(std::move(call));
    for (const Parameter& parameter : signature.parameters) {
      auto [known, added] = types.try_emplace(std::string(parameter.name), parameter.types);
      if (added) parameters.push_back(&parameter);
      known->second = known->second | parameter.types;
    }
    if (std::string type = result_type(signature); std::ranges::find(results, type) == results.end())
      results.push_back(std::move(type));
  }
  for (const Parameter* parameter : parameters)
    entry.parameters.emplace_back(parameter->name, taken_by(*parameter, types[std::string(parameter->name)]));
  if (record.members.empty()) {
    const bool operands = record.kind == kql::FunctionKind::Operator && results.size() > 1;
    entry.result = operands ? results_by_operands(record) : "Gives " + joined(results, " or ") + ".";
    const bool text = results.size() == 1 && results[0] == "string";
    if (text) {
      entry.result += " Never null: where there is nothing to give, the text is empty.";
    } else if (!record.nullable) {
      entry.result += operands ? "\nNever null." : " Never null.";
    }
    return;
  }
  std::vector<std::string> members;
  for (const kql::TupleMember& member : record.members)
    members.push_back("`" + std::string(member.name) + "` (" + std::string(name_of(member.type)) + ")");
  entry.result = "Gives several values: " + joined(members, " and ") +
                 ". Name them as `(a, b) = " + std::string(record.name) + "(...)`.";
}

}  // namespace huntbook::kql_cases
