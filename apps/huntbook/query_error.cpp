#include "query_error.hpp"

#include <cstdio>
#include <string>

#include <fmt/core.h>

#include "render/escape.hpp"

namespace huntbook::app {

namespace {

std::string quoted(std::string_view text) {
  std::string out;
  render::append_json_string(text, out);
  return out;
}

void print_json(std::string_view code, std::string_view message, diag::Position position, std::string_view hint) {
  fmt::print(stderr, "{{\"error\":{{\"code\":{},\"message\":{},\"line\":{},\"column\":{},\"hint\":{}}}}}\n",
             quoted(code), quoted(message), position.line, position.column, quoted(hint));
}

std::string_view code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::User:
      return "user";
    case ErrorKind::Usage:
      return "usage";
    case ErrorKind::Environment:
      return "environment";
    case ErrorKind::Internal:
      return "internal";
    case ErrorKind::Cancelled:
      return "cancelled";
  }
  return "internal";
}

}  // namespace

void print_diagnostics(const diag::Diagnostics& diagnostics, std::string_view text, bool json) {
  for (const diag::Diagnostic& diagnostic : diagnostics) {
    if (!json) {
      std::string rendered = diag::render(diagnostic, text);
      if (!rendered.ends_with('\n')) rendered += '\n';
      fmt::print(stderr, "{}", rendered);
    } else if (diagnostic.severity == diag::Severity::Error) {
      print_json(diagnostic.code, diagnostic.message, diag::position_of(text, diagnostic.span.begin), diagnostic.hint);
      return;
    }
  }
}

void print_error_json(const Error& error) {
  print_json(code_of(error.kind), error.message, {0, 0}, error.hint);
}

}  // namespace huntbook::app
