#include "analysis/steps/expression.hpp"

#include <cmath>
#include <compare>
#include <optional>
#include <utility>

#include "base/time.hpp"

namespace huntbook::steps {

namespace {

bool is_true(const Value& value) {
  return !value.null && value.integer != 0;
}
bool is_false(const Value& value) {
  return !value.null && value.integer == 0;
}

bool is_text(ScalarType type) {
  return type == ScalarType::String || type == ScalarType::Guid || type == ScalarType::Dynamic ||
         type == ScalarType::Decimal;
}

// Equality of null and a value is false, of two nulls null.
Value equal(ScalarType type, const Value& left, const Value& right, bool negated) {
  if (left.null && right.null) return {};
  bool same = false;
  if (!left.null && !right.null) {
    same = is_text(type)              ? left.text == right.text
           : type == ScalarType::Real ? left.real == right.real || (std::isnan(left.real) && std::isnan(right.real))
                                      : left.integer == right.integer;
  }
  return Value::of(same != negated);
}

// No comparison with NaN holds; one that NaN would win is false even against null.
Value ordered(ScalarType type, Operation operation, const Value& left, const Value& right) {
  if (type == ScalarType::Real) {
    const bool left_greater = operation == Operation::Greater || operation == Operation::GreaterOrEqual;
    const Value& greater = left_greater ? left : right;
    if (!greater.null && std::isnan(greater.real)) return Value::of(false);
  }
  if (left.null || right.null) return {};
  const std::partial_ordering order =
      type == ScalarType::Real ? left.real <=> right.real : std::partial_ordering(left.integer <=> right.integer);
  switch (operation) {
    case Operation::Less:
      return Value::of(order < 0);
    case Operation::LessOrEqual:
      return Value::of(order <= 0);
    case Operation::Greater:
      return Value::of(order > 0);
    default:
      return Value::of(order >= 0);
  }
}

Value conjunction(const Value& left, const Value& right) {
  if (is_false(left) || is_false(right)) return Value::of(false);
  return left.null || right.null ? Value{} : Value::of(true);
}
Value disjunction(const Value& left, const Value& right) {
  if (is_true(left) || is_true(right)) return Value::of(true);
  return left.null || right.null ? Value{} : Value::of(false);
}

// Null where the result does not fit.
Value arithmetic(ScalarType type, Operation operation, const Value& left, const Value& right) {
  if (left.null || right.null) return {};
  if (type == ScalarType::Real) {
    return Value::of(operation == Operation::Add        ? left.real + right.real
                     : operation == Operation::Subtract ? left.real - right.real
                                                        : left.real * right.real);
  }
  std::int64_t result = 0;
  const bool overflow = operation == Operation::Add ? __builtin_add_overflow(left.integer, right.integer, &result)
                        : operation == Operation::Subtract
                            ? __builtin_sub_overflow(left.integer, right.integer, &result)
                            : __builtin_mul_overflow(left.integer, right.integer, &result);
  if (overflow) return {};
  if (type == ScalarType::DateTime && (result < 0 || result > max_datetime)) return {};
  return Value::of(result);
}

Value widened(const Expression& expression, Value value) {
  if (value.null || expression.type != ScalarType::Real) return value;
  return Value::of(static_cast<double>(value.integer));
}

class Evaluation {
 public:
  explicit Evaluation(const Surroundings& surroundings) : surroundings_(surroundings) {}

  Value value(const Expression& expression) {
    if (error_) return {};
    switch (expression.operation) {
      case Operation::Constant:
        return expression.constant;
      case Operation::Input: {
        Value read;
        read_value(surroundings_.batch.columns[expression.index], surroundings_.row, read);
        return read;
      }
      case Operation::State:
        return surroundings_.state[expression.index];
      case Operation::Formula:
        return formula(expression);
      case Operation::Case:
        return choice(expression);
      case Operation::Coalesce:
        return first(expression);
      case Operation::Concatenate:
        return concatenated(expression);
      case Operation::And:
      case Operation::Or: {
        const bool ends = expression.operation == Operation::Or;
        Value left = value(expression.operands[0]);
        if (ends ? is_true(left) : is_false(left)) return left;
        const Value right = value(expression.operands[1]);
        return ends ? disjunction(left, right) : conjunction(left, right);
      }
      case Operation::Between: {
        const Value middle = value(expression.operands[0]);
        const ScalarType type = expression.operands[0].type;
        return conjunction(ordered(type, Operation::GreaterOrEqual, middle, value(expression.operands[1])),
                           ordered(type, Operation::LessOrEqual, middle, value(expression.operands[2])));
      }
      default:
        return simple(expression);
    }
  }

  std::optional<Error> take_error() && { return std::move(error_); }

 private:
  // Operations on one or two values.
  Value simple(const Expression& expression) {
    const ScalarType type = expression.operands[0].type;
    Value left = value(expression.operands[0]);
    const Value right = expression.operands.size() > 1 ? value(expression.operands[1]) : Value{};
    switch (expression.operation) {
      case Operation::Widen:
        return widened(expression, std::move(left));
      case Operation::Not:
        return left.null ? left : Value::of(left.integer == 0);
      case Operation::Equal:
        return equal(type, left, right, false);
      case Operation::NotEqual:
        return equal(type, left, right, true);
      case Operation::Add:
      case Operation::Subtract:
      case Operation::Multiply:
        return arithmetic(expression.type, expression.operation, left, right);
      case Operation::IsNull:
        return Value::of(left.null);
      case Operation::IsNotNull:
        return Value::of(!left.null);
      case Operation::IsEmpty:
        return Value::of(left.text.empty());
      case Operation::IsNotEmpty:
        return Value::of(!left.text.empty());
      default:
        return ordered(type, expression.operation, left, right);
    }
  }

  Value choice(const Expression& expression) {
    const std::vector<Expression>& operands = expression.operands;
    for (std::size_t i = 0; i + 1 < operands.size(); i += 2) {
      if (is_true(value(operands[i]))) return value(operands[i + 1]);
    }
    return value(operands.back());
  }

  // The first text that is not empty; of other types the first value that is not null.
  Value first(const Expression& expression) {
    for (const Expression& operand : expression.operands) {
      Value found = value(operand);
      if (expression.type == ScalarType::String ? !found.text.empty() : !found.null) return found;
    }
    return nothing(expression.type);
  }

  Value concatenated(const Expression& expression) {
    std::string text;
    for (const Expression& operand : expression.operands) text += value(operand).text;
    return Value::of(std::move(text));
  }

  Value formula(const Expression& expression) {
    std::vector<Value> operands;
    operands.reserve(expression.operands.size());
    for (const Expression& operand : expression.operands) operands.push_back(value(operand));
    if (error_) return {};
    Result<Value> result = surroundings_.formulas(expression.index, operands);
    if (result) return std::move(*result);
    error_ = std::move(result).error();
    return {};
  }

  const Surroundings& surroundings_;
  std::optional<Error> error_;
};

}  // namespace

Result<Value> evaluate(const Expression& expression, const Surroundings& surroundings) {
  Evaluation evaluation(surroundings);
  Value value = evaluation.value(expression);
  if (std::optional<Error> error = std::move(evaluation).take_error()) return std::unexpected(std::move(*error));
  return value;
}

}  // namespace huntbook::steps
