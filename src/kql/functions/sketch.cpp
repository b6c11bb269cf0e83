// Aggregates that keep a sketch of their values and functions that read one: hll(), tdigest() and relatives (Kusto
// docs, "Using hll() and tdigest()"), the weighted percentiles made of them, and buildschema().
#include "kql/functions/build.hpp"
#include "kql/functions/convert.hpp"
#include "kql/functions/hash.hpp"
#include "kql/functions/register.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;
using Arguments = std::span<const sql::ExprPtr>;
using Lowered = Result<sql::ExprPtr>;

sql::ExprPtr aggregate(std::string function, std::vector<sql::ExprPtr> arguments, sql::ExprPtr filter = nullptr) {
  return sql::make(sql::Call{std::move(function), std::move(arguments), false, {}, std::move(filter)});
}

// --- counts ----------------------------------------------------------------------------------------------------------

// Bits of a register's index by accuracy (Kusto docs, dcount(), "Estimation accuracy").
constexpr std::int64_t bits_by_accuracy[] = {12, 14, 16, 17, 18};

template <bool conditional>
Lowered lower_hll(LoweringContext&, const BoundCall& call, Arguments arguments) {
  std::size_t accuracy_at = conditional ? 2 : 1;
  std::int64_t accuracy = 1;
  if (arguments.size() > accuracy_at) {
    const std::int64_t* given = constant_integer(call.arguments[accuracy_at]);
    if (given == nullptr || *given < 0 || *given > 4)
      return fail(ErrorKind::User, "The accuracy must be a constant from 0 to 4.");
    accuracy = *given;
  }
  return aggregate("hb_hll", {hash_of(arguments[0], call.arguments[0].type), sql::literal(bits_by_accuracy[accuracy])},
                   conditional ? arguments[1] : nullptr);
}

template <FixedText Function>
Lowered lower_aggregate(LoweringContext&, const BoundCall&, Arguments arguments) {
  return aggregate(Function.text, {arguments[0]});
}

// --- percentiles -----------------------------------------------------------------------------------------------------

// The digest of values of any type that has an order in numbers; see Kind in the engine's sketch.cpp.
sql::ExprPtr digest_of(sql::ExprPtr value, ScalarType type, sql::ExprPtr weight) {
  std::int64_t kind = type == DateTime ? 1 : type == TimeSpan ? 2 : 0;
  return aggregate("hb_tdigest", {sql::cast(std::move(value), sql::SqlType::Double),
                                  sql::cast(std::move(weight), sql::SqlType::Double), sql::literal(kind)});
}

Lowered lower_tdigest(LoweringContext&, const BoundCall& call, Arguments arguments) {
  return digest_of(arguments[0], call.arguments[0].type, argument_or(arguments, 1, sql::literal(std::int64_t{1})));
}

Lowered lower_percentilew(LoweringContext&, const BoundCall& call, Arguments arguments) {
  sql::ExprPtr value = sql::call(
      "hb_tdigest_percentile",
      {digest_of(arguments[0], call.arguments[0].type, arguments[1]), sql::cast(arguments[2], sql::SqlType::Double)});
  return convert(std::move(value), Dynamic, call.result);
}

// The percentages of a call from `first` on, as the text of an array: either one array or numbers.
sql::ExprPtr array_of(const BoundCall& call, Arguments arguments, std::size_t first) {
  if (call.arguments[first].type == Dynamic && arguments.size() == first + 1) return arguments[first];
  std::vector<sql::ExprPtr> percentages;
  for (std::size_t i = first; i < arguments.size(); ++i)
    percentages.push_back(convert(arguments[i], call.arguments[i].type, Dynamic));
  return json_array(percentages);
}

Lowered lower_percentilesw_array(LoweringContext&, const BoundCall& call, Arguments arguments) {
  return sql::call("hb_tdigest_percentiles",
                   {digest_of(arguments[0], call.arguments[0].type, arguments[1]), array_of(call, arguments, 2)});
}

Lowered lower_percentiles_of_digest(LoweringContext&, const BoundCall& call, Arguments arguments) {
  return sql::call("hb_tdigest_percentiles", {arguments[0], array_of(call, arguments, 1)});
}

// percentile_tdigest(digest, percentile, typeof(T))
ScalarType named_type(std::span<const Argument> arguments) {
  const std::string* name = arguments.size() > 2 ? constant_text(arguments[2]) : nullptr;
  for (ScalarType type : {Bool, Int, Long, Real, Decimal, String, DateTime, TimeSpan, Guid})
    if (name != nullptr && *name == name_of(type)) return type;
  return Dynamic;
}

Lowered lower_percentile_of_digest(LoweringContext&, const BoundCall& call, Arguments arguments) {
  return convert(sql::call("hb_tdigest_percentile", {arguments[0], arguments[1]}), Dynamic, call.result);
}

template <FixedText Function>
Lowered lower_rank(LoweringContext&, const BoundCall&, Arguments arguments) {
  return sql::call(Function.text, {arguments[0], sql::cast(arguments[1], sql::SqlType::Double)});
}

// --- records ---------------------------------------------------------------------------------------------------------

ScalarType first_type(std::span<const Argument> arguments) {
  return arguments[0].type;
}

void add_counts(FunctionCatalogue& catalogue) {
  Parameter value = one("expr", types::any);
  Parameter accuracy = constant(optional("accuracy", types::integers));
  catalogue.add(aggregate_record({"hll", "A sketch of the different values, for hll_merge() and dcount_hll().",
                                  "range x from 1 to 100 step 1 | summarize h = hll(x) | project dcount_hll(h)"},
                                 "hll", {{{value, accuracy}, Dynamic}}, &lower_hll<false>, false));
  catalogue.add(
      aggregate_record({"hll_if", "The sketch of hll() over the rows where a condition holds.",
                        "range x from 1 to 100 step 1 | summarize h = hll_if(x, x > 50) | project dcount_hll(h)"},
                       "hll_if", {{{value, one("predicate", Bool), accuracy}, Dynamic}}, &lower_hll<true>, false));
  catalogue.add(aggregate_record({"hll_merge", "One sketch of all values of several hll().",
                                  "range x from 1 to 100 step 1 | summarize h = hll(x) by x % 3 "
                                  "| summarize h = hll_merge(h) | project dcount_hll(h)"},
                                 "hll_merge", {{{one("hll", Dynamic)}, Dynamic}}, &lower_aggregate<"hb_hll_merge_all">,
                                 false));
  catalogue.add({.name = "hll_merge",
                 .signatures = {{{one("hll", Dynamic), repeated("hlls", Dynamic)}, Dynamic}},
                 .result_name = ResultName::PrefixOnly,
                 .result_prefix = "hll_merged_result",
                 .doc = "One sketch of all values of several hll().",
                 .example = "range x from 1 to 9 step 1 | summarize a = hll(x), b = hll(-x) "
                            "| project dcount_hll(hll_merge(a, b))",
                 .lower = &lower_to<"hb_hll_merge">});
  catalogue.add({.name = "dcount_hll",
                 .signatures = {{{one("hll", Dynamic)}, Long}},
                 .result_name = ResultName::NameAndFirstArgument,
                 .doc = "The number of different values in a sketch of hll().",
                 .example = "range x from 1 to 100 step 1 | summarize h = hll(x) | project dcount_hll(h)",
                 .lower = &lower_to<"hb_hll_count">});
}

void add_digests(FunctionCatalogue& catalogue) {
  catalogue.add(
      aggregate_record({"tdigest", "A sketch of the values' order, for tdigest_merge() and percentile_tdigest().",
                        "range x from 1 to 100 step 1 | summarize t = tdigest(x) | project percentile_tdigest(t, 50)"},
                       "tdigest", {{{one("expr", types::summable), optional("weight", types::numbers)}, Dynamic}},
                       &lower_tdigest, false));
  FunctionRecord merge_all = aggregate_record({"tdigest_merge", "One sketch of all values of several tdigest().",
                                               "range x from 1 to 100 step 1 | summarize t = tdigest(x) by x % 3 "
                                               "| summarize t = tdigest_merge(t) | project percentile_tdigest(t, 50)"},
                                              "merge_tdigests", {{{one("tdigest", Dynamic)}, Dynamic}},
                                              &lower_aggregate<"hb_tdigest_merge_all">, false);
  merge_all.aliases = {"merge_tdigest"};
  catalogue.add(std::move(merge_all));
  catalogue.add({.name = "tdigest_merge",
                 .aliases = {"merge_tdigest"},
                 .signatures = {{{one("tdigest", Dynamic), repeated("tdigests", Dynamic)}, Dynamic}},
                 .result_name = ResultName::PrefixOnly,
                 .result_prefix = "tdigests_merge_result",
                 .doc = "One sketch of all values of several tdigest().",
                 .example = "range x from 1 to 9 step 1 | summarize a = tdigest(x), b = tdigest(-x) "
                            "| project percentile_tdigest(tdigest_merge(a, b), 50)",
                 .lower = &lower_to<"hb_tdigest_merge">});
  catalogue.add({.name = "percentile_tdigest",
                 .signatures = {{{one("tdigest", Dynamic), one("percentile", Real), constant(optional("type", String))},
                                 &named_type}},
                 .result_name = ResultName::NameAndFirstArgument,
                 .doc = "A percentile of the values in a sketch of tdigest().",
                 .example = "range x from 1 to 100 step 1 | summarize t = tdigest(x) "
                            "| project percentile_tdigest(t, 50, typeof(long))",
                 .lower = &lower_percentile_of_digest});
  Parameter digest = one("tdigest", Dynamic);
  catalogue.add({.name = "percentiles_array_tdigest",
                 .signatures = {{{digest, repeated("percentile", types::numbers)}, Dynamic},
                                {{digest, one("percentiles", Dynamic)}, Dynamic}},
                 .result_name = ResultName::PrefixAndFirstArgument,
                 .result_prefix = "percentile_tdigest",
                 .doc = "Several percentiles of the values in a sketch of tdigest(), as an array.",
                 .example = "range x from 1 to 100 step 1 | summarize t = tdigest(x) "
                            "| project percentiles_array_tdigest(t, 25, 75)",
                 .lower = &lower_percentiles_of_digest});
  catalogue.add({.name = "rank_tdigest",
                 .signatures = {{{digest, one("value", types::summable)}, Real}},
                 .doc = "How many values in a sketch of tdigest() are at most this one.",
                 .example = "range x from 1 to 100 step 1 | summarize t = tdigest(x) | project rank_tdigest(t, 30)",
                 .lower = &lower_rank<"hb_tdigest_rank">});
  catalogue.add(
      {.name = "percentrank_tdigest",
       .signatures = {{{digest, one("value", types::summable)}, Real}},
       .doc = "The percentage of the values in a sketch of tdigest() that are at most this one.",
       .example = "range x from 1 to 200 step 1 | summarize t = tdigest(x) | project percentrank_tdigest(t, 30)",
       .lower = &lower_rank<"hb_tdigest_percent_rank">});
}

void add_weighted(FunctionCatalogue& catalogue) {
  Parameter value = one("expr", types::summable);
  Parameter weight = one("weight", types::numbers);
  // The binder makes the columns of both, see Summarize::bind_percentiles.
  catalogue.add(aggregate_record({"percentilew", "A percentile of values that count by their weights.",
                                  "datatable(x: long, w: long)[1, 3, 2, 1] | summarize percentilew(x, w, 50)"},
                                 "percentile",
                                 {{{value, weight, constant(one("percentile", types::numbers))}, &first_type}},
                                 &lower_percentilew, true));
  catalogue.add(aggregate_record({"percentilesw", "Several percentiles of values that count by their weights.",
                                  "datatable(x: long, w: long)[1, 3, 2, 1] | summarize percentilesw(x, w, 50, 90)"},
                                 "percentile",
                                 {{{value, weight, constant(repeated("percentile", types::numbers))}, &first_type}},
                                 &lower_percentilew, true));
  catalogue.add(
      aggregate_record({"percentilesw_array", "Several percentiles of values that count by their weights, as an array.",
                        "datatable(x: long, w: long)[1, 3, 2, 1] | summarize percentilesw_array(x, w, 50, 90)"},
                       "percentiles",
                       {{{value, weight, constant(repeated("percentile", types::numbers))}, Dynamic},
                        {{value, weight, constant(one("percentiles", Dynamic))}, Dynamic}},
                       &lower_percentilesw_array, false));
}

}  // namespace

void add_sketch_functions(FunctionCatalogue& catalogue) {
  add_counts(catalogue);
  add_digests(catalogue);
  add_weighted(catalogue);
  catalogue.add(aggregate_record({"buildschema", "The least schema that admits all values.",
                                  "datatable(d: dynamic)[dynamic({\"a\": 1}), dynamic({\"a\": \"x\"})] "
                                  "| summarize buildschema(d)"},
                                 "schema", {{{one("expr", Dynamic)}, Dynamic}}, &lower_aggregate<"hb_build_schema">,
                                 false));
}

}  // namespace huntbook::kql
