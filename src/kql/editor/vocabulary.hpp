// The words of KQL that are no names of functions: operators, statements, sources (from their records), their
// properties, kinds of charts, commands. One doc line each, for completion and hovering.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace huntbook::kql::editor {

struct Word {
  std::string_view name;
  std::string_view doc;
  std::string_view form = {};  // how it is written: "where Predicate"
};

// A property name=value of an operator, a hint, or a chart.
struct PropertyWord {
  std::string_view name;
  std::string_view doc;
  std::vector<std::string_view> values = {};  // none: free
  bool takes_columns = false;
};

std::span<const Word> operators();
std::span<const Word> statements();  // let, set, ...
std::span<const Word> sources();     // print, datatable, ...
// Forms that look like functions and have no record: toscalar, materialize, ...
std::span<const Word> special_functions();
// Infix operators that are words or signs, as and, has, ==.
std::span<const Word> infix_words();
std::span<const Word> chart_kinds();
std::span<const PropertyWord> chart_properties();
std::span<const Word> commands();  // without their dot
// What follows the first word of a command.
std::span<const Word> command_words(std::string_view command);
// Of an operator or source; hints are named hint.X.
std::vector<PropertyWord> properties_of(std::string_view op);

// Null where there is none of that name.
const Word* find_word(std::span<const Word> words, std::string_view name);

}  // namespace huntbook::kql::editor
