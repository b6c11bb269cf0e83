// huntbook ingest PATH...: takes evidence into the case and prints the ledger rows.
#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "case/case_file.hpp"
#include "commands.hpp"
#include "ingest/pipeline/case_ledger.hpp"
#include "ingest/pipeline/ledger_rows.hpp"
#include "ingest/pipeline/survey.hpp"
#include "interrupt.hpp"
#include "output.hpp"
#include "progress_bar.hpp"
#include "render/record_writer.hpp"

namespace huntbook::app {

namespace {

// The engine's share of memory while it takes rows in; the whole program then stays below 1 GiB.
constexpr std::uint64_t engine_memory = std::uint64_t{320} << 20;

struct Arguments {
  std::vector<std::string> paths;
  ingest::Options options;
  bool json = false;
  bool dry_run = false;
};

Result<void> print_rows(const std::pair<Schema, Batch>& rows, bool json) {
  const auto& [schema, batch] = rows;
  HUNTBOOK_TRY(Output output, Output::open({}));
  const auto writer = json ? render::make_json_writer() : render::make_text_writer({.cell_width = 100});
  HUNTBOOK_CHECK(output.write(render::write_all(*writer, schema, batch)));
  return output.close();
}

// What would be taken in, without a case.
Result<ExitCode> look_at(const Arguments& arguments) {
  std::atomic<bool> stop = false;
  const OnInterrupt on_interrupt([&stop] { stop = true; });
  ingest::Options options = arguments.options;
  options.stop = &stop;
  const std::vector<std::filesystem::path> paths(arguments.paths.begin(), arguments.paths.end());
  HUNTBOOK_TRY(const ingest::Survey survey, ingest::survey(paths, options));
  HUNTBOOK_CHECK(print_rows(ingest::survey_rows(survey), arguments.json));
  if (survey.cancelled) return fail(ErrorKind::Cancelled, "stopped on request");
  if (!survey.failed()) return ExitCode::Done;
  print_note("Nothing would be stored; the notes above say why.");
  return survey.unreadable == survey.files.size() ? ExitCode::Environment : ExitCode::Fault;
}

Result<ExitCode> take_in(const Context& context, const Arguments& arguments) {
  HUNTBOOK_TRY(const std::filesystem::path folder, case_folder(context));
  HUNTBOOK_TRY(auto case_file,
               casefile::CaseFile::create(
                   folder, {.access = casefile::Access::Write, .memory_limit = engine_memory, .command = "ingest"}));
  std::atomic<bool> stop = false;
  const OnInterrupt on_interrupt([&stop] { stop = true; });
  ProgressBar bar;
  ingest::Options options = arguments.options;
  options.stop = &stop;
  options.progress = [&bar](const ingest::Progress& progress) {
    bar.show(progress.file, progress.bytes_read, progress.bytes_total);
  };
  const std::vector<std::filesystem::path> paths(arguments.paths.begin(), arguments.paths.end());
  HUNTBOOK_TRY(const ingest::Summary summary, ingest::ingest(*case_file, paths, options));
  bar.clear();
  HUNTBOOK_CHECK(print_rows(ingest::ledger_rows(summary.files, ingest::LedgerView::Taken), arguments.json));
  if (summary.case_left_out) print_note("The case's own files lie in the folder, too; they are left out.");
  if (summary.cancelled) return fail(ErrorKind::Cancelled, "stopped on request");
  if (!summary.failed()) return ExitCode::Done;
  print_note("Nothing was stored; the notes above say why.");
  return summary.unreadable == summary.files.size() ? ExitCode::Environment : ExitCode::Fault;
}

}  // namespace

void add_ingest_command(CLI::App& app, Context& context) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("ingest", "Take evidence into the case; makes the case where there is none");
  command->add_option("PATH", arguments->paths, "Files, folders, archives; - is stdin")->required();
  command
      ->add_option("--as", arguments->options.as, "Table for all records (default: by content, else the file's name)")
      ->type_name("TABLE");
  command
      ->add_option("--timezone", arguments->options.timezone,
                   "Zone of times that do not say theirs: UTC, +hh:mm or Europe/Berlin")
      ->type_name("TZ");
  command->add_flag("--carve", arguments->options.carve,
                    "Event log records too that were overwritten in part, deleted, or lost their file");
  command->add_option("--format", arguments->options.format, "Format instead of finding out: " + ingest::format_names())
      ->type_name("F");
  command
      ->add_option("--archive-password", arguments->options.archive_passwords,
                   "Password for encrypted members of zips, besides 'infected'; several are tried in turn")
      ->type_name("PASSWORD")
      ->allow_extra_args(false);
  CLI::Option* strict =
      command->add_flag("--strict", arguments->options.strict, "Stop at the first file or record that is rejected");
  command
      ->add_flag("--dry-run", arguments->dry_run,
                 "Say what each file is and where its first records would go; no case is made or touched")
      ->excludes(strict);
  command->add_flag("--json", arguments->json, "Print the rows as JSON");
  command->footer(
      example("  huntbook -C case ingest logs/ export.csv.gz evidence.zip\n"
              "  huntbook -C case ingest --as Firewall --timezone Europe/Berlin fw.csv\n"
              "  huntbook ingest --dry-run evidence.zip\n"
              "  zcat big.json.gz | huntbook -C case ingest -"));
  command->callback([arguments, &context] {
    context.action = [arguments, &context] {
      return arguments->dry_run ? look_at(*arguments) : take_in(context, *arguments);
    };
  });
}

}  // namespace huntbook::app
