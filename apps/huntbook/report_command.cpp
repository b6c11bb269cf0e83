// huntbook report: one HTML file from an executed notebook and what the case holds.
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "commands.hpp"
#include "notebook/report/report.hpp"
#include "notebook_file.hpp"
#include "output.hpp"

namespace huntbook::app {

namespace {

struct Arguments {
  std::string notebook;
  std::string output;
};

Result<ExitCode> write_report(const Context& context, const Arguments& arguments) {
  std::optional<notebook::Document> document;
  if (!arguments.notebook.empty()) {
    HUNTBOOK_TRY(document, read_notebook(arguments.notebook));
  }
  HUNTBOOK_TRY(const auto folder, case_folder(context));
  HUNTBOOK_TRY(auto case_file, casefile::CaseFile::open(folder, {.command = "report"}));
  report::ReportInput input;
  input.case_name = std::filesystem::absolute(folder).lexically_normal().filename().string();
  if (input.case_name.empty()) input.case_name = folder.string();
  HUNTBOOK_TRY(input.evidence, case_file->evidence());
  HUNTBOOK_TRY(input.observations, case_file->observations());
  input.notebook = document ? &*document : nullptr;

  HUNTBOOK_TRY(Output output, Output::open(arguments.output));
  HUNTBOOK_CHECK(output.write(report::make_report(input)));
  HUNTBOOK_CHECK(output.close());
  return ExitCode::Done;
}

}  // namespace

void add_report_command(CLI::App& app, Context& context) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("report", "Make one HTML file of the investigation, to be sent and printed");
  command->add_option("NOTEBOOK", arguments->notebook,
                      "An executed notebook (default: observations and evidence alone)");
  command->add_option("-o,--output", arguments->output, "Write here instead of to standard output")->type_name("F");
  command->footer(example("  huntbook -C case report case/windows-host.ipynb -o report.html"));
  command->callback(
      [arguments, &context] { context.action = [arguments, &context] { return write_report(context, *arguments); }; });
}

}  // namespace huntbook::app
