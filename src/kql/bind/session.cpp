#include "kql/bind/session.hpp"

#include <utility>

#include "kql/bind/operators.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;
using plan::MatchSteps;
using plan::ScalarPtr;

ScalarPtr function(Context& context, std::string_view name, std::vector<ScalarPtr> arguments) {
  return apply(context, FunctionKind::Scalar, name, std::move(arguments), {});
}
ScalarPtr operation(Context& context, std::string_view name, ScalarPtr left, ScalarPtr right) {
  return apply(context, FunctionKind::Operator, name, {std::move(left), std::move(right)}, {});
}

}  // namespace

plan::RelPtr with_session(Context& context, plan::RelPtr input, const plan::Assignment& session) {
  const auto& arguments = std::get<plan::FunctionCall>(session.value->node).arguments;
  // The arguments of each row as columns: the time, both distances, and the restart condition where there is one.
  std::vector<plan::Assignment> computed;
  std::vector<Column> below = input->columns;
  std::vector<ScalarPtr> own;
  for (const ScalarPtr& argument : arguments) {
    Column column = context.make_column("", argument->type, argument->nullable);
    column.hidden = true;
    computed.push_back({column.id, argument});
    own.push_back(use_of(column));
    below.push_back(std::move(column));
  }
  const Column time = below[input->columns.size()];
  const Column start{session.column, "", ScalarType::DateTime, true, true};
  const Column last_time = context.make_column("", ScalarType::DateTime);
  const Column last_start = context.make_column("", ScalarType::DateTime);

  ScalarPtr anew = operation(context, "or", function(context, "isnull", {use_of(last_start)}),
                             function(context, "isnull", {use_of(last_time)}));
  for (const auto& [last, distance] : {std::pair(last_start, own[1]), std::pair(last_time, own[2])}) {
    ScalarPtr far = operation(context, ">=", own[0], operation(context, "+", use_of(last), distance));
    anew = operation(context, "or", std::move(anew), std::move(far));
  }
  if (own.size() > 3) anew = operation(context, "or", std::move(anew), own[3]);
  ScalarPtr value = function(context, "iff", {std::move(anew), own[0], use_of(last_start)});

  MatchSteps steps;
  steps.input = make_relation(below, plan::Project{std::move(input), std::move(computed)});
  steps.extensions = {{start.id, std::nullopt, {}}};
  steps.states = {{last_time.id, 0, time.id, ScalarType::DateTime}, {last_start.id, 0, start.id, ScalarType::DateTime}};
  steps.steps = {{MatchSteps::Output::All, make_literal(ScalarType::Bool, true), {{start.id, std::move(value)}}}};
  below.push_back(start);
  return make_relation(std::move(below), std::move(steps));
}

}  // namespace huntbook::kql::bind
