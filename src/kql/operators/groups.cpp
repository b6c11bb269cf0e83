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
  records.push_back(
      {.family = family,
       .name = "scan",
       .syntax = "T | scan [with_match_id = Name] [order by Expression [asc | desc] [, ...]] [partition by Expression "
                 "[, ...]] [declare (Column: Type [= Default] [, ...])] with (step Step [output = all | last | none]: "
                 "Condition [=> Column = Value [, ...]]; [...])",
       .parameters = {{"with_match_id = Name", "optional column with the number of the match, from 0"},
                      {"order by", "optional; sorts the rows before they are scanned"},
                      {"partition by", "optional; each group of rows is scanned on its own"},
                      {"declare", "optional columns that steps assign; a step without them leaves the default"},
                      {"Step", "a name by which conditions and values read the step's last record: Step.Column"},
                      {"output", "optional; last gives the last record of a run of matches, none gives none"},
                      {"Condition", "whether a row matches; it may read the row, this step and the ones before it"},
                      {"Column = Value", "optional columns of the matching record, declared ones or the row's own"}},
       .doc = "Goes over the rows in order and matches them against a chain of steps that remember what they met.",
       .example = R"(datatable(Time: timespan, Event: string)[1m, "logon", 2m, "dir", 3m, "logoff", 9m, "dir"]
| sort by Time asc
| scan with_match_id = Session with (
    step start: Event == "logon";
    step inside: Event !in ("logon", "logoff") and Time - start.Time < 1h;
    step end: Event == "logoff" and Time - start.Time < 1h;
))",
       .notes =
           "What depends on the row alone, and comparisons, sums, differences, iff(), case(), coalesce(), isnull() "
           "and strcat() over states, runs fast; other functions of a state are asked of the engine row by row. "
           "Kusto does not document kind= and optional steps, so they are refused."});
  records.push_back(
      {.family = family,
       .name = "reduce",
       .syntax = "T | reduce [kind = source] by Expression [with threshold = Share, characters = Text]",
       .parameters = {{"kind = source", "optional; keeps the rows and adds the pattern of each as a column"},
                      {"Expression", "the text to find patterns in"},
                      {"threshold",
                       "optional share of the rows that a word and a pattern must have; 0.1 is the default"},
                      {"characters", "optional; what separates words, instead of all but ASCII letters and digits"}},
       .doc = "Groups texts that are alike: frequent words stay, what varies becomes *.",
       .example = R"(datatable(Line: string)["login of alice", "login of bob", "login of carol", "disk full"]
| reduce by Line)",
       .notes = "A word is frequent where it stands at the same place in so many rows, two at least; numbers count as "
                "varying. Texts without a frequent pattern are counted together as others."});
}

}  // namespace huntbook::kql
