// huntbook run: executes a notebook on the case and writes its outputs.
#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "allowed_folders.hpp"
#include "commands.hpp"
#include "interrupt.hpp"
#include "notebook/execute.hpp"
#include "notebook_file.hpp"
#include "output.hpp"
#include "parameter_rows.hpp"

namespace huntbook::app {

namespace {

struct Arguments {
  std::string notebook;
  std::string output;
  std::vector<std::string> parameters;
  std::string for_each;
  AllowedFolders folders;
};

// One line that is written over on a terminal; elsewhere only failed cells are told.
void show_progress(const notebook::Progress& progress, bool terminal) {
  if (progress.failed) {
    fmt::print(stderr, "{}cell {} of {} failed\n", terminal ? "\r" : "", progress.cell, progress.cells);
  } else if (terminal) {
    fmt::print(stderr, "\rcell {} of {}", progress.cell, progress.cells);
  }
  if (terminal && progress.cell == progress.cells) fmt::print(stderr, "\n");
}

// The case that the notebooks run on. Observations are written, so it is opened for writing.
struct OpenCase {
  std::filesystem::path folder;
  std::unique_ptr<casefile::CaseFile> file;
  std::unique_ptr<engine::Connection> connection;
};

Result<OpenCase> open_case(const Context& context, const Arguments& arguments) {
  OpenCase opened;
  HUNTBOOK_TRY(opened.folder, case_folder(context));
  HUNTBOOK_TRY(opened.file, casefile::CaseFile::open(opened.folder, {.access = casefile::Access::Write,
                                                                     .command = "run " + arguments.notebook}));
  HUNTBOOK_TRY(opened.connection, opened.file->connect());
  return opened;
}

// Runs the notebook once, with these parameters, and writes it to `path`; whether a cell failed.
Result<notebook::Execution> run_once(OpenCase& opened, const Arguments& arguments, notebook::Document document,
                                     const std::map<std::string, std::string>& parameters,
                                     const std::filesystem::path& path) {
  // Before the cells run: a place that cannot be written is better known early.
  HUNTBOOK_TRY(Output output, Output::open(path));
  std::atomic<bool> stop = false;
  const OnInterrupt interrupt([&] {
    stop = true;
    opened.connection->interrupt();
  });
  const notebook::Places places = places_of(arguments.folders, opened.folder);
  notebook::Session session(notebook::surroundings_of(*opened.file, *opened.connection, places, &stop), parameters);
  const bool terminal = stderr_is_terminal();
  HUNTBOOK_TRY(notebook::Execution execution,
               notebook::execute(document, session,
                                 [&](const notebook::Progress& progress) { show_progress(progress, terminal); }));
  HUNTBOOK_CHECK(output.write(document.dump()));
  HUNTBOOK_CHECK(output.close());
  print_note(fmt::format("{}{} cells run, {} failed", arguments.for_each.empty() ? "" : path.filename().string() + ": ",
                         execution.cells, execution.failed));
  return execution;
}

// Runs the notebook for each row of the query; the outputs go to a folder, which is made where it is missing.
Result<ExitCode> run_for_each(OpenCase& opened, const Arguments& arguments, const notebook::Document& document,
                              const std::map<std::string, std::string>& parameters) {
  const std::filesystem::path folder = arguments.output;
  HUNTBOOK_TRY(const auto rows, parameter_rows(*opened.file, *opened.connection, arguments.for_each));
  if (rows.empty()) print_note("The query of --for-each gives no row, so nothing was run.");
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    return fail(ErrorKind::Environment,
                fmt::format("Cannot make the folder {}: {}.", folder.string(), error.message()));
  ExitCode code = ExitCode::Done;
  const std::string stem = std::filesystem::path(arguments.notebook).stem().string();
  for (const ParameterRow& row : rows) {
    std::map<std::string, std::string> all = parameters;  // what --param names stays
    all.insert(row.parameters.begin(), row.parameters.end());
    const auto path = folder / fmt::format("{}-{}.ipynb", stem, row.name);
    HUNTBOOK_TRY(const auto execution, run_once(opened, arguments, document, all, path));
    if (execution.failed > 0) code = ExitCode::Fault;
  }
  return code;
}

Result<ExitCode> run_notebook(const Context& context, const Arguments& arguments) {
  if (!arguments.for_each.empty() && arguments.output.empty())
    return fail(ErrorKind::Usage, "--for-each writes a notebook for each row.", "Name a folder for them with -o.");
  HUNTBOOK_TRY(const auto parameters, read_parameters(arguments.parameters));
  HUNTBOOK_TRY(notebook::Document document, read_notebook(arguments.notebook));
  HUNTBOOK_TRY(OpenCase opened, open_case(context, arguments));
  if (!arguments.for_each.empty()) return run_for_each(opened, arguments, document, parameters);
  const std::string& path = arguments.output.empty() ? arguments.notebook : arguments.output;
  HUNTBOOK_TRY(const auto execution, run_once(opened, arguments, std::move(document), parameters, path));
  return execution.failed == 0 ? ExitCode::Done : ExitCode::Fault;
}

}  // namespace

void add_run_command(CLI::App& app, Context& context) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("run", "Execute a notebook on the case and write its outputs");
  command->add_option("NOTEBOOK", arguments->notebook, "The notebook (.ipynb)")->required();
  command->add_option("-o,--output", arguments->output, "Write the executed notebook here (default: over NOTEBOOK)")
      ->type_name("OUT");
  command->add_option("--param", arguments->parameters, "Set a parameter; it replaces the let of its name")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  command
      ->add_option("--for-each", arguments->for_each,
                   "Run once for each row of this query, its columns as parameters; OUT is a folder then")
      ->type_name("QUERY");
  add_folder_options(*command, arguments->folders);
  command->footer(
      example("  huntbook -C case run notebooks/windows-host.ipynb -o case/windows-host.ipynb\n"
              "  huntbook -C case run notebooks/windows-host.ipynb -o out.ipynb --param host=FIN-TS01\n"
              "  huntbook -C case run session.ipynb -o sessions --for-each 'SecurityEvent | distinct TargetLogonId'"));
  command->callback(
      [arguments, &context] { context.action = [arguments, &context] { return run_notebook(context, *arguments); }; });
}

}  // namespace huntbook::app
