// Operators that keep some of the rows, or put them in an order.
#include "kql/operators/register.hpp"

namespace huntbook::kql {

void add_row_operators(OperatorRecords& records) {
  constexpr std::string_view family = "Rows";
  records.push_back({.family = family,
                     .name = "where",
                     .aliases = {"filter"},
                     .syntax = "T | where Predicate",
                     .parameters = {{"Predicate", "a condition of type bool"}},
                     .doc = "Keeps the rows for which a condition holds.",
                     .example = R"(datatable(User: string, Failures: long)["alice", 2, "bob", 31, "carol", long(null)]
| where Failures > 10)",
                     .notes = "A row whose condition is null is dropped."});
  records.push_back({.family = family,
                     .name = "search",
                     .syntax = "T | search [kind = case_sensitive | case_insensitive] Predicate",
                     .parameters = {{"kind", "optional; case_insensitive is the default"},
                                    {"Predicate",
                                     "a text to look for in every column, Column:\"text\" for one column, or any "
                                     "condition; joined with and, or"}},
                     .doc = "Keeps the rows that have a text in any column.",
                     .example = R"(datatable(User: string, Command: string)["alice", "whoami /all", "bob", "dir"]
| search "whoami")",
                     .notes = "The column $table comes first and says which table a row is from."});
  records.push_back({.family = family,
                     .name = "take",
                     .aliases = {"limit"},
                     .syntax = "T | take Count",
                     .parameters = {{"Count", "how many rows, at most"}},
                     .doc = "Keeps at most so many rows, whichever they are.",
                     .example = R"(range n from 1 to 100 step 1 | take 3)",
                     .notes = "Behind a sort they are the first ones."});
  records.push_back({.family = family,
                     .name = "sample",
                     .syntax = "T | sample Count",
                     .parameters = {{"Count", "how many rows, at most"}},
                     .doc = "Keeps so many rows, picked at random.",
                     .example = R"(range n from 1 to 100 step 1 | sample 5 | count)"});
  records.push_back({.family = family,
                     .name = "distinct",
                     .syntax = "T | distinct Column [, ...] | distinct *",
                     .parameters = {{"Column", "columns or named expressions; * takes all columns"}},
                     .doc = "Gives each combination of values once.",
                     .example = R"(datatable(User: string, Host: string)["alice", "pc1", "alice", "pc1", "bob", "pc1"]
| distinct User, Host)"});
  records.push_back(
      {.family = family,
       .name = "sample-distinct",
       .syntax = "T | sample-distinct Count of Column",
       .parameters = {{"Count", "how many values, at most"}, {"Column", "a column or an expression"}},
       .doc = "Gives so many of a column's distinct values.",
       .example =
           R"(datatable(Host: string)["pc1", "pc2", "pc1", "pc2"] | sample-distinct 10 of Host | sort by Host asc)"});
  records.push_back(
      {.family = family,
       .name = "sort",
       .aliases = {"order"},
       .syntax = "T | sort by Expression [asc | desc] [nulls first | nulls last] [, ...]",
       .parameters = {{"Expression", "what to sort by; text is compared by code points"},
                      {"asc, desc", "optional direction; desc is the default"},
                      {"nulls first, nulls last",
                       "optional place of nulls; first is the default of asc, last of desc"}},
       .doc = "Puts the rows in order.",
       .example = R"(datatable(User: string, Failures: long)["alice", 2, "bob", 31, "carol", long(null)]
| sort by Failures desc)",
       .notes = "The order is kept up to the next operator that undoes it (summarize, join); functions such as "
                "row_number() and prev() need one."});
  records.push_back({.family = family,
                     .name = "top",
                     .syntax = "T | top Count by Expression [asc | desc] [nulls first | nulls last] [, ...]",
                     .parameters = {{"Count", "how many rows, at most"},
                                    {"Expression", "what to sort by"},
                                    {"asc, desc", "optional direction; desc is the default"},
                                    {"nulls first, nulls last",
                                     "optional place of nulls; first is the default of asc, last of desc"}},
                     .doc = "Gives the first rows in an order.",
                     .example = R"(datatable(User: string, Failures: long)["alice", 2, "bob", 31, "carol", 9]
| top 2 by Failures)"});
}

}  // namespace huntbook::kql
