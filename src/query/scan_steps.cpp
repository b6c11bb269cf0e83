#include "query/scan_steps.hpp"

#include <array>
#include <charconv>
#include <limits>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/steps/matcher.hpp"
#include "engine/each_batch.hpp"

namespace huntbook::query {

namespace {

using nlohmann::json;
using steps::Expression;
using steps::Operation;
using steps::Program;
using steps::Value;

// Reads the program that kql/lower/match_steps.cpp wrote.
class ProgramReader {
 public:
  explicit ProgramReader(const json& program) : program_(program) {}

  Program read() {
    Program result;
    result.partition = program_.at("partition").get<std::vector<std::size_t>>();
    for (const json& item : program_.at("extensions")) {
      Program::Extension extension{type_of(item), {}, {}};
      if (item.contains("value")) {
        extension.otherwise = constant(extension.type, item.at("value"));
      } else if (item.at("input").is_number()) {
        extension.input = item.at("input").get<std::size_t>();
      }
      result.extensions.push_back(std::move(extension));
    }
    for (const json& item : program_.at("states"))
      result.states.push_back({item.at("step").get<std::size_t>(), source(item.at("of")), type_of(item)});
    for (const json& item : program_.at("steps")) {
      const auto output = item.at("output").get<std::string>();
      Program::Step step{output == "all"    ? Program::Output::All
                         : output == "last" ? Program::Output::Last
                                            : Program::Output::None,
                         expression(item.at("condition")),
                         {}};
      for (const json& assignment : item.at("assignments"))
        step.assignments.push_back({assignment.at("extension").get<std::size_t>(), expression(assignment.at("value"))});
      result.steps.push_back(std::move(step));
    }
    for (const json& item : program_.at("outputs")) result.outputs.push_back(source(item));
    return result;
  }

 private:
  static ScalarType type_of(const json& item) {
    return scalar_type_named(item.at("type").get<std::string>()).value_or(ScalarType::String);
  }

  static Program::Source source(const json& item) {
    using From = Program::Source::From;
    if (item.is_string()) return {From::Match};
    if (item.contains("extension")) return {From::Extension, item.at("extension").get<std::size_t>()};
    return {From::Input, item.at("input").get<std::size_t>()};
  }

  static Value constant(ScalarType type, const json& value) {
    if (value.is_null()) return steps::nothing(type);
    if (value.is_boolean()) return Value::of(value.get<bool>());
    if (type == ScalarType::Real && value.is_string()) {
      const auto text = value.get<std::string>();
      const double infinity = std::numeric_limits<double>::infinity();
      if (text.ends_with("inf")) return Value::of(text.starts_with('-') ? -infinity : infinity);
      return Value::of(std::numeric_limits<double>::quiet_NaN());
    }
    if (type == ScalarType::Real) return Value::of(value.get<double>());
    if (value.is_number_integer()) return Value::of(value.get<std::int64_t>());
    return Value::of(value.get<std::string>());
  }

  static Operation operation_named(const std::string& name) {
    static constexpr std::array<std::pair<std::string_view, Operation>, 22> names{{
        {"widen", Operation::Widen},
        {"and", Operation::And},
        {"or", Operation::Or},
        {"not", Operation::Not},
        {"==", Operation::Equal},
        {"!=", Operation::NotEqual},
        {"<", Operation::Less},
        {"<=", Operation::LessOrEqual},
        {">", Operation::Greater},
        {">=", Operation::GreaterOrEqual},
        {"between", Operation::Between},
        {"+", Operation::Add},
        {"-", Operation::Subtract},
        {"*", Operation::Multiply},
        {"iff", Operation::Case},
        {"case", Operation::Case},
        {"isnull", Operation::IsNull},
        {"isnotnull", Operation::IsNotNull},
        {"isempty", Operation::IsEmpty},
        {"isnotempty", Operation::IsNotEmpty},
        {"coalesce", Operation::Coalesce},
        {"strcat", Operation::Concatenate},
    }};
    for (const auto& [known, operation] : names) {
      if (known == name) return operation;
    }
    throw json::other_error::create(501, fmt::format("there is no operation '{}'", name), nullptr);
  }

  static Expression expression(const json& item) {
    Expression result{.type = type_of(item)};
    if (item.contains("value")) {
      result.constant = constant(result.type, item.at("value"));
      return result;
    }
    if (item.contains("state") || item.contains("input")) {
      const bool state = item.contains("state");
      result.operation = state ? Operation::State : Operation::Input;
      result.index = item.at(state ? "state" : "input").get<std::size_t>();
      return result;
    }
    if (item.contains("formula")) {
      result.operation = Operation::Formula;
      result.index = item.at("formula").get<std::size_t>();
    } else {
      result.operation = operation_named(item.at("call").get<std::string>());
    }
    for (const json& operand : item.at("of")) result.operands.push_back(expression(operand));
    return result;
  }

  const json& program_;
};

// The engine's functions behind the formulas of a program.
class EngineFormulas {
 public:
  static Result<EngineFormulas> make(engine::Connection& connection, const std::vector<kql::Formula>& formulas) {
    EngineFormulas result;
    for (const kql::Formula& formula : formulas) {
      HUNTBOOK_TRY(auto function, connection.row_function(formula.query.sql, formula.parameters,
                                                          formula.query.columns.front().type, formula.query.functions));
      result.functions_.push_back(std::move(function));
      result.parameters_.push_back(formula.parameters);
    }
    return result;
  }

  Result<Value> operator()(std::size_t index, std::span<const Value> operands) const {
    Batch row = make_batch(parameters_[index]);
    for (std::size_t i = 0; i < operands.size(); ++i) steps::push_value(row.columns[i], operands[i]);
    HUNTBOOK_TRY(const Column column, functions_[index]->evaluate(std::move(row)));
    Value value;
    steps::read_value(column, 0, value);
    return value;
  }

 private:
  std::vector<std::unique_ptr<engine::RowFunction>> functions_;
  std::vector<Schema> parameters_;
};

}  // namespace

Result<void> run_scan(engine::Connection& connection, const kql::PluginStep& step) {
  Program program;
  try {
    program = ProgramReader(json::parse(step.payload)).read();
  } catch (const json::exception& error) {
    return fail(ErrorKind::Internal, fmt::format("a program of steps that can't be read: {}", error.what()));
  }
  HUNTBOOK_TRY(const EngineFormulas formulas, EngineFormulas::make(connection, step.formulas));
  HUNTBOOK_TRY(std::unique_ptr<engine::RelationWriter> writer, connection.write_relation(step.columns));
  Schema outputs = step.columns;
  outputs.pop_back();  // the number of the row
  steps::Matcher matcher(std::move(program), std::move(outputs),
                         [&](std::size_t index, std::span<const Value> operands) { return formulas(index, operands); });
  {
    HUNTBOOK_TRY(std::unique_ptr<engine::ResultStream> stream,
                 connection.query(step.input->sql, step.input->columns, step.input->functions));
    HUNTBOOK_CHECK(engine::each_batch(*stream, [&](const Batch& batch) -> Result<void> {
      HUNTBOOK_CHECK(matcher.push(batch));
      return writer->append(matcher.take());
    }));
  }
  matcher.finish();
  HUNTBOOK_CHECK(writer->append(matcher.take()));
  return connection.register_relation(step.output, std::move(writer));
}

}  // namespace huntbook::query
