// huntbook run: executes a notebook on the case and writes its outputs.
#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "allowed_folders.hpp"
#include "commands.hpp"
#include "interrupt.hpp"
#include "notebook/execute.hpp"
#include "notebook_file.hpp"
#include "output.hpp"

namespace huntbook::app {

namespace {

struct Arguments {
  std::string notebook;
  std::string output;
  std::vector<std::string> parameters;
  AllowedFolders folders;
};

Result<std::map<std::string, std::string>> read_parameters(const std::vector<std::string>& texts) {
  std::map<std::string, std::string> parameters;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos) {
      return fail(ErrorKind::Usage, "--param " + text + ": expected name=value.");
    }
    parameters[text.substr(0, equals)] = text.substr(equals + 1);
  }
  return parameters;
}

// One line that is written over on a terminal; elsewhere only failed cells are told.
void show_progress(const notebook::Progress& progress, bool terminal) {
  if (progress.failed) {
    fmt::print(stderr, "{}cell {} of {} failed\n", terminal ? "\r" : "", progress.cell, progress.cells);
  } else if (terminal) {
    fmt::print(stderr, "\rcell {} of {}", progress.cell, progress.cells);
  }
  if (terminal && progress.cell == progress.cells) fmt::print(stderr, "\n");
}

Result<ExitCode> run_notebook(const Context& context, const Arguments& arguments) {
  HUNTBOOK_TRY(const auto parameters, read_parameters(arguments.parameters));
  HUNTBOOK_TRY(notebook::Document document, read_notebook(arguments.notebook));
  HUNTBOOK_TRY(const auto folder, case_folder(context));
  // Observations are written, so the case is opened for writing.
  HUNTBOOK_TRY(auto case_file, casefile::CaseFile::open(folder, {.access = casefile::Access::Write,
                                                                 .command = "run " + arguments.notebook}));
  HUNTBOOK_TRY(auto connection, case_file->connect());
  // Before the cells run: a place that cannot be written is better known early.
  HUNTBOOK_TRY(Output output, Output::open(arguments.output.empty() ? arguments.notebook : arguments.output));

  std::atomic<bool> stop = false;
  const OnInterrupt interrupt([&] {
    stop = true;
    connection->interrupt();
  });
  notebook::Session session(
      notebook::surroundings_of(*case_file, *connection, places_of(arguments.folders, folder), &stop), parameters);
  const bool terminal = stderr_is_terminal();
  const auto execution = notebook::execute(
      document, session, [&](const notebook::Progress& progress) { show_progress(progress, terminal); });
  if (!execution) return std::unexpected(execution.error());

  HUNTBOOK_CHECK(output.write(document.dump()));
  HUNTBOOK_CHECK(output.close());
  print_note(fmt::format("{} cells run, {} failed", execution->cells, execution->failed));
  return execution->failed == 0 ? ExitCode::Done : ExitCode::Fault;
}

}  // namespace

void add_run_command(CLI::App& app, Context& context) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("run", "Execute a notebook on the case and write its outputs");
  command->add_option("NOTEBOOK", arguments->notebook, "The notebook (.ipynb)")->required();
  command->add_option("-o,--output", arguments->output, "Write the executed notebook here (default: over NOTEBOOK)")
      ->type_name("OUT");
  command->add_option("--param", arguments->parameters, "Set a parameter; it replaces the let of its name")
      ->type_name("NAME=VALUE");
  add_folder_options(*command, arguments->folders);
  command->footer(
      example("  huntbook -C case run notebooks/windows-host.ipynb -o case/windows-host.ipynb\n"
              "  huntbook -C case run notebooks/windows-host.ipynb -o out.ipynb --param host=FIN-TS01"));
  command->callback(
      [arguments, &context] { context.action = [arguments, &context] { return run_notebook(context, *arguments); }; });
}

}  // namespace huntbook::app
