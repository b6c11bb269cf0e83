// has, contains, startswith, in~, has_any and the other operators on text, with their _cs and ! forms (Kusto docs,
// "String operators"). The operand is converted to text where it is dynamic.
#include <algorithm>

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

template <FixedText Function, bool negated>
Lowered lower_match(LoweringContext&, const BoundCall&, Arguments arguments) {
  sql::ExprPtr match = sql::call(Function.text, {arguments[0], arguments[1]});
  return negated ? sql::logical_not(match) : match;
}

Lowered lower_matches_regex(LoweringContext&, const BoundCall& call, Arguments arguments) {
  if (constant_text(call.arguments[1]) == nullptr)
    return sql::call("hb_matches_any_regex", {arguments[0], arguments[1]});
  HUNTBOOK_TRY(sql::ExprPtr pattern, translated_regex(call.arguments[1]));
  return sql::call("hb_matches_regex", {arguments[0], pattern});
}

bool all_constant(std::span<const Argument> arguments) {
  for (const Argument& argument : arguments)
    if (constant_text(argument) == nullptr) return false;
  return true;
}

// Constant values as the JSON array that the engine's functions take.
sql::ExprPtr array_of(std::span<const Argument> values) {
  std::string json;
  JsonWriter writer(json);
  writer.begin_array();
  for (const Argument& value : values) writer.string(*constant_text(value));
  writer.end_array();
  return sql::literal(json);
}

bool is_array(const BoundCall& call) {
  return call.arguments.size() == 2 && call.arguments[1].type == Dynamic;
}

// has_any, has_all: one function for all constant values.
template <FixedText ArrayFunction, bool any>
Lowered lower_has_many(LoweringContext&, const BoundCall& call, Arguments arguments) {
  if (is_array(call))
    return sql::coalesce(sql::call(ArrayFunction.text, {arguments[0], arguments[1]}), sql::literal(!any));
  auto values = call.arguments.subspan(1);
  if (all_constant(values)) return sql::call(ArrayFunction.text, {arguments[0], array_of(values)});
  sql::ExprPtr result;
  for (const sql::ExprPtr& value : arguments.subspan(1)) {
    sql::ExprPtr match = sql::call("hb_has", {arguments[0], value});
    result = any ? sql::logical_or(result, match) : sql::logical_and(result, match);
  }
  return result;
}

Lowered lower_in_folded(const BoundCall& call, Arguments arguments) {
  if (is_array(call))
    return sql::coalesce(sql::call("hb_in_array_folded", {arguments[0], arguments[1]}), sql::literal(false));
  auto values = call.arguments.subspan(1);
  if (values.size() > 1 && all_constant(values))
    return sql::call("hb_in_array_folded", {arguments[0], array_of(values)});
  sql::ExprPtr result;
  for (const sql::ExprPtr& value : arguments.subspan(1))
    result = sql::logical_or(result, sql::call("hb_equal_folded", {arguments[0], value}));
  return result;
}

// A value is among the others or not, whatever nulls there are: no null is among them.
Lowered lower_in_exact(const LoweringContext& context, const BoundCall& call, Arguments arguments) {
  const Argument& operand = call.arguments[0];
  if (is_array(call)) {
    sql::ExprPtr found =
        operand.type == String
            ? sql::call("hb_in_array", {arguments[0], arguments[1]})
            : sql::call("hb_dynamic_in_array", {convert(arguments[0], operand.type, Dynamic), arguments[1]});
    return sql::coalesce(found, sql::literal(false));
  }
  std::vector<sql::ExprPtr> values(arguments.begin() + 1, arguments.end());
  sql::ExprPtr found = sql::make(sql::InList{arguments[0], values, false});
  bool nullable = std::ranges::any_of(call.arguments, [](const Argument& argument) { return argument.nullable; });
  bool is_null_possible = nullable && operand.type != String && !context.predicate;
  return is_null_possible ? sql::coalesce(found, sql::literal(false)) : found;
}

template <bool negated, bool fold>
Lowered lower_in(LoweringContext& context, const BoundCall& call, Arguments arguments) {
  LoweringContext exact;
  exact.predicate = context.predicate && !negated;
  HUNTBOOK_TRY(sql::ExprPtr found, fold ? lower_in_folded(call, arguments) : lower_in_exact(exact, call, arguments));
  return negated ? sql::logical_not(found) : found;
}

FunctionRecord text_operator(std::string_view name, Lower lower, std::string_view doc, std::string_view example) {
  return {.kind = FunctionKind::Operator,
          .name = name,
          .signatures = {{{one("text", String), one("value", String)}, Bool}},
          .doc = doc,
          .example = example,
          .lower = lower,
          .nullable = false};
}

FunctionRecord has_many(std::string_view name, Lower lower, std::string_view doc, std::string_view example) {
  return {.kind = FunctionKind::Operator,
          .name = name,
          .signatures = {{{one("text", String), one("values", Dynamic)}, Bool},
                         {{one("text", String), repeated("value", String)}, Bool}},
          .doc = doc,
          .example = example,
          .lower = lower,
          .nullable = false};
}

FunctionRecord in_operator(std::string_view name, bool only_text, Lower lower, std::string_view doc,
                           std::string_view example) {
  FunctionRecord record{
      .kind = FunctionKind::Operator, .name = name, .signatures = {}, .doc = doc, .example = example, .lower = lower};
  record.nullable = false;
  if (only_text) {
    record.signatures = {{{one("text", String), one("values", Dynamic)}, Bool},
                         {{one("text", String), repeated("value", String)}, Bool}};
  } else {
    record.signatures = {{{one("value", types::not_dynamic), one("values", Dynamic)}, Bool},
                         {{common(one("value", types::any)), common(repeated("values", types::any))}, Bool}};
  }
  return record;
}

}  // namespace

void add_string_operators(FunctionCatalogue& catalogue) {
  auto add = [&](std::string_view name, Lower lower, std::string_view doc, std::string_view example,
                 std::vector<std::string_view> aliases = {}) {
    FunctionRecord record = text_operator(name, lower, doc, example);
    record.aliases = std::move(aliases);
    catalogue.add(std::move(record));
  };
  add("=~", &lower_match<"hb_equal_folded", false>, "Equal texts, the case of ASCII letters ignored.",
      "print \"abc\" =~ \"ABC\"");
  add("!~", &lower_match<"hb_equal_folded", true>, "Unequal texts, the case of ASCII letters ignored.",
      "print \"aBc\" !~ \"xyz\"");
  add("has", &lower_match<"hb_has", false>, "The text has the value as a whole term, case ignored.",
      "print \"run mimikatz.exe\" has \"MIMIKATZ\", \"mimikatz2\" has \"mimikatz\"");
  add("!has", &lower_match<"hb_has", true>, "The text lacks the value as a whole term, case ignored.",
      "print \"mimikatz2\" !has \"mimikatz\", \"run Mimikatz\" !has \"mimikatz\"");
  add("has_cs", &lower_match<"hb_has_cs", false>, "The text has the value as a whole term.",
      "print \"run Mimikatz\" has_cs \"Mimikatz\", \"run Mimikatz\" has_cs \"mimikatz\"");
  add("!has_cs", &lower_match<"hb_has_cs", true>, "The text lacks the value as a whole term.",
      "print \"run Mimikatz\" !has_cs \"mimikatz\", \"run Mimikatz\" !has_cs \"Mimikatz\"");
  add("hasprefix", &lower_match<"hb_hasprefix", false>, "A term of the text starts with the value, case ignored.",
      "print \"user Administrator\" hasprefix \"admin\", \"user sysadmin\" hasprefix \"admin\"");
  add("!hasprefix", &lower_match<"hb_hasprefix", true>, "No term of the text starts with the value, case ignored.",
      "print \"user sysadmin\" !hasprefix \"admin\", \"user Administrator\" !hasprefix "
      "\"admin\"");
  add("hasprefix_cs", &lower_match<"hb_hasprefix_cs", false>, "A term of the text starts with the value.",
      "print \"user Administrator\" hasprefix_cs \"Admin\", \"user Administrator\" "
      "hasprefix_cs \"admin\"");
  add("!hasprefix_cs", &lower_match<"hb_hasprefix_cs", true>, "No term of the text starts with the value.",
      "print \"user Administrator\" !hasprefix_cs \"admin\", \"user Administrator\" "
      "!hasprefix_cs \"Admin\"");
  add("hassuffix", &lower_match<"hb_hassuffix", false>, "A term of the text ends with the value, case ignored.",
      "print \"run PowerShell -enc\" hassuffix \"shell\", \"shellcode\" hassuffix \"shell\"");
  add("!hassuffix", &lower_match<"hb_hassuffix", true>, "No term of the text ends with the value, case ignored.",
      "print \"shellcode\" !hassuffix \"shell\", \"run PowerShell -enc\" !hassuffix \"shell\"");
  add("hassuffix_cs", &lower_match<"hb_hassuffix_cs", false>, "A term of the text ends with the value.",
      "print \"run PowerShell\" hassuffix_cs \"Shell\", \"run PowerShell\" hassuffix_cs "
      "\"shell\"");
  add("!hassuffix_cs", &lower_match<"hb_hassuffix_cs", true>, "No term of the text ends with the value.",
      "print \"run PowerShell\" !hassuffix_cs \"shell\", \"run PowerShell\" !hassuffix_cs "
      "\"Shell\"");
  add("contains", &lower_match<"hb_contains", false>, "The value occurs anywhere in the text, case ignored.",
      "print \"Invoke-WebRequest\" contains \"webreq\", \"Invoke-WebRequest\" contains "
      "\"web-req\"");
  add("!contains", &lower_match<"hb_contains", true>, "The value occurs nowhere in the text, case ignored.",
      "print \"Invoke-WebRequest\" !contains \"curl\", \"Invoke-WebRequest\" !contains "
      "\"INVOKE\"",
      {"notcontains"});
  add("contains_cs", &lower_match<"hb_contains_cs", false>, "The value occurs anywhere in the text.",
      "print \"Invoke-WebRequest\" contains_cs \"WebReq\", \"Invoke-WebRequest\" contains_cs "
      "\"webreq\"",
      {"containscs"});
  add("!contains_cs", &lower_match<"hb_contains_cs", true>, "The value occurs nowhere in the text.",
      "print \"Invoke-WebRequest\" !contains_cs \"webreq\", \"Invoke-WebRequest\" "
      "!contains_cs \"WebReq\"",
      {"notcontainscs"});
  add("startswith", &lower_match<"hb_starts_folded", false>, "The text starts with the value, case ignored.",
      "print \"/etc/Passwd\" startswith \"/ETC\", \"/var/etc\" startswith \"/etc\"");
  add("!startswith", &lower_match<"hb_starts_folded", true>, "The text does not start with the value, case ignored.",
      "print \"/var/etc\" !startswith \"/etc\", \"/etc/Passwd\" !startswith \"/ETC\"");
  add("startswith_cs", &lower_match<"starts_with", false>, "The text starts with the value.",
      "print \"/etc/passwd\" startswith_cs \"/etc\", \"/etc/passwd\" startswith_cs \"/ETC\"");
  add("!startswith_cs", &lower_match<"starts_with", true>, "The text does not start with the value.",
      "print \"/etc/passwd\" !startswith_cs \"/ETC\", \"/etc/passwd\" !startswith_cs \"/etc\"");
  add("endswith", &lower_match<"hb_ends_folded", false>, "The text ends with the value, case ignored.",
      "print \"invoice.PDF.exe\" endswith \".EXE\", \"invoice.exe.pdf\" endswith \".exe\"");
  add("!endswith", &lower_match<"hb_ends_folded", true>, "The text does not end with the value, case ignored.",
      "print \"invoice.exe.pdf\" !endswith \".exe\", \"invoice.PDF.exe\" !endswith \".EXE\"");
  add("endswith_cs", &lower_match<"suffix", false>, "The text ends with the value.",
      "print \"invoice.exe\" endswith_cs \".exe\", \"invoice.exe\" endswith_cs \".EXE\"");
  add("!endswith_cs", &lower_match<"suffix", true>, "The text does not end with the value.",
      "print \"invoice.exe\" !endswith_cs \".EXE\", \"invoice.exe\" !endswith_cs \".exe\"");
  add("matches regex", &lower_matches_regex, "The regular expression matches somewhere in the text.",
      "print \"GET /a?id=1042 200\" matches regex @\"id=\\d+\", \"GET /a?id=x\" matches regex "
      "@\"id=\\d+\"");
  catalogue.add(has_many("has_any", &lower_has_many<"hb_has_any", true>,
                         "The text has any of the values as a whole term, case ignored.",
                         "print \"net user bob /add\" has_any (\"whoami\", \"USER\"), \"netuser\" has_any (\"net\", "
                         "\"user\")"));
  catalogue.add(has_many("has_all", &lower_has_many<"hb_has_all", false>,
                         "The text has each of the values as a whole term, case ignored.",
                         "print \"net user bob /add\" has_all (\"NET\", \"add\"), \"net view\" has_all (\"net\", "
                         "\"add\")"));
  catalogue.add(in_operator("in", false, &lower_in<false, false>, "The value equals one of the others.",
                            "print 4625 in (4624, 4625), \"Alice\" in (\"alice\", \"bob\")"));
  catalogue.add(in_operator("!in", false, &lower_in<true, false>, "The value equals none of the others.",
                            "print 4688 !in (4624, 4625), \"alice\" !in (\"alice\", \"bob\")"));
  catalogue.add(in_operator("in~", true, &lower_in<false, true>, "The text equals one of the others, case ignored.",
                            "print \"CMD.EXE\" in~ (\"cmd.exe\", \"powershell.exe\"), \"cmd\" in~ (\"cmd.exe\")"));
  catalogue.add(in_operator("!in~", true, &lower_in<true, true>, "The text equals none of the others, case ignored.",
                            "print \"cmd\" !in~ (\"cmd.exe\"), \"CMD.EXE\" !in~ (\"cmd.exe\", \"powershell.exe\")"));
}

}  // namespace huntbook::kql
