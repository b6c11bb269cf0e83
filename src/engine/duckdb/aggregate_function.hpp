// Our aggregate functions inside the engine: a small class becomes an aggregate of DuckDB.
//
//   struct LongestText {
//     std::string longest;
//     void update(std::string_view text) { if (text.size() > longest.size()) longest = text; }
//     void combine(const LongestText& other) { update(other.longest); }
//     bool finish(TextResult& out) const { out.assign(longest); return true; }
//   };
//   table.add_aggregate("hb_longest", aggregate_of<LongestText>());
//
// update takes one row; its parameters are those of scalar functions (scalar_function.hpp) but for variadic ones, and a
// row with a null that it does not accept is skipped. combine takes the state of other rows of the same group, whose
// order is not defined. finish returns a value, std::optional of one, or writes text. The engine calls them from
// several threads, each state from one at a time. State in memory of its own is not counted by the engine's memory
// limit: keep it small or bounded. "agg(x ORDER BY y)" crashes the engine with aggregates of the C API: sort in a
// subquery.
#pragma once

#include <cstddef>
#include <new>
#include <utility>

#include "engine/duckdb/scalar_function.hpp"

namespace huntbook::engine::duckdb {

namespace detail {

// The engine gives states memory with the alignment of a pointer.
inline constexpr std::size_t state_alignment = alignof(void*);

template <class State, class... Parameters>
struct AggregateCalls {
  template <std::size_t... indexes>
  static void update_row(State& state, std::span<const InputVector> inputs, std::size_t row,
                         std::index_sequence<indexes...>) {
    if ((any_null<Parameters>(inputs, indexes, row) || ...)) return;
    state.update(Input<Parameters>::read(inputs, indexes, row)...);
  }
  static void update(std::span<const InputVector> inputs, void** states, std::size_t rows) {
    for (std::size_t row = 0; row < rows; ++row)
      update_row(*static_cast<State*>(states[row]), inputs, row, std::index_sequence_for<Parameters...>{});
  }
};

template <class State, class... Parameters>
void describe_update(AggregateShape& shape, void (State::*)(Parameters...)) {
  shape.parameters = {cell_type<typename Input<Parameters>::Cell>()...};
  shape.update = &AggregateCalls<State, Parameters...>::update;
}

template <class State, class Text>
void describe_finish(AggregateShape& shape, bool (State::*)(Text&) const) {
  shape.result = CellType::Text;
  shape.finish = [](void* state, OutputVector& output, std::size_t row) {
    Text text;
    if (static_cast<const State*>(state)->finish(text)) {
      output.put_text(row, text.buffer());
    } else {
      output.put_null(row);
    }
  };
}

template <class State, class Value>
void describe_finish(AggregateShape& shape, Value (State::*)() const) {
  shape.result = cell_type<typename ReturnCell<Value>::Cell>();
  shape.finish = [](void* state, OutputVector& output, std::size_t row) {
    Value value = static_cast<const State*>(state)->finish();
    if constexpr (std::is_same_v<Value, typename ReturnCell<Value>::Cell>) {
      output.put(row, value);
    } else if (value) {
      output.put(row, *value);
    } else {
      output.put_null(row);
    }
  };
}

}  // namespace detail

template <class State>
AggregateShape aggregate_of() {
  static_assert(alignof(State) <= detail::state_alignment);
  AggregateShape shape{};
  shape.state_size = sizeof(State);
  shape.construct = [](void* memory) { new (memory) State(); };
  shape.destroy = [](void* state) { static_cast<State*>(state)->~State(); };
  shape.combine = [](void* source, void* target) {
    static_cast<State*>(target)->combine(*static_cast<const State*>(source));
  };
  detail::describe_update(shape, &State::update);
  detail::describe_finish(shape, &State::finish);
  return shape;
}

}  // namespace huntbook::engine::duckdb
