#include "kusto_names.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "kql/bind/plan_plugin.hpp"
#include "kql/functions/record.hpp"
#include "kql/operators/record.hpp"
#include "query/plugins/plugin.hpp"

namespace huntbook::kql_cases {
namespace {

std::string_view kind_of(NameKind kind) {
  constexpr std::string_view names[] = {"function", "aggregate", "function",         "operator",
                                        "plugin",   "source",    "tabular operator", "statement"};
  return names[static_cast<std::size_t>(kind)];
}

bool is_supported(const KustoName& name) {
  using enum kql::FunctionKind;
  using kql::OperatorKind;
  const kql::FunctionCatalogue& functions = kql::builtin_functions();
  const auto has_operator = [&](OperatorKind kind) { return kql::find_operator(kind, name.name) != nullptr; };
  if (name.kind == "function")
    return functions.find(Scalar, name.name) != nullptr || functions.find(Window, name.name) != nullptr;
  if (name.kind == "aggregate") return functions.find(Aggregate, name.name) != nullptr;
  if (name.kind == "operator") return functions.find(Operator, name.name) != nullptr;
  if (name.kind == "source") return has_operator(OperatorKind::Source);
  if (name.kind == "statement") return has_operator(OperatorKind::Statement);
  if (name.kind == "tabular operator") return has_operator(OperatorKind::Operator);
  return kql::bind::find_plan_plugin(name.name) != nullptr ||
         std::ranges::any_of(query::builtin_plugins(),
                             [&](const query::Plugin& plugin) { return plugin.signature.name == name.name; });
}

}  // namespace

const std::vector<KustoName>& kusto_names() {
  static const std::vector<KustoName> names = [] {
    std::ifstream in(HUNTBOOK_KUSTO_NAMES);
    if (!in) throw std::runtime_error("cannot read " HUNTBOOK_KUSTO_NAMES);
    std::vector<KustoName> result;
    for (std::string line; std::getline(in, line);) {
      if (line.empty() || line[0] == '#') continue;
      std::istringstream fields(line);
      KustoName name;
      std::getline(fields, name.kind, '\t');
      std::getline(fields, name.name, '\t');
      std::getline(fields, name.page, '\t');
      result.push_back(std::move(name));
    }
    return result;
  }();
  return names;
}

std::string kusto_page(const Entry& entry) {
  std::vector<std::string> candidates = {entry.name};
  candidates.insert(candidates.end(), entry.aliases.begin(), entry.aliases.end());
  for (const std::string& candidate : candidates) {
    for (const KustoName& name : kusto_names()) {
      if (name.kind == kind_of(entry.kind) && name.name == candidate && !name.page.empty())
        return "https://learn.microsoft.com/kusto/query/" + name.page;
    }
  }
  return "";
}

Standing standing_of(const KustoName& name) {
  if (is_supported(name)) return {Standing::Kind::Supported, ""};
  const kql::KnownName* known = kql::builtin_functions().find_known(name.kind, name.name);
  if (known == nullptr) return {};
  return {Standing::Kind::Refused, std::string(known->reason)};
}

}  // namespace huntbook::kql_cases
