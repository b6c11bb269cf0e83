// Our scalar functions inside the engine: a plain C++ function over values becomes a vectorised function of DuckDB.
//
// Names start with "hb_". A function takes std::string_view (string, dynamic, decimal text), std::int64_t (long and
// ticks), std::int32_t, double and bool; std::optional<...> of these where it wants to see nulls, else a null argument
// gives a null result (an empty string for string results). It returns one of bool, std::int32_t, std::int64_t, double,
// or std::optional of them, or writes text: then its first parameter is TextResult& and its return type bool (false:
// null).
#pragma once

#include <string>
#include <string_view>

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

}  // namespace huntbook::engine::duckdb
