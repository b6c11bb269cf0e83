// What every command shares: the case that the call is about, exit codes, messages to the terminal.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace huntbook::app {

// surface.md calls these a contract: scripts rely on them.
enum class ExitCode {
  Done = 0,
  Fault = 1,  // the query or the evidence
  Usage = 2,
  Environment = 3,
  Bug = 4,
  Interrupted = 130,
};

ExitCode exit_code_of(ErrorKind kind);

// Filled while the command line is parsed: the chosen command leaves its action here, main() runs it. An action writes
// its results to stdout and returns an error for main() to print, or the exit code where it has said all itself.
struct Context {
  std::string case_option;  // -C; empty: not given
  std::function<Result<ExitCode>()> action;
};

// The folder of the case: -C, else $HUNTBOOK_CASE, else the working folder where it is a case. Not checked to be one.
std::optional<std::filesystem::path> case_folder_if_any(const Context& context);
// The same for commands that cannot do without; an error of kind Usage where there is none.
Result<std::filesystem::path> case_folder(const Context& context);

// On stderr: the message and its hint, control characters made visible. Cancelled prints one word only.
void print_error(const Error& error);
// On stderr: a note that is no error.
void print_note(std::string_view text);

// Colours and progress bars are for a person at a terminal who has not set NO_COLOR (https://no-color.org).
bool stderr_has_colour();
bool stderr_is_terminal();

// The example that closes a command's help.
std::string example(std::string_view commands);

}  // namespace huntbook::app
