// Operators that bring tables together.
#include "kql/operators/register.hpp"

namespace huntbook::kql {

void add_table_operators(OperatorRecords& records) {
  constexpr std::string_view family = "Several tables";
  records.push_back(
      {.family = family,
       .name = "join",
       .syntax = "T | join [kind = Kind] (Right) on Column [, ...] | $left.A == $right.B [, ...]",
       .parameters = {{"kind = Kind",
                       "optional: innerunique (default), inner, leftouter, rightouter, fullouter, "
                       "leftsemi, rightsemi, leftanti (anti, leftantisemi) or rightanti (rightantisemi)"},
                      {"Right", "a table or query"},
                      {"on", "columns that both sides have, or equalities of $left and $right"}},
       .doc = "Joins the rows of two tables that have the same keys.",
       .example = R"(datatable(User: string, Ip: string)["alice", "10.0.0.4", "bob", "10.0.0.9"]
| join kind = leftouter (datatable(Ip: string, Host: string)["10.0.0.4", "pc1"]) on Ip
| project User, Ip, Host | sort by User asc)",
       .notes = "The default, innerunique, takes one row for each key of the left side. A column that both sides "
                "have gets a 1 behind its name on the right. Keys that are null join with nothing."});
  records.push_back(
      {.family = family,
       .name = "lookup",
       .syntax = "T | lookup [kind = leftouter | inner] (Right) on Column [, ...] | $left.A == $right.B [, ...]",
       .parameters = {{"kind", "optional; leftouter (default) keeps rows without a match, inner drops them"},
                      {"Right", "a table or query, which may be the smaller one"},
                      {"on", "columns that both sides have, or equalities of $left and $right"}},
       .doc = "Adds the columns of a second table to the rows of the first.",
       .example = R"(datatable(User: string, Ip: string)["alice", "10.0.0.4", "bob", "10.0.0.9"]
| lookup (datatable(Ip: string, Host: string)["10.0.0.4", "pc1"]) on Ip | sort by User asc)",
       .notes = "The keys of the right side are no columns of the result."});
  records.push_back(
      {.family = family,
       .name = "union",
       .syntax = "T | union [kind = inner | outer] [withsource = Column] [isfuzzy = true | false] Table [, ...]",
       .parameters = {{"kind", "optional; inner keeps the columns that all tables have, outer (default) all"},
                      {"withsource = Column", "optional name of a column that says which table a row is from"},
                      {"isfuzzy", "optional; with true, tables that are not there are left out"},
                      {"Table", "a table, a name with wildcards, or a query in parentheses"}},
       .doc = "Adds the rows of other tables.",
       .example = R"(datatable(User: string)["alice"] | union (datatable(User: string, Admin: bool)["bob", true])
| sort by User asc)",
       .notes = "Columns are matched by name; where the types of a name differ, each type gets a column of its "
                "own, as name_type."});
}

}  // namespace huntbook::kql
