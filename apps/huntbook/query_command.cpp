// huntbook query: runs KQL and commands on a case, or on none, and writes the results.
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <CLI/CLI.hpp>

#include "allowed_folders.hpp"
#include "base/time.hpp"
#include "commands.hpp"
#include "interrupt.hpp"
#include "notebook/format_sink.hpp"
#include "notebook/session.hpp"
#include "output.hpp"
#include "parameter_rows.hpp"
#include "query_error.hpp"
#include "query_progress.hpp"

namespace huntbook::app {

namespace {

struct Arguments {
  std::string query;
  std::string file;
  std::string format = "table";
  std::string output;
  std::string from;
  std::string to;
  double timeout = 0;
  std::uint64_t memory_limit = 0;
  std::vector<std::string> parameters;
  bool csv_safe = false;
  AllowedFolders folders;
};

// Writes results as they come, and what is said beside them to stderr; a program that reads JSON gets its errors as
// JSON.
class QueryFront final : public notebook::Front {
 public:
  QueryFront(std::string_view text, bool json, query::ResultSink& results, QueryProgress& progress)
      : text_(text), json_(json), results_(results), progress_(progress) {}

  Result<void> begin(const query::ResultInfo& info) override { return results_.begin(info); }
  Result<void> batch(const Batch& batch) override {
    if (stop_requested()) return fail(ErrorKind::Cancelled, "stopped");
    progress_.end();
    return results_.batch(batch);
  }
  Result<void> end() override { return results_.end(); }
  void diagnostic(const diag::Diagnostic& diagnostic) override {
    progress_.end();
    if (json_ && fault_) return;  // one error is enough for a program
    print_diagnostics({diagnostic}, text_, json_);
    fault_ |= diagnostic.severity == diag::Severity::Error;
  }
  void error(const Error& error) override {
    if (!error_) error_ = error;
  }
  void note(std::string_view text) override {
    progress_.end();
    print_note(text);
  }

  // What ended the text and has no place in it; still to be printed.
  const std::optional<Error>& ending() const { return error_; }

 private:
  std::string_view text_;
  bool json_;
  query::ResultSink& results_;
  QueryProgress& progress_;
  bool fault_ = false;
  std::optional<Error> error_;
};

Result<std::string> read_text(const Arguments& arguments) {
  if (arguments.query.empty() == arguments.file.empty()) {
    return fail(ErrorKind::Usage, "Give the query as an argument or with --file, one of them.",
                "--file - reads it from standard input.");
  }
  if (arguments.file.empty()) return arguments.query;
  if (arguments.file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::ifstream stream(arguments.file, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(stream), {});
  if (!stream.good() && !stream.eof()) return fail(ErrorKind::Environment, "Cannot read " + arguments.file + ".");
  return text;
}

Result<std::optional<Ticks>> read_time(const std::string& text, const char* option) {
  if (text.empty()) return std::nullopt;
  if (auto time = parse_datetime(text)) return time;
  return fail(ErrorKind::Usage, std::string(option) + ": '" + text + "' is no time.",
              "Times look like 2024-03-16T03:00:00Z, or 2024-03-16 for midnight UTC.");
}

// Only a text with a command that changes the case needs one, and holds it.
Result<std::unique_ptr<casefile::CaseFile>> open_case(const Context& context, bool change, std::uint64_t memory_limit) {
  const casefile::CaseOptions options{.access = change ? casefile::Access::Write : casefile::Access::Read,
                                      .memory_limit = memory_limit,
                                      .command = "query"};
  if (change) {
    HUNTBOOK_TRY(const auto folder, case_folder(context));
    return casefile::CaseFile::open(folder, options);
  }
  if (const auto folder = case_folder_if_any(context)) return casefile::CaseFile::open(*folder, options);
  return casefile::CaseFile::in_memory(options);
}

Result<ExitCode> run_query(const Context& context, const Arguments& arguments) {
  const bool parquet = arguments.format == "parquet";
  if (parquet && arguments.output.empty())
    return fail(ErrorKind::Usage, "Parquet is written to a file.", "Name it with -o.");
  HUNTBOOK_TRY(const std::string text, read_text(arguments));
  HUNTBOOK_TRY(const auto parameters, read_parameters(arguments.parameters));
  kql::QueryTime query_time;
  HUNTBOOK_TRY(query_time.from, read_time(arguments.from, "--from"));
  HUNTBOOK_TRY(query_time.to, read_time(arguments.to, "--to"));
  HUNTBOOK_TRY(auto case_file, open_case(context, notebook::changes_case(text), arguments.memory_limit));
  HUNTBOOK_TRY(auto connection, case_file->connect());
  HUNTBOOK_TRY(Output output, Output::open(arguments.output));

  std::atomic<bool> stop = false;
  const OnInterrupt interrupt([&] {
    stop = true;
    connection->interrupt();
  });
  const auto results = notebook::make_format_sink(
      {.format = notebook::result_format_named(arguments.format).value_or(notebook::ResultFormat::Text),
       .csv_safe = arguments.csv_safe,
       .screen_width = output.screen_width()},
      [&output](std::string_view bytes) { return output.write(bytes); },
      [&case_file](const Schema& schema, bool ordered) { return case_file->make_parquet(schema, ordered); });
  QueryProgress progress(*connection);
  QueryFront front(text, arguments.format == "json", *results, progress);
  notebook::Places places = places_of(arguments.folders, case_file->folder());
  places.csv_safe = arguments.csv_safe;
  notebook::Session session(notebook::surroundings_of(*case_file, *connection, places, &stop), parameters, query_time);
  session.set_time_limit(std::chrono::milliseconds(std::llround(arguments.timeout * 1000)));
  const notebook::RunStatus status = session.run(text, {}, front);
  progress.end();
  if (stop_requested() && status.failed) return fail(ErrorKind::Cancelled, "stopped");
  if (front.ending()) return std::unexpected(*front.ending());
  if (status.failed) return ExitCode::Fault;
  HUNTBOOK_CHECK(output.close());
  return ExitCode::Done;
}

// A program that reads JSON gets its errors as JSON too, whatever is at fault.
Result<ExitCode> run_and_report(const Context& context, const Arguments& arguments) {
  Result<ExitCode> outcome = run_query(context, arguments);
  if (outcome || arguments.format != "json") return outcome;
  print_error_json(outcome.error());
  return exit_code_of(outcome.error().kind);
}

}  // namespace

void add_query_command(CLI::App& app, Context& context) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("query", "Run KQL and commands on the case, or on no case");
  command->add_option("QUERY", arguments->query, "The query's text");
  command->add_option("--file", arguments->file, "Read the query from a file; - is standard input")->type_name("F");
  command->add_option("--format", arguments->format, "table, json, ndjson, csv or parquet")
      ->check(CLI::IsMember({"table", "json", "ndjson", "csv", "parquet"}))
      ->capture_default_str();
  command->add_option("-o,--output", arguments->output, "Write to a file instead of standard output")->type_name("F");
  command->add_option("--from", arguments->from, "Query time: no event before this time, UTC")->type_name("T");
  command->add_option("--to", arguments->to, "Query time: no event from this time on, UTC")->type_name("T");
  command->add_option("--param", arguments->parameters, "Set a parameter; it replaces the let of its name")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  command->add_flag("--csv-safe", arguments->csv_safe, "Guard cells that a spreadsheet would take for a formula");
  command->add_option("--timeout", arguments->timeout, "Stop a query that takes longer than this many seconds")
      ->type_name("S")
      ->check(CLI::Range(0.001, 1e6));
  command
      ->add_option("--memory-limit", arguments->memory_limit,
                   "Memory that the engine may use, as 2GB (default: half of the machine's)")
      ->type_name("SIZE")
      ->transform(CLI::AsSizeValue(false));
  add_folder_options(*command, arguments->folders);
  command->footer(
      example("  huntbook -C case query 'SecurityEvent | summarize count() by EventID | top 5 by count_'\n"
              "  huntbook -C case query '.export parquet \"logons.parquet\" <| SecurityEvent | where EventID == 4624'\n"
              "  huntbook query 'print now()'"));
  command->callback([arguments, &context] {
    context.action = [arguments, &context] { return run_and_report(context, *arguments); };
  });
}

}  // namespace huntbook::app
