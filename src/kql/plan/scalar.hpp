// Typed scalar expressions of the plan. Names are resolved to column ids, overloads to function records, conversions
// are explicit. Nodes are immutable and shared.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/scalar_type.hpp"
#include "kql/functions/record.hpp"

namespace huntbook::kql::plan {

struct Rel;
using RelPtr = std::shared_ptr<const Rel>;
struct Scalar;
using ScalarPtr = std::shared_ptr<const Scalar>;

// Identity of a column within a compilation; names are for people only.
using ColumnId = std::uint32_t;

struct Literal {
  ConstantValue value;
};
struct ColumnUse {
  ColumnId column;
};
// A scalar function, operator, aggregate or window function.
struct FunctionCall {
  const FunctionRecord* function;
  std::vector<ScalarPtr> arguments;
};
// Conversion of the operand to the scalar's type where Kusto converts implicitly (int to long, dynamic to string, ...).
struct Convert {
  ScalarPtr operand;
};
// A path into a dynamic value: .name and [index] steps with constant keys.
struct DynamicPath {
  ScalarPtr operand;
  std::vector<std::variant<std::string, std::int64_t>> steps;
};
// A step with a key that is not constant.
struct DynamicElement {
  ScalarPtr operand;
  ScalarPtr key;  // string or integer
};
// Texts taken out of the operand, as a dynamic array: what 'parse' and 'parse-kv' are made of.
struct ParseTexts {
  enum class By {
    Groups,  // of a pattern in RE2's syntax that matches the whole operand; null where it does not match
    Pairs,   // values of keys; the settings are JSON, as engine/duckdb/functions/pairs.cpp reads them
  };
  ScalarPtr operand;
  By by;
  std::string pattern;  // or settings
};
// operand in (one-column relation)
struct InRelation {
  ScalarPtr operand;
  RelPtr relation;
  bool negated;
  bool case_insensitive;
};
// First column of the first row of a relation.
struct ToScalar {
  RelPtr relation;
};

struct Scalar {
  ScalarType type;
  bool nullable = true;
  std::variant<Literal, ColumnUse, FunctionCall, Convert, DynamicPath, DynamicElement, ParseTexts, InRelation, ToScalar>
      node;
};

}  // namespace huntbook::kql::plan
