// Aggregates that gather values into an array or a bag: make_list, make_set, make_bag and relatives. Arrays are JSON
// text. The order of a list is that of the rows where the query sorts them; a set is in ascending order, so that it
// comes out the same each time.
#include "kql/functions/build.hpp"
#include "kql/functions/register.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;
using Arguments = std::span<const sql::ExprPtr>;

constexpr std::int64_t default_limit = 1'048'576;  // Kusto docs, make_list: "maxSize"

// JSON text of an array whose elements are given as a list of JSON texts.
sql::ExprPtr array_of(sql::ExprPtr texts) {
  sql::ExprPtr inside =
      sql::coalesce(sql::call("array_to_string", {std::move(texts), sql::literal(",")}), sql::literal(""));
  return sql::call("concat", {sql::literal("["), std::move(inside), sql::literal("]")});
}

std::int64_t limit_of(const BoundCall& call, std::size_t index) {
  if (call.arguments.size() > index)
    if (const std::int64_t* given = constant_integer(call.arguments[index])) return std::max<std::int64_t>(*given, 0);
  return default_limit;
}

sql::ExprPtr limited(sql::ExprPtr list, const BoundCall& call, std::size_t index) {
  return sql::call("list_slice", {std::move(list), sql::literal(std::int64_t{1}), sql::literal(limit_of(call, index))});
}

template <bool conditional>
Result<sql::ExprPtr> lower_list(LoweringContext& context, const BoundCall& call, Arguments arguments) {
  sql::ExprPtr filter = sql::is_not_null(arguments[0]);
  if (conditional) filter = sql::logical_and(arguments[1], filter);
  sql::ExprPtr list = sql::make(sql::Call{"list", {arguments[0]}, false, context.row_order, std::move(filter)});
  return array_of(limited(std::move(list), call, conditional ? 2 : 1));
}

Result<sql::ExprPtr> lower_list_with_nulls(LoweringContext& context, const BoundCall& call, Arguments arguments) {
  sql::ExprPtr element = sql::coalesce(arguments[0], sql::literal("null"));
  sql::ExprPtr list = sql::make(sql::Call{"list", {std::move(element)}, false, context.row_order, nullptr});
  return array_of(limited(std::move(list), call, 1));
}

template <bool conditional>
Result<sql::ExprPtr> lower_set(LoweringContext&, const BoundCall& call, Arguments arguments) {
  sql::ExprPtr filter = sql::is_not_null(arguments[0]);
  if (conditional) filter = sql::logical_and(arguments[1], filter);
  sql::ExprPtr list =
      sql::make(sql::Call{"list", {arguments[0]}, true, {{arguments[0], false, false}}, std::move(filter)});
  // Arrays give their elements, which may pass the limit only then.
  const std::size_t limit = conditional ? 2 : 1;
  return sql::call("hb_flat_set",
                   {array_of(limited(std::move(list), call, limit)), sql::literal(limit_of(call, limit))});
}

template <bool conditional>
Result<sql::ExprPtr> lower_bag(LoweringContext&, const BoundCall& call, Arguments arguments) {
  sql::ExprPtr filter = sql::is_not_null(arguments[0]);
  if (conditional) filter = sql::logical_and(arguments[1], filter);
  sql::ExprPtr list =
      sql::make(sql::Call{"list", {arguments[0]}, true, {{arguments[0], false, false}}, std::move(filter)});
  return sql::call("hb_merge_bags", {array_of(limited(std::move(list), call, conditional ? 2 : 1))});
}

struct Text {
  std::string_view name;
  std::string_view alias;
  std::string_view prefix;
  std::string_view doc;
  std::string_view example;
};

FunctionRecord record(Text text, std::vector<Parameter> parameters, Lower lower) {
  Signature same{std::move(parameters), Dynamic};
  FunctionRecord result{.kind = FunctionKind::Aggregate,
                        .name = text.name,
                        .signatures = {std::move(same)},
                        .result_name = ResultName::PrefixAndFirstArgument,
                        .result_prefix = text.prefix,
                        .doc = text.doc,
                        .example = text.example,
                        .lower = lower,
                        .nullable = false};
  if (!text.alias.empty()) result.aliases = {text.alias};
  return result;
}

// Sets of integers stay numbers until they are ordered, so that 9 stands before 10.
FunctionRecord set_record(Text text, bool conditional, Lower lower) {
  auto parameters = [&](Parameter value) {
    std::vector<Parameter> result{value};
    if (conditional) result.push_back(one("predicate", Bool));
    result.push_back(constant(optional("maxSize", types::integers)));
    return result;
  };
  FunctionRecord made = record(text, parameters(one("expr", types::integers)), lower);
  made.signatures.push_back({parameters(as_dynamic(one("expr", types::any))), Dynamic});
  return made;
}

}  // namespace

void add_collecting_aggregates(FunctionCatalogue& catalogue) {
  Parameter value = as_dynamic(one("expr", types::any));
  Parameter predicate = one("predicate", Bool);
  Parameter size = constant(optional("maxSize", types::integers));
  catalogue.add(record({"make_list", "makelist", "list", "Array of all values that are not null.",
                        "datatable(x: long)[1, 2, 2] | summarize make_list(x)"},
                       {value, size}, &lower_list<false>));
  catalogue.add(record({"make_list_if", "", "list", "Array of all values in the rows where a condition holds.",
                        "datatable(x: long)[1, 2, 2] | summarize make_list_if(x, x > 1)"},
                       {value, predicate, size}, &lower_list<true>));
  catalogue.add(record({"make_list_with_nulls", "", "list", "Array of all values, nulls too.",
                        "datatable(x: long)[1, long(null)] | summarize make_list_with_nulls(x)"},
                       {value}, &lower_list_with_nulls));
  catalogue.add(set_record({"make_set", "makeset", "set", "Array of the distinct values, in ascending order.",
                            "datatable(x: long)[2, 1, 2] | summarize make_set(x)"},
                           false, &lower_set<false>));
  catalogue.add(
      set_record({"make_set_if", "", "set", "Array of the distinct values in the rows where a condition holds.",
                  "datatable(x: long)[2, 1, 2] | summarize make_set_if(x, x > 1)"},
                 true, &lower_set<true>));
  Parameter bag = one("expr", Dynamic);
  catalogue.add(record({"make_bag", "", "bag", "One bag with the properties of all bags.",
                        "datatable(d: dynamic)[dynamic({\"a\": 1}), dynamic({\"b\": 2})] | summarize make_bag(d)"},
                       {bag, size}, &lower_bag<false>));
  catalogue.add(
      record({"make_dictionary", "", "dictionary", "One bag with the properties of all bags; the old name of make_bag.",
              "datatable(d: dynamic)[dynamic({\"a\": 1}), dynamic({\"b\": 2})] | summarize make_dictionary(d)"},
             {bag, size}, &lower_bag<false>));
  catalogue.add(record({"make_bag_if", "", "bag", "One bag with the properties of the bags where a condition holds.",
                        "datatable(d: dynamic)[dynamic({\"a\": 1})] | summarize make_bag_if(d, true)"},
                       {bag, predicate, size}, &lower_bag<true>));
}

}  // namespace huntbook::kql
