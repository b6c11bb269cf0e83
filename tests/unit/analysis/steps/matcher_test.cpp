#include "analysis/steps/matcher.hpp"

#include <gtest/gtest.h>

namespace huntbook::steps {
namespace {

const Formulas no_formulas = [](std::size_t, std::span<const Value>) -> Result<Value> {
  return fail(ErrorKind::User, "no formula");
};

Expression input(std::size_t index, ScalarType type) {
  return {.operation = Operation::Input, .type = type, .index = index};
}
Expression is(std::string text) {
  Expression constant{.type = ScalarType::String, .constant = Value::of(std::move(text))};
  return {.operation = Operation::Equal,
          .type = ScalarType::Bool,
          .operands = {input(0, ScalarType::String), std::move(constant)}};
}

// One column of events.
Batch events(const std::vector<std::string>& names) {
  Batch batch = make_batch({{"event", ScalarType::String}});
  for (const std::string& name : names) batch.columns[0].push_text(name);
  return batch;
}

// Steps a, b: the event, the match's number.
Program two_steps(Program::Output first, Program::Output second) {
  Program program;
  program.steps = {{first, is("a"), {}}, {second, is("b"), {}}};
  program.outputs = {{Program::Source::From::Input, 0}, {Program::Source::From::Match}};
  return program;
}

std::string run(Program program, const std::vector<std::string>& names) {
  Matcher matcher(std::move(program), {{"event", ScalarType::String}, {"match", ScalarType::Long}}, no_formulas);
  std::string out;
  auto gather = [&] {
    const Batch batch = matcher.take();
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      out += batch.columns[0].text_at(row);
      out += std::to_string(batch.columns[1].long_at(row));
      out += ' ';
    }
  };
  // Batches of one row, so that states must outlive them.
  for (const std::string& name : names) {
    EXPECT_TRUE(matcher.push(events({name})));
    gather();
  }
  matcher.finish();
  gather();
  return out;
}

TEST(Matcher, MovesAStateOn) {
  EXPECT_EQ(run(two_steps(Program::Output::All, Program::Output::All), {"b", "a", "x", "a", "b", "b", "a", "b"}),
            "a0 a0 b0 b0 a1 b1 ");
}

TEST(Matcher, HoldsTheLastOfARunBack) {
  EXPECT_EQ(run(two_steps(Program::Output::Last, Program::Output::None), {"a", "a", "b", "a"}), "a0 a1 ");
  EXPECT_EQ(run(two_steps(Program::Output::None, Program::Output::Last), {"a", "b", "b", "a", "b"}), "b0 b1 ");
}

TEST(Matcher, StartsAnewInEachGroup) {
  Program program = two_steps(Program::Output::All, Program::Output::All);
  program.steps[1].condition = is("c");
  program.partition = {0};
  EXPECT_EQ(run(std::move(program), {"a", "c", "a", "a"}), "a0 a0 a0 ");
}

TEST(Matcher, RefusesAStateThatGrowsWithoutEnd) {
  // text = strcat(text, text, event)
  Expression state{.operation = Operation::State, .type = ScalarType::String, .index = 0};
  Expression grown{.operation = Operation::Concatenate,
                   .type = ScalarType::String,
                   .operands = {state, state, input(0, ScalarType::String)}};
  Program program;
  program.extensions = {{ScalarType::String, {}, Value::of(std::string())}};
  program.states = {{0, {Program::Source::From::Extension, 0}, ScalarType::String}};
  program.steps = {{Program::Output::None, is("a"), {{0, std::move(grown)}}}};
  Matcher matcher(std::move(program), {}, no_formulas);
  Result<void> pushed = matcher.push(events(std::vector<std::string>(40, "a")));
  ASSERT_FALSE(pushed);
  EXPECT_EQ(pushed.error().kind, ErrorKind::User);
}

}  // namespace
}  // namespace huntbook::steps
