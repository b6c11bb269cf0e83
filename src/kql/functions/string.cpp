// Functions on text (Kusto docs, "String functions"). Arguments of other types are converted to text first, as Kusto
// does.
#include "kql/functions/build.hpp"
#include "kql/functions/register.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;
using Arguments = std::span<const sql::ExprPtr>;
using Lowered = Result<sql::ExprPtr>;

Parameter text(std::string_view name) {
  Parameter parameter = one(name, types::any);
  parameter.converted_to = String;
  return parameter;
}
Parameter count(std::string_view name) {
  Parameter parameter = optional(name, types::integers);
  parameter.converted_to = Long;
  return parameter;
}
Parameter wide(Parameter parameter) {
  parameter.converted_to = Long;
  return parameter;
}

Lowered lower_strcat(LoweringContext&, const BoundCall&, Arguments arguments) {
  if (arguments.size() == 1) return arguments[0];
  return sql::call("concat", std::vector<sql::ExprPtr>(arguments.begin(), arguments.end()));
}

Lowered lower_isempty(const BoundCall& call, Arguments arguments, bool negated) {
  sql::ExprPtr empty;
  if (call.arguments[0].type == String) {
    empty = sql::equal(arguments[0], sql::literal(""));
  } else if (call.arguments[0].type == Dynamic) {
    empty = sql::equal(sql::call("hb_dynamic_to_string", {arguments[0]}), sql::literal(""));
  } else {
    empty = sql::is_null(arguments[0]);
  }
  return negated ? sql::logical_not(empty) : empty;
}
Lowered lower_isempty(LoweringContext&, const BoundCall& call, Arguments arguments) {
  return lower_isempty(call, arguments, false);
}
Lowered lower_isnotempty(LoweringContext&, const BoundCall& call, Arguments arguments) {
  return lower_isempty(call, arguments, true);
}

Lowered lower_indexof(LoweringContext&, const BoundCall&, Arguments arguments) {
  std::vector<sql::ExprPtr> all(arguments.begin(), arguments.end());
  static constexpr std::int64_t defaults[] = {0, -1, 1};
  while (all.size() < 5) all.push_back(sql::literal(defaults[all.size() - 2]));
  return sql::call("hb_indexof", std::move(all));
}

Lowered lower_strrep(LoweringContext&, const BoundCall&, Arguments arguments) {
  return sql::call("hb_strrep", {arguments[0], arguments[1], argument_or(arguments, 2, sql::literal(""))});
}

// Every text is valid UTF-8: what was not came out repaired when it was read.
Lowered lower_isutf8(LoweringContext&, const BoundCall&, Arguments) {
  return sql::literal(true);
}

FunctionRecord record(std::string_view name, std::vector<Parameter> parameters, ScalarType result, Lower lower,
                      std::string_view doc, std::string_view example) {
  return {.name = name,
          .signatures = {{std::move(parameters), result}},
          .doc = doc,
          .example = example,
          .lower = lower,
          .nullable = result != String && result != Bool};
}

void add_building(FunctionCatalogue& catalogue) {
  Parameter more_text = repeated("arg", types::any);
  more_text.converted_to = String;
  catalogue.add(record("strcat", {more_text}, String, &lower_strcat, "The arguments as text, one behind the other.",
                       "print strcat(\"hello\", \" \", \"world\")"));
  catalogue.add(record("strcat_delim", {text("delimiter"), text("first"), more_text}, String, &lower_to<"concat_ws">,
                       "The arguments as text with a delimiter between them.",
                       "print strcat_delim(\"-\", 1, \"2\", \"A\", 1s)"));
  Parameter delimiter = text("delimiter");
  delimiter.occurs = Parameter::Occurs::Optional;
  catalogue.add(record("strrep", {text("value"), wide(one("multiplier", types::integers)), delimiter}, String,
                       &lower_strrep, "The text repeated, at most 1024 times.", "print strrep(\"ABC\", 2)"));
  catalogue.add(record("reverse", {text("value")}, String, &lower_to<"hb_reverse">, "The characters in reverse order.",
                       "print reverse(\"abc\")"));
  catalogue.add(record("tolower", {text("value")}, String, &lower_to<"lower">, "The text in lower case.",
                       "print tolower(\"Hello\")"));
  catalogue.add(record("toupper", {text("value")}, String, &lower_to<"upper">, "The text in upper case.",
                       "print toupper(\"hello\")"));
  FunctionRecord from_codepoints = record(
      "unicode_codepoints_to_string", {as_dynamic(repeated("value", types::integers | TypeSet{Dynamic}))}, String,
      &lower_to<"hb_codepoints_to_string">, "The text with these code points; empty where one is invalid.",
      "print unicode_codepoints_to_string(75, 117, 115, 116, 111)");
  from_codepoints.aliases = {"make_string"};
  catalogue.add(std::move(from_codepoints));
  FunctionRecord codepoints =
      record("unicode_codepoints_from_string", {text("value")}, Dynamic, &lower_to<"hb_codepoints_of">,
             "The code points of the text, as an array.", "print unicode_codepoints_from_string(\"Kusto\")");
  codepoints.aliases = {"to_utf8"};
  catalogue.add(std::move(codepoints));
}

void add_taking_apart(FunctionCatalogue& catalogue) {
  catalogue.add(record("substring", {text("string"), wide(one("start", types::integers)), count("length")}, String,
                       &lower_to<"hb_substring">,
                       "The part from a character on, counted from 0, or from the end where negative.",
                       "print substring(\"123456\", 2, 2)"));
  FunctionRecord split =
      record("split", {text("source"), one("delimiter", String), count("requestedIndex")}, Dynamic,
             &lower_to<"hb_split">, "The parts between the delimiters, as an array.", "print split(\"aa_bb\", \"_\")");
  split.result_name = ResultName::FirstArgument;
  catalogue.add(std::move(split));
  catalogue.add(record("replace_string", {one("text", String), one("lookup", String), one("rewrite", String)}, String,
                       &lower_to<"replace">, "The text with all occurrences of one text replaced by another.",
                       "print replace_string(\"a cat\", \"cat\", \"hamster\")"));
  catalogue.add(record("replace_strings", {one("text", String), one("lookups", Dynamic), one("rewrites", Dynamic)},
                       String, &lower_to<"hb_replace_strings">,
                       "The text with several texts replaced, each by the one at its place.",
                       "print replace_strings(\"a cat\", dynamic([\"cat\"]), dynamic([\"dog\"]))"));
  catalogue.add(record("translate", {one("searchList", String), one("replacementList", String), one("source", String)},
                       String, &lower_to<"hb_translate">, "The text with single characters replaced by others.",
                       "print translate(\"krasp\", \"otsku\", \"spark\")"));
}

void add_questions(FunctionCatalogue& catalogue) {
  FunctionRecord length = record("strlen", {text("string")}, Long, &lower_to<"length">, "Number of code points.",
                                 "print strlen(\"hello\")");
  length.result_name = ResultName::NameAndFirstArgument;
  length.nullable = false;
  catalogue.add(length);
  FunctionRecord size = record("string_size", {text("string")}, Long, &lower_to<"strlen">, "Number of bytes.",
                               "print string_size(\"hello\")");
  size.result_name = ResultName::NameAndFirstArgument;
  size.nullable = false;
  catalogue.add(size);
  catalogue.add(record("isempty", {one("value", types::any)}, Bool, &lower_isempty,
                       "True for the empty text and for null.", "print isempty(\"\")"));
  FunctionRecord not_empty = record("isnotempty", {one("value", types::any)}, Bool, &lower_isnotempty,
                                    "False for the empty text and for null.", "print isnotempty(\"x\")");
  not_empty.aliases = {"notempty"};
  catalogue.add(std::move(not_empty));
  catalogue.add(record("isascii", {text("value")}, Bool, &lower_to<"hb_is_ascii">,
                       "The text has ASCII characters only.", "print isascii(\"abc\")"));
  catalogue.add(record("isutf8", {text("value")}, Bool, &lower_isutf8, "The text is valid UTF-8, which all texts are.",
                       "print isutf8(\"größer 🚀\")"));
  catalogue.add(record("strcmp", {text("string1"), text("string2")}, Long, &lower_to<"hb_strcmp">,
                       "-1, 0 or 1 as the first text is before, equal to or behind the second.",
                       "print strcmp(\"ABC\", \"abc\")"));
  catalogue.add(record("indexof", {text("string"), text("match"), count("start"), count("length"), count("occurrence")},
                       Long, &lower_indexof, "Index of an occurrence, counted from 0; -1 where there is none.",
                       "print indexof(\"cmd.exe /c whoami\", \"whoami\"), indexof(\"cmd.exe\", \"ps\")"));
  catalogue.add(record("has_any_index", {text("source"), one("values", Dynamic)}, Long, &lower_to<"hb_has_any_index">,
                       "Index of the first value that the text has as a term; -1 where it has none.",
                       "print has_any_index(\"net user bob /add\", dynamic([\"whoami\", \"user\"]))"));
}

}  // namespace

void add_string_functions(FunctionCatalogue& catalogue) {
  add_building(catalogue);
  add_taking_apart(catalogue);
  add_questions(catalogue);
}

}  // namespace huntbook::kql
