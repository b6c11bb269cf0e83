// Statements that stand before a query, each with a ';' behind it.
#include "kql/operators/register.hpp"

namespace huntbook::kql {

void add_statements(OperatorRecords& records) {
  constexpr std::string_view family = "Statements";
  records.push_back(
      {.kind = OperatorKind::Statement,
       .family = family,
       .name = "let",
       .syntax = "let Name = Expression | Query | [view] ([Parameter : type [= Default] [, ...]]) {Body};",
       .parameters = {{"Name", "what the rest of the text may call it"},
                      {"Expression", "a value"},
                      {"Query", "a table"},
                      {"view", "optional; the function counts as a table for union *"},
                      {"Parameter : type", "a scalar parameter; a table as Name: (Column: type, ...) or Name: (*)"},
                      {"Default", "optional constant that stands for an argument left out"},
                      {"Body", "statements and a query or an expression"}},
       .doc = "Names a value, a table or a function.",
       .example = R"(let Limit = 10;
let Excess = (n: long, limit: long = Limit) { max_of(n - limit, 0) };
print a = Excess(14), b = Excess(14, 3))"});
  records.push_back(
      {.kind = OperatorKind::Statement,
       .family = family,
       .name = "set",
       .syntax = "set Option [= Value];",
       .parameters = {{"Option", "name of a request property"}, {"Value", "optional value"}},
       .doc = "Sets an option of the query.",
       .example = R"(set notruncation; print n = 1)",
       .notes =
           "query_now, query_take_max_records, query_bin_auto_size and query_bin_auto_at do what they say. Options "
           "of a cluster (notruncation, servertimeout, ...) are accepted and mean nothing here; those that would "
           "change the rows and are not supported (query_datetimescope_from, ...) are refused."});
  records.push_back({.kind = OperatorKind::Statement,
                     .family = family,
                     .name = "declare query_parameters",
                     .syntax = "declare query_parameters(Name : type [= Default] [, ...]);",
                     .parameters = {{"Name : type", "a parameter that the caller gives a value"},
                                    {"Default", "optional constant that stands where the caller gives none"}},
                     .doc = "Declares parameters of the query.",
                     .example = R"(declare query_parameters(Host: string = "pc1"); print strcat("host ", Host))"});
  records.push_back(
      {.kind = OperatorKind::Statement,
       .family = family,
       .name = "restrict access to",
       .syntax = "restrict access to (Name [, ...]);",
       .parameters =
           {{"Name",
             "a name or wildcard of tables that stay in reach: of lets, patterns and stored tables; '*' alone "
             "means lets only, database().Name stored tables and functions only"}},
       .doc = "Lets the rest of the text see the named tables only.",
       .example = R"(let Logons = datatable(User: string)["alice"]; restrict access to (Logons); Logons)"});
  records.push_back({.kind = OperatorKind::Statement,
                     .family = family,
                     .name = "declare pattern",
                     .syntax =
                         "declare pattern Name = (Argument : string [, ...]) [[Path : string]] {(\"value\" [, ...]) "
                         "[.[\"value\"]] = {Query}; [...]};",
                     .parameters = {{"Name", "what calls it: Name(\"value\").value"},
                                    {"Argument, Path", "the query may use them"},
                                    {"\"value\"", "constant texts; wildcards mean nothing special"},
                                    {"Query", "the table that the texts stand for"}},
                     .doc = "Maps tuples of texts to tables. A call that no case fits is an error.",
                     .example = R"(declare pattern Office = (country: string)[city: string] {
  ("DE").["Hamburg"] = { print Staff = 12 };
  ("FR").["Lyon"] = { print Staff = 30 };
};
Office("FR").Lyon)"});
  records.push_back({.kind = OperatorKind::Statement,
                     .family = family,
                     .name = "alias database",
                     .syntax = "alias database Name = database(\"case\");",
                     .parameters = {{"Name", "what database(\"Name\") means from here on"}},
                     .doc = "Gives the open case another name; other databases can't be reached.",
                     .example = R"(alias database Here = database(); print n = 1)"});
}

}  // namespace huntbook::kql
