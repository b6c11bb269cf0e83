// Our scalar functions inside the engine: a plain C++ function over values becomes a vectorised function of DuckDB.
//
//   std::int64_t length_of(std::string_view text);          void add_text_functions(ScalarFunctions& table) {
//   bool quote(JsonResult& out, std::string_view text);       table.add<&length_of>("hb_length_of");
//                                                             table.add<&quote>("hb_quote"); }
//
// Names start with "hb_". A function takes std::string_view (string, dynamic, decimal text), std::int64_t (long and
// ticks), std::int32_t, double and bool; std::optional<...> of these where it wants to see nulls, else a null argument
// gives a null result (an empty string for TextResult). Its last parameter may be std::span<const std::string_view> or
// std::span<const std::optional<std::string_view>>: any number of text arguments. It returns one of bool, std::int32_t,
// std::int64_t, double, or std::optional of them, or writes text: then its first parameter is TextResult& (a string) or
// JsonResult& (dynamic, decimal, guid: a null argument gives null), empty at the call, and its return type bool (false:
// null). The same name may be added again with other parameter types.
//
// A function is called from several threads at once and must be pure: the engine may call it for rows that a filter
// would drop, once per distinct value, or while planning. It should not fail on data; an exception that leaves it ends
// the query as an error of kind User with its text. Text that is not valid UTF-8 comes out repaired (U+FFFD).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

namespace huntbook::engine::duckdb {

// Where a function that gives text puts it. The buffer is reused from row to row.
class TextResult {
 public:
  std::string& buffer() { return buffer_; }
  void assign(std::string_view text) { buffer_.assign(text); }
  void append(std::string_view text) { buffer_.append(text); }
  void clear() { buffer_.clear(); }

 private:
  std::string buffer_;
};

// The same for values that KQL allows to be null: dynamic (JSON), decimal and guid as text.
class JsonResult : public TextResult {};

// What was made of an argument that is mostly the same in every row (a compiled pattern, a set of needles); use it as a
// thread_local of the function. Holds a bounded number of values.
template <class Made>
class Remembered {
 public:
  // The value for `key`: remembered, else what make(key) returns.
  template <class Make>
  const Made& get(std::string_view key, Make&& make) {
    if (last_ != nullptr && last_key_ == key) return *last_;
    auto found = values_.find(std::string(key));
    if (found == values_.end()) {
      if (values_.size() >= limit) values_.clear();
      found = values_.emplace(std::string(key), std::make_unique<Made>(make(key))).first;
    }
    last_key_ = found->first;
    last_ = found->second.get();
    return *last_;
  }

 private:
  static constexpr std::size_t limit = 64;
  std::unordered_map<std::string, std::unique_ptr<Made>> values_;
  std::string_view last_key_;
  const Made* last_ = nullptr;
};

enum class CellType : std::uint8_t { Bool, Int, Long, Real, Text };

// --- below: how add() turns a function into a loop over vectors -----------------------------------------------------

// A text value as the engine lays it out: up to 12 bytes in place, longer ones behind a pointer.
struct TextCell {
  std::uint32_t length;
  char head[4];
  union {
    char inlined[8];
    const char* pointer;
  } tail;
  std::string_view view() const {
    return length <= 12 ? std::string_view(reinterpret_cast<const char*>(this) + sizeof(length), length)
                        : std::string_view(tail.pointer, length);
  }
};
static_assert(sizeof(TextCell) == 16);

struct InputVector {
  const void* data;
  const std::uint64_t* validity;  // null: every row is valid
  bool valid(std::size_t row) const { return validity == nullptr || ((validity[row / 64] >> (row % 64)) & 1U) != 0; }
};

// Where results go; `vector` is the engine's handle.
class OutputVector {
 public:
  explicit OutputVector(void* vector);
  template <class Value>
  void put(std::size_t row, Value value) {
    static_cast<Value*>(data_)[row] = value;
  }
  void put_text(std::size_t row, std::string_view text);
  void put_null(std::size_t row);

 private:
  void* vector_;
  void* data_;
};

using VectorLoop = void (*)(std::span<const InputVector> inputs, OutputVector& output, std::size_t rows);

struct ScalarOverload {
  CellType result;
  std::vector<CellType> parameters;
  bool variadic = false;  // any number of text arguments after the parameters
  VectorLoop run = nullptr;
};

// Shape of an aggregate, as aggregate_of in aggregate_function.hpp makes it; states are constructed in place.
struct AggregateShape {
  CellType result;
  std::vector<CellType> parameters;
  std::size_t state_size = 0;
  void (*construct)(void* state) = nullptr;
  void (*destroy)(void* state) = nullptr;
  void (*update)(std::span<const InputVector> inputs, void** states, std::size_t rows) = nullptr;
  void (*combine)(void* source, void* target) = nullptr;
  void (*finish)(void* state, OutputVector& output, std::size_t row) = nullptr;
};

namespace detail {

template <class Value>
constexpr CellType cell_type() {
  if constexpr (std::is_same_v<Value, bool>) return CellType::Bool;
  if constexpr (std::is_same_v<Value, std::int32_t>) return CellType::Int;
  if constexpr (std::is_same_v<Value, std::int64_t>) return CellType::Long;
  if constexpr (std::is_same_v<Value, double>) return CellType::Real;
  if constexpr (std::is_same_v<Value, std::string_view>) return CellType::Text;
}

template <class Value>
Value read_cell(const InputVector& input, std::size_t row) {
  if constexpr (std::is_same_v<Value, std::string_view>) {
    return static_cast<const TextCell*>(input.data)[row].view();
  } else if constexpr (std::is_same_v<Value, bool>) {
    return static_cast<const std::uint8_t*>(input.data)[row] != 0;
  } else {
    return static_cast<const Value*>(input.data)[row];
  }
}

// One parameter of a kernel: how many inputs it takes and how it reads them.
template <class Parameter>
struct Input {
  using Cell = Parameter;
  static constexpr bool accepts_null = false;
  static constexpr bool variadic = false;
  static Parameter read(std::span<const InputVector> inputs, std::size_t index, std::size_t row) {
    return read_cell<Parameter>(inputs[index], row);
  }
};
template <class Value>
struct Input<std::optional<Value>> {
  using Cell = Value;
  static constexpr bool accepts_null = true;
  static constexpr bool variadic = false;
  static std::optional<Value> read(std::span<const InputVector> inputs, std::size_t index, std::size_t row) {
    if (!inputs[index].valid(row)) return std::nullopt;
    return read_cell<Value>(inputs[index], row);
  }
};
template <class Element>
struct Input<std::span<const Element>> {
  using Cell = std::string_view;
  static constexpr bool accepts_null = !std::is_same_v<Element, std::string_view>;
  static constexpr bool variadic = true;
  static std::span<const Element> read(std::span<const InputVector> inputs, std::size_t index, std::size_t row) {
    thread_local std::vector<Element> elements;
    elements.clear();
    for (; index < inputs.size(); ++index) elements.push_back(Input<Element>::read(inputs, index, row));
    return elements;
  }
};

template <class Parameter>
bool any_null(std::span<const InputVector> inputs, std::size_t index, std::size_t row) {
  if constexpr (Input<Parameter>::accepts_null) return false;
  if constexpr (!Input<Parameter>::variadic) return !inputs[index].valid(row);
  for (; index < inputs.size(); ++index)
    if (!inputs[index].valid(row)) return true;
  return false;
}

template <class Result>
struct ReturnCell {
  using Cell = Result;
};
template <class Value>
struct ReturnCell<std::optional<Value>> {
  using Cell = Value;
};

template <class Parameter>
constexpr bool is_text_result = std::is_same_v<Parameter, TextResult&> || std::is_same_v<Parameter, JsonResult&>;

template <auto kernel, class Result, class... Parameters>
void run_values(std::span<const InputVector> inputs, OutputVector& output, std::size_t rows) {
  [&]<std::size_t... indexes>(std::index_sequence<indexes...>) {
    for (std::size_t row = 0; row < rows; ++row) {
      if ((any_null<Parameters>(inputs, indexes, row) || ...)) {
        output.put_null(row);
        continue;
      }
      Result result = kernel(Input<Parameters>::read(inputs, indexes, row)...);
      if constexpr (std::is_same_v<Result, typename ReturnCell<Result>::Cell>) {
        output.put(row, result);
      } else if (result) {
        output.put(row, *result);
      } else {
        output.put_null(row);
      }
    }
  }(std::index_sequence_for<Parameters...>{});
}

template <auto kernel, class Text, class... Parameters>
void run_text(std::span<const InputVector> inputs, OutputVector& output, std::size_t rows) {
  [&]<std::size_t... indexes>(std::index_sequence<indexes...>) {
    Text text;
    for (std::size_t row = 0; row < rows; ++row) {
      if ((any_null<Parameters>(inputs, indexes, row) || ...)) {
        if constexpr (std::is_same_v<Text, TextResult>) {
          output.put_text(row, {});
        } else {
          output.put_null(row);
        }
        continue;
      }
      text.clear();
      if (kernel(text, Input<Parameters>::read(inputs, indexes, row)...)) {
        output.put_text(row, text.buffer());
      } else {
        output.put_null(row);
      }
    }
  }(std::index_sequence_for<Parameters...>{});
}

template <class... Parameters>
ScalarOverload shape(CellType result, VectorLoop run) {
  ScalarOverload overload{result, {}, false, run};
  auto add_parameter = [&]<class Parameter>(std::type_identity<Parameter>) {
    if constexpr (Input<Parameter>::variadic) {
      overload.variadic = true;
    } else {
      overload.parameters.push_back(cell_type<typename Input<Parameter>::Cell>());
    }
  };
  (add_parameter(std::type_identity<Parameters>{}), ...);
  return overload;
}

template <auto kernel, class... Parameters>
ScalarOverload overload_of(bool (*)(TextResult&, Parameters...)) {
  return shape<Parameters...>(CellType::Text, &run_text<kernel, TextResult, Parameters...>);
}
template <auto kernel, class... Parameters>
ScalarOverload overload_of(bool (*)(JsonResult&, Parameters...)) {
  return shape<Parameters...>(CellType::Text, &run_text<kernel, JsonResult, Parameters...>);
}
template <auto kernel, class Result, class... Parameters>
  requires(!(is_text_result<Parameters> || ...))
ScalarOverload overload_of(Result (*)(Parameters...)) {
  return shape<Parameters...>(cell_type<typename ReturnCell<Result>::Cell>(),
                              &run_values<kernel, Result, Parameters...>);
}

}  // namespace detail

// The functions of this build by name. Filled by the families' add_..._functions (functions/register.cpp), immutable
// after that; an engine registers a function the first time that a query calls it.
class ScalarFunctions {
 public:
  template <auto kernel>
  void add(std::string_view name) {
    scalars_[std::string(name)].push_back(detail::overload_of<kernel>(kernel));
  }
  // A function with a loop of its own, for what add() is too slow for.
  void add_loop(std::string_view name, ScalarOverload overload) {
    scalars_[std::string(name)].push_back(std::move(overload));
  }
  // An aggregate, see aggregate_function.hpp.
  void add_aggregate(std::string_view name, AggregateShape shape) {
    aggregates_.insert_or_assign(std::string(name), std::move(shape));
  }

  // Null where there is none of this name.
  const std::vector<ScalarOverload>* find_scalar(std::string_view name) const;
  const AggregateShape* find_aggregate(std::string_view name) const;

 private:
  std::map<std::string, std::vector<ScalarOverload>, std::less<>> scalars_;
  std::map<std::string, AggregateShape, std::less<>> aggregates_;
};

}  // namespace huntbook::engine::duckdb
