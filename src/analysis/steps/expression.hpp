// The expressions of steps: trees over the columns of a row and the values of a state. There are only the operations
// that such expressions use all the time; whatever else they call is a formula, which the caller computes.
//
// The operations mean what the functions of the same name mean in the engine (kql/functions/comparison.cpp,
// arithmetic.cpp, conditional.cpp); tests/kql/operators/scan.test holds them against each other.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "analysis/steps/value.hpp"
#include "base/result.hpp"

namespace huntbook::steps {

enum class Operation {
  Constant,
  Input,    // a column of the row
  State,    // a value of the state
  Formula,  // of the operands, computed by the caller
  Widen,    // int to long, integers to real
  And,
  Or,
  Not,
  Equal,
  NotEqual,
  Less,
  LessOrEqual,
  Greater,
  GreaterOrEqual,
  Between,
  Add,
  Subtract,
  Multiply,
  Case,  // condition, value, ..., otherwise
  IsNull,
  IsNotNull,
  IsEmpty,
  IsNotEmpty,
  Coalesce,
  Concatenate,
};

struct Expression {
  Operation operation = Operation::Constant;
  ScalarType type = ScalarType::Bool;
  std::vector<Expression> operands = {};
  std::size_t index = 0;  // of the column, the state's value or the formula
  Value constant = {};
};

// Computes formula number `index`.
using Formulas = std::function<Result<Value>(std::size_t index, std::span<const Value> operands)>;

// What an expression reads.
struct Surroundings {
  const Batch& batch;
  std::size_t row;
  std::span<const Value> state;
  const Formulas& formulas;
};

// The expression's value; an error is one of a formula.
Result<Value> evaluate(const Expression& expression, const Surroundings& surroundings);

}  // namespace huntbook::steps
