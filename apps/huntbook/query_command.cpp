// huntbook query: runs KQL on a case, or on none, and writes the results.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <CLI/CLI.hpp>

#include "base/time.hpp"
#include "commands.hpp"
#include "interrupt.hpp"
#include "output.hpp"
#include "query/run.hpp"
#include "query_error.hpp"
#include "render/record_writer.hpp"

namespace huntbook::app {

namespace {

struct Arguments {
  std::string query;
  std::string file;
  std::string format = "table";
  std::string output;
  std::string from;
  std::string to;
  bool csv_safe = false;
};

std::unique_ptr<render::RecordWriter> make_writer(const Arguments& arguments, std::size_t screen_width) {
  if (arguments.format == "json") return render::make_json_writer();
  if (arguments.format == "ndjson") return render::make_ndjson_writer();
  if (arguments.format == "csv") return render::make_csv_writer(arguments.csv_safe);
  return render::make_text_writer({.screen_width = screen_width});
}

// Writes each result as it comes; several tables stand one below the other with a line between.
class WriterSink : public query::ResultSink {
 public:
  WriterSink(render::RecordWriter& writer, Output& output, bool blank_line_between)
      : writer_(writer), output_(output), blank_line_between_(blank_line_between) {}

  Result<void> begin(const query::ResultInfo& info) override {
    if (blank_line_between_ && results_ > 0) buffer_ += '\n';
    ++results_;
    writer_.begin(info.schema, buffer_);
    return flush();
  }
  Result<void> batch(const Batch& batch) override {
    if (stop_requested()) return fail(ErrorKind::Cancelled, "stopped");
    writer_.rows(batch, buffer_);
    return flush();
  }
  Result<void> end() override {
    writer_.end(buffer_);
    return flush();
  }

 private:
  Result<void> flush() {
    Result<void> written = output_.write(buffer_);
    buffer_.clear();
    return written;
  }

  render::RecordWriter& writer_;
  Output& output_;
  std::string buffer_;
  int results_ = 0;
  bool blank_line_between_;
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

Result<std::unique_ptr<casefile::CaseFile>> open_case(const Context& context) {
  const casefile::CaseOptions options{.command = "query"};
  if (auto folder = case_folder_if_any(context)) return casefile::CaseFile::open(*folder, options);
  return casefile::CaseFile::in_memory(options);
}

Result<ExitCode> run_query(const Context& context, const Arguments& arguments) {
  if (arguments.format == "parquet") {
    return fail(ErrorKind::Usage, "Results cannot be written as Parquet yet.",
                "table, json, ndjson and csv can be written.");
  }
  HUNTBOOK_TRY(const std::string text, read_text(arguments));
  query::RunOptions options;
  HUNTBOOK_TRY(options.query_time.from, read_time(arguments.from, "--from"));
  HUNTBOOK_TRY(options.query_time.to, read_time(arguments.to, "--to"));
  HUNTBOOK_TRY(auto case_file, open_case(context));
  HUNTBOOK_TRY(auto connection, case_file->connect());
  HUNTBOOK_TRY(Output output, Output::open(arguments.output));

  const OnInterrupt interrupt([&connection] { connection->interrupt(); });
  const auto writer = make_writer(arguments, output.screen_width());
  WriterSink sink(*writer, output, arguments.format == "table");
  const query::RunOutcome outcome = query::run(*case_file, *connection, text, options, sink);

  print_diagnostics(outcome.diagnostics, text, arguments.format == "json");
  if (outcome.error) {
    if (stop_requested()) return fail(ErrorKind::Cancelled, "stopped");
    return std::unexpected(*outcome.error);
  }
  if (!outcome.ok()) return ExitCode::Fault;
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
  CLI::App* command = app.add_subcommand("query", "Run KQL on the case, or on no case");
  command->add_option("QUERY", arguments->query, "The query's text");
  command->add_option("--file", arguments->file, "Read the query from a file; - is standard input")->type_name("F");
  command->add_option("--format", arguments->format, "table, json, ndjson, csv or parquet")
      ->check(CLI::IsMember({"table", "json", "ndjson", "csv", "parquet"}))
      ->capture_default_str();
  command->add_option("-o,--output", arguments->output, "Write to a file instead of standard output")->type_name("F");
  command->add_option("--from", arguments->from, "Query time: no event before this time, UTC")->type_name("T");
  command->add_option("--to", arguments->to, "Query time: no event from this time on, UTC")->type_name("T");
  command->add_flag("--csv-safe", arguments->csv_safe, "Guard cells that a spreadsheet would take for a formula");
  command->footer(
      example("  huntbook -C case query 'SecurityEvent | summarize count() by EventID | top 5 by count_'\n"
              "  huntbook query 'print now()'"));
  command->callback([arguments, &context] {
    context.action = [arguments, &context] { return run_and_report(context, *arguments); };
  });
}

}  // namespace huntbook::app
