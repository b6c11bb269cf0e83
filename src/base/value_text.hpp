// The text that a value of a column becomes where a string column takes it in.
#pragma once

#include <cstddef>
#include <string>

#include "base/column.hpp"

namespace huntbook {

// The value of `row`, which is not null: true, 2, 1.5, 2024-05-06T07:08:09Z, 00:00:01, text as it is. A whole
// real loses its fraction: a column may have been taken for one of reals because of another file's values alone.
std::string value_text(const Column& column, std::size_t row);

}  // namespace huntbook
