#include "analysis/steps/matcher.hpp"

#include <algorithm>
#include <utility>

namespace huntbook::steps {

namespace {
constexpr std::size_t longest_text = std::size_t{16} << 20;
}

Matcher::Matcher(Program program, Schema outputs, Formulas formulas)
    : program_(std::move(program)), schema_(std::move(outputs)), formulas_(std::move(formulas)) {
  schema_.push_back({"", ScalarType::Long});
  output_ = make_batch(schema_);
  for (const Program::State& state : program_.states) {
    const bool declared = state.of.from == Program::Source::From::Extension;
    empty_state_.push_back(declared && !program_.extensions[state.of.index].input
                               ? program_.extensions[state.of.index].otherwise
                               : nothing(state.type));
  }
  record_.resize(program_.extensions.size());
  group_.resize(program_.partition.size());
  states_.resize(program_.steps.size());
  for (StepState& state : states_) state.values = empty_state_;
}

Result<void> Matcher::push(const Batch& batch) {
  for (std::size_t i = 0; i < batch.rows(); ++i) {
    HUNTBOOK_CHECK(row(batch, i));
    ++rows_seen_;
  }
  return {};
}

Result<void> Matcher::row(const Batch& batch, std::size_t row) {
  if (!program_.partition.empty() && starts_group(batch, row)) end_group();
  for (std::size_t k = program_.steps.size(); k-- > 0;) {
    const Program::Step& step = program_.steps[k];
    StepState& own = states_[k];
    if (k > 0 && states_[k - 1].active) {
      StepState& before = states_[k - 1];
      HUNTBOOK_TRY(const bool moves_on, holds(step, batch, row, before.values));
      if (moves_on) {
        put_out_waiting(own);
        put_out_waiting(before);
        std::swap(own, before);
        clear(before);
        HUNTBOOK_CHECK(matched(k, batch, row));
        continue;
      }
    }
    if (!own.active && k > 0) continue;
    HUNTBOOK_TRY(const bool stays, holds(step, batch, row, own.values));
    if (!stays) continue;
    if (!own.active) {
      own.active = true;
      own.match = next_match_++;
    }
    HUNTBOOK_CHECK(matched(k, batch, row));
  }
  return {};
}

Result<bool> Matcher::holds(const Program::Step& step, const Batch& batch, std::size_t row,
                            const std::vector<Value>& state) {
  HUNTBOOK_TRY(const Value value, evaluate(step.condition, {batch, row, state, formulas_}));
  return !value.null && value.integer != 0;
}

Result<void> Matcher::matched(std::size_t step, const Batch& batch, std::size_t row) {
  StepState& state = states_[step];
  for (std::size_t i = 0; i < record_.size(); ++i) {
    const Program::Extension& extension = program_.extensions[i];
    if (extension.input) {
      read_value(batch.columns[*extension.input], row, record_[i]);
    } else {
      record_[i] = extension.otherwise;
    }
  }
  for (const Program::Assignment& assignment : program_.steps[step].assignments) {
    HUNTBOOK_TRY(record_[assignment.extension], evaluate(assignment.value, {batch, row, state.values, formulas_}));
    if (record_[assignment.extension].text.size() > longest_text)
      return fail(ErrorKind::User, "A value that a step of the scan assigns is longer than 16 MiB.",
                  "keep less in the state: it grows with every row that matches");
  }
  for (std::size_t i = 0; i < state.values.size(); ++i) {
    if (program_.states[i].step == step) read(program_.states[i].of, state, batch, row, state.values[i]);
  }
  const Program::Output output = program_.steps[step].output;
  if (output == Program::Output::All) put_out(state, batch, row);
  if (output == Program::Output::Last) {
    if (!state.waiting) state.waiting.emplace(program_.outputs.size());
    for (std::size_t i = 0; i < program_.outputs.size(); ++i)
      read(program_.outputs[i], state, batch, row, (*state.waiting)[i]);
    state.waiting_row = rows_seen_;
  }
  return {};
}

bool Matcher::starts_group(const Batch& batch, std::size_t row) {
  bool changed = !in_group_;
  for (std::size_t i = 0; i < group_.size(); ++i) {
    Value key;
    read_value(batch.columns[program_.partition[i]], row, key);
    Value& known = group_[i];
    // NaN stands in one group with NaN.
    const bool same = key.null == known.null && (key.null || (key.integer == known.integer && key.text == known.text &&
                                                              !(key.real < known.real) && !(known.real < key.real) &&
                                                              (key.real == key.real) == (known.real == known.real)));
    if (same) continue;
    changed = true;
    known = std::move(key);
  }
  in_group_ = true;
  return changed;
}

// Held-back records come out in the order of their rows.
void Matcher::end_group() {
  std::vector<StepState*> waiting;
  for (StepState& state : states_) {
    if (state.waiting) waiting.push_back(&state);
  }
  std::ranges::sort(waiting, {}, &StepState::waiting_row);
  for (StepState* state : waiting) put_out_waiting(*state);
  for (StepState& state : states_) clear(state);
  next_match_ = 0;
}

void Matcher::finish() {
  end_group();
}

void Matcher::clear(StepState& state) {
  state.active = false;
  state.values = empty_state_;
  state.waiting.reset();
}

void Matcher::read(const Program::Source& source, const StepState& state, const Batch& batch, std::size_t row,
                   Value& into) {
  switch (source.from) {
    case Program::Source::From::Input:
      return read_value(batch.columns[source.index], row, into);
    case Program::Source::From::Extension:
      into = record_[source.index];
      return;
    case Program::Source::From::Match:
      into = Value::of(state.match);
      return;
  }
}

void Matcher::put_out(const StepState& state, const Batch& batch, std::size_t row) {
  for (std::size_t i = 0; i < program_.outputs.size(); ++i) {
    const Program::Source& source = program_.outputs[i];
    Column& column = output_.columns[i];
    if (source.from == Program::Source::From::Input) {
      column.push_from(batch.columns[source.index], row);
    } else if (source.from == Program::Source::From::Extension) {
      push_value(column, record_[source.index]);
    } else {
      column.push_long(state.match);
    }
  }
  output_.columns.back().push_long(next_row_++);
}

void Matcher::put_out_waiting(StepState& state) {
  if (!state.waiting) return;
  for (std::size_t i = 0; i < state.waiting->size(); ++i) push_value(output_.columns[i], (*state.waiting)[i]);
  output_.columns.back().push_long(next_row_++);
  state.waiting.reset();
}

Batch Matcher::take() {
  return std::exchange(output_, make_batch(schema_));
}

}  // namespace huntbook::steps
