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
       .notes = "Options of a cluster (notruncation, servertimeout, ...) are accepted and mean nothing here."});
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
       .syntax = "restrict access to (Table [, ...]);",
       .parameters = {{"Table", "tables, let names or wildcards that stay in reach"}},
       .doc = "Lets the rest of the text see the named tables only.",
       .example = R"(let Logons = datatable(User: string)["alice"]; restrict access to (Logons); Logons)"});
}

}  // namespace huntbook::kql
