// Overload resolution: which signature of a function a call means, what each argument is to be converted to, and the
// type of the result. The rules are those of Kusto's binder (Kusto.Language, Signature and ConversionKind): exact types
// first, then wider numbers (int to long to real to decimal), then dynamic to string; operands of operators also
// dynamic to whatever type the other side has.
#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kql/functions/record.hpp"

namespace huntbook::kql {

struct Resolved {
  const Signature* signature = nullptr;
  std::vector<ScalarType> argument_types;  // what to convert each argument to
  ScalarType result = ScalarType::String;
};

struct ResolveFailure {
  std::string code;                     // Kusto's KSnnn
  std::string message;                  // a sentence
  std::optional<std::size_t> argument;  // the argument at fault, where it is one
  std::string hint;                     // may be empty
};

// Chooses among the record's signatures; where two fit equally well, the earlier one. A string constant converts to
// bool, a number, datetime, timespan or guid where the function is an operator of equality.
std::expected<Resolved, ResolveFailure> resolve(const FunctionRecord& function, std::span<const Argument> arguments);

}  // namespace huntbook::kql
