// Runs KQL on a case: compiles, runs the steps (SQL, plugins in code), streams the results.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/column.hpp"
#include "base/result.hpp"
#include "case/case_file.hpp"
#include "diag/diagnostic.hpp"
#include "engine/engine.hpp"
#include "kql/compile.hpp"
#include "query/external_data.hpp"

namespace huntbook::query {

struct ResultInfo {
  Schema schema;
  std::optional<kql::RenderSpec> render;
  bool ordered = false;       // the query defines the order of the rows
  kql::QueryTime query_time;  // the window that was in force for at least one table
};

// Takes the results of a text in order: begin, batches, end, for each query statement.
class ResultSink {
 public:
  virtual ~ResultSink() = default;
  virtual Result<void> begin(const ResultInfo& info) = 0;
  virtual Result<void> batch(const Batch& batch) = 0;
  virtual Result<void> end() = 0;
};

// What is given instead of a query's rows.
enum class Explain {
  No,
  Plan,        // its plan and its SQL
  EnginePlan,  // and what the engine makes of the SQL
};

struct RunOptions {
  Ticks now = 0;  // 0: the real clock
  kql::QueryTime query_time;
  std::map<std::string, kql::SessionParameter> parameters;
  std::string prelude;               // let statements that stand before the text
  ExternalData* external = nullptr;  // reads the files of externaldata; null: they are refused
  // Set by another thread: the run ends with an error of kind Cancelled. Must outlive the run; null: no one asks.
  const std::atomic<bool>* stop = nullptr;
  // Of each query statement of the text; 0: none. Longer ones end with an error of kind User.
  std::chrono::milliseconds time_limit{};
  // Nothing runs then but what plugins must know of the data to have columns (probes).
  Explain explain = Explain::No;
};

struct RunOutcome {
  diag::Diagnostics diagnostics;  // of the compilation; with an error among them nothing ran
  std::optional<Error> error;     // of the run
  std::string lets;               // the text's own let statements, for later texts
  bool ok() const;
};

// Runs every query statement of `text`. Rows stream into `sink`; memory is bounded by the engine's limit.
RunOutcome run(casefile::CaseFile& case_file, engine::Connection& connection, std::string_view text,
               const RunOptions& options, ResultSink& sink);

// Reads the definition of a function that is to be stored; see kql::define_function.
kql::FunctionDefinition define_function(const casefile::CaseFile& case_file, std::string_view text,
                                        std::string_view name, bool validate);

// The tables and plugins of a case as the compiler wants them.
class CaseCatalogue : public kql::Catalogue {
 public:
  explicit CaseCatalogue(const casefile::CaseFile& case_file);
  const kql::Table* find_table(std::string_view name) const override;
  std::vector<std::string> table_names() const override;
  const kql::PluginSignature* find_plugin(std::string_view name) const override;
  std::vector<std::string> plugin_names() const override;
  const kql::StoredFunction* find_function(std::string_view name) const override;
  std::vector<std::string> function_names() const override;
  std::string database_name() const override { return name_; }

 private:
  std::vector<kql::Table> tables_;
  std::vector<kql::StoredFunction> functions_;
  std::string name_;  // of the case's folder
  // Documented tables without rows that the query asked for.
  mutable std::map<std::string, kql::Table, std::less<>> empty_tables_;
};

}  // namespace huntbook::query
