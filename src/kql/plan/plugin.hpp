// What the compiler must know of a plugin of 'evaluate'. The implementation lives in query/plugins; the compiler gets
// the signatures through its catalogue.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/column.hpp"
#include "base/result.hpp"
#include "kql/functions/record.hpp"

namespace huntbook::kql {

// An argument of a plugin call: a constant, or the name of a column of the input.
struct PluginArgument {
  std::string name;    // empty for positional ones
  std::string column;  // not empty: a reference to this input column
  ScalarType type = ScalarType::String;
  ConstantValue constant;
};

struct PluginBinding {
  Schema output;        // columns that the plugin gives out
  std::string payload;  // checked arguments in the plugin's own form, handed to its run
};

struct PluginSignature {
  std::string name;
  std::string doc;
  std::string example;
  // Checks the arguments against the input's columns; an error of kind User becomes a diagnostic at the call.
  std::function<Result<PluginBinding>(const Schema& input, const std::vector<PluginArgument>& arguments)> bind;
};

}  // namespace huntbook::kql
