// What the reference says of one function, operator, plugin or statement, gathered from its record.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "../names_of_query.hpp"

namespace huntbook::kql_cases {

struct Entry {
  NameKind kind = NameKind::Scalar;
  std::string family;
  std::string name;
  std::vector<std::string> aliases;
  std::vector<std::string> syntax;                              // one a line
  std::vector<std::pair<std::string, std::string>> parameters;  // name; what it takes or means
  std::string result;                                           // type and nulls, as sentences; empty for tables
  std::string doc;
  std::string example;
  std::string notes;
};

// An entry for each record, in the order of the catalogue.
std::vector<Entry> all_entries();

// Folder of the page below docs/kql, and its name without the ending: functions/strcat, comparisons/not_equals.
std::string page_path(NameKind kind, const std::string& name);

}  // namespace huntbook::kql_cases
