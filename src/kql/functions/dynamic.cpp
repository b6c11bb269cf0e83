// Functions that make, read and ask dynamic values (Kusto docs, "Dynamic/array functions"). A dynamic value is compact
// JSON text in the engine; its null is the engine's null.
#include <unordered_set>

#include "base/json_text.hpp"
#include "kql/functions/build.hpp"
#include "kql/functions/register.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;
using Arguments = std::span<const sql::ExprPtr>;

sql::ExprPtr or_null_text(sql::ExprPtr value) {
  return sql::coalesce(std::move(value), sql::literal("null"));
}

Result<sql::ExprPtr> lower_pack_array(LoweringContext&, const BoundCall&, Arguments arguments) {
  return json_array(arguments);
}

// '"key":' as an expression; a constant key is written out here.
sql::ExprPtr key_text(const Argument& argument, const sql::ExprPtr& key, std::string_view before) {
  std::string text(before);
  if (const std::string* name = constant_text(argument)) {
    append_json_string(text, *name);
    return sql::literal(text + ":");
  }
  return sql::call("concat", {sql::literal(text), sql::call("hb_json_string", {key}), sql::literal(":")});
}

// Keys that are no constants may meet, so the pairs become bags of their own that are merged.
sql::ExprPtr merged_pairs(const BoundCall& call, Arguments arguments) {
  std::vector<sql::ExprPtr> pieces;
  for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
    pieces.push_back(key_text(call.arguments[i], arguments[i], i == 0 ? "[{" : "},{"));
    pieces.push_back(or_null_text(arguments[i + 1]));
  }
  pieces.push_back(sql::literal("}]"));
  return sql::call("hb_merge_bags", {sql::call("concat", std::move(pieces))});
}

// Whether this key has stood before, where all keys are constants.
bool repeated_key(const BoundCall& call, std::size_t index, std::unordered_set<std::string>& seen) {
  const std::string* name = constant_text(call.arguments[index]);
  return name != nullptr && !seen.insert(*name).second;
}

Result<sql::ExprPtr> lower_bag_pack(LoweringContext&, const BoundCall& call, Arguments arguments) {
  for (std::size_t i = 0; i < arguments.size(); i += 2)
    if (constant_text(call.arguments[i]) == nullptr) return merged_pairs(call, arguments);
  std::vector<sql::ExprPtr> pieces;
  std::unordered_set<std::string> seen;
  for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
    if (repeated_key(call, i, seen)) continue;
    pieces.push_back(key_text(call.arguments[i], arguments[i], pieces.empty() ? "{" : ","));
    pieces.push_back(or_null_text(arguments[i + 1]));
  }
  pieces.push_back(sql::literal("}"));
  return sql::call("concat", std::move(pieces));
}

// Pairs whose value is null or the empty string are left out.
Result<sql::ExprPtr> lower_pack_all(LoweringContext&, const BoundCall& call, Arguments arguments) {
  std::vector<sql::ExprPtr> pieces;
  std::unordered_set<std::string> seen;
  for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
    if (repeated_key(call, i, seen)) continue;
    sql::ExprPtr absent = sql::equal(sql::coalesce(arguments[i + 1], sql::literal("\"\"")), sql::literal("\"\""));
    sql::ExprPtr pair = sql::call("concat", {key_text(call.arguments[i], arguments[i], ","), arguments[i + 1]});
    pieces.push_back(sql::case_when(std::move(absent), sql::literal(""), std::move(pair)));
  }
  sql::ExprPtr pairs = sql::call("substr", {sql::call("concat", std::move(pieces)), sql::literal(std::int64_t{2})});
  return sql::call("concat", {sql::literal("{"), std::move(pairs), sql::literal("}")});
}

Result<sql::ExprPtr> lower_parse_json(LoweringContext&, const BoundCall& call, Arguments arguments) {
  if (call.arguments[0].type == Dynamic) return arguments[0];
  return sql::call("hb_parse_json", {arguments[0]});
}

Result<sql::ExprPtr> lower_index_of(LoweringContext&, const BoundCall&, Arguments arguments) {
  std::vector<sql::ExprPtr> operands(arguments.begin(), arguments.end());
  static constexpr std::int64_t defaults[] = {0, -1, 1};  // start, length, occurrence
  while (operands.size() < 5) operands.push_back(sql::literal(defaults[operands.size() - 2]));
  return sql::call("hb_array_index_of", std::move(operands));
}

Result<sql::ExprPtr> lower_array_split(LoweringContext&, const BoundCall& call, Arguments arguments) {
  bool one_index = call.arguments[1].type != Dynamic;
  return sql::call("hb_array_split",
                   {arguments[0], one_index ? sql::cast(arguments[1], sql::SqlType::VarChar) : arguments[1]});
}

sql::ExprPtr opposite(sql::ExprPtr count) {
  return sql::call("hb_subtract", {sql::literal(std::int64_t{0}), std::move(count)});
}

template <bool right>
Result<sql::ExprPtr> lower_rotate(LoweringContext&, const BoundCall&, Arguments arguments) {
  return sql::call("hb_array_rotate", {arguments[0], right ? opposite(arguments[1]) : arguments[1]});
}

template <bool right>
Result<sql::ExprPtr> lower_shift(LoweringContext&, const BoundCall&, Arguments arguments) {
  sql::ExprPtr filling = argument_or(arguments, 2, sql::null_of(sql::SqlType::VarChar));
  return sql::call("hb_array_shift", {arguments[0], right ? opposite(arguments[1]) : arguments[1], std::move(filling)});
}

template <bool descending>
Result<sql::ExprPtr> lower_sort(LoweringContext&, const BoundCall&, Arguments arguments) {
  sql::ExprPtr nulls_last = argument_or(arguments, 1, sql::literal(true));
  return sql::call("hb_array_sort", {arguments[0], sql::literal(descending), std::move(nulls_last)});
}

Result<sql::ExprPtr> lower_range(LoweringContext&, const BoundCall& call, Arguments arguments) {
  ScalarType type = call.arguments[0].type;
  sql::ExprPtr step;
  if (arguments.size() > 2) {
    step = arguments[2];
  } else if (type == Long) {
    step = sql::literal(std::int64_t{1});
  } else if (type == Real) {
    step = sql::literal(1.0);
  } else {
    step = sql::literal(type == DateTime ? ticks_per_day : ticks_per_hour);
  }
  std::string function = "hb_range";
  if (type == DateTime) function = "hb_range_datetime";
  if (type == TimeSpan) function = "hb_range_timespan";
  return sql::call(std::move(function), {arguments[0], arguments[1], std::move(step)});
}

Result<sql::ExprPtr> lower_to_json(LoweringContext&, const BoundCall& call, Arguments arguments) {
  if (call.arguments[0].type == String) return arguments[0];
  return sql::call("hb_dynamic_to_json", {arguments[0]});
}

FunctionRecord record(FunctionText text, std::vector<Parameter> parameters, ScalarType result, Lower lower,
                      std::vector<std::string_view> aliases = {}) {
  return {.name = text.name,
          .aliases = std::move(aliases),
          .signatures = {{std::move(parameters), result}},
          .doc = text.doc,
          .example = text.example,
          .lower = lower};
}

void add_packing(FunctionCatalogue& catalogue) {
  Parameter key = repeated("key", String);
  Parameter value = as_dynamic(repeated("value", types::any));
  catalogue.add(record({"pack_array", "An array of the values.", "print pack_array(1, \"a\", true)"}, {value}, Dynamic,
                       &lower_pack_array));
  catalogue.add(record({"bag_pack", "A bag of names and values.", "print bag_pack(\"a\", 1, \"b\", \"x\")"},
                       {key, value}, Dynamic, &lower_bag_pack, {"pack", "pack_dictionary"}));
  // The binder makes the pairs of the columns: pack_all() is bag_pack() over them, pack_all(true) is this.
  catalogue.add(record({"pack_all", "A bag of all columns; pack_all(true) leaves nulls and empty strings out.",
                        "print a = 1, b = \"\" | extend d = pack_all(true)"},
                       {key, value}, Dynamic, &lower_pack_all));
}

void add_arrays(FunctionCatalogue& catalogue) {
  Parameter array = one("array", Dynamic);
  Parameter arrays = repeated("arrays", Dynamic);
  Parameter count = one("count", Long);
  catalogue.add(record({"array_length", "Number of elements.", "print array_length(dynamic([1, 2]))"}, {array}, Long,
                       &lower_to<"hb_array_length">, {"arraylength"}));
  catalogue.add(record({"array_concat", "Arrays behind one another.", "print array_concat(dynamic([1]), dynamic([2]))"},
                       {arrays}, Dynamic, &lower_to<"hb_array_concat">));
  catalogue.add(
      record({"array_slice", "Elements from a position to another, both included; negative ones from the end.",
              "print array_slice(dynamic([1, 2, 3]), 1, -1)"},
             {array, one("start", Long), one("end", Long)}, Dynamic, &lower_to<"hb_array_slice">));
  FunctionRecord split =
      record({"array_split", "An array cut at positions into arrays.", "print array_split(dynamic([1, 2, 3]), 1)"},
             {array, one("index", Long)}, Dynamic, &lower_array_split);
  split.signatures.push_back({{array, one("indices", Dynamic)}, Dynamic});
  catalogue.add(std::move(split));
  catalogue.add(record({"array_index_of", "Position of a value, from 0; -1 where it is not found.",
                        "print array_index_of(dynamic([\"a\", \"b\"]), \"b\")"},
                       {array, as_dynamic(one("value", types::any)), optional("start", Long), optional("length", Long),
                        optional("occurrence", Long)},
                       Long, &lower_index_of));
  catalogue.add(record({"array_reverse", "Elements from last to first.", "print array_reverse(dynamic([1, 2]))"},
                       {array}, Dynamic, &lower_to<"hb_array_reverse">));
  catalogue.add(
      record({"array_rotate_left", "Elements rotated to the left.", "print array_rotate_left(dynamic([1, 2, 3]), 1)"},
             {array, count}, Dynamic, &lower_rotate<false>));
  catalogue.add(record(
      {"array_rotate_right", "Elements rotated to the right.", "print array_rotate_right(dynamic([1, 2, 3]), 1)"},
      {array, count}, Dynamic, &lower_rotate<true>));
  Parameter filling = as_dynamic(optional("default_value", types::any));
  catalogue.add(record({"array_shift_left", "Elements shifted to the left; the places that become free are filled.",
                        "print array_shift_left(dynamic([1, 2, 3]), 1)"},
                       {array, count, filling}, Dynamic, &lower_shift<false>));
  catalogue.add(record({"array_shift_right", "Elements shifted to the right; the places that become free are filled.",
                        "print array_shift_right(dynamic([1, 2, 3]), 1, 0)"},
                       {array, count, filling}, Dynamic, &lower_shift<true>));
  Parameter nulls_last = optional("nulls_last", Bool);
  const auto add_sort = [&](FunctionText text, Lower lower) {
    FunctionRecord sort = record(text, {array, nulls_last}, Dynamic, lower);
    sort.result_name = ResultName::FirstArgumentSorted;
    catalogue.add(std::move(sort));
  };
  add_sort({"array_sort_asc", "Elements in ascending order; numbers, then strings, then the rest.",
            "print array_sort_asc(dynamic([3, 1, 2]))"},
           &lower_sort<false>);
  add_sort({"array_sort_desc", "Elements in descending order.", "print array_sort_desc(dynamic([3, 1, 2]))"},
           &lower_sort<true>);
  catalogue.add(
      record({"array_sum", "Sum of the elements; null where one is no number.", "print array_sum(dynamic([1, 2.5]))"},
             {array}, Real, &lower_to<"hb_array_sum">));
  catalogue.add(record({"array_iff", "Elements chosen from two arrays by an array of conditions.",
                        "print array_iff(dynamic([true, false]), dynamic([1, 2]), dynamic([3, 4]))"},
                       {one("condition_array", Dynamic), as_dynamic(one("when_true", types::any)),
                        as_dynamic(one("when_false", types::any))},
                       Dynamic, &lower_to<"hb_array_iff">, {"array_iif"}));
  catalogue.add(record({"zip", "Arrays of the elements at each place.", "print zip(dynamic([1, 2]), dynamic([3, 4]))"},
                       {array, arrays}, Dynamic, &lower_to<"hb_array_zip">));
  FunctionRecord repeat = record({"repeat", "An array that holds one value a number of times.", "print repeat(1, 3)"},
                                 {as_dynamic(one("value", types::any)), count}, Dynamic, &lower_to<"hb_array_repeat">);
  repeat.result_name = ResultName::PrefixAndFirstArgument;
  repeat.result_prefix = "repeat";
  catalogue.add(std::move(repeat));
  catalogue.add(
      record({"strcat_array", "The elements joined with a delimiter.", "print strcat_array(dynamic([1, 2]), \"-\")"},
             {array, one("delimiter", String)}, String, &lower_to<"hb_array_join">, {"array_strcat"}));
  FunctionRecord range =
      record({"range", "An array of evenly spaced values, at most 1,048,576.", "print range(1, 8, 3)"},
             {one("start", Long), one("stop", Long), optional("step", Long)}, Dynamic, &lower_range);
  auto also = [&](ScalarType type, ScalarType step) {
    range.signatures.push_back({{one("start", type), one("stop", type), optional("step", step)}, Dynamic});
  };
  also(Real, Real);
  also(DateTime, TimeSpan);
  also(TimeSpan, TimeSpan);
  catalogue.add(std::move(range));
}

void add_sets(FunctionCatalogue& catalogue) {
  std::vector<Parameter> sets{one("set", Dynamic), repeated("sets", Dynamic)};
  std::vector<Parameter> two{one("set1", Dynamic), one("set2", Dynamic)};
  catalogue.add(record({"set_union", "Distinct values of all arrays, in the order in which they come.",
                        "print set_union(dynamic([1, 2]), dynamic([2, 3]))"},
                       sets, Dynamic, &lower_to<"hb_set_union">));
  catalogue.add(record({"set_intersect", "Distinct values that are in all arrays.",
                        "print set_intersect(dynamic([1, 2]), dynamic([2, 3]))"},
                       sets, Dynamic, &lower_to<"hb_set_intersect">));
  catalogue.add(record({"set_difference", "Distinct values of the first array that are in no other.",
                        "print set_difference(dynamic([1, 2]), dynamic([2, 3]))"},
                       sets, Dynamic, &lower_to<"hb_set_difference">));
  catalogue.add(
      record({"set_has_element", "Whether an array holds a value.", "print set_has_element(dynamic([1, 2]), 2)"},
             {one("set", Dynamic), as_dynamic(one("value", types::any))}, Bool, &lower_to<"hb_set_has_element">));
  catalogue.add(record({"set_equals", "Whether two arrays hold the same distinct values.",
                        "print set_equals(dynamic([1, 2]), dynamic([2, 1]))"},
                       two, Bool, &lower_to<"hb_set_equals">));
  catalogue.add(record({"jaccard_index", "Share of the distinct values of two arrays that they have in common.",
                        "print jaccard_index(dynamic([1, 2]), dynamic([2, 3]))"},
                       two, Real, &lower_to<"hb_jaccard_index">));
}

void add_bags(FunctionCatalogue& catalogue) {
  Parameter bag = one("bag", Dynamic);
  catalogue.add(record({"bag_keys", "Names of the properties at the root.", "print bag_keys(dynamic({\"a\": 1}))"},
                       {bag}, Dynamic, &lower_to<"hb_bag_keys">));
  catalogue.add(record({"bag_merge", "One bag of several; of a name in more than one the first value stays.",
                        "print bag_merge(dynamic({\"a\": 1}), dynamic({\"b\": 2}))"},
                       {bag, repeated("bags", Dynamic)}, Dynamic, &lower_to<"hb_bag_merge">));
  catalogue.add(record({"bag_has_key", "Whether a bag has a property; a path begins with '$.'.",
                        "print bag_has_key(dynamic({\"a\": {\"b\": 1}}), \"$.a.b\")"},
                       {bag, one("key", String)}, Bool, &lower_to<"hb_bag_has_key">));
  catalogue.add(record({"bag_remove_keys", "A bag without some properties; paths begin with '$.'.",
                        "print bag_remove_keys(dynamic({\"a\": 1, \"b\": 2}), dynamic([\"a\"]))"},
                       {bag, one("keys", Dynamic)}, Dynamic, &lower_to<"hb_bag_remove_keys">));
  catalogue.add(record({"bag_set_key", "A bag with a property set; a path begins with '$.'.",
                        "print bag_set_key(dynamic({\"a\": 1}), \"b\", 2)"},
                       {bag, one("key", String), as_dynamic(one("value", types::any))}, Dynamic,
                       &lower_to<"hb_bag_set_key">));
  catalogue.add(record({"bag_zip", "A bag of an array of names and an array of values.",
                        "print bag_zip(dynamic([\"a\", \"b\"]), dynamic([1, 2]))"},
                       {one("keys", Dynamic), one("values", Dynamic)}, Dynamic, &lower_to<"hb_bag_zip">));
  FunctionRecord treepath = record({"treepath", "All paths that lead to values inside of a dynamic value.",
                                    "print treepath(dynamic({\"a\": [1, 2]}))"},
                                   {one("object", Dynamic)}, Dynamic, &lower_to<"hb_treepath">);
  treepath.result_name = ResultName::PrefixAndFirstArgument;
  treepath.result_prefix = "tree";
  catalogue.add(std::move(treepath));
}

}  // namespace

void add_dynamic_functions(FunctionCatalogue& catalogue) {
  add_packing(catalogue);
  add_arrays(catalogue);
  add_sets(catalogue);
  add_bags(catalogue);
  for (std::string_view name : {"parse_json", "todynamic"}) {
    FunctionRecord parse =
        record({name, "Reads JSON; text that is none becomes a string value.",
                name == "parse_json" ? "print parse_json('{\"a\": 1}').a" : "print todynamic('[1, 2]')[0]"},
               {one("json", String)}, Dynamic, &lower_parse_json);
    parse.signatures.insert(parse.signatures.begin(), {{one("json", Dynamic)}, Dynamic});
    parse.result_name = ResultName::FirstArgument;
    parse.aliases = {name == "parse_json" ? "parsejson" : "toobject"};
    catalogue.add(std::move(parse));
  }
  FunctionRecord to_json = record({"dynamic_to_json", "Canonical JSON text: properties in the order of their names.",
                                   "print dynamic_to_json(dynamic({\"b\": 1, \"a\": 2}))"},
                                  {one("dynamic", TypeSet({Dynamic, String}))}, String, &lower_to_json);
  catalogue.add(std::move(to_json));
}

}  // namespace huntbook::kql
