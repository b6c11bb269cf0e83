#include "engine/duckdb/function_registry.hpp"

#include <exception>

#include <fmt/format.h>

namespace huntbook::engine::duckdb {

namespace {

class LogicalType {
 public:
  explicit LogicalType(CellType type) : type_(api().create_logical_type(id_of(type))) {}
  ~LogicalType() { api().destroy_logical_type(&type_); }
  LogicalType(const LogicalType&) = delete;
  LogicalType& operator=(const LogicalType&) = delete;
  duckdb_logical_type get() const { return type_; }

 private:
  static duckdb_type id_of(CellType type) {
    switch (type) {
      case CellType::Bool:
        return DUCKDB_TYPE_BOOLEAN;
      case CellType::Int:
        return DUCKDB_TYPE_INTEGER;
      case CellType::Long:
        return DUCKDB_TYPE_BIGINT;
      case CellType::Real:
        return DUCKDB_TYPE_DOUBLE;
      case CellType::Text:
        return DUCKDB_TYPE_VARCHAR;
    }
    return DUCKDB_TYPE_VARCHAR;
  }
  duckdb_logical_type type_;
};

std::vector<InputVector> inputs_of(duckdb_data_chunk chunk) {
  std::vector<InputVector> inputs(api().data_chunk_get_column_count(chunk));
  for (std::size_t index = 0; index < inputs.size(); ++index) {
    duckdb_vector vector = api().data_chunk_get_vector(chunk, index);
    inputs[index] = {api().vector_get_data(vector), api().vector_get_validity(vector)};
  }
  return inputs;
}

void call_scalar(duckdb_function_info info, duckdb_data_chunk chunk, duckdb_vector output) {
  try {
    auto* overload = static_cast<const ScalarOverload*>(api().scalar_function_get_extra_info(info));
    std::vector<InputVector> inputs = inputs_of(chunk);
    OutputVector result(output);
    overload->run(inputs, result, api().data_chunk_get_size(chunk));
  } catch (const std::exception& error) {
    api().scalar_function_set_error(info, error.what());
  }
}

bool register_scalar(duckdb_connection connection, const std::string& name,
                     const std::vector<ScalarOverload>& overloads) {
  duckdb_scalar_function_set set = api().create_scalar_function_set(name.c_str());
  for (const ScalarOverload& overload : overloads) {
    duckdb_scalar_function function = api().create_scalar_function();
    api().scalar_function_set_name(function, name.c_str());
    for (CellType parameter : overload.parameters)
      api().scalar_function_add_parameter(function, LogicalType(parameter).get());
    if (overload.variadic) api().scalar_function_set_varargs(function, LogicalType(CellType::Text).get());
    api().scalar_function_set_return_type(function, LogicalType(overload.result).get());
    api().scalar_function_set_special_handling(function);
    // The table outlives every engine.
    api().scalar_function_set_extra_info(function, const_cast<ScalarOverload*>(&overload), nullptr);
    api().scalar_function_set_function(function, call_scalar);
    api().add_scalar_function_to_set(set, function);
    api().destroy_scalar_function(&function);
  }
  bool done = api().register_scalar_function_set(connection, set) == DuckDBSuccess;
  api().destroy_scalar_function_set(&set);
  return done;
}

const AggregateShape* shape_of(duckdb_function_info info) {
  return static_cast<const AggregateShape*>(api().aggregate_function_get_extra_info(info));
}

idx_t state_size(duckdb_function_info info) {
  return shape_of(info)->state_size + sizeof(AggregateShape*);
}

// The destructor callback is given no function info, so each state carries its shape in front.
struct StateHeader {
  const AggregateShape* shape;
  void* body() { return this + 1; }
};
StateHeader* header_of(duckdb_aggregate_state state) {
  return reinterpret_cast<StateHeader*>(state);
}

void init_state(duckdb_function_info info, duckdb_aggregate_state state) {
  StateHeader* header = header_of(state);
  header->shape = shape_of(info);
  header->shape->construct(header->body());
}

void destroy_states(duckdb_aggregate_state* states, idx_t count) {
  for (idx_t index = 0; index < count; ++index) {
    StateHeader* header = header_of(states[index]);
    header->shape->destroy(header->body());
  }
}

void update_states(duckdb_function_info info, duckdb_data_chunk chunk, duckdb_aggregate_state* states) {
  try {
    std::vector<InputVector> inputs = inputs_of(chunk);
    std::size_t rows = api().data_chunk_get_size(chunk);
    std::vector<void*> bodies(rows);
    for (std::size_t row = 0; row < rows; ++row) bodies[row] = header_of(states[row])->body();
    shape_of(info)->update(inputs, bodies.data(), rows);
  } catch (const std::exception& error) {
    api().aggregate_function_set_error(info, error.what());
  }
}

void combine_states(duckdb_function_info info, duckdb_aggregate_state* sources, duckdb_aggregate_state* targets,
                    idx_t count) {
  try {
    for (idx_t index = 0; index < count; ++index)
      shape_of(info)->combine(header_of(sources[index])->body(), header_of(targets[index])->body());
  } catch (const std::exception& error) {
    api().aggregate_function_set_error(info, error.what());
  }
}

void finish_states(duckdb_function_info info, duckdb_aggregate_state* sources, duckdb_vector output, idx_t count,
                   idx_t offset) {
  try {
    OutputVector result(output);
    for (idx_t index = 0; index < count; ++index)
      shape_of(info)->finish(header_of(sources[index])->body(), result, offset + index);
  } catch (const std::exception& error) {
    api().aggregate_function_set_error(info, error.what());
  }
}

bool register_aggregate(duckdb_connection connection, const std::string& name, const AggregateShape& shape) {
  duckdb_aggregate_function function = api().create_aggregate_function();
  api().aggregate_function_set_name(function, name.c_str());
  for (CellType parameter : shape.parameters)
    api().aggregate_function_add_parameter(function, LogicalType(parameter).get());
  api().aggregate_function_set_return_type(function, LogicalType(shape.result).get());
  api().aggregate_function_set_special_handling(function);
  api().aggregate_function_set_extra_info(function, const_cast<AggregateShape*>(&shape), nullptr);
  api().aggregate_function_set_functions(function, state_size, init_state, update_states, combine_states,
                                         finish_states);
  api().aggregate_function_set_destructor(function, destroy_states);
  bool done = api().register_aggregate_function(connection, function) == DuckDBSuccess;
  api().destroy_aggregate_function(&function);
  return done;
}

}  // namespace

Result<void> FunctionRegistry::require(duckdb_connection connection, const std::set<std::string>& names) {
  std::lock_guard lock(mutex_);
  for (const std::string& name : names) {
    if (!name.starts_with("hb_") || registered_.contains(name)) continue;
    bool done = false;
    if (const auto* overloads = table_.find_scalar(name); overloads != nullptr) {
      done = register_scalar(connection, name, *overloads);
    } else if (const AggregateShape* shape = table_.find_aggregate(name); shape != nullptr) {
      done = register_aggregate(connection, name, *shape);
    } else {
      return fail(ErrorKind::Internal, fmt::format("the engine has no function {}", name));
    }
    if (!done) return fail(ErrorKind::Internal, fmt::format("the engine refused the function {}", name));
    registered_.insert(name);
  }
  return {};
}

}  // namespace huntbook::engine::duckdb
