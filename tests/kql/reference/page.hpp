// The pages of docs/kql/ as Markdown.
#pragma once

#include <string>
#include <vector>

#include "entry.hpp"

namespace huntbook::kql_cases {

// The page of one entry. `query` is its example as it was run, `output` what the program printed.
std::string entry_page(const Entry& entry, const std::string& query, const std::string& output);

// The index of a folder: its families with a line for each entry.
std::string folder_index(const std::string& folder, const std::vector<Entry>& entries);

// docs/kql/README.md.
std::string main_index(const std::vector<Entry>& entries);

// docs/kql/completeness.md: the catalogue's names against what there is.
std::string completeness_page(const std::vector<Entry>& entries);

// An example as a reader wants to see it: a long line broken before its bars and behind its semicolons.
std::string broken_lines(const std::string& query);

}  // namespace huntbook::kql_cases
