// Functions that take regular expressions (Kusto docs, "extract()", "replace_regex()", "trim()", ...). A pattern is a
// constant and is translated here, so that a wrong one is an error before the query runs. A type literal comes as the
// type's name, a constant text.
#include <cstdint>

#include <fmt/format.h>

#include "base/json_text.hpp"
#include "kql/functions/build.hpp"
#include "kql/functions/convert.hpp"
#include "kql/functions/regex_dialect.hpp"
#include "kql/functions/register.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;
using Arguments = std::span<const sql::ExprPtr>;
using Lowered = Result<sql::ExprPtr>;

Parameter pattern(std::string_view name) {
  return constant(one(name, String));
}
Parameter wide(Parameter parameter) {
  parameter.converted_to = Long;
  return parameter;
}
Parameter text(std::string_view name) {
  Parameter parameter = one(name, types::any);
  parameter.converted_to = String;
  return parameter;
}

Result<std::string> pattern_of(const Argument& argument) {
  const std::string* value = constant_text(argument);
  if (value == nullptr) return fail(ErrorKind::User, "the regular expression must be a constant");
  return to_re2(*value);
}

ScalarType named_type(std::span<const Argument> arguments) {
  const std::string* name = constant_text(arguments.back());
  return name == nullptr ? String : scalar_type_named(*name).value_or(String);
}

Lowered lower_extract(LoweringContext&, const BoundCall& call, Arguments arguments) {
  HUNTBOOK_TRY(std::string regex, pattern_of(call.arguments[0]));
  if (const std::int64_t* group = constant_integer(call.arguments[1])) {
    int groups = group_count(regex);
    if (*group < 0 || *group > groups)
      return fail(ErrorKind::User, fmt::format("there is no capture group {} in the regular expression", *group),
                  fmt::format("groups are 0 (the whole match) to {}", groups));
  }
  sql::ExprPtr found = sql::call("hb_extract", {sql::literal(regex), arguments[1], arguments[2]});
  return convert(found, String, call.result);
}

// Numbers of the capture groups that extract_all() gives.
Result<std::string> wanted_groups(const std::string& regex, const Argument* argument) {
  std::string json = "[";
  int groups = group_count(regex);
  if (groups == 0)
    return fail(ErrorKind::User, "extract_all() needs a regular expression with a capture group",
                "put the part that you want between parentheses");
  if (groups > 16) return fail(ErrorKind::User, "extract_all() takes at most 16 capture groups");
  if (argument == nullptr) {
    for (int group = 1; group <= groups; ++group)
      fmt::format_to(std::back_inserter(json), "{}{}", group > 1 ? "," : "", group);
    return json + "]";
  }
  const std::string* wanted = constant_text(*argument);
  if (wanted == nullptr) return fail(ErrorKind::User, "the capture groups must be a constant array");
  // A flat array of integers and names; names have no escapes.
  std::string_view rest = *wanted;
  while (!rest.empty()) {
    std::size_t begin = rest.find_first_not_of("[], \t\r\n");
    if (begin == std::string_view::npos) break;
    std::size_t end = rest.find_first_of("],", begin);
    std::string item(rest.substr(begin, end - begin));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end);
    while (!item.empty() && item.back() == ' ') item.pop_back();
    int group = 0;
    if (item.size() > 2 && item.front() == '"' && item.back() == '"') {
      group = group_named(regex, item.substr(1, item.size() - 2));
    } else if (item.size() < 3 && item.find_first_not_of("0123456789") == std::string::npos) {
      group = std::stoi(item);
    }
    if (group < 1 || group > groups)
      return fail(ErrorKind::User, fmt::format("there is no capture group {} in the regular expression", item));
    fmt::format_to(std::back_inserter(json), "{}{}", json.size() > 1 ? "," : "", group);
  }
  return json + "]";
}

Lowered lower_extract_all(LoweringContext&, const BoundCall& call, Arguments arguments) {
  HUNTBOOK_TRY(std::string regex, pattern_of(call.arguments[0]));
  HUNTBOOK_TRY(std::string groups, wanted_groups(regex, arguments.size() == 3 ? &call.arguments[1] : nullptr));
  return sql::call("hb_extract_all", {sql::literal(regex), sql::literal(groups), arguments.back()});
}

Lowered lower_replace_regex(LoweringContext&, const BoundCall& call, Arguments arguments) {
  HUNTBOOK_TRY(std::string regex, pattern_of(call.arguments[1]));
  return sql::call("hb_replace_regex", {arguments[0], sql::literal(regex), arguments[2]});
}

// replace(regex, rewrite, source), the old spelling.
Lowered lower_replace(LoweringContext&, const BoundCall& call, Arguments arguments) {
  HUNTBOOK_TRY(std::string regex, pattern_of(call.arguments[0]));
  return sql::call("hb_replace_regex", {arguments[2], sql::literal(regex), arguments[1]});
}

// trim() takes off all matches, trim_start() and trim_end() one (Kusto docs, their "Returns").
template <bool start, bool end>
Lowered lower_trim(LoweringContext&, const BoundCall& call, Arguments arguments) {
  HUNTBOOK_TRY(std::string regex, pattern_of(call.arguments[0]));
  std::string_view times = start && end ? "+" : "";
  sql::ExprPtr result = arguments[1];
  if (start) result = sql::call("hb_remove_match", {sql::literal(fmt::format("\\A(?:{}){}", regex, times)), result});
  if (end) result = sql::call("hb_remove_match", {sql::literal(fmt::format("(?:{}){}\\z", regex, times)), result});
  return result;
}

Lowered lower_countof(LoweringContext&, const BoundCall& call, Arguments arguments) {
  if (arguments.size() == 2) return sql::call("hb_countof", {arguments[0], arguments[1]});
  const std::string* kind = constant_text(call.arguments[2]);
  if (kind != nullptr && *kind == "normal") return sql::call("hb_countof", {arguments[0], arguments[1]});
  if (kind == nullptr || *kind != "regex")
    return fail(ErrorKind::User, "the kind of countof() is \"normal\" or \"regex\"");
  HUNTBOOK_TRY(std::string regex, pattern_of(call.arguments[1]));
  return sql::call("hb_countof_regex", {arguments[0], sql::literal(regex)});
}

Lowered lower_indexof_regex(LoweringContext&, const BoundCall& call, Arguments arguments) {
  HUNTBOOK_TRY(std::string regex, pattern_of(call.arguments[1]));
  std::vector<sql::ExprPtr> all(arguments.begin(), arguments.end());
  all[1] = sql::literal(regex);
  static constexpr std::int64_t defaults[] = {0, -1, 1};
  while (all.size() < 5) all.push_back(sql::literal(defaults[all.size() - 2]));
  return sql::call("hb_indexof_regex", std::move(all));
}

FunctionRecord record(std::string_view name, std::vector<Signature> signatures, Lower lower, std::string_view doc,
                      std::string_view example) {
  return {.name = name, .signatures = std::move(signatures), .doc = doc, .example = example, .lower = lower};
}

}  // namespace

void add_regex_functions(FunctionCatalogue& catalogue) {
  catalogue.add(record("extract",
                       {{{pattern("regex"), wide(one("captureGroup", types::integers)), text("source")}, String},
                        {{pattern("regex"), wide(one("captureGroup", types::integers)), text("source"),
                          constant(one("typeLiteral", String))},
                         &named_type}},
                       &lower_extract, "What a capture group of the first match holds, as text or another type.",
                       "print extract(\"User: ([^,]+)\", 1, \"User: James, Age: 29\")"));
  FunctionRecord all = record("extract_all",
                              {{{pattern("regex"), text("source")}, Dynamic},
                               {{pattern("regex"), constant(one("captureGroups", Dynamic)), text("source")}, Dynamic}},
                              &lower_extract_all, "All matches: their capture groups, as an array.",
                              "print extract_all(@\":(\\d+)\", \"open: 10.0.0.4:22, 10.0.0.4:443, 10.0.0.9:3389\")");
  all.aliases = {"extractall"};
  catalogue.add(std::move(all));
  catalogue.add(record("replace_regex",
                       {{{text("source"), pattern("lookup_regex"), pattern("rewrite_pattern")}, String}},
                       &lower_replace_regex, "The text with all matches replaced; \\1 stands for the first group.",
                       "print replace_regex(\"Number is 1\", @\"is (\\d+)\", @\"was: \\1\")"));
  catalogue.add(record("replace", {{{pattern("regex"), pattern("rewrite"), text("source")}, String}}, &lower_replace,
                       "The old spelling of replace_regex(), with the text behind the patterns.",
                       "print replace(@\"is (\\d+)\", @\"was: \\1\", \"Number is 1\")"));
  catalogue.add(record("trim", {{{pattern("regex"), text("source")}, String}}, &lower_trim<true, true>,
                       "The text without all matches at its start and end.", "print trim(@\"\\s+\", \"  Hello  \")"));
  catalogue.add(record("trim_start", {{{pattern("regex"), text("source")}, String}}, &lower_trim<true, false>,
                       "The text without a match at its start.",
                       "print trim_start(\"https://\", \"https://bing.com\")"));
  catalogue.add(record("trim_end", {{{pattern("regex"), text("source")}, String}}, &lower_trim<false, true>,
                       "The text without a match at its end.", "print trim_end(\".com\", \"bing.com\")"));
  FunctionRecord countof =
      record("countof", {{{text("source"), text("search"), constant(optional("kind", String))}, Long}}, &lower_countof,
             "Number of occurrences; those of a text may overlap, matches of a regular expression do not.",
             "print countof(\"A5-4B-A5-4B\", \"A5\"), countof(\"10.0.0.1 10.0.0.2\", @\"\\d+\\.\\d+\", "
             "\"regex\")");
  countof.nullable = false;
  catalogue.add(std::move(countof));
  catalogue.add(record("indexof_regex",
                       {{{text("string"), pattern("match"), wide(optional("start", types::integers)),
                          wide(optional("length", types::integers)), wide(optional("occurrence", types::integers))},
                         Long}},
                       &lower_indexof_regex, "Index of a match, counted from 0; -1 where there is none.",
                       "print indexof_regex(\"user=alice id=1042\", @\"\\d+\")"));
  catalogue.add(record("regex_quote", {{{text("string")}, String}}, &lower_to<"hb_regex_quote">,
                       "The text with the characters escaped that mean something in a regular expression.",
                       "print regex_quote(\"(so$me.Te^xt)\")"));
}

}  // namespace huntbook::kql
