#include "run_query.hpp"

#include <optional>

#include "diag/diagnostic.hpp"
#include "kql/compile.hpp"
#include "query/plugins/plugin.hpp"
#include "render/value.hpp"

namespace huntbook::kql_cases {
namespace {

// No stored tables: what a text reads comes as datatables.
class PluginsOnly : public kql::Catalogue {
 public:
  const kql::Table* find_table(std::string_view) const override { return nullptr; }
  std::vector<std::string> table_names() const override { return {}; }
  const kql::PluginSignature* find_plugin(std::string_view name) const override {
    for (const query::Plugin& plugin : query::builtin_plugins()) {
      if (plugin.signature.name == name) return &plugin.signature;
    }
    return nullptr;
  }
  std::vector<std::string> plugin_names() const override { return {}; }
};

Result<std::vector<Batch>> read_all(engine::Connection& connection, const kql::SqlStep& step) {
  HUNTBOOK_TRY(auto stream, connection.query(step.sql, step.columns, step.functions));
  std::vector<Batch> batches;
  while (true) {
    HUNTBOOK_TRY(std::optional<Batch> batch, stream->next());
    if (!batch) return batches;
    batches.push_back(std::move(*batch));
  }
}

Result<void> run_plugin(engine::Connection& connection, const kql::PluginStep& step) {
  for (const query::Plugin& plugin : query::builtin_plugins()) {
    if (plugin.signature.name != step.plugin) continue;
    HUNTBOOK_TRY(auto run, plugin.start(step.input->columns, step.payload));
    HUNTBOOK_TRY(std::vector<Batch> input, read_all(connection, *step.input));
    for (const Batch& batch : input) HUNTBOOK_CHECK(run->push(batch));
    HUNTBOOK_TRY(std::vector<Batch> output, run->finish());
    return connection.register_relation(step.output, step.columns, std::move(output));
  }
  return fail(ErrorKind::Internal, "no such plugin");
}

}  // namespace

Outcome run_query(engine::Connection& connection, std::string_view text, Ticks now, const std::string& prefix) {
  Outcome outcome;
  PluginsOnly catalogue;
  kql::CompileOptions options;
  options.catalogue = &catalogue;
  options.now = now;
  options.temporary_prefix = prefix;
  kql::Compilation compilation = kql::compile(text, options);
  for (const diag::Diagnostic& diagnostic : compilation.diagnostics) {
    if (diagnostic.severity != diag::Severity::Error) continue;
    outcome.error = diagnostic.code + " " + diagnostic.message;
    return outcome;
  }
  if (compilation.queries.empty()) {
    outcome.error = "no query";
    return outcome;
  }
  const kql::CompiledQuery& query = compilation.queries.back();
  for (const kql::PluginStep& step : query.steps) {
    if (auto done = run_plugin(connection, step); !done) {
      outcome.error = "run " + done.error().message;
      return outcome;
    }
  }
  auto batches = read_all(connection, query.result);
  if (!batches) {
    outcome.error = "run " + batches.error().message + "\n" + query.result.sql;
    return outcome;
  }
  for (const ColumnInfo& column : query.result.columns)
    outcome.columns += (outcome.columns.empty() ? "" : ", ") + column.name + ":" + std::string(name_of(column.type));
  outcome.ordered = query.ordered;
  for (const Batch& batch : *batches) {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      std::string json = "[";
      for (const Column& column : batch.columns) {
        if (json.size() > 1) json += ", ";
        render::append_json_value(column, row, render::RealDigits::Twelve, json);
      }
      outcome.rows.push_back(json + "]");
    }
  }
  return outcome;
}

}  // namespace huntbook::kql_cases
