#include "query/run.hpp"

#include <algorithm>
#include <memory>
#include <new>

#include <fmt/format.h>

#include "engine/each_batch.hpp"
#include "query/explain.hpp"
#include "query/external_rows.hpp"
#include "query/plugins/plugin.hpp"
#include "query/reduce_step.hpp"
#include "query/scan_steps.hpp"
#include "query/temporary_relations.hpp"

namespace huntbook::query {

namespace {

const Plugin* find_builtin(std::string_view name) {
  for (const Plugin& plugin : builtin_plugins()) {
    if (plugin.signature.name == name) return &plugin;
  }
  return nullptr;
}

// Temporary relations of queries that run at the same time must not share names.
std::string next_temporary_prefix() {
  static std::atomic<unsigned> counter = 0;
  return fmt::format("hb_step{}_", counter++);
}

// The connection's queries end by these limits while this lives.
class LimitedQueries {
 public:
  LimitedQueries(engine::Connection& connection, const RunLimits& limits) : connection_(connection) {
    connection.set_limits(limits);
  }
  ~LimitedQueries() { connection_.set_limits({}); }
  LimitedQueries(const LimitedQueries&) = delete;
  LimitedQueries& operator=(const LimitedQueries&) = delete;

 private:
  engine::Connection& connection_;
};

// An algorithm may take its time over what it has seen, and does not look at limits.
Result<std::vector<Batch>> finish_within(const RunLimits& limits, std::unique_ptr<PluginRun> run) {
  if (!limits.any()) return run->finish();
  struct Finishing {
    std::unique_ptr<PluginRun> run;
    Result<std::vector<Batch>> result;
  };
  const auto finishing = std::make_shared<Finishing>(Finishing{std::move(run), {}});
  HUNTBOOK_CHECK(run_apart(
      [finishing] {
        try {
          finishing->result = finishing->run->finish();
        } catch (const std::bad_alloc&) {
          finishing->result = fail(ErrorKind::Environment, "out of memory", "narrow the query (time, columns)");
        }
      },
      limits));
  return std::move(finishing->result);
}

Result<void> run_plugin(engine::Connection& connection, const kql::PluginStep& step, const RunLimits& limits) {
  const Plugin* plugin = find_builtin(step.plugin);
  if (plugin == nullptr)
    return fail(ErrorKind::Internal, fmt::format("the plugin '{}' has no implementation", step.plugin));
  Schema schema = step.input ? step.input->columns : Schema{};
  HUNTBOOK_TRY(std::unique_ptr<PluginRun> run, plugin->start(schema, step.payload));
  bool another_pass = step.input.has_value();
  while (another_pass) {
    HUNTBOOK_TRY(std::unique_ptr<engine::ResultStream> stream,
                 connection.query(step.input->sql, schema, step.input->functions));
    HUNTBOOK_CHECK(engine::each_batch(*stream, [&run](const Batch& batch) { return run->push(batch); }));
    HUNTBOOK_TRY(const bool wanted, run->wants_another_pass());
    another_pass = wanted;
  }
  HUNTBOOK_TRY(std::vector<Batch> result, finish_within(limits, std::move(run)));
  return connection.register_relation(step.output, step.columns, std::move(result));
}

// The plugins' steps of a query, then its rows.
Result<std::unique_ptr<engine::ResultStream>> start_query(engine::Connection& connection,
                                                          const kql::CompiledQuery& query, const RunLimits& limits,
                                                          TemporaryRelations& temporary) {
  for (const kql::PluginStep& step : query.steps) {
    HUNTBOOK_CHECK(step.plugin == "scan"     ? run_scan(connection, step)
                   : step.plugin == "reduce" ? run_reduce(connection, step)
                                             : run_plugin(connection, step, limits));
    temporary.add(step.output);
  }
  return connection.query(query.result.sql, query.result.columns, query.result.functions);
}

Result<void> run_query(engine::Connection& connection, const kql::CompiledQuery& query, const RunLimits& limits,
                       ResultSink& sink) {
  const LimitedQueries limited(connection, limits);
  TemporaryRelations temporary(connection);
  HUNTBOOK_TRY(std::unique_ptr<engine::ResultStream> stream, start_query(connection, query, limits, temporary));
  HUNTBOOK_CHECK(sink.begin({query.result.columns, query.render, query.ordered, query.applied_query_time}));
  HUNTBOOK_CHECK(engine::each_batch(*stream, [&sink](const Batch& batch) { return sink.batch(batch); }));
  return sink.end();
}

// A probe limits its own rows, so that they fit into memory.
Result<kql::Facts> run_probe(engine::Connection& connection, const kql::CompiledQuery& probe, const RunLimits& limits) {
  const LimitedQueries limited(connection, limits);
  TemporaryRelations temporary(connection);
  HUNTBOOK_TRY(std::unique_ptr<engine::ResultStream> stream, start_query(connection, probe, limits, temporary));
  kql::Facts facts;
  HUNTBOOK_CHECK(engine::each_batch(*stream, [&facts](Batch batch) -> Result<void> {
    facts.push_back(std::move(batch));
    return {};
  }));
  return facts;
}

}  // namespace

bool RunOutcome::ok() const {
  return !error && std::ranges::none_of(diagnostics,
                                        [](const diag::Diagnostic& d) { return d.severity == diag::Severity::Error; });
}

kql::FunctionDefinition define_function(const casefile::CaseFile& case_file, std::string_view text,
                                        std::string_view name, bool validate) {
  const CaseCatalogue catalogue(case_file);
  kql::CompileOptions options;
  options.catalogue = &catalogue;
  options.now = now_ticks();
  return kql::define_function(text, name, validate, options);
}

RunOutcome run(casefile::CaseFile& case_file, engine::Connection& connection, std::string_view text,
               const RunOptions& options, ResultSink& sink) {
  CaseCatalogue catalogue(case_file);
  kql::CompileOptions compile_options;
  compile_options.catalogue = &catalogue;
  compile_options.now = options.now != 0 ? options.now : now_ticks();
  compile_options.query_time = options.query_time;
  compile_options.parameters = options.parameters;
  compile_options.prelude = options.prelude;
  compile_options.temporary_prefix = next_temporary_prefix();
  compile_options.print_plan = options.explain != Explain::No;
  compile_options.externals = kql::ExternalRelations(compile_options.temporary_prefix + "file");
  kql::Compilation compilation = kql::compile(text, compile_options);
  RunOutcome outcome;
  const auto limits = [&options] { return RunLimits(options.stop, options.time_limit); };
  ExternalRows externals(connection, options.external, text);
  while (compilation.probe) {
    if (!externals.load(compilation.externals, outcome)) return outcome;
    compile_options.externals = compilation.externals;
    Result<kql::Facts> facts = run_probe(connection, *compilation.probe, limits());
    if (!facts) {
      outcome.error = std::move(facts).error();
      return outcome;
    }
    compile_options.facts.push_back(std::move(*facts));
    compilation = kql::compile(text, compile_options);
  }
  outcome.diagnostics = std::move(compilation.diagnostics);
  outcome.lets = std::move(compilation.lets);
  if (!outcome.ok() || !externals.load(compilation.externals, outcome)) return outcome;
  if (options.explain != Explain::No) {
    if (Result<void> done = explain(connection, compilation.queries, options.explain, sink); !done)
      outcome.error = std::move(done).error();
    return outcome;
  }
  for (const kql::CompiledQuery& query : compilation.queries) {
    if (Result<void> done = run_query(connection, query, limits(), sink); !done) {
      outcome.error = std::move(done).error();
      break;
    }
  }
  return outcome;
}

}  // namespace huntbook::query
