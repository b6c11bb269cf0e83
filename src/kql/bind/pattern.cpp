#include "kql/bind/pattern.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "kql/bind/scalar.hpp"
#include "kql/bind/table.hpp"

namespace huntbook::kql::bind {

namespace {

using Texts = std::vector<std::string>;

std::optional<std::string> constant_text(Context& context, const syntax::Expr& expr) {
  plan::ScalarPtr value = bind_scalar(context, Scope{}, expr);
  if (!value) return std::nullopt;
  const auto constant = value->type == ScalarType::String ? constant_of(*value) : std::nullopt;
  if (const auto* text = constant ? std::get_if<std::string>(&*constant) : nullptr) return *text;
  context.error("KS107", expr.span, "The arguments and paths of patterns are constant texts.");
  return std::nullopt;
}

// The arguments, and behind them the path where there is one; nothing, and reported, where one is no constant.
std::optional<Texts> constant_texts(Context& context, const std::vector<syntax::ExprPtr>& arguments,
                                    const syntax::Expr* path) {
  Texts texts;
  for (const syntax::ExprPtr& argument : arguments) {
    auto text = constant_text(context, *argument);
    if (!text) return std::nullopt;
    texts.push_back(std::move(*text));
  }
  if (path != nullptr) {
    auto text = constant_text(context, *path);
    if (!text) return std::nullopt;
    texts.push_back(std::move(*text));
  }
  return texts;
}

const syntax::Call* call_of(const syntax::Expr& expr) {
  if (const auto* member = std::get_if<syntax::Member>(&expr.node))
    return std::get_if<syntax::Call>(&member->object->node);
  if (const auto* index = std::get_if<syntax::Index>(&expr.node))
    return std::get_if<syntax::Call>(&index->object->node);
  return std::get_if<syntax::Call>(&expr.node);
}

bool all_texts(Context& context, const syntax::PatternStatement& statement) {
  const auto is_text = [&](const syntax::Parameter& parameter) {
    if (parameter.type == ScalarType::String && !parameter.default_value) return true;
    context.error(
        "KS107", parameter.name.span,
        fmt::format("'{}' must be a string without a default: a pattern maps texts to tables.", parameter.name.text));
    return false;
  };
  return std::ranges::all_of(statement.parameters, is_text) && (!statement.path || is_text(*statement.path));
}

std::string shown(const syntax::PatternStatement& statement, const Texts& texts, bool path) {
  const std::size_t arguments = texts.size() - (path ? 1 : 0);
  std::string out = statement.name.text + "(";
  for (std::size_t i = 0; i < arguments; ++i) out += fmt::format("{}'{}'", i == 0 ? "" : ", ", texts[i]);
  out += ")";
  if (path) out += fmt::format(".['{}']", texts.back());
  return out;
}

}  // namespace

void bind_pattern(Context& context, const syntax::PatternStatement& statement) {
  if (!all_texts(context, statement)) return;
  TextPattern pattern{&statement, {}, context.environment, context.restriction, context.origin};
  for (const syntax::PatternCase& each : statement.cases) {
    if (each.values.size() != statement.parameters.size() || (each.path != nullptr) != statement.path.has_value()) {
      context.error("KS119", each.span,
                    fmt::format("Each case of the pattern '{}' has {} argument{}{}.", statement.name.text,
                                statement.parameters.size(), statement.parameters.size() == 1 ? "" : "s",
                                statement.path ? " and a path" : " and no path"));
      return;
    }
    auto texts = constant_texts(context, each.values, each.path.get());
    if (!texts) return;
    if (std::ranges::find(pattern.texts, *texts) != pattern.texts.end()) {
      context.error("KS128", each.span,
                    fmt::format("{} stands twice.", shown(statement, *texts, each.path != nullptr)));
      return;
    }
    pattern.texts.push_back(std::move(*texts));
  }
  context.define(statement.name.text, std::move(pattern));
}

const TextPattern* called_pattern(const Context& context, const syntax::Expr& expr) {
  const syntax::Call* call = call_of(expr);
  const LetValue* value = call != nullptr ? context.find_let(call->function.text) : nullptr;
  return value != nullptr ? std::get_if<TextPattern>(value) : nullptr;
}

plan::RelPtr bind_pattern_call(Context& context, const TextPattern& pattern, const syntax::Expr& expr) {
  const syntax::PatternStatement& statement = *pattern.statement;
  const syntax::Expr* path = nullptr;
  syntax::Expr name{syntax::Literal{ScalarType::String, std::string()}, expr.span};
  if (const auto* member = std::get_if<syntax::Member>(&expr.node)) {
    name.node = syntax::Literal{ScalarType::String, member->name.text};
    path = &name;
  } else if (const auto* index = std::get_if<syntax::Index>(&expr.node)) {
    path = index->index.get();
  }
  const auto texts = constant_texts(context, call_of(expr)->arguments, path);
  if (!texts) return nullptr;
  const auto found = std::ranges::find(pattern.texts, *texts);
  if (found == pattern.texts.end()) {
    return context.error("SEM0036", expr.span,
                         fmt::format("The pattern has no case {}.", shown(statement, *texts, path != nullptr)),
                         statement.cases.empty() ? "the pattern is declared and has no cases" : "");
  }
  EnvironmentPtr visible = pattern.visible;
  const auto see = [&](const syntax::Parameter& parameter, const std::string& text) {
    visible = std::make_shared<const Environment>(
        Environment{parameter.name.text, make_literal(ScalarType::String, text), visible});
  };
  for (std::size_t i = 0; i < statement.parameters.size(); ++i) see(statement.parameters[i], (*texts)[i]);
  if (statement.path) see(*statement.path, texts->back());
  const auto& body = statement.cases[static_cast<std::size_t>(found - pattern.texts.begin())].body;
  const LetFunction function{body.get(), std::move(visible), pattern.restriction, pattern.origin};
  CallResult result = call_let_function(context, Scope{}, function, statement.name.text, {}, expr.span);
  if (result.scalar) return context.error("KS107", expr.span, "This case of the pattern gives no table.");
  return result.relation;
}

}  // namespace huntbook::kql::bind
