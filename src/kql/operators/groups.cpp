// Operators that put rows together and give something of each group.
#include "kql/operators/register.hpp"

namespace huntbook::kql {

void add_group_operators(OperatorRecords& records) {
  constexpr std::string_view family = "Groups";
  records.push_back(
      {.family = family,
       .name = "summarize",
       .syntax = "T | summarize [[Name =] Aggregate [, ...]] [by [Name =] Expression [, ...]]",
       .parameters = {{"Aggregate", "an expression over aggregates: count(), sum(Bytes) / 2"},
                      {"by Expression", "optional; a group for each combination of these values, null being one too"},
                      {"Name", "optional name of the column"}},
       .doc = "Gives one row for each group of rows, with aggregates of the group.",
       .example = R"(datatable(User: string, Bytes: long)["alice", 10, "bob", 7, "alice", 5]
| summarize Requests = count(), sum(Bytes) by User)",
       .notes = "Without 'by' there is always one row; with it none for an empty table."});
  records.push_back({.family = family,
                     .name = "count",
                     .syntax = "T | count [as Name]",
                     .parameters = {{"as Name", "optional name of the column; default Count"}},
                     .doc = "Counts the rows.",
                     .example = R"(range n from 1 to 42 step 1 | count)"});
  records.push_back({.family = family,
                     .name = "make-series",
                     .syntax = "T | make-series [kind = nonempty] [Name =] Aggregate [default = Value] [, ...] on Axis "
                               "[from Start] [to End] step Step [by Expression [, ...]]",
                     .parameters = {{"kind = nonempty", "optional; one row of default values where the table is empty"},
                                    {"Aggregate", "what each element of the series holds"},
                                    {"default = Value", "optional value of steps without rows; default 0"},
                                    {"Axis", "a column of numbers, datetimes or timespans"},
                                    {"from Start", "optional begin of the first step; default the first value's bin"},
                                    {"to End", "optional end, not included; default the last value's bin"},
                                    {"step Step", "width of a step"},
                                    {"by Expression", "optional; a row for each combination of these values"}},
                     .doc = "Makes arrays of aggregates along an axis, steps without rows included.",
                     .example = R"(datatable(Time: datetime, Host: string)[
  datetime(2024-03-01T08:10:00Z), "pc1", datetime(2024-03-01T08:40:00Z), "pc1", datetime(2024-03-01T10:05:00Z), "pc1"]
| make-series Logons = count() on Time from datetime(2024-03-01T08:00:00Z) to datetime(2024-03-01T12:00:00Z) step 1h by Host
| project Host, Logons)"});
  records.push_back(
      {.family = family,
       .name = "top-nested",
       .syntax = "T | top-nested [Count] of [Name =] Expression [with others = Value] by [Name =] Aggregate "
                 "[asc | desc] [, top-nested ...]",
       .parameters = {{"Count", "optional; how many values of this level, without it all"},
                      {"Expression", "the level's values"},
                      {"with others = Value", "optional; a row under this value for all that were not taken"},
                      {"Aggregate", "what values are compared by"},
                      {"asc, desc", "optional direction; desc is the default"}},
       .doc = "Takes the top values of a first level, below each those of the next, and so on.",
       .example =
           R"(datatable(Site: string, Host: string, Alerts: long)["north", "pc1", 5, "north", "pc2", 2, "south", "pc3", 4]
| top-nested 1 of Site by Total = sum(Alerts), top-nested 1 of Host by Most = sum(Alerts))"});
  records.push_back({.family = family,
                     .name = "top-hitters",
                     .syntax = "T | top-hitters Count of Expression [by Weight]",
                     .parameters = {{"Count", "how many values, at most"},
                                    {"Expression", "what to count"},
                                    {"by Weight", "optional number that a row counts for; default 1"}},
                     .doc = "Gives the most frequent values with their counts.",
                     .example = R"(datatable(Port: long)[443, 443, 80, 443, 22, 80] | top-hitters 2 of Port)",
                     .notes = "Kusto estimates the counts; Huntbook's are exact."});
  records.push_back(
      {.family = family,
       .name = "facet",
       .syntax = "T | facet by Column [, ...] [with (Operators)]",
       .parameters = {{"by Column", "columns, each of which gives a table"},
                      {"with (Operators)", "optional operators whose result is one more table"}},
       .doc = "Gives a table for each column, with its values and how often each occurs.",
       .example = R"(datatable(User: string, Host: string)["alice", "pc1", "bob", "pc1"] | facet by Host)"});
  records.push_back(
      {.family = family,
       .name = "partition",
       .syntax = "T | partition [hint.strategy = native | shuffle | legacy] by Column (Operators) | {Query}",
       .parameters = {{"hint.strategy", "optional; accepted, the result is the same"},
                      {"by Column", "the column whose values make the groups"},
                      {"(Operators)", "run over the rows of one group"},
                      {"{Query}", "a query of its own, run once for each value of the column"}},
       .doc = "Runs operators over each group of rows on its own and puts the results together.",
       .example = R"(datatable(User: string, Failures: long)["alice", 2, "alice", 9, "bob", 31, "bob", 4]
| partition by User (top 1 by Failures) | sort by User asc)"});
}

}  // namespace huntbook::kql
