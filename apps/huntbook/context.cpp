#include "context.hpp"

#include <cstdio>
#include <cstdlib>

#include <fmt/core.h>
#include <unistd.h>

#include "render/escape.hpp"

namespace huntbook::app {

namespace {

const char* environment_value(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : nullptr;
}

// Messages may quote a path or a log line; several lines stay several lines.
std::string visible_lines(std::string_view text) {
  std::string out;
  while (true) {
    const std::size_t end = text.find('\n');
    render::append_terminal(text.substr(0, end), out);
    if (end == std::string_view::npos) return out;
    out += '\n';
    text.remove_prefix(end + 1);
  }
}

}  // namespace

ExitCode exit_code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::User:
      return ExitCode::Fault;
    case ErrorKind::Usage:
      return ExitCode::Usage;
    case ErrorKind::Environment:
      return ExitCode::Environment;
    case ErrorKind::Internal:
      return ExitCode::Bug;
    case ErrorKind::Cancelled:
      return ExitCode::Interrupted;
  }
  return ExitCode::Bug;
}

std::optional<std::filesystem::path> case_folder_if_any(const Context& context) {
  if (!context.case_option.empty()) return context.case_option;
  if (const char* folder = environment_value("HUNTBOOK_CASE")) return folder;
  if (std::filesystem::exists("case.duckdb")) return ".";
  return std::nullopt;
}

Result<std::filesystem::path> case_folder(const Context& context) {
  if (auto folder = case_folder_if_any(context)) return *folder;
  return fail(ErrorKind::Usage, "No case is named and the working folder is none.",
              "Name it with -C CASE or HUNTBOOK_CASE; 'huntbook -C CASE ingest PATH...' makes one.");
}

bool stderr_is_terminal() {
  return isatty(STDERR_FILENO) == 1;
}

bool stderr_has_colour() {
  return stderr_is_terminal() && environment_value("NO_COLOR") == nullptr;
}

void print_error(const Error& error) {
  if (error.kind == ErrorKind::Cancelled) {
    fmt::print(stderr, "stopped\n");
    return;
  }
  const bool colour = stderr_has_colour();
  fmt::print(stderr, "{}huntbook:{} {}\n", colour ? "\x1b[1;31m" : "", colour ? "\x1b[0m" : "",
             visible_lines(error.message));
  if (!error.hint.empty()) fmt::print(stderr, "{}\n", visible_lines(error.hint));
  if (error.kind == ErrorKind::Internal) {
    fmt::print(stderr, "This is a defect of Huntbook; please report it with the command that showed it.\n");
  }
}

void print_note(std::string_view text) {
  fmt::print(stderr, "{}\n", visible_lines(text));
}

std::string example(std::string_view commands) {
  return fmt::format("Example:\n{}", commands);
}

}  // namespace huntbook::app
