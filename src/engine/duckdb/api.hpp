// The functions of DuckDB's C API that Huntbook calls. The library is not linked but opened on first use, so that
// commands that need no engine start without paying for it.
#pragma once

#include <duckdb.h>

#include "base/result.hpp"

namespace huntbook::engine::duckdb {

// Every function of the API that is used anywhere in engine/duckdb, without the prefix "duckdb_".
#define HUNTBOOK_DUCKDB_FUNCTIONS(X)             \
  X(create_config)                               \
  X(set_config)                                  \
  X(destroy_config)                              \
  X(open_ext)                                    \
  X(close)                                       \
  X(connect)                                     \
  X(disconnect)                                  \
  X(interrupt)                                   \
  X(query_progress)                              \
  X(free)                                        \
  X(query)                                       \
  X(destroy_result)                              \
  X(column_count)                                \
  X(column_logical_type)                         \
  X(rows_changed)                                \
  X(result_error)                                \
  X(prepare)                                     \
  X(prepare_error)                               \
  X(destroy_prepare)                             \
  X(pending_prepared_streaming)                  \
  X(pending_error)                               \
  X(execute_pending)                             \
  X(destroy_pending)                             \
  X(fetch_chunk)                                 \
  X(create_logical_type)                         \
  X(destroy_logical_type)                        \
  X(get_type_id)                                 \
  X(decimal_scale)                               \
  X(decimal_internal_type)                       \
  X(destroy_data_chunk)                          \
  X(data_chunk_get_column_count)                 \
  X(data_chunk_get_size)                         \
  X(data_chunk_get_vector)                       \
  X(data_chunk_set_size)                         \
  X(vector_get_data)                             \
  X(vector_get_validity)                         \
  X(vector_ensure_validity_writable)             \
  X(vector_assign_string_element_len)            \
  X(vector_reference_value)                      \
  X(vector_size)                                 \
  X(create_varchar_length)                       \
  X(destroy_value)                               \
  X(get_int64)                                   \
  X(create_scalar_function)                      \
  X(destroy_scalar_function)                     \
  X(scalar_function_set_name)                    \
  X(scalar_function_set_varargs)                 \
  X(scalar_function_set_special_handling)        \
  X(scalar_function_add_parameter)               \
  X(scalar_function_set_return_type)             \
  X(scalar_function_set_extra_info)              \
  X(scalar_function_get_extra_info)              \
  X(scalar_function_set_function)                \
  X(scalar_function_set_error)                   \
  X(create_scalar_function_set)                  \
  X(destroy_scalar_function_set)                 \
  X(add_scalar_function_to_set)                  \
  X(register_scalar_function_set)                \
  X(create_aggregate_function)                   \
  X(destroy_aggregate_function)                  \
  X(aggregate_function_set_name)                 \
  X(aggregate_function_add_parameter)            \
  X(aggregate_function_set_return_type)          \
  X(aggregate_function_set_functions)            \
  X(aggregate_function_set_destructor)           \
  X(aggregate_function_set_special_handling)     \
  X(aggregate_function_set_extra_info)           \
  X(aggregate_function_get_extra_info)           \
  X(aggregate_function_set_error)                \
  X(register_aggregate_function)                 \
  X(create_table_function)                       \
  X(destroy_table_function)                      \
  X(table_function_set_name)                     \
  X(table_function_add_parameter)                \
  X(table_function_set_extra_info)               \
  X(table_function_set_bind)                     \
  X(table_function_set_init)                     \
  X(table_function_set_local_init)               \
  X(table_function_set_function)                 \
  X(table_function_supports_projection_pushdown) \
  X(register_table_function)                     \
  X(bind_get_extra_info)                         \
  X(bind_add_result_column)                      \
  X(bind_get_parameter)                          \
  X(bind_set_bind_data)                          \
  X(bind_set_cardinality)                        \
  X(bind_set_error)                              \
  X(init_get_bind_data)                          \
  X(init_set_init_data)                          \
  X(init_get_column_count)                       \
  X(init_get_column_index)                       \
  X(init_set_max_threads)                        \
  X(init_set_error)                              \
  X(function_get_init_data)                      \
  X(function_get_local_init_data)                \
  X(function_set_error)

struct Api {
#define HUNTBOOK_DUCKDB_MEMBER(name) decltype(&::duckdb_##name) name = nullptr;
  HUNTBOOK_DUCKDB_FUNCTIONS(HUNTBOOK_DUCKDB_MEMBER)
#undef HUNTBOOK_DUCKDB_MEMBER
  // Of the library since 1.5, not in the header: writes text that the caller knows to be valid UTF-8.
  void (*assign_valid_text)(duckdb_vector vector, idx_t row, const char* text, idx_t length) = nullptr;
};

// Opens the library on the first call: libduckdb.so in the program's run path, else the file that the environment
// variable HUNTBOOK_DUCKDB names. Error of kind Environment when neither is there or a function is missing.
Result<void> load_api();

// The functions; only after a load_api() that succeeded.
const Api& api();

}  // namespace huntbook::engine::duckdb
