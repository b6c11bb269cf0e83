#include "kql/editor/candidates.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "kql/bind/plan_plugin.hpp"
#include "kql/editor/describe.hpp"
#include "kql/editor/names.hpp"
#include "kql/editor/signature.hpp"

namespace huntbook::kql::editor {

namespace {

// 0: the name begins so; 1: likewise, but for case; 2: it contains the text; -1: it does not fit.
int match_of(std::string_view label, std::string_view prefix) {
  if (label.starts_with(prefix)) return 0;
  const std::string lower_label = ascii_lower(label);
  const std::string lower_prefix = ascii_lower(prefix);
  if (lower_label.starts_with(lower_prefix)) return 1;
  return lower_label.find(lower_prefix) != std::string::npos ? 2 : -1;
}

// The first signature of each function of the language, made once: hundreds are offered at a time.
const std::string& first_signature(const FunctionRecord& record) {
  static const auto labels = [] {
    std::map<const FunctionRecord*, std::string> made;
    for (const FunctionRecord& each : builtin_functions().records())
      if (!each.signatures.empty()) made.emplace(&each, signatures_of(each).front().label);
    return made;
  }();
  return labels.at(&record);
}

CompletionKind kind_of(FunctionKind kind) {
  if (kind == FunctionKind::Aggregate) return CompletionKind::Aggregate;
  return kind == FunctionKind::Window ? CompletionKind::WindowFunction : CompletionKind::Function;
}

}  // namespace

void Candidates::add(CompletionItem item) {
  const int match = match_of(item.label, cursor_.prefix());
  if (match < 0 || !labels_.insert(item.label).second) return;
  if (item.insert.empty()) item.insert = item.label;
  found_.push_back({std::move(item), rank_, match});
}

// With its bracket, if none stands there yet.
std::string Candidates::call_text(std::string_view name) const {
  const std::size_t end = cursor_.word().end;
  const bool called = end < document_.text().size() && document_.text()[end] == '(';
  return called ? std::string(name) : fmt::format("{}(", name);
}

void Candidates::add_columns(const std::vector<plan::Column>& columns, std::string_view where) {
  for (const plan::Column& column : columns) {
    if (column.hidden || column.name.empty()) continue;
    add({column.name, CompletionKind::Column, std::string(name_of(column.type)), std::string(where),
         quoted_name(column.name)});
  }
  ++rank_;
}

void Candidates::add_words(std::span<const Word> words, CompletionKind kind) {
  for (const Word& word : words)
    add({std::string(word.name), kind, std::string(word.form), std::string(word.doc), std::string(word.name)});
  ++rank_;
}

void Candidates::add_keywords(std::initializer_list<std::string_view> keywords) {
  for (const std::string_view word : keywords) add({std::string(word), CompletionKind::Keyword, {}, {}, {}});
  ++rank_;
}

void Candidates::add_properties(std::span<const PropertyWord> properties) {
  for (const PropertyWord& property : properties) {
    std::string values = fmt::format("{}", fmt::join(property.values, "|"));
    add({std::string(property.name), CompletionKind::Property, std::move(values), std::string(property.doc),
         fmt::format("{}=", property.name)});
  }
  ++rank_;
}

void Candidates::add_values(const std::vector<std::string_view>& values) {
  for (const std::string_view value : values) add({std::string(value), CompletionKind::Value, {}, {}, {}});
  ++rank_;
}

void Candidates::add_functions(FunctionKind kind) {
  for (const FunctionRecord& record : builtin_functions().records()) {
    if (record.kind != kind || record.signatures.empty()) continue;
    add({std::string(record.name), kind_of(kind), first_signature(record), std::string(record.doc),
         call_text(record.name)});
  }
  ++rank_;
}

void Candidates::add_special_functions() {
  for (const Word& word : special_functions())
    add({std::string(word.name), CompletionKind::Function, std::string(word.form), std::string(word.doc),
         call_text(word.name)});
}

void Candidates::add_plugins() {
  for (const bind::PlanPlugin& plugin : bind::plan_plugins())
    add({std::string(plugin.name), CompletionKind::Plugin, {}, std::string(plugin.doc), call_text(plugin.name)});
  for (const std::string& name : document_.catalogue().plugin_names()) {
    const PluginSignature* plugin = document_.catalogue().find_plugin(name);
    add({name, CompletionKind::Plugin, {}, plugin != nullptr ? plugin->doc : std::string(), call_text(name)});
  }
  ++rank_;
}

void Candidates::add_stored_tables() {
  for (const std::string& name : document_.catalogue().table_names()) {
    // Looking a table up may make it, so only those that fit are.
    if (match_of(name, cursor_.prefix()) < 0) continue;
    const Table* table = document_.catalogue().find_table(name);
    if (table == nullptr) continue;
    add({name, CompletionKind::Table, fmt::format("{} columns", table->columns.size()),
         table->relation.empty() ? "documented; the case has no rows of it" : "", quoted_name(name)});
  }
  ++rank_;
}

void Candidates::add_stored_functions() {
  for (const std::string& name : document_.catalogue().function_names()) {
    if (match_of(name, cursor_.prefix()) < 0) continue;
    const StoredFunction* function = document_.catalogue().find_function(name);
    if (function == nullptr) continue;
    const bool view = function->view && function->parameters == "()";
    add({name, view ? CompletionKind::Table : CompletionKind::Function, signature_of(*function).label,
         "function of the case", view ? quoted_name(name) : call_text(name)});
  }
  ++rank_;
}

void Candidates::add_types() {
  for (const ScalarType type : all_scalar_types) add({std::string(name_of(type)), CompletionKind::Type, {}, {}, {}});
  ++rank_;
}

void Candidates::add_name(const std::string& name, const bind::LetValue* value, Names wanted) {
  if (value == nullptr) return;
  if (const auto* function = std::get_if<bind::LetFunction>(value)) {
    const bool view = function->lambda->view && function->lambda->parameters.empty();
    add({name, view ? CompletionKind::Table : CompletionKind::Function, signature_of(name, *function->lambda).label,
         "function of this text", view ? quoted_name(name) : call_text(name)});
    return;
  }
  if (const auto* rows = std::get_if<bind::SharedRelation>(value)) {
    if (wanted == Names::Scalar) return;
    add({name, CompletionKind::Table, describe_columns(*rows->definition), "table of this text", quoted_name(name)});
    return;
  }
  if (const auto* pattern = std::get_if<bind::TextPattern>(value)) {
    if (wanted != Names::Scalar)
      add({name, CompletionKind::Function, fmt::format("{} cases", pattern->texts.size()), "pattern of this text",
           call_text(name)});
    return;
  }
  if (wanted == Names::Tabular) return;
  const auto& scalar = std::get<plan::ScalarPtr>(*value);
  add({name, CompletionKind::Variable, scalar ? std::string(name_of(scalar->type)) : std::string(),
       "value of this text", quoted_name(name)});
}

void Candidates::add_names(Names wanted) {
  std::vector<Definition> known = definitions_at(document_, cursor_.clause_offset());
  for (const Definition& definition : known)
    add_name(definition.name, document_.value_of(definition.name, cursor_.clause_offset()), wanted);
  for (const Definition& definition : definitions_in(document_.prelude())) {
    if (definition.let != nullptr)
      add_name(definition.name, document_.value_of(definition.name, cursor_.clause_offset()), wanted);
  }
  if (wanted != Names::Tabular) {
    for (const auto& [name, parameter] : document_.surroundings().parameters)
      add({name, CompletionKind::Variable, std::string(huntbook::name_of(parameter.type)), "parameter of the session",
           quoted_name(name)});
  }
  ++rank_;
}

Completion Candidates::finish() {
  std::ranges::stable_sort(found_, [](const Ranked& a, const Ranked& b) {
    // What contains the text comes behind all that begins with it.
    return std::tuple(a.match == 2, a.rank, a.match) < std::tuple(b.match == 2, b.rank, b.match);
  });
  Completion completion{cursor_.word(), {}};
  completion.items.reserve(found_.size());
  for (Ranked& ranked : found_) completion.items.push_back(std::move(ranked.item));
  return completion;
}

}  // namespace huntbook::kql::editor
