#include "kql/bind/local_service.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "kql/bind/stored_function.hpp"
#include "kql/syntax/function_text.hpp"

namespace huntbook::kql::bind {

namespace {

constexpr auto services = std::to_array<std::string_view>({"_GetWatchlist", "_GetWatchlistAlias", "FileProfile"});
constexpr std::string_view profiles = "FileProfiles";

struct ServiceColumn {
  std::string_view name;
  ScalarType type;
};

// Defender docs, "FileProfile()".
constexpr auto profile_columns = std::to_array<ServiceColumn>({{"SHA1", ScalarType::String},
                                                               {"SHA256", ScalarType::String},
                                                               {"MD5", ScalarType::String},
                                                               {"FileSize", ScalarType::Int},
                                                               {"GlobalPrevalence", ScalarType::Int},
                                                               {"GlobalFirstSeen", ScalarType::DateTime},
                                                               {"GlobalLastSeen", ScalarType::DateTime},
                                                               {"Signer", ScalarType::String},
                                                               {"Issuer", ScalarType::String},
                                                               {"SignerHash", ScalarType::String},
                                                               {"IsCertificateValid", ScalarType::Bool},
                                                               {"IsRootSignerMicrosoft", ScalarType::Bool},
                                                               {"SignatureState", ScalarType::String},
                                                               {"IsExecutable", ScalarType::Bool},
                                                               {"ThreatName", ScalarType::String},
                                                               {"Publisher", ScalarType::String},
                                                               {"SoftwareName", ScalarType::String},
                                                               {"ProfileAvailability", ScalarType::String}});

std::string literal(std::string_view text) {
  std::string quoted = "'";
  for (char c : text) {
    if (c == '\\' || c == '\'') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

std::string name_of_column(std::string_view name) {
  return fmt::format("[{}]", literal(name));
}

std::string null_of(ScalarType type) {
  return type == ScalarType::String ? "''" : fmt::format("{}(null)", name_of(type));
}

// Binds a function's text, which is ours, where a call of it stands.
plan::RelPtr bind_text(Context& context, std::string_view function, std::string text, const plan::RelPtr& input,
                       diag::Span span) {
  const syntax::SyntaxTree tree = syntax::parse_function(std::move(text));
  const syntax::Lambda* const lambda = syntax::function_in(tree);
  if (lambda == nullptr || !tree.diagnostics.empty())
    return context.error("HB000", span, fmt::format("The function '{}' can't be written for this call.", function));
  const LetFunction made{lambda, nullptr, context.restriction,
                         std::make_shared<Origin>(Origin{std::string(function), tree.text, {}})};
  return call_let_function(context, Scope{}, made, std::string(function), {}, span, input).relation;
}

std::optional<std::string> constant_name(Context& context, const syntax::Expr& expr) {
  if (const auto* name = std::get_if<syntax::NameRef>(&expr.node); name != nullptr && !context.find_let(name->name))
    return name->name;
  plan::ScalarPtr bound = bind_scalar(context, Scope{}, expr);
  const std::optional<ConstantValue> constant = bound ? constant_of(*bound) : std::nullopt;
  const auto* text = constant ? std::get_if<std::string>(&*constant) : nullptr;
  return text != nullptr ? std::optional(*text) : std::nullopt;
}

std::vector<std::string> watchlists(const Context& context) {
  std::vector<std::string> aliases;
  for (const std::string& table : context.catalogue.table_names())
    if (table.starts_with(watchlist_prefix)) aliases.push_back(table.substr(watchlist_prefix.size()));
  return aliases;
}

plan::RelPtr bind_watchlist(Context& context, const syntax::Call& call, diag::Span span) {
  const auto alias = call.arguments.empty() || std::holds_alternative<syntax::NameRef>(call.arguments.front()->node)
                         ? std::nullopt
                         : constant_name(context, *call.arguments.front());
  if (!alias) return context.error("KS119", span, "_GetWatchlist() takes the alias of a watchlist as a constant text.");
  const std::string table = std::string(watchlist_prefix) + *alias;
  const Table* stored = context.catalogue.find_table(table);
  if (stored == nullptr) {
    const std::string near = diag::nearest_name(*alias, watchlists(context));
    return context.error("KS142", call.arguments.front()->span, fmt::format("The case has no watchlist '{}'.", *alias),
                         near.empty() ? fmt::format("bring it: huntbook ingest list.csv --as {}", table)
                                      : fmt::format("did you mean '{}'?", near));
  }
  std::string extend;
  const auto add = [&](std::string_view column, const std::string& value) {
    if (std::ranges::find(stored->columns, column, &TableColumn::name) == stored->columns.end())
      extend += fmt::format("{}{}={}", extend.empty() ? " | extend " : ", ", column, value);
  };
  add("_DTItemId", "''");
  add("LastUpdatedTimeUTC", "datetime(null)");
  // The first column is the key, as where Sentinel makes a watchlist of a file.
  const auto first = std::ranges::find(stored->columns, false, &TableColumn::hidden);
  add("SearchKey", first != stored->columns.end() ? fmt::format("tostring({})", name_of_column(first->name)) : "''");
  return bind_text(context, "_GetWatchlist", fmt::format("() {{ table({}){} }}", literal(table), extend), nullptr,
                   span);
}

plan::RelPtr bind_watchlist_names(Context& context, diag::Span span) {
  std::string values;
  for (const std::string& alias : watchlists(context)) values += (values.empty() ? "" : ",") + literal(alias);
  return bind_text(context, "_GetWatchlistAlias", fmt::format("() {{ datatable(WatchlistAlias:string)[{}] }}", values),
                   nullptr, span);
}

plan::RelPtr bind_file_profile(Context& context, const syntax::Call& call, const plan::RelPtr& input, diag::Span span) {
  if (!input)
    return context.error("KS119", span, "FileProfile() stands behind invoke.", "T | invoke FileProfile(SHA1)");
  if (call.arguments.size() > 2) return context.error("KS119", span, "FileProfile() takes a column and a limit.");
  const std::optional<std::string> column =
      call.arguments.empty() ? "SHA1" : constant_name(context, *call.arguments.front());
  const plan::Column* key = column ? find_column(input->columns, *column) : nullptr;
  if (key == nullptr)
    return context.error("KS142", call.arguments.empty() ? span : call.arguments.front()->span,
                         fmt::format("FileProfile() needs a column with hashes{}.",
                                     column ? fmt::format("; '{}' is none of these rows", *column) : ""));
  const Table* stored = context.catalogue.find_table(profiles);
  std::string extend;
  std::string kept;
  for (const ServiceColumn& wanted : profile_columns) {
    if (find_column(input->columns, wanted.name) != nullptr) continue;
    const bool known = stored != nullptr &&
                       std::ranges::find(stored->columns, wanted.name, &TableColumn::name) != stored->columns.end();
    std::string& list = known ? kept : extend;
    list += list.empty() ? "" : ", ";
    list += known ? std::string(wanted.name) : fmt::format("{}={}", wanted.name, null_of(wanted.type));
  }
  std::string text = "(T:(*)) { T";
  if (stored != nullptr) {
    const bool long_hash = column->find("SHA256") != std::string::npos;
    const std::string_view hash = long_hash ? "SHA256" : column->find("MD5") != std::string::npos ? "MD5" : "SHA1";
    if (std::ranges::find(stored->columns, hash, &TableColumn::name) == stored->columns.end())
      return context.error("KS142", span, fmt::format("The table '{}' has no column '{}'.", profiles, hash));
    text += fmt::format(
        " | lookup kind=leftouter ({} | summarize take_any(*) by {} | project hb_key={}{}{}) on "
        "$left.{} == $right.hb_key",
        profiles, hash, hash, kept.empty() ? "" : ", ", kept, name_of_column(*column));
  }
  if (!extend.empty()) text += " | extend " + extend;
  return bind_text(context, "FileProfile", text + " }", input, span);
}

}  // namespace

bool is_local_service(std::string_view function) {
  return std::ranges::find(services, function) != services.end();
}

plan::RelPtr bind_local_service(Context& context, const syntax::Call& call, const plan::RelPtr& input,
                                diag::Span span) {
  const std::string& name = call.function.text;
  if (name == "FileProfile") return bind_file_profile(context, call, input, span);
  if (input) return context.error("KS119", span, fmt::format("{}() takes no table.", name));
  return name == "_GetWatchlist" ? bind_watchlist(context, call, span) : bind_watchlist_names(context, span);
}

}  // namespace huntbook::kql::bind
