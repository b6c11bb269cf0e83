// What a query begins with, where that is not the name of a table.
#include "kql/operators/register.hpp"

namespace huntbook::kql {

void add_sources(OperatorRecords& records) {
  constexpr std::string_view family = "Sources";
  records.push_back({.kind = OperatorKind::Source,
                     .family = family,
                     .name = "print",
                     .syntax = "print [Name =] Expression [, ...]",
                     .parameters = {{"Name", "optional name of the column; without it print_0, print_1 and so on"},
                                    {"Expression", "a value, which needs no table"}},
                     .doc = "Gives one row with the values of expressions.",
                     .example = R"(print Host = "web-01", Failures = 3 * 4)"});
  records.push_back({.kind = OperatorKind::Source,
                     .family = family,
                     .name = "range",
                     .syntax = "range Column from Start to Stop step Step",
                     .parameters = {{"Column", "name of the one column"},
                                    {"Start", "first value: a number, datetime or timespan"},
                                    {"Stop", "the last value is not beyond it"},
                                    {"Step", "what one value is apart from the next; may be negative"}},
                     .doc = "Gives a row for each value from Start to Stop.",
                     .example = R"(range Hour from datetime(2024-03-01T22:00:00Z) to datetime(2024-03-02) step 1h)",
                     .notes = "No rows where Step leads away from Stop."});
  records.push_back(
      {.kind = OperatorKind::Source,
       .family = family,
       .name = "datatable",
       .syntax = "datatable(Column : type [, ...]) [ Value [, ...] ]",
       .parameters = {{"Column : type", "names and types of the columns"}, {"Value", "constants, row by row"}},
       .doc = "Gives a table that stands in the query itself.",
       .example = R"(datatable(User: string, Logons: long)["alice", 4, "bob", 17])"});
  records.push_back(
      {.kind = OperatorKind::Source,
       .family = family,
       .name = "externaldata",
       .aliases = {"external_data"},
       .syntax = "externaldata(Column : type [, ...]) [ Place [, ...] ] [with (Property = Value [, ...])]",
       .parameters = {{"Column : type", "names and types of the columns"},
                      {"Place", "a file's path or URL, constant; compressed files are unpacked"},
                      {"format",
                       "optional: csv, tsv, json, multijson, txt, parquet and others; default by "
                       "the file's name"},
                      {"ignoreFirstRecord", "optional; true skips the first record of each file"},
                      {"ingestionMapping", "optional JSON: which column takes which field"}},
       .doc = "Gives the records of files as a table.",
       .example = R"(externaldata(User: string, Logons: long) ["tests/kql/files/logons.csv"]
with (format = "csv", ignoreFirstRecord = true))",
       .notes = "Files must lie in a folder that --allow-read names; URLs are fetched with --online alone. "
                "Logins of storage services are refused."});
  records.push_back(
      {.kind = OperatorKind::Source,
       .family = family,
       .name = "find",
       .syntax = "find [withsource = Column] [in (Table [, ...])] [where] Predicate "
                 "[project-smart | project Column [: type] [, ...] [, pack(*)]]",
       .parameters = {{"withsource = Column", "optional name of the column with the table's name; default source_"},
                      {"in (Table, ...)", "optional tables to look in, with wildcards; default all"},
                      {"Predicate", "a condition on columns; a column that a table lacks counts as null"},
                      {"project", "optional columns to give; pack(*) puts the other ones into the bag pack_"},
                      {"project-smart", "optional, the default: the columns of the predicate and those that all have"}},
       .doc = "Gives the rows of several tables that match, with the name of their table.",
       .example = R"(let Logons = datatable(User: string, Ip: string)["alice", "10.0.0.4", "bob", "10.0.0.9"];
let Mails = datatable(Sender: string, Ip: string)["carol", "10.0.0.9"];
find in (Logons, Mails) where Ip == "10.0.0.9" project Ip)"});
  records.push_back(
      {.kind = OperatorKind::Source,
       .family = family,
       .name = "union",
       .syntax = "union [kind = inner | outer] [withsource = Column] "
                 "[isfuzzy = true | false] Table [, ...]",
       .parameters = {{"kind", "optional; inner keeps the columns that all tables have, outer (default) all"},
                      {"withsource = Column", "optional name of a column that says which table a row is from"},
                      {"isfuzzy", "optional; with true, tables that are not there are left out"},
                      {"Table", "a table, a name with wildcards, or a query in parentheses"}},
       .doc = "Gives the rows of several tables, one behind the other.",
       .example = R"(union withsource = Table (print User = "alice"), (print User = "bob", Admin = true))"});
  records.push_back(
      {.kind = OperatorKind::Source,
       .family = family,
       .name = "search",
       .syntax = "search [kind = case_sensitive | case_insensitive] [in (Table [, ...])] Predicate",
       .parameters = {{"kind", "optional; case_insensitive is the default"},
                      {"in (Table, ...)", "optional tables to look in, with wildcards; default all"},
                      {"Predicate",
                       "a text to look for in every column, Column:\"text\" for one column, or any "
                       "condition; joined with and, or"}},
       .doc = "Looks for a text in all columns of several tables.",
       .example = R"(let Logons = datatable(User: string, Ip: string)["alice", "10.0.0.4", "bob", "10.0.0.9"];
let Mails = datatable(Sender: string, Subject: string)["bob", "invoice"];
search in (Logons, Mails) "bob")",
       .notes = "A text is looked for as a whole term; * stands for any characters."});
}

}  // namespace huntbook::kql
