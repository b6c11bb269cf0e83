// huntbook ingest PATH...: takes evidence into the case and prints the ledger rows.
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "case/case_file.hpp"
#include "commands.hpp"
#include "ingest/pipeline/case_ledger.hpp"
#include "interrupt.hpp"
#include "output.hpp"
#include "progress_bar.hpp"
#include "render/record_writer.hpp"

namespace huntbook::app {

namespace {

// The engine's share of memory while it takes rows in; the whole program then stays below 1 GiB.
constexpr std::uint64_t engine_memory = std::uint64_t{512} << 20;

struct Arguments {
  std::vector<std::string> paths;
  ingest::Options options;
  bool json = false;
};

std::string_view name_of(casefile::EvidenceStatus status) {
  switch (status) {
    case casefile::EvidenceStatus::Stored:
      return "stored";
    case casefile::EvidenceStatus::StoredPartly:
      return "stored partly";
    case casefile::EvidenceStatus::Rejected:
      return "rejected";
    case casefile::EvidenceStatus::Skipped:
      return "skipped";
  }
  return "";
}

Result<void> print_files(const std::vector<casefile::EvidenceRecord>& files, bool json) {
  const Schema schema = {{"EvidenceId", ScalarType::Long},      {"Path", ScalarType::String},
                         {"Format", ScalarType::String},        {"Status", ScalarType::String},
                         {"RecordsRead", ScalarType::Long},     {"RecordsStored", ScalarType::Long},
                         {"RecordsRejected", ScalarType::Long}, {"FirstEvent", ScalarType::DateTime},
                         {"LastEvent", ScalarType::DateTime},   {"Note", ScalarType::String}};
  Batch batch = make_batch(schema);
  const auto push_time = [](Column& column, const std::optional<Ticks>& time) {
    if (time) {
      column.push_long(*time);
    } else {
      column.push_null();
    }
  };
  for (const casefile::EvidenceRecord& file : files) {
    batch.columns[0].push_long(file.id);
    batch.columns[1].push_text(file.path);
    batch.columns[2].push_text(file.format);
    batch.columns[3].push_text(name_of(file.status));
    batch.columns[4].push_long(static_cast<std::int64_t>(file.records_read));
    batch.columns[5].push_long(static_cast<std::int64_t>(file.records_stored));
    batch.columns[6].push_long(static_cast<std::int64_t>(file.records_rejected));
    push_time(batch.columns[7], file.first_event);
    push_time(batch.columns[8], file.last_event);
    batch.columns[9].push_text(file.note);
  }
  HUNTBOOK_TRY(Output output, Output::open({}));
  const auto writer = json ? render::make_json_writer() : render::make_text_writer({.cell_width = 100});
  HUNTBOOK_CHECK(output.write(render::write_all(*writer, schema, batch)));
  return output.close();
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
  HUNTBOOK_CHECK(print_files(summary.files, arguments.json));
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
  command->add_option("--timezone", arguments->options.timezone, "Zone of times that do not say theirs: UTC or +hh:mm")
      ->type_name("TZ");
  command
      ->add_option("--format", arguments->options.format,
                   "Format instead of finding out: " + std::string(ingest::format_names))
      ->type_name("F");
  command->add_flag("--json", arguments->json, "Print the ledger rows as JSON");
  command->footer(
      example("  huntbook -C case ingest logs/ export.csv.gz evidence.zip\n"
              "  huntbook -C case ingest --as Firewall --timezone +02:00 fw.csv\n"
              "  zcat big.json.gz | huntbook -C case ingest -"));
  command->callback(
      [arguments, &context] { context.action = [arguments, &context] { return take_in(context, *arguments); }; });
}

}  // namespace huntbook::app
