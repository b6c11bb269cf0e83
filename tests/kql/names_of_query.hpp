// Which functions, operators, plugins and statements a text uses, as the parser sees it: a word in a string, a column's
// name or a function that the text defines itself counts for nothing.
#pragma once

#include <compare>
#include <set>
#include <string>
#include <string_view>

namespace huntbook::kql_cases {

// What a record is: a scalar, aggregate or window function, an operator between values, a plugin, or a source, tabular
// operator or statement.
enum class NameKind { Scalar, Aggregate, Window, ValueOperator, Plugin, Source, TabularOperator, Statement };

struct UsedName {
  NameKind kind;
  std::string name;  // of the record, not the alias
  auto operator<=>(const UsedName&) const = default;
};

// The used names that have records. A name that is a scalar function and an aggregate is the latter where aggregates
// are expected (summarize, make-series, top-nested), unless it stands inside of one.
std::set<UsedName> names_of_query(std::string_view text);

}  // namespace huntbook::kql_cases
