#include "kql/bind/restriction.hpp"

#include <algorithm>
#include <ranges>

#include "kql/bind/source.hpp"
#include "kql/bind/wildcard.hpp"

namespace huntbook::kql::bind {

namespace {

struct Named {
  std::vector<std::string> lets;
  std::vector<std::string> stored;
};

bool any_matches(const std::vector<std::string>& patterns, std::string_view name) {
  return std::ranges::any_of(patterns, [&](const std::string& pattern) { return matches_wildcard(pattern, name); });
}

bool stands_before(const Context& context, std::string_view name) {
  for (const Environment* let = context.environment.get(); let != nullptr; let = let->outer.get())
    if (let->name == name) return true;
  return false;
}

void add(Context& context, const syntax::Expr& expr, Named& named) {
  if (std::holds_alternative<syntax::Star>(expr.node)) {
    named.lets.emplace_back("*");
  } else if (const auto* name = std::get_if<syntax::NameRef>(&expr.node)) {
    const bool wildcard = name->name.find('*') != std::string::npos;
    const bool let = wildcard || stands_before(context, name->name);
    if (let) named.lets.push_back(name->name);
    if (name->name != "*" && (wildcard || !let)) named.stored.push_back(name->name);
  } else if (const auto* member = std::get_if<syntax::Member>(&expr.node)) {
    if (names_open_case(context, *member->object)) named.stored.push_back(member->name.text);
  } else {
    context.error("KS107", expr.span, "The name of a table, a wildcard or database().name is expected here.");
  }
}

// The names without those of tables, functions and patterns that are not among `lets`.
EnvironmentPtr restricted(const EnvironmentPtr& environment, const std::vector<std::string>& lets) {
  std::vector<const Environment*> kept;
  for (const Environment* let = environment.get(); let != nullptr; let = let->outer.get()) {
    if (std::holds_alternative<plan::ScalarPtr>(let->value) || any_matches(lets, let->name)) kept.push_back(let);
  }
  EnvironmentPtr result;
  for (const Environment* let : std::views::reverse(kept))
    result = std::make_shared<const Environment>(Environment{let->name, let->value, result});
  return result;
}

}  // namespace

void bind_restrict(Context& context, const syntax::RestrictStatement& statement) {
  Named named;
  for (const syntax::ExprPtr& table : statement.tables) add(context, *table, named);
  context.environment = restricted(context.environment, named.lets);
  context.restriction =
      std::make_shared<const RestrictedTo>(RestrictedTo{std::move(named.stored), std::move(context.restriction)});
}

bool is_allowed(const Context& context, std::string_view name) {
  for (const RestrictedTo* each = context.restriction.get(); each != nullptr; each = each->outer.get())
    if (!any_matches(each->names, name)) return false;
  return true;
}

}  // namespace huntbook::kql::bind
