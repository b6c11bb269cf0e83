// huntbook show tables|evidence|errors|observations|coverage|entities: what the case holds, without a query.
#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "case/case_file.hpp"
#include "commands.hpp"
#include "ingest/pipeline/ledger_rows.hpp"
#include "interrupt.hpp"
#include "notebook/format_sink.hpp"
#include "output.hpp"
#include "query/run.hpp"
#include "query_error.hpp"
#include "render/record_writer.hpp"

namespace huntbook::app {

namespace {

struct Rows {
  Schema schema;
  Batch batch;

  explicit Rows(Schema columns) : schema(std::move(columns)), batch(make_batch(schema)) {}
  Rows(Schema columns, Batch rows) : schema(std::move(columns)), batch(std::move(rows)) {}
  Column& operator[](std::size_t column) { return batch.columns[column]; }
};

Result<std::int64_t> count_rows(engine::Connection& connection, const std::string& relation) {
  // The name comes from the catalogue and is quoted all the same.
  std::string quoted;
  for (char c : relation) quoted += c == '"' ? "\"\"" : std::string(1, c);
  HUNTBOOK_TRY(auto stream,
               connection.query(fmt::format("SELECT count(*) FROM \"{}\"", quoted), {{"count", ScalarType::Long}}, {}));
  HUNTBOOK_TRY(const auto batch, stream->next());
  return batch && batch->rows() > 0 ? batch->columns[0].long_at(0) : 0;
}

Result<Rows> show_tables(casefile::CaseFile& case_file) {
  Rows rows({{"Table", ScalarType::String}, {"Rows", ScalarType::Long}, {"Columns", ScalarType::Long}});
  HUNTBOOK_TRY(auto connection, case_file.connect());
  for (const casefile::StoredTable& table : case_file.tables()) {
    if (table.relation.empty()) continue;  // documented, but no evidence has filled it
    HUNTBOOK_TRY(const std::int64_t count, count_rows(*connection, table.relation));
    std::int64_t columns = 0;
    for (const casefile::StoredColumn& column : table.columns)
      columns += column.hidden || column.source.empty() ? 0 : 1;
    rows[0].push_text(table.name);
    rows[1].push_long(count);
    rows[2].push_long(columns);
  }
  return rows;
}

Result<Rows> show_evidence(casefile::CaseFile& case_file) {
  HUNTBOOK_TRY(const auto records, case_file.evidence());
  auto [schema, batch] = ingest::ledger_rows(records, ingest::LedgerView::Whole);
  return Rows(std::move(schema), std::move(batch));
}

Result<Rows> show_errors(casefile::CaseFile& case_file) {
  Rows rows({{"EvidenceId", ScalarType::Long},
             {"Offset", ScalarType::Long},
             {"Line", ScalarType::Long},
             {"Reason", ScalarType::String},
             {"Head", ScalarType::String}});
  HUNTBOOK_TRY(const auto errors, case_file.errors());
  for (const casefile::EvidenceError& error : errors) {
    rows[0].push_long(error.evidence_id);
    rows[1].push_long(static_cast<std::int64_t>(error.offset));
    rows[2].push_long(static_cast<std::int64_t>(error.line));
    rows[3].push_text(error.reason);
    rows[4].push_text(error.head);
  }
  return rows;
}

Result<Rows> show_observations(casefile::CaseFile& case_file) {
  Rows rows({{"Caption", ScalarType::String},
             {"Severity", ScalarType::String},
             {"Tags", ScalarType::String},
             {"Description", ScalarType::String},
             {"Link", ScalarType::String},
             {"AddedAt", ScalarType::DateTime}});
  HUNTBOOK_TRY(const auto observations, case_file.observations());
  for (const casefile::Observation& observation : observations) {
    std::string tags;
    for (const std::string& tag : observation.tags) tags += (tags.empty() ? "" : ", ") + tag;
    rows[0].push_text(observation.caption);
    rows[1].push_text(observation.severity);
    rows[2].push_text(tags);
    rows[3].push_text(observation.description);
    rows[4].push_text(observation.link);
    rows[5].push_long(observation.added_at);
  }
  return rows;
}

Result<ExitCode> show(const Context& context, Result<Rows> (*read)(casefile::CaseFile&), bool json) {
  HUNTBOOK_TRY(const std::filesystem::path folder, case_folder(context));
  HUNTBOOK_TRY(auto case_file, casefile::CaseFile::open(folder, {.command = "show"}));
  HUNTBOOK_TRY(const Rows rows, read(*case_file));
  HUNTBOOK_TRY(Output output, Output::open({}));
  const auto writer = json ? render::make_json_writer()
                           : render::make_text_writer({.cell_width = 80, .screen_width = output.screen_width()});
  HUNTBOOK_CHECK(output.write(render::write_all(*writer, rows.schema, rows.batch)));
  HUNTBOOK_CHECK(output.close());
  return ExitCode::Done;
}

// What queries of the shipped functions say; their results stand behind one another.
Result<ExitCode> show_queries(const Context& context, std::string_view text, bool json) {
  HUNTBOOK_TRY(const std::filesystem::path folder, case_folder(context));
  HUNTBOOK_TRY(auto case_file, casefile::CaseFile::open(folder, {.command = "show"}));
  HUNTBOOK_TRY(auto connection, case_file->connect());
  HUNTBOOK_TRY(Output output, Output::open({}));
  std::atomic<bool> stop = false;
  const OnInterrupt interrupt([&] {
    stop = true;
    connection->interrupt();
  });
  const auto sink =
      notebook::make_format_sink({.format = json ? notebook::ResultFormat::Json : notebook::ResultFormat::Text,
                                  .csv_safe = false,
                                  .screen_width = output.screen_width()},
                                 [&output](std::string_view bytes) { return output.write(bytes); }, {});
  query::RunOptions options;
  options.stop = &stop;
  const query::RunOutcome outcome = query::run(*case_file, *connection, text, options, *sink);
  if (outcome.error) return std::unexpected(*outcome.error);
  if (!outcome.ok()) {
    print_diagnostics(outcome.diagnostics, text, json);
    return ExitCode::Fault;
  }
  HUNTBOOK_CHECK(output.close());
  return ExitCode::Done;
}

struct Subject {
  const char* name;
  const char* about;
  Result<Rows> (*read)(casefile::CaseFile&);
  std::string_view queries = {};  // instead of `read`
};

constexpr std::array subjects = {
    Subject{"tables", "Tables that hold rows", show_tables},
    Subject{"evidence", "The ledger: every file that was taken in", show_evidence},
    Subject{"errors", "Records that were rejected, and why", show_errors},
    Subject{"observations", "What was found so far", show_observations},
    Subject{"coverage", "What each log covers, and where logs may be incomplete", nullptr,
            "_Coverage; _CoverageFindings"},
    Subject{"entities", "Hosts of addresses, accounts of SIDs and sign-in names, and when", nullptr, "_Entities"},
};

}  // namespace

void add_show_command(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("show", "Show what the case holds");
  command->require_subcommand(1);
  command->footer(example("  huntbook -C case show tables\n  huntbook -C case show evidence --json"));
  for (const Subject& subject : subjects) {
    CLI::App* sub = command->add_subcommand(subject.name, subject.about);
    auto json = std::make_shared<bool>(false);
    sub->add_flag("--json", *json, "As JSON");
    sub->footer(example(fmt::format("  huntbook -C case show {}", subject.name)));
    sub->callback([json, &subject, &context] {
      context.action = [json, &subject, &context] {
        return subject.read != nullptr ? show(context, subject.read, *json)
                                       : show_queries(context, subject.queries, *json);
      };
    });
  }
}

}  // namespace huntbook::app
