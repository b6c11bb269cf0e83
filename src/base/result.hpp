// Errors as values across folder doors. Who is at fault decides the exit code: the user's query or evidence, the way
// the program was called, the environment (disk, permission, engine), or a bug of ours.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace huntbook {

enum class ErrorKind {
  User,         // the query or the evidence is at fault: exit code 1
  Usage,        // the command line is at fault: exit code 2
  Environment,  // disk full, no permission, engine: exit code 3
  Internal,     // a bug of ours: exit code 4
  Cancelled,    // stopped on request: exit code 130
};

struct Error {
  ErrorKind kind = ErrorKind::Internal;
  std::string message;
  std::string hint;  // what to do about it; may be empty
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(ErrorKind kind, std::string message, std::string hint = {}) {
  return std::unexpected(Error{kind, std::move(message), std::move(hint)});
}

}  // namespace huntbook

// Evaluates an expression of type Result<T>; on failure returns its error from the enclosing function.
#define HUNTBOOK_CONCAT_(a, b) a##b
#define HUNTBOOK_CONCAT(a, b) HUNTBOOK_CONCAT_(a, b)
#define HUNTBOOK_CHECK(expression)                                \
  do {                                                            \
    if (auto huntbook_result = (expression); !huntbook_result)    \
      return std::unexpected(std::move(huntbook_result).error()); \
  } while (false)
#define HUNTBOOK_TRY_(temporary, target, expression)                    \
  auto temporary = (expression);                                        \
  if (!temporary) return std::unexpected(std::move(temporary).error()); \
  target = std::move(*temporary)
#define HUNTBOOK_TRY(target, expression) HUNTBOOK_TRY_(HUNTBOOK_CONCAT(huntbook_result_, __LINE__), target, expression)
