// Operators about the query itself: names, branches, plugins, pictures.
#include "kql/operators/register.hpp"

namespace huntbook::kql {

void add_flow_operators(OperatorRecords& records) {
  constexpr std::string_view family = "Flow";
  records.push_back(
      {.family = family,
       .name = "as",
       .syntax = "T | as [hint.materialized = true] Name",
       .parameters = {{"hint.materialized", "optional; accepted, what is used twice is computed once"},
                      {"Name", "what the rest of the query may call the table"}},
       .doc = "Gives the table a name, for use further on in the query.",
       .example =
           R"(range n from 1 to 4 step 1 | as Numbers | extend Share = round(n * 1.0 / toscalar(Numbers | summarize sum(n)), 2))"});
  records.push_back({.family = family,
                     .name = "consume",
                     .syntax = "T | consume [decodeblocks = true | false]",
                     .parameters = {{"decodeblocks", "optional; accepted"}},
                     .doc = "Reads all rows and gives none.",
                     .example = R"(range n from 1 to 5 step 1 | consume)"});
  records.push_back({.family = family,
                     .name = "evaluate",
                     .syntax = "T | evaluate Plugin([Argument [, ...]]) [: (Column : type [, ...])]",
                     .parameters = {{"Plugin", "name of a plugin"},
                                    {"Argument", "as the plugin wants them; by place, or as name = value"},
                                    {"(Column : type, ...)",
                                     "optional columns of the result, where they depend on the data; (*, ...) "
                                     "begins with those of the input"}},
                     .doc = "Runs a plugin over the table.",
                     .example = R"(datatable(Host: string, Result: string)["pc1", "ok", "pc1", "failed", "pc2", "ok"]
| evaluate pivot(Result) | sort by Host asc)"});
  records.push_back({.family = family,
                     .name = "fork",
                     .syntax = "T | fork [Name =] (Operators) [, ...]",
                     .parameters = {{"Name", "optional name of the result"}, {"(Operators)", "one branch"}},
                     .doc = "Runs several branches over the table; each gives a result of its own.",
                     .example = R"(datatable(User: string, Failures: long)["alice", 2, "bob", 31]
| fork Total = (summarize sum(Failures)) (where Failures > 10))"});
  records.push_back(
      {.family = family,
       .name = "invoke",
       .syntax = "T | invoke Function([Argument [, ...]])",
       .parameters = {{"Function", "a function whose first parameter is a table"}, {"Argument", "its other arguments"}},
       .doc = "Calls a function with the table as its first argument.",
       .example = R"(let Busy = (T: (Failures: long), Limit: long) { T | where Failures > Limit };
datatable(User: string, Failures: long)["alice", 2, "bob", 31] | invoke Busy(10))"});
  records.push_back(
      {.family = family,
       .name = "render",
       .syntax = "T | render Kind [with (Property = Value [, ...])]",
       .parameters = {{"Kind",
                       "table, card, barchart, columnchart, piechart, linechart, timechart, areachart, "
                       "scatterchart, ... and Huntbook's timeline, matrix, graph and others"},
                      {"Property", "optional: title, xcolumn, ycolumns, series, xtitle, ytitle, ..."}},
       .doc = "Says how the result is to be shown; the rows stay as they are.",
       .example =
           R"(datatable(Host: string, Alerts: long)["pc1", 4, "pc2", 9] | render barchart with (title = "Alerts"))",
       .notes = "Only as the last operator. The terminal shows the rows; notebooks and reports draw."});
}

}  // namespace huntbook::kql
