// The functions of a case in its database.
#pragma once

#include <string_view>
#include <vector>

#include "case/case_file.hpp"
#include "engine/engine.hpp"

namespace huntbook::casefile {

// A step of the migrations too, so it stays as it is.
inline constexpr std::string_view create_function_table =
    "CREATE TABLE stored_function (name VARCHAR, parameters VARCHAR, body VARCHAR, folder VARCHAR, docstring VARCHAR, "
    "is_view BIGINT)";

// By name.
Result<std::vector<StoredFunction>> read_functions(engine::Connection& connection);

}  // namespace huntbook::casefile
