// scan: the query for its rows, and its steps as a program for analysis/steps. What the program's own few operations
// do not cover becomes a formula, which the engine evaluates, so that every function means there what it means anywhere
// else (decision 0093).
#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kql/functions/convert.hpp"
#include "kql/lower/lowering.hpp"
#include "kql/plan/walk.hpp"

namespace huntbook::kql::lower {

using nlohmann::json;

class StepProgram {
 public:
  StepProgram(Lowering& lowering, const plan::Rel& rel, const plan::MatchSteps& node)
      : lowering_(lowering), rel_(rel), node_(node) {}

  // The program; afterwards the columns of the input that it reads, and its formulas.
  Result<std::string> write() {
    json program;
    program["partition"] = json::array();
    for (const plan::ScalarPtr& key : node_.partition)
      program["partition"].push_back(input_of(std::get<plan::ColumnUse>(key->node).column));
    program["extensions"] = json::array();
    for (const plan::MatchSteps::Extension& extension : node_.extensions) {
      json item{{"type", name_of(type_of(extension.column))}};
      if (extension.source) {
        item["input"] = used(extension.column) ? json(input_of(*extension.source)) : json();
      } else {
        item["value"] = constant_json(extension.otherwise);
      }
      program["extensions"].push_back(std::move(item));
    }
    program["states"] = json::array();
    for (const plan::MatchSteps::State& state : node_.states)
      program["states"].push_back(
          {{"type", name_of(state.type)}, {"step", state.step}, {"of", source_json(state.column)}});
    program["steps"] = json::array();
    for (const plan::MatchSteps::Step& step : node_.steps) {
      static constexpr std::string_view outputs[] = {"all", "last", "none"};
      HUNTBOOK_TRY(json condition, expression(*step.condition));
      json assignments = json::array();
      for (const plan::Assignment& assignment : step.assignments) {
        HUNTBOOK_TRY(json value, expression(*assignment.value));
        assignments.push_back({{"extension", extension_index(assignment.column)}, {"value", std::move(value)}});
      }
      program["steps"].push_back({{"output", outputs[static_cast<std::size_t>(step.output)]},
                                  {"condition", std::move(condition)},
                                  {"assignments", std::move(assignments)}});
    }
    program["outputs"] = json::array();
    for (const plan::Column& column : rel_.columns) {
      if (!used(column.id)) continue;
      emitted_.push_back(column);
      program["outputs"].push_back(column.id == node_.match_id ? json("match") : source_json(column.id));
    }
    return program.dump();
  }

  const std::vector<plan::ColumnId>& inputs() const { return inputs_; }
  const std::vector<plan::Column>& emitted() const { return emitted_; }
  std::vector<LoweredFormula> take_formulas() { return std::move(formulas_); }

 private:
  bool used(plan::ColumnId id) const { return lowering_.used_.contains(id); }

  std::size_t input_of(plan::ColumnId id) {
    auto found = std::ranges::find(inputs_, id);
    if (found != inputs_.end()) return static_cast<std::size_t>(found - inputs_.begin());
    inputs_.push_back(id);
    return inputs_.size() - 1;
  }
  const plan::MatchSteps::Extension* extension_of(plan::ColumnId id) const {
    auto found = std::ranges::find(node_.extensions, id, &plan::MatchSteps::Extension::column);
    return found == node_.extensions.end() ? nullptr : &*found;
  }
  std::size_t extension_index(plan::ColumnId id) const {
    return static_cast<std::size_t>(extension_of(id) - node_.extensions.data());
  }
  json source_json(plan::ColumnId id) {
    if (extension_of(id) != nullptr) return {{"extension", extension_index(id)}};
    return {{"input", input_of(id)}};
  }
  ScalarType type_of(plan::ColumnId id) const {
    auto found = std::ranges::find(rel_.columns, id, &plan::Column::id);
    return found == rel_.columns.end() ? ScalarType::Dynamic : found->type;
  }

  static json constant_json(const ConstantValue& value) {
    if (const auto* flag = std::get_if<bool>(&value)) return *flag;
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
    // JSON has no infinities.
    if (const auto* real = std::get_if<double>(&value))
      return std::isfinite(*real) ? json(*real) : json(fmt::format("{}", *real));
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return nullptr;
  }

  json leaf(ScalarType type, const plan::ColumnUse& use) {
    auto state = std::ranges::find(node_.states, use.column, &plan::MatchSteps::State::id);
    json result{{"type", name_of(type)}};
    if (state != node_.states.end()) {
      result["state"] = state - node_.states.begin();
    } else if (const auto* extension = extension_of(use.column)) {
      result["value"] = constant_json(extension->otherwise);
    } else {
      result["input"] = input_of(use.column);
    }
    return result;
  }

  Result<json> expression(const plan::Scalar& scalar) {
    if (const auto* literal = std::get_if<plan::Literal>(&scalar.node))
      return json{{"type", name_of(scalar.type)}, {"value", constant_json(literal->value)}};
    if (const auto* use = std::get_if<plan::ColumnUse>(&scalar.node)) return leaf(scalar.type, *use);
    std::string_view operation = own_operation(scalar);
    if (operation.empty()) return formula(scalar);
    json result{{"type", name_of(scalar.type)}, {"call", operation}, {"of", json::array()}};
    if (const auto* convert = std::get_if<plan::Convert>(&scalar.node)) {
      HUNTBOOK_TRY(json operand, expression(*convert->operand));
      result["of"].push_back(std::move(operand));
      return result;
    }
    for (const plan::ScalarPtr& argument : std::get<plan::FunctionCall>(scalar.node).arguments) {
      HUNTBOOK_TRY(json operand, expression(*argument));
      result["of"].push_back(std::move(operand));
    }
    return result;
  }

  // The program's operation that a call is; empty: none, so the engine computes it.
  static std::string_view own_operation(const plan::Scalar& scalar) {
    using enum ScalarType;
    static constexpr TypeSet ticks{DateTime, TimeSpan};
    static constexpr TypeSet integers = types::integers | ticks;
    if (const auto* convert = std::get_if<plan::Convert>(&scalar.node)) {
      ScalarType from = convert->operand->type;
      bool widens = (from == Int && scalar.type == Long) || (types::integers.contains(from) && scalar.type == Real);
      return widens ? "widen" : "";
    }
    const auto* call = std::get_if<plan::FunctionCall>(&scalar.node);
    if (call == nullptr) return "";
    std::string_view name = call->function->name;
    auto all = [&](TypeSet types) {
      return std::ranges::all_of(call->arguments, [&](const auto& argument) { return types.contains(argument->type); });
    };
    auto same = [&](TypeSet types) {
      return all(types) && std::ranges::all_of(call->arguments, [&](const auto& argument) {
               return argument->type == call->arguments.front()->type;
             });
    };
    static constexpr TypeSet ordered = integers | TypeSet{Real, Bool};
    if (name == "and" || name == "or" || name == "not") return name;
    if (name == "==" || name == "!=") return same(ordered | TypeSet{String, Guid}) ? name : "";
    if (name == "<" || name == "<=" || name == ">" || name == ">=") return same(ordered) ? name : "";
    if (name == "between") return same(ordered) ? name : "";
    if (name == "+" || name == "-") return same({Long}) || same({Real}) || all(ticks) ? name : "";
    if (name == "*") return same({Long}) || same({Real}) ? name : "";
    if (name == "iff" || name == "case") return name;
    if (name == "isnull" || name == "isnotnull") return name;
    if (name == "isempty" || name == "isnotempty") return same({String}) ? name : "";
    if (name == "coalesce") return name;
    if (name == "strcat") return same({String}) ? name : "";
    return "";
  }

  static void find_leaves(const plan::Scalar& scalar, std::vector<std::pair<plan::ColumnUse, ScalarType>>& leaves) {
    if (const auto* use = std::get_if<plan::ColumnUse>(&scalar.node)) {
      bool known = std::ranges::any_of(leaves, [&](const auto& leaf) { return leaf.first.column == use->column; });
      if (!known) leaves.emplace_back(*use, scalar.type);
    }
    plan::each_operand(scalar, [&](const plan::ScalarPtr& operand) { find_leaves(*operand, leaves); });
  }

  Result<json> formula(const plan::Scalar& scalar) {
    std::vector<std::pair<plan::ColumnUse, ScalarType>> leaves;
    find_leaves(scalar, leaves);
    LoweredFormula formula;
    formula.result = scalar.type;
    Shape row;
    json operands = json::array();
    for (const auto& [use, type] : leaves) {
      std::string name = fmt::format("c{}", formula.parameters.size());
      row.values[use.column] = sql::column("hb_row", name);
      formula.parameters.push_back({std::move(name), type});
      operands.push_back(leaf(type, use));
    }
    HUNTBOOK_TRY(sql::ExprPtr value, lowering_.scalar(scalar, row));
    sql::Select select;
    select.items = {{std::move(value), "value"}};
    select.from = std::make_shared<const sql::Relation>(sql::Relation{sql::TableRelation{"hb_row"}, "hb_row"});
    formula.query.body = std::move(select);
    formulas_.push_back(std::move(formula));
    return json{{"type", name_of(scalar.type)}, {"formula", formulas_.size() - 1}, {"of", std::move(operands)}};
  }

  Lowering& lowering_;
  const plan::Rel& rel_;
  const plan::MatchSteps& node_;
  std::vector<plan::ColumnId> inputs_;
  std::vector<plan::Column> emitted_;
  std::vector<LoweredFormula> formulas_;
};

// The rows come in their order, groups after one another; the result keeps it by a number behind its columns.
Result<Shape> Lowering::lower_node(const plan::Rel& rel, const plan::MatchSteps& node) {
  HUNTBOOK_TRY(Shape shape, relation(node.input));
  if (shape.distinct || shape.qualify || (shape.limit && !node.partition.empty())) nest(shape, node.input->columns);
  keep_plain(shape, node.input->columns, node.partition);
  std::vector<sql::OrderTerm> order;
  for (const plan::ScalarPtr& key : node.partition) {
    HUNTBOOK_TRY(sql::ExprPtr value, scalar(*key, shape));
    if (!sql::is_literal(*value)) order.push_back({std::move(value), false, true});
  }
  shape.order.insert(shape.order.begin(), order.begin(), order.end());
  StepProgram program(*this, rel, node);
  LoweredPlugin plugin;
  plugin.plugin = "scan";
  HUNTBOOK_TRY(plugin.payload, program.write());
  plugin.formulas = program.take_formulas();
  plugin.input.emplace();
  for (plan::ColumnId id : program.inputs()) {
    auto column = std::ranges::find(node.input->columns, id, &plan::Column::id);
    if (column == node.input->columns.end())
      return fail(ErrorKind::Internal, fmt::format("column {} is out of reach in the plan", id));
    plugin.input->columns.push_back({column->name, column->type});
  }
  // A row without columns is a row all the same; to_query puts out a filler.
  if (plugin.input->columns.empty()) plugin.input->columns.push_back({"none", ScalarType::Bool});
  plugin.input->query = to_query(shape, program.inputs(), false, true);
  plugin.input->query.with = common_tables_;
  plugin.output = fmt::format("{}_{}", temporary_prefix_, plugins_.size());
  Shape result;
  std::string alias = next_alias();
  result.from = std::make_shared<const sql::Relation>(sql::Relation{sql::TableRelation{plugin.output}, alias});
  for (const plan::Column& column : program.emitted()) {
    result.values[column.id] = sql::column(alias, fmt::format("c{}", plugin.columns.size()));
    plugin.columns.push_back({column.name, column.type});
  }
  result.order.push_back({sql::column(alias, fmt::format("c{}", plugin.columns.size())), false, false});
  plugin.columns.push_back({"", ScalarType::Long});
  plugins_.push_back(std::move(plugin));
  return result;
}

}  // namespace huntbook::kql::lower
