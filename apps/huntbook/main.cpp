#include <chrono>
#include <cstdio>
#include <exception>
#include <new>

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <unistd.h>

#include "base/run_limits.hpp"
#include "commands.hpp"
#include "context.hpp"
#include "interrupt.hpp"

namespace {

using huntbook::app::Context;
using huntbook::app::ExitCode;

void add_commands(CLI::App& app, Context& context) {
  huntbook::app::add_demo_command(app, context);
  huntbook::app::add_ingest_command(app, context);
  huntbook::app::add_query_command(app, context);
  huntbook::app::add_show_command(app, context);
  huntbook::app::add_run_command(app, context);
  huntbook::app::add_report_command(app, context);
}

// Parses, then runs what was chosen.
ExitCode run(int argc, char** argv) {
  Context context;
  CLI::App app("Security investigation on your own machine: evidence in, KQL over it, a report out.", "huntbook");
  app.set_version_flag("--version", "huntbook " HUNTBOOK_VERSION);
  app.add_option("-C,--case", context.case_option,
                 "Folder of the case (default: $HUNTBOOK_CASE, else the working folder)")
      ->type_name("CASE");
  app.require_subcommand(1);
  app.fallthrough();
  app.footer(
      huntbook::app::example("  huntbook demo demo/evidence\n"
                             "  huntbook -C case ingest demo/evidence\n"
                             "  huntbook -C case query 'SecurityEvent | summarize count() by EventID'\n"
                             "Help on a command: huntbook COMMAND --help\n"
                             "Exit codes: 0 done, 1 the query or evidence is at fault, 2 usage, 3 the "
                             "environment, 4 a defect of huntbook, 130 stopped"));
  add_commands(app, context);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {  // --help, --version
      app.exit(error);
      return ExitCode::Done;
    }
    huntbook::app::print_error({huntbook::ErrorKind::Usage, error.what(), "See 'huntbook --help'."});
    return ExitCode::Usage;
  }

  huntbook::app::install_interrupt_handler();
  huntbook::Result<ExitCode> outcome = context.action();
  if (outcome) return *outcome;
  huntbook::app::print_error(outcome.error());
  return huntbook::app::exit_code_of(outcome.error().kind);
}

}  // namespace

namespace {

// The process's exit code. A query that nobody waits for may still run in the engine (base/run_limits.hpp); what the
// end of a process takes down must not go under its feet, so that end is one like a kill's then, which a case survives.
int ended(ExitCode code) {
  constexpr std::chrono::milliseconds patience{500};
  if (!huntbook::wait_for_left_behind(patience)) {
    std::fflush(nullptr);
    _exit(static_cast<int>(code));
  }
  return static_cast<int>(code);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return ended(run(argc, argv));
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "huntbook: out of memory\n");
    return static_cast<int>(ExitCode::Environment);
  } catch (const std::exception& error) {
    huntbook::app::print_error({huntbook::ErrorKind::Internal, error.what(), ""});
    return static_cast<int>(ExitCode::Bug);
  }
}
