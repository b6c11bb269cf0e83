#include "kql/bind/binder.hpp"

#include <set>
#include <tuple>

#include <fmt/format.h>

#include "kql/bind/context.hpp"
#include "kql/bind/fork.hpp"
#include "kql/bind/graph.hpp"
#include "kql/bind/operators.hpp"
#include "kql/bind/options.hpp"
#include "kql/bind/pattern.hpp"
#include "kql/bind/restriction.hpp"
#include "kql/bind/source.hpp"
#include "kql/bind/stored_function.hpp"
#include "kql/bind/table.hpp"
#include "kql/bind/trace.hpp"

namespace huntbook::kql::bind {

void bind_declare(Context& context, const syntax::DeclareStatement& declare) {
  for (const syntax::Parameter& parameter : declare.parameters) {
    const std::string& name = parameter.name.text;
    if (!parameter.type) {
      context.error("KS006", parameter.name.span, fmt::format("The parameter '{}' needs a scalar type.", name));
      continue;
    }
    plan::ScalarPtr value;
    if (auto given = context.parameters.find(name); given != context.parameters.end()) {
      value = convert_to(make_literal(given->second.type, given->second.value), *parameter.type);
    } else if (parameter.default_value) {
      value = bind_scalar_as(context, Scope{}, *parameter.default_value, *parameter.type);
    } else {
      context.error(
          "KS119", parameter.name.span, fmt::format("The parameter '{}' has neither a value nor a default.", name),
          fmt::format("give it one: --param {}=..., or a default: {}:{} = ...", name, name, name_of(*parameter.type)));
    }
    context.define(name, value ? std::move(value) : make_literal(*parameter.type, {}));
  }
}

namespace {

void add_mentioned(Context& context, const syntax::SyntaxTree& tree) {
  for (const Token& token : tree.tokens) {
    const std::string_view text =
        std::string_view(tree.text).substr(token.span.begin, token.span.end - token.span.begin);
    if (token.kind == TokenKind::Identifier) context.mentioned.insert(text);
    // ['name']
    if (token.kind == TokenKind::BracketedName && text.size() > 4)
      context.mentioned.insert(text.substr(2, text.size() - 4));
  }
}

void bind_alias(Context& context, const syntax::AliasStatement& alias) {
  if (names_open_case(context, *alias.database)) context.database_aliases.insert(alias.name.text);
}

// A result of the text, no longer than its options allow.
plan::RelPtr result_of(Context& context, plan::RelPtr relation, diag::Span span) {
  relation = only_table(context, std::move(relation), span);
  if (!relation || !context.most_records) return relation;
  std::vector<plan::Column> columns = relation->columns;
  return make_relation(std::move(columns), plan::Limit{std::move(relation), *context.most_records});
}

// graph-to-table with two outputs gives no rows of its own but names for the statements behind it.
bool names_graph_tables(Context& context, const syntax::Pipeline& pipeline) {
  const auto* op =
      pipeline.operators.empty() ? nullptr : std::get_if<syntax::GraphToTableOp>(&pipeline.operators.back().node);
  if (op == nullptr || op->outputs.size() < 2 || !pipeline.source) return false;
  plan::RelPtr input = bind_source(context, *pipeline.source, pipeline.span);
  std::span<const syntax::Operator> operators(pipeline.operators);
  if (input) input = bind_operators(context, std::move(input), operators.first(operators.size() - 1)).relation;
  const Graph* graph = input ? graph_of(context, input) : nullptr;
  if (graph != nullptr) {
    define_graph_tables(context, *graph, *op);
  } else if (input) {
    static_cast<void>(bind_operator(context, std::move(input), pipeline.operators.back()));
  }
  return true;
}

void bind_statement(Context& context, const syntax::Statement& statement, BindOutput& output) {
  if (const auto* let = std::get_if<syntax::LetStatement>(&statement.node)) return bind_let(context, *let);
  if (const auto* set = std::get_if<syntax::SetStatement>(&statement.node)) return bind_set(context, *set);
  if (const auto* declare = std::get_if<syntax::DeclareStatement>(&statement.node))
    return bind_declare(context, *declare);
  if (const auto* restrict = std::get_if<syntax::RestrictStatement>(&statement.node))
    return bind_restrict(context, * restrict);
  if (const auto* pattern = std::get_if<syntax::PatternStatement>(&statement.node))
    return bind_pattern(context, *pattern);
  if (const auto* alias = std::get_if<syntax::AliasStatement>(&statement.node)) return bind_alias(context, *alias);
  if (std::holds_alternative<syntax::CommandStatement>(statement.node)) {
    context.error("HB003", statement.span, "A command can't stand in a query.",
                  "commands stand alone: in a notebook's cell or as the whole query");
    return;
  }
  const auto& query = std::get<syntax::QueryStatement>(statement.node);
  if (query.pipeline == nullptr) return;
  if (names_graph_tables(context, *query.pipeline)) return;
  // The names that 'as' gives hold within the statement.
  ScopedEnvironment restore(context);
  const syntax::Expr* sole = sole_expression(*query.pipeline);
  if (sole != nullptr && !is_tabular(context, *query.pipeline)) {
    bool name_or_call = std::holds_alternative<syntax::NameRef>(sole->node);
    if (!name_or_call || context.find_let(std::get<syntax::NameRef>(sole->node).name) != nullptr) {
      context.error("KS107", sole->span, "A query gives a table, but this is a scalar value.",
                    "print shows the value of an expression");
      return;
    }
  }
  if (has_branches(*query.pipeline)) {
    for (BoundPipeline& bound : bind_branches(context, *query.pipeline)) {
      bound.relation = result_of(context, std::move(bound.relation), query.pipeline->span);
      if (bound.relation) output.queries.push_back({std::move(bound.relation), std::move(bound.render)});
    }
    return;
  }
  BoundPipeline bound = bind_query(context, *query.pipeline);
  bound.relation = result_of(context, std::move(bound.relation), query.pipeline->span);
  if (bound.relation) output.queries.push_back({std::move(bound.relation), std::move(bound.render)});
}

// A function's error is found with each of its calls.
void drop_repeated(diag::Diagnostics& diagnostics) {
  diag::Diagnostics once;
  std::set<std::tuple<std::size_t, std::size_t, std::string>> seen;
  for (diag::Diagnostic& diagnostic : diagnostics) {
    if (seen.emplace(diagnostic.span.begin, diagnostic.span.end, diagnostic.code).second)
      once.push_back(std::move(diagnostic));
  }
  diagnostics = std::move(once);
}

}  // namespace

BindOutput bind(const BindInput& input) {
  BindOutput output;
  Context context{*input.catalogue, builtin_functions(), *input.parameters, input.now, {}, nullptr};
  context.facts = input.facts;
  add_mentioned(context, *input.tree);
  if (input.prelude != nullptr) add_mentioned(context, *input.prelude);
  diag::Diagnostics broken;
  context.stored = std::make_shared<StoredFunctions>();
  if (input.prelude != nullptr) {
    context.origin = std::make_shared<Origin>();
    for (const syntax::Statement& statement : input.prelude->statements) {
      if (const auto* let = std::get_if<syntax::LetStatement>(&statement.node)) bind_let(context, *let);
    }
    broken = std::exchange(context.diagnostics, {});
    context.origin = nullptr;
  }
  context.recovered = false;
  context.trace = input.trace;
  for (const syntax::Statement& statement : input.tree->statements) {
    if (context.trace != nullptr) context.trace->statement_begins(context, statement.span.begin);
    bind_statement(context, statement, output);
  }
  if (context.trace != nullptr) context.trace->statement_begins(context, input.tree->text.size());
  drop_repeated(context.diagnostics);
  // What an earlier text defined may have lost its table since.
  if (context.recovered && context.diagnostics.empty() && !broken.empty()) {
    context.error("KS142", {0, input.tree->text.size()},
                  fmt::format("A let statement of an earlier text does not hold any more: {}", broken.front().message),
                  broken.front().hint);
  }
  output.diagnostics = std::move(context.diagnostics);
  output.probe = std::move(context.probe);
  if (output.probe || context.recovered) output.queries.clear();
  return output;
}

}  // namespace huntbook::kql::bind
