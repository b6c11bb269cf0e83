// What the parts of the binder share while one text is bound: the catalogue, the names that let statements made, the
// diagnostics, and fresh ids.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "diag/diagnostic.hpp"
#include "kql/bind/catalogue.hpp"
#include "kql/functions/record.hpp"
#include "kql/plan/relation.hpp"
#include "kql/syntax/tree.hpp"

namespace huntbook::kql::bind {

struct Graph;
struct Environment;
using EnvironmentPtr = std::shared_ptr<const Environment>;

// A relation that a let, materialize() or as named; every reference to it is a plan::Shared.
struct SharedRelation {
  std::uint32_t id = 0;
  plan::RelPtr definition;
  bool materialized = false;
};
// Names and wildcards of the only stored tables and functions that may be read, by this and every outer statement;
// null: all of them.
struct RestrictedTo;
using Restriction = std::shared_ptr<const RestrictedTo>;
struct RestrictedTo {
  std::vector<std::string> names;
  Restriction outer;
};
// A text beside the query's, from which functions come: that of a stored function, or of earlier cells.
struct Origin {
  std::string function;  // the stored function; empty for earlier cells
  std::string text;
  std::string fault;  // what the parser says of the text; empty where it can be read
};
using OriginPtr = std::shared_ptr<const Origin>;
// A function that a let or the case made, with the names that were visible there.
struct LetFunction {
  const syntax::Lambda* lambda = nullptr;
  EnvironmentPtr visible;
  Restriction restriction = nullptr;  // that was in force where the function was defined
  OriginPtr origin = nullptr;         // null: the query's own text
  bool stored = false;                // the case keeps it
};
// declare pattern: texts (arguments, then the path) to tables.
struct TextPattern {
  const syntax::PatternStatement* statement = nullptr;
  std::vector<std::vector<std::string>> texts = {};  // of each case
  EnvironmentPtr visible = nullptr;
  Restriction restriction = nullptr;
  OriginPtr origin = nullptr;
};
using LetValue = std::variant<plan::ScalarPtr, SharedRelation, LetFunction, TextPattern>;

// Names made by let statements and parameters, innermost first.
struct Environment {
  std::string name;
  LetValue value;
  EnvironmentPtr outer;
};

class Trace;
class StoredFunctions;

// Calls of functions within functions.
constexpr int max_call_depth = 100;

struct Context {
  const Catalogue& catalogue;
  const FunctionCatalogue& functions;
  const std::map<std::string, SessionParameter>& parameters;
  Ticks now = 0;
  diag::Diagnostics diagnostics;
  EnvironmentPtr environment;
  plan::ColumnId next_column = 1;
  std::uint32_t next_shared = 1;
  // Within 'partition by Column { query }': what toscalar(Column) stands for there.
  std::optional<std::pair<std::string, plan::ScalarPtr>> partition_key = std::nullopt;
  Restriction restriction = nullptr;                         // 'restrict access to' the tables from here on
  std::set<std::string, std::less<>> database_aliases = {};  // other names of the open case
  std::optional<std::int64_t> most_records = std::nullopt;   // of each result: set query_take_max_records
  int depth = 0;                                             // of calls to let functions
  int calls = 0;  // of let functions, all in all: a function that calls two that call two ... is bound 2^n times
  // Answers to the probes of the text, in the order in which the binder comes to ask.
  std::span<const Facts> facts = {};
  std::size_t next_fact = 0;
  // The number of the next column that has no name, within a pipeline.
  int next_unnamed = 1;
  // Names that the text holds, whatever they stand for.
  std::set<std::string_view> mentioned = {};
  // The first probe without an answer. Binding ends with it: what stands behind it is not known yet.
  plan::RelPtr probe = nullptr;
  // Set in an editor: what is seen on the way is noted, and there is no data to ask.
  Trace* trace = nullptr;
  // See recover.hpp: whether something went on after an error, columns whose value failed, stand-ins for columns that
  // are not known, names that were reported as unknown since the operator began.
  bool recovered = false;
  std::set<plan::ColumnId> failed_columns = {};
  std::set<plan::ColumnId> open_columns = {};
  std::vector<std::string> unknown_names = {};
  int quiet = 0;                                      // errors are not reported
  std::shared_ptr<StoredFunctions> stored = nullptr;  // those of the catalogue, as far as the text calls them
  OriginPtr origin = nullptr;                         // of what is being bound; null: the query's own text
  diag::Span outer_call = {};                         // the call in the query's text that led to `origin`
  // A definition is checked whose arguments are not known: where the rows hang on them, nothing more can be said.
  bool checking = false;
  bool unknown_rows = false;
  std::vector<std::string> running = {};  // stored functions whose bodies are being bound, outermost first
  // What the relations are made of that stand for graphs (graph.hpp).
  std::map<plan::RelPtr, std::shared_ptr<const Graph>> graphs = {};

  // Reports an error, but for those behind an open probe, which may only follow from it; the null pointer that it
  // returns stands for "failed, already reported". An error in another text is shown where the query calls it.
  std::nullptr_t error(std::string code, diag::Span span, std::string message, std::string hint = {});
  // Says what may not be meant, and goes on.
  void warning(std::string code, diag::Span span, std::string message, std::string hint = {});
  // The rows of a probe; null where they have to be learnt first, and then nothing more can be bound.
  const Facts* learn(plan::RelPtr rows);
  // A name that a let made, else a stored function.
  const LetValue* find_let(std::string_view name) const;
  void define(std::string name, LetValue value);
  plan::Column make_column(std::string name, ScalarType type, bool nullable = true);
};

// Restores the environment at the end of a scope.
class ScopedEnvironment {
 public:
  explicit ScopedEnvironment(Context& context) : context_(context), saved_(context.environment) {}
  ScopedEnvironment(const ScopedEnvironment&) = delete;
  ScopedEnvironment& operator=(const ScopedEnvironment&) = delete;
  ~ScopedEnvironment() { context_.environment = saved_; }

 private:
  Context& context_;
  EnvironmentPtr saved_;
};

// A new reference to a shared relation, with columns of its own.
plan::RelPtr reference_to(Context& context, const SharedRelation& shared);

}  // namespace huntbook::kql::bind
