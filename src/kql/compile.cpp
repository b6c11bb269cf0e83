#include "kql/compile.hpp"

#include <algorithm>
#include <exception>

#include <fmt/format.h>

#include "kql/bind/binder.hpp"
#include "kql/functions/record.hpp"
#include "kql/lower/lower.hpp"
#include "kql/plan/print.hpp"
#include "kql/rewrite/query_time.hpp"
#include "kql/syntax/function_text.hpp"
#include "kql/syntax/tree.hpp"
#include "sql/dialect/duckdb.hpp"

namespace huntbook::kql {

namespace {

bool any_error(const diag::Diagnostics& diagnostics) {
  return std::ranges::any_of(diagnostics,
                             [](const diag::Diagnostic& d) { return d.severity == diag::Severity::Error; });
}

SqlStep print(lower::LoweredQuery lowered) {
  sql::PrintedQuery printed = sql::print_duckdb(lowered.query);
  return {std::move(printed.text), std::move(printed.functions), std::move(lowered.columns)};
}

// The text's own lets, to stand before later texts.
std::string lets_of(const syntax::SyntaxTree& tree) {
  std::string lets;
  for (const syntax::Statement& statement : tree.statements) {
    if (!std::holds_alternative<syntax::LetStatement>(statement.node)) continue;
    lets.append(tree.text, statement.span.begin, statement.span.end - statement.span.begin);
    lets += ";\n";
  }
  return lets;
}

Result<CompiledQuery> lower_and_print(bind::BoundQuery bound, const CompileOptions& options,
                                      const std::string& temporary_prefix, ExternalRelations& externals) {
  CompiledQuery compiled;
  bool applied = false;
  plan::RelPtr relation = rewrite::apply_query_time(bound.relation, {options.query_time.from, options.query_time.to},
                                                    builtin_functions(), applied);
  if (applied) compiled.applied_query_time = options.query_time;
  if (options.print_plan) compiled.plan = plan::print(relation);
  HUNTBOOK_TRY(lower::Lowered lowered, lower::lower(relation, options.now, temporary_prefix, externals));
  for (lower::LoweredPlugin& plugin : lowered.plugins) {
    PluginStep step;
    if (plugin.input) step.input = print(std::move(*plugin.input));
    step.plugin = std::move(plugin.plugin);
    step.payload = std::move(plugin.payload);
    step.columns = std::move(plugin.columns);
    step.output = std::move(plugin.output);
    for (lower::LoweredFormula& formula : plugin.formulas)
      step.formulas.push_back({print({std::move(formula.query), {{"value", formula.result}}}), formula.parameters});
    compiled.steps.push_back(std::move(step));
  }
  compiled.result = print(std::move(lowered.result));
  compiled.ordered = lowered.ordered;
  if (bound.render) compiled.render = RenderSpec{std::move(bound.render->first), std::move(bound.render->second)};
  return compiled;
}

}  // namespace

bool Compilation::has_errors() const {
  return any_error(diagnostics);
}

namespace {

// text -> syntax tree -> bound plan -> query time -> SQL tree -> SQL text
Compilation run_phases(std::string_view text, const CompileOptions& options) {
  Compilation result;
  result.externals = options.externals;
  syntax::SyntaxTree tree = syntax::parse(std::string(text));
  syntax::SyntaxTree prelude = syntax::parse(options.prelude);
  result.diagnostics = tree.diagnostics;
  // What the parser could not read would only raise errors that follow from the first ones.
  if (result.has_errors()) return result;

  bind::BindOutput bound =
      bind::bind({&prelude, &tree, options.catalogue, &options.parameters, options.now, options.facts});
  result.diagnostics.insert(result.diagnostics.end(), bound.diagnostics.begin(), bound.diagnostics.end());
  if (result.has_errors()) return result;

  // A lowering refuses what only it can see, such as a regular expression that the engine lacks.
  auto refuse = [&](Error error) {
    bool internal = error.kind == ErrorKind::Internal;
    result.diagnostics.push_back({diag::Severity::Error,
                                  internal ? "HB000" : "HB006",
                                  {0, text.size()},
                                  std::move(error.message),
                                  std::move(error.hint)});
    result.queries.clear();
  };
  if (bound.probe) {
    std::string prefix = fmt::format("{}probe{}", options.temporary_prefix, options.facts.size());
    Result<CompiledQuery> probe = lower_and_print({std::move(bound.probe), {}}, options, prefix, result.externals);
    if (!probe) {
      refuse(std::move(probe).error());
    } else {
      result.probe = std::move(*probe);
    }
    return result;
  }
  for (bind::BoundQuery& query : bound.queries) {
    std::string prefix = options.temporary_prefix + std::to_string(result.queries.size());
    Result<CompiledQuery> compiled = lower_and_print(std::move(query), options, prefix, result.externals);
    if (!compiled) {
      refuse(std::move(compiled).error());
      return result;
    }
    result.queries.push_back(std::move(*compiled));
  }
  result.lets = lets_of(tree);
  return result;
}

}  // namespace

namespace {

FunctionDefinition read_definition(std::string_view text, std::string_view name, bool validate,
                                   const CompileOptions& options) {
  FunctionDefinition definition;
  const syntax::SyntaxTree tree = syntax::parse_function(std::string(text));
  definition.diagnostics = tree.diagnostics;
  if (any_error(definition.diagnostics)) return definition;
  const syntax::Lambda* const lambda = syntax::function_in(tree);
  if (lambda == nullptr) {
    definition.diagnostics.push_back(
        {diag::Severity::Error, "KS006",
         tree.statements.size() == 1 ? tree.statements.front().span : diag::Span{0, text.size()},
         "A function is its parameters in parentheses and its body in braces.",
         ".create-or-alter function Name(a:long) { ... }"});
    return definition;
  }
  definition.parameters = bind::parameter_text(*lambda, tree.text);
  const diag::Span body = lambda->braces;
  definition.body = tree.text.substr(body.begin, body.end - body.begin);
  definition.diagnostics = bind::check_definition(
      {nullptr, nullptr, options.catalogue, &options.parameters, options.now, {}}, name, *lambda, validate);
  return definition;
}

}  // namespace

FunctionDefinition define_function(std::string_view text, std::string_view name, bool validate,
                                   const CompileOptions& options) {
  try {
    return read_definition(text, name, validate, options);
  } catch (const std::exception& exception) {
    FunctionDefinition definition;
    definition.diagnostics.push_back({diag::Severity::Error,
                                      "HB000",
                                      {0, text.size()},
                                      fmt::format("The compiler failed on this function: {}", exception.what()),
                                      "please report it together with the function"});
    return definition;
  }
}

// An exception here is a defect of the compiler or a library's: it must not take the session with it.
Compilation compile(std::string_view text, const CompileOptions& options) {
  try {
    return run_phases(text, options);
  } catch (const std::exception& exception) {
    Compilation result;
    result.diagnostics.push_back({diag::Severity::Error,
                                  "HB000",
                                  {0, text.size()},
                                  fmt::format("The compiler failed on this query: {}", exception.what()),
                                  "please report it together with the query"});
    return result;
  }
}

}  // namespace huntbook::kql
