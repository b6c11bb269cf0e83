// Short words for writing function records: parameters, and lowerings that only name a function of the engine.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kql/functions/record.hpp"

namespace huntbook::kql {

inline Parameter one(std::string_view name, TypeSet types) {
  return {name, types};
}
inline Parameter optional(std::string_view name, TypeSet types) {
  return {name, types, Parameter::Occurs::Optional};
}
inline Parameter repeated(std::string_view name, TypeSet types) {
  return {name, types, Parameter::Occurs::Repeated};
}
inline Parameter more(std::string_view name, TypeSet types) {
  return {name, types, Parameter::Occurs::RepeatedOptional};
}
inline Parameter constant(Parameter parameter) {
  parameter.constant = true;
  return parameter;
}
// A member of the call's common type.
inline Parameter common(Parameter parameter) {
  parameter.common = true;
  return parameter;
}
inline Parameter as_dynamic(Parameter parameter) {
  parameter.converted_to = ScalarType::Dynamic;
  return parameter;
}

// Text that can be a template argument.
template <std::size_t Size>
struct FixedText {
  char text[Size];
  constexpr FixedText(const char (&from)[Size]) { std::copy_n(from, Size, text); }
};

// The call with its arguments, as a call of the engine's function `Name`.
template <FixedText Name>
Result<sql::ExprPtr> lower_to(LoweringContext&, const BoundCall&, std::span<const sql::ExprPtr> arguments) {
  return sql::call(Name.text, std::vector<sql::ExprPtr>(arguments.begin(), arguments.end()));
}

// The argument at `index`; `otherwise` where the call leaves it out.
inline sql::ExprPtr argument_or(std::span<const sql::ExprPtr> arguments, std::size_t index,
                                const sql::ExprPtr& otherwise) {
  return index < arguments.size() ? arguments[index] : otherwise;
}

// What a record says of itself.
struct FunctionText {
  std::string_view name;
  std::string_view doc;
  std::string_view example;
};
// A scalar function with one signature. Its result is null where KQL says so, but for text.
FunctionRecord scalar_record(FunctionText text, std::vector<Parameter> parameters, ScalarType result, Lower lower);
// An aggregate whose column is named by a prefix and its first argument.
FunctionRecord aggregate_record(FunctionText text, std::string_view prefix, std::vector<Signature> signatures,
                                Lower lower, bool nullable);

// The constant value of an argument as text or integer; nothing where it is null, no constant, or of another form.
inline const std::string* constant_text(const Argument& argument) {
  return argument.constant ? std::get_if<std::string>(&*argument.constant) : nullptr;
}
inline const std::int64_t* constant_integer(const Argument& argument) {
  return argument.constant ? std::get_if<std::int64_t>(&*argument.constant) : nullptr;
}

// The engine's type for values of a KQL type.
sql::SqlType sql_type_of(ScalarType type);
// The array of elements that are JSON text; a null among them is JSON's.
sql::ExprPtr json_array(std::span<const sql::ExprPtr> elements);
// The null of a type; the empty string for string.
sql::ExprPtr null_value(ScalarType type);

}  // namespace huntbook::kql
