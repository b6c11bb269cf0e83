// Operators that choose, name and compute columns and leave the rows alone.
#include "kql/operators/register.hpp"

namespace huntbook::kql {

void add_column_operators(OperatorRecords& records) {
  constexpr std::string_view family = "Columns";
  records.push_back(
      {.family = family,
       .name = "extend",
       .syntax = "T | extend [Name | (Name, ...) =] Expression [, ...]",
       .parameters = {{"Name",
                       "optional name of the new column; one that is there is replaced. Several names in "
                       "parentheses take the values of a function that gives several"},
                      {"Expression", "computed for each row"}},
       .doc = "Adds computed columns.",
       .example = R"(datatable(Sent: long, Received: long)[120, 30, 5, 900] | extend Total = Sent + Received)"});
  records.push_back(
      {.family = family,
       .name = "project",
       .syntax = "T | project [Name =] Expression [, ...]",
       .parameters = {{"Name", "optional name of the column"},
                      {"Expression", "a column of the input, or computed for each row"}},
       .doc = "Gives the named columns, in this order, and no other.",
       .example = R"(datatable(User: string, Bytes: long)["alice", 2048] | project KiB = Bytes / 1024, User)"});
  records.push_back({.family = family,
                     .name = "project-away",
                     .syntax = "T | project-away Column [, ...]",
                     .parameters = {{"Column", "names, with * as wildcard"}},
                     .doc = "Drops columns and keeps the others.",
                     .example = R"(print User = "alice", Ip = "10.0.0.4", IpCity = "Berlin" | project-away Ip*)"});
  records.push_back(
      {.family = family,
       .name = "project-keep",
       .syntax = "T | project-keep Column [, ...]",
       .parameters = {{"Column", "names, with * as wildcard"}},
       .doc = "Keeps columns in the order that they have and drops the others.",
       .example = R"(print User = "alice", Ip = "10.0.0.4", IpCity = "Berlin" | project-keep IpCity, User)"});
  records.push_back({.family = family,
                     .name = "project-rename",
                     .syntax = "T | project-rename NewName = Column [, ...]",
                     .parameters = {{"NewName", "the name that the column gets"}, {"Column", "a column of the input"}},
                     .doc = "Renames columns and leaves them where they are.",
                     .example = R"(print User = "alice", Ip = "10.0.0.4" | project-rename Account = User)"});
  records.push_back(
      {.family = family,
       .name = "project-reorder",
       .syntax = "T | project-reorder Column [asc | desc | granny-asc | granny-desc] [, ...]",
       .parameters = {{"Column", "names, with * as wildcard"},
                      {"asc, desc", "optional order by name of the columns that a wildcard meets"},
                      {"granny-asc, granny-desc", "the same, with numbers in the names compared as numbers"}},
       .doc = "Puts columns in front, in this order; the others follow.",
       .example = R"(print b10 = 1, b9 = 2, a = 3 | project-reorder a, b* granny-asc)"});
  records.push_back(
      {.family = family,
       .name = "project-by-names",
       .syntax = "T | project-by-names Names [, ...]",
       .parameters = {{"Names", "texts, arrays of texts or column_names_of() that name columns, with * as wildcard"}},
       .doc = "Gives the columns whose names stand in texts or arrays; unknown names are left out.",
       .example = R"(print User = "alice", Ip = "10.0.0.4", Port = 22
| project-by-names dynamic(["Port", "User"]))"});
  records.push_back({.family = family,
                     .name = "getschema",
                     .syntax = "T | getschema [kind = csl]",
                     .parameters = {{"kind = csl", "optional; one row with the schema as a text"}},
                     .doc = "Gives a row for each column of the table: its name, place and type.",
                     .example = R"(print User = "alice", Seen = datetime(2024-03-01) | getschema)"});
  records.push_back(
      {.family = family,
       .name = "serialize",
       .syntax = "T | serialize [[Name =] Expression [, ...]]",
       .parameters = {{"Name = Expression", "optional columns to add, as extend does"}},
       .doc = "Declares the order of the rows as meant, so that functions such as row_number() and prev() may be "
              "used.",
       .example = R"(datatable(Host: string)["pc1", "pc2"] | serialize Number = row_number())"});
}

}  // namespace huntbook::kql
