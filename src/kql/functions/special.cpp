// Functions whose arguments are names of columns and tables: the binder resolves them itself (kql/bind/call.cpp,
// kql/bind/table.cpp), so that these records tell of them and lower nothing.
#include "kql/functions/special.hpp"

#include "kql/functions/build.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;

// Reached where a table's name stands for a value.
Result<sql::ExprPtr> lower_misplaced(LoweringContext&, const BoundCall&, std::span<const sql::ExprPtr>) {
  return fail(ErrorKind::User, "This function gives a table, but a scalar value is expected.");
}

FunctionRecord record(FunctionText text, std::vector<Parameter> parameters, ScalarType result) {
  FunctionRecord made = scalar_record(text, std::move(parameters), result, &lower_misplaced);
  made.nullable = false;
  return made;
}

}  // namespace

void add_special_functions(FunctionCatalogue& catalogue) {
  Parameter name = constant(one("name", String));
  FunctionRecord if_exists = record({"column_ifexists", "The column of that name; the default where there is none.",
                                     "print User = \"alice\" | project column_ifexists(\"Account\", \"none\"), "
                                     "column_ifexists(\"User\", \"none\")"},
                                    {name, one("default", types::any)}, String);
  if_exists.signatures[0].result = CommonResult{};
  if_exists.aliases = {"columnifexists"};
  if_exists.nullable = true;
  catalogue.add(std::move(if_exists));
  catalogue.add(record({"iscolumnexists", "Whether the table has a column of that name.",
                        "print User = \"alice\" | project iscolumnexists(\"User\"), iscolumnexists(\"Account\")"},
                       {name}, Bool));
  catalogue.add(record({"column_names_of", "The names of a table's columns, as an array.",
                        "let Logons = datatable(User: string, Ip: string)[]; print column_names_of(Logons)"},
                       {one("table", {})}, Dynamic));
  catalogue.add(record({"bag_pack_columns", "A bag of columns: their names are the keys; * takes all columns.",
                        "datatable(User: string, Port: long)[\"alice\", 22] | project bag_pack_columns(User, Port)"},
                       {repeated("column", types::any)}, Dynamic));
  catalogue.add(record({"estimate_data_size", "How many bytes the columns' values take; * takes all columns.",
                        "datatable(User: string, Port: long)[\"alice\", 22] | project estimate_data_size(*), "
                        "estimate_data_size(User)"},
                       {repeated("column", types::any)}, Long));
  FunctionRecord table = record({"table", "The table of that name, which a parameter of a function may hold.",
                                 "table(\"Heartbeat\") | getschema | take 3"},
                                {name}, Dynamic);
  table.signatures[0].parameters.push_back(constant(optional("datascope", String)));
  catalogue.add(std::move(table));
  FunctionRecord materialize = record({"materialize", "A table computed once, however often the query uses it.",
                                       "let Picked = materialize(range n from 1 to 5 step 1 | extend r = rand()); "
                                       "union Picked, Picked | summarize Rows = count(), Values = dcount(r)"},
                                      {one("table", {})}, Dynamic);
  catalogue.add(std::move(materialize));
  FunctionRecord to_scalar = record({"toscalar", "The first value of the first column of a query.",
                                     "let Peak = toscalar(datatable(n: long)[4, 17, 9] | summarize max(n)); "
                                     "datatable(n: long)[4, 17, 9] | where n == Peak"},
                                    {one("query", {})}, Dynamic);
  to_scalar.nullable = true;
  catalogue.add(std::move(to_scalar));
}

}  // namespace huntbook::kql
