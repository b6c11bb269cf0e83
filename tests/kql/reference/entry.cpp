#include "entry.hpp"

#include <algorithm>
#include <map>

#include "kql/bind/plan_plugin.hpp"
#include "kql/functions/record.hpp"
#include "kql/functions/reference.hpp"
#include "kql/operators/record.hpp"
#include "query/plugins/plugin.hpp"
#include "signature.hpp"

namespace huntbook::kql_cases {
namespace {

Entry entry_of(const kql::FunctionRecord& record) {
  Entry entry;
  entry.kind = static_cast<NameKind>(record.kind);
  entry.family = family_of(record);
  entry.name = record.name;
  for (std::string_view alias : record.aliases) entry.aliases.emplace_back(alias);
  describe_signatures(record, entry);
  entry.doc = record.doc;
  entry.example = record.example;
  entry.notes = notes_of(record);
  return entry;
}

Entry entry_of(const kql::OperatorRecord& record) {
  Entry entry;
  entry.kind = record.kind == kql::OperatorKind::Source      ? NameKind::Source
               : record.kind == kql::OperatorKind::Statement ? NameKind::Statement
                                                             : NameKind::TabularOperator;
  entry.family = record.family;
  entry.name = record.name;
  for (std::string_view alias : record.aliases) entry.aliases.emplace_back(alias);
  entry.syntax.emplace_back(record.syntax);
  for (const kql::OperatorParameter& parameter : record.parameters)
    entry.parameters.emplace_back(parameter.name, parameter.doc);
  entry.doc = record.doc;
  entry.example = record.example;
  entry.notes = record.notes;
  return entry;
}

Entry entry_of_plugin(std::string_view name, std::string_view doc, std::string_view example) {
  Entry entry;
  entry.kind = NameKind::Plugin;
  entry.family = "Plugins";
  entry.name = name;
  entry.doc = doc;
  entry.example = example;
  if (const kql::PluginText* text = kql::find_plugin_text(name)) {
    entry.syntax.emplace_back(text->syntax);
    for (const kql::OperatorParameter& parameter : text->parameters)
      entry.parameters.emplace_back(parameter.name, parameter.doc);
    entry.notes = text->notes;
  } else {
    entry.syntax.push_back("T | evaluate " + std::string(name) + "(...)");
  }
  return entry;
}

// Names of signs, as files.
const std::map<std::string, std::string>& sign_names() {
  static const std::map<std::string, std::string> names = {{"+", "add"},
                                                           {"-", "subtract"},
                                                           {"*", "multiply"},
                                                           {"/", "divide"},
                                                           {"%", "modulo"},
                                                           {"==", "equals_cs"},
                                                           {"!=", "not_equals_cs"},
                                                           {"=~", "equals"},
                                                           {"!~", "not_equals"},
                                                           {"<", "less"},
                                                           {"<=", "less_or_equal"},
                                                           {">", "greater"},
                                                           {">=", "greater_or_equal"}};
  return names;
}

}  // namespace

std::vector<Entry> all_entries() {
  std::vector<Entry> entries;
  for (const kql::OperatorRecord& record : kql::operator_records()) entries.push_back(entry_of(record));
  for (const kql::FunctionRecord& record : kql::builtin_functions().records()) entries.push_back(entry_of(record));
  std::vector<Entry> plugins;
  for (const kql::bind::PlanPlugin& plugin : kql::bind::plan_plugins())
    plugins.push_back(entry_of_plugin(plugin.name, plugin.doc, plugin.example));
  // What the compiler binds itself, a plugin or a step of an operator, has a run-time half that says nothing of itself.
  for (const query::Plugin& plugin : query::builtin_plugins()) {
    if (plugin.signature.bind && kql::bind::find_plan_plugin(plugin.signature.name) == nullptr)
      plugins.push_back(entry_of_plugin(plugin.signature.name, plugin.signature.doc, plugin.signature.example));
  }
  std::ranges::sort(plugins, {}, &Entry::name);
  entries.insert(entries.end(), plugins.begin(), plugins.end());
  return entries;
}

std::string page_path(NameKind kind, const std::string& name) {
  constexpr std::string_view folders[] = {"functions/", "aggregates/", "functions/", "comparisons/",
                                          "plugins/",   "sources/",    "operators/", "statements/"};
  std::string path(folders[static_cast<std::size_t>(kind)]);
  if (const auto sign = sign_names().find(name); sign != sign_names().end()) return path + sign->second;
  for (char c : name) {
    if (c == '!') {
      path += "not_";
    } else if (c == '~') {
      path += "_folded";
    } else {
      path += c == ' ' ? '_' : c;
    }
  }
  return path;
}

}  // namespace huntbook::kql_cases
