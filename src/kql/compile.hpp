// The KQL compiler: text -> tokens -> tree -> bound plan -> rewritten plan -> SQL tree -> SQL text.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/column.hpp"
#include "base/time.hpp"
#include "diag/diagnostic.hpp"
#include "kql/bind/catalogue.hpp"
#include "kql/plan/external.hpp"

namespace huntbook::kql {

struct CompileOptions {
  const Catalogue* catalogue = nullptr;
  Ticks now = 0;
  QueryTime query_time;
  std::map<std::string, SessionParameter> parameters;
  std::string prelude;  // let statements of earlier notebook cells; diagnostics never point into it
  // Prefix of the temporary relations that plugin steps give out, unique per running query.
  std::string temporary_prefix = "hb_step";
  // The files that earlier compilations of the same text asked for, under the names that they got there.
  ExternalRelations externals;
  bool print_plan = false;  // for .explain
  // Answers to the probes of earlier compilations of the same text.
  std::vector<Facts> facts;
};

// One SQL query with all that the engine needs to run it.
struct SqlStep {
  std::string sql;
  std::set<std::string> functions;  // functions that the text calls
  Schema columns;                   // of its result
};

// An expression that a step's code evaluates for rows that it has in hand.
struct Formula {
  SqlStep query;      // one column, over the relation hb_row
  Schema parameters;  // of hb_row, whose columns are c0, c1, ...
};

// SQL up to a plugin, then code, whose result stands under `output` for the steps after it.
struct PluginStep {
  std::optional<SqlStep> input;
  std::string plugin;  // or the operator 'scan'

  std::string payload;
  Schema columns;      // what the plugin gives out
  std::string output;  // name of the temporary relation; its columns are c0, c1, ...
  std::vector<Formula> formulas = {};
};

struct RenderSpec {
  std::string kind;
  std::vector<std::pair<std::string, std::string>> properties;
};

// One query statement, compiled.
struct CompiledQuery {
  std::vector<PluginStep> steps;
  SqlStep result;
  std::string plan;  // of the whole query, as kql/plan/print.hpp writes it, where options ask for it
  std::optional<RenderSpec> render;
  bool ordered = false;          // the query defines the order of the rows
  QueryTime applied_query_time;  // the window that was in force for at least one table
};

struct Compilation {
  std::vector<CompiledQuery> queries;  // empty where an error stands in diagnostics
  // Set: the columns of some plugin depend on the data. Run it, put its rows behind `facts`, and compile again; queries
  // is empty till then. See docs/decisions/0080-columns-from-the-data.md.
  std::optional<CompiledQuery> probe;
  diag::Diagnostics diagnostics;
  // All files that are read, of probe and queries and of earlier compilations: their rows must stand under these names.
  ExternalRelations externals;
  std::string lets;  // the text of this compilation's own let statements, for later cells
  bool has_errors() const;
};

// A function's definition, to be stored.
struct FunctionDefinition {
  std::string parameters;  // "(a:long, b:string="x")"
  std::string body;        // from its '{' to its '}', as written
  diag::Diagnostics diagnostics;
};

// Reads "(parameters) {body}", which stands in `text` behind blanks (for the spans of diagnostics; see parse_function()
// in kql/syntax), as the definition of the function `name`; `validate`: binds the body too, as far as it can be bound
// before its arguments are known.
FunctionDefinition define_function(std::string_view text, std::string_view name, bool validate,
                                   const CompileOptions& options);

// Compiles every query statement of `text`. Spans of diagnostics are offsets into `text`.
Compilation compile(std::string_view text, const CompileOptions& options);

}  // namespace huntbook::kql
