// Reads files of KQL cases. A case is a paragraph of lines "key: value"; a value that is '|' goes on in the indented
// lines below it; a line that starts with '#' and stands first in a paragraph is the case's title.
//
//   # has matches whole terms, not substrings
//   kql: T | where s has "min" | project s
//   input T(s:string): [["admin"], ["min-max"]]
//   rows: [["min-max"]]
//
// Keys: 'kql' the query; 'input NAME(columns)' a table as JSON rows (any number of them); 'now' the clock (ISO 8601);
// 'columns' the result's "name:type, ..." where the case is about them; 'rows' the result as JSON, in order where the
// query sorts, else in any order; 'error' instead of rows: the code of the first diagnostic, then words of its message.
// With HUNTBOOK_REFILL=1 the runner writes 'rows', 'columns' and 'error' anew: review the difference before you commit
// it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace huntbook::kql_cases {

struct Field {
  std::string key;
  std::string value;
};

struct Case {
  std::string title;
  std::size_t line = 0;  // of the title, from 1
  std::vector<Field> fields;
  const std::string* find(std::string_view key) const;
};

std::vector<Case> read_cases(const std::filesystem::path& file);
// Writes cases in the form that read_cases reads.
std::string print_cases(const std::vector<Case>& cases, const std::string& header);
// The lines of comment before the first case.
std::string read_header(const std::filesystem::path& file);

}  // namespace huntbook::kql_cases
