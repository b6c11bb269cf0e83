// Goes over ordered rows and matches each against a chain of steps (Kusto docs, "scan operator", "Scan logic"). A step
// has a state: what the record that it matched last, and those of the steps before it in the same sequence, gave. Rows
// are looked at from the last step to the first; a match behind an active step moves that step's state on.
//
// Memory: the states and one batch of output.
#pragma once

#include <optional>
#include <vector>

#include "analysis/steps/expression.hpp"

namespace huntbook::steps {

struct Program {
  // Where a column of a matched record comes from.
  struct Source {
    enum class From { Input, Extension, Match } from;
    std::size_t index = 0;
  };
  // A column that steps assign.
  struct Extension {
    ScalarType type;
    std::optional<std::size_t> input;  // the column that it is where no step assigns it; else `otherwise`
    Value otherwise;
  };
  // A value that expressions read of a step's last record.
  struct State {
    std::size_t step;
    Source of;
    ScalarType type;
  };
  enum class Output { All, Last, None };
  struct Assignment {
    std::size_t extension;
    Expression value;
  };
  struct Step {
    Output output;
    Expression condition;
    std::vector<Assignment> assignments;
  };
  std::vector<std::size_t> partition;  // input columns: where one changes, everything starts anew
  std::vector<Extension> extensions;
  std::vector<State> states;
  std::vector<Step> steps;
  std::vector<Source> outputs;
};

class Matcher {
 public:
  // Batches of `outputs` columns with their types, and the number of the row in the output as a last column.
  Matcher(Program program, Schema outputs, Formulas formulas);

  // Errors: those of formulas; a value of a state that grows beyond 16 MiB (kind User).
  Result<void> push(const Batch& batch);
  // No row follows: records that were held back come out.
  void finish();
  // What came out since the last call.
  Batch take();
  std::size_t waiting_rows() const { return output_.rows(); }

 private:
  struct StepState {
    bool active = false;
    std::int64_t match = 0;
    std::vector<Value> values;                  // one for each of the program's states
    std::optional<std::vector<Value>> waiting;  // the last record of a step with output=last
    std::int64_t waiting_row = 0;
  };

  Result<void> row(const Batch& batch, std::size_t row);
  Result<bool> holds(const Program::Step& step, const Batch& batch, std::size_t row, const std::vector<Value>& state);
  Result<void> matched(std::size_t step, const Batch& batch, std::size_t row);
  bool starts_group(const Batch& batch, std::size_t row);
  void end_group();
  void clear(StepState& state);
  void read(const Program::Source& source, const StepState& state, const Batch& batch, std::size_t row, Value& into);
  void put_out(const StepState& state, const Batch& batch, std::size_t row);
  void put_out_waiting(StepState& state);

  Program program_;
  Schema schema_;
  Formulas formulas_;
  std::vector<Value> empty_state_;
  std::vector<StepState> states_;
  std::vector<Value> record_;  // extensions of the record at hand
  std::vector<Value> group_;
  bool in_group_ = false;
  std::int64_t next_match_ = 0;
  std::int64_t rows_seen_ = 0;
  std::int64_t next_row_ = 0;
  Batch output_;
};

}  // namespace huntbook::steps
