// What the language's tabular operators, sources and statements are called, how they are written and what they are for.
// Completion and the pages of docs/kql/ come from these records; the grammar itself is in kql/syntax.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace huntbook::kql {

enum class OperatorKind {
  Source,     // begins a query: print, range, datatable
  Operator,   // behind a '|'
  Statement,  // ends with ';': let, set
};

// A word or value that the text of an operator holds.
struct OperatorParameter {
  std::string_view name;  // as in the syntax
  std::string_view doc;   // what it means; begins with "optional" where it may be left out
};

struct OperatorRecord {
  OperatorKind kind = OperatorKind::Operator;
  std::string_view family;                     // heading under which lists show it
  std::string_view name;                       // project-away, let
  std::vector<std::string_view> aliases = {};  // other spellings that mean the same
  std::string_view syntax;                     // [..] may be left out, A | B is a choice, ... may be repeated
  std::vector<OperatorParameter> parameters = {};
  std::string_view doc;         // one line
  std::string_view example;     // a whole query that runs without evidence
  std::string_view notes = {};  // nulls, limits, and where Huntbook and Kusto differ
};

// How a plugin of 'evaluate' is called. What it does and an example stand with its implementation (kql/bind,
// query/plugins).
struct PluginText {
  std::string_view name;
  std::string_view syntax;
  std::vector<OperatorParameter> parameters = {};
  std::string_view notes = {};
};

// All that this build supports, by family.
std::span<const OperatorRecord> operator_records();
// The record of that name or alias; null where there is none. Names are case-sensitive, as Kusto's.
const OperatorRecord* find_operator(OperatorKind kind, std::string_view name);

std::span<const PluginText> plugin_texts();
const PluginText* find_plugin_text(std::string_view name);

}  // namespace huntbook::kql
