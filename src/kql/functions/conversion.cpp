// tostring(), tolong() and their like (Kusto docs, one page per function).
#include "kql/functions/build.hpp"
#include "kql/functions/convert.hpp"
#include "kql/functions/register.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;
using Arguments = std::span<const sql::ExprPtr>;

Result<sql::ExprPtr> lower_conversion(LoweringContext&, const BoundCall& call, Arguments arguments) {
  return convert(arguments[0], call.arguments[0].type, call.result);
}

FunctionRecord conversion(std::string_view name, std::vector<std::string_view> aliases, ScalarType to,
                          std::string_view doc, std::string_view example) {
  return {.name = name,
          .aliases = std::move(aliases),
          .signatures = {{{one("value", types::any)}, to}},
          .result_name = ResultName::FirstArgument,
          .doc = doc,
          .example = example,
          .lower = &lower_conversion,
          .nullable = to != String};
}

}  // namespace

void add_conversion_functions(FunctionCatalogue& catalogue) {
  catalogue.add(
      conversion("tostring", {}, String, "The value as text; the empty string for null.", "print tostring(2h)"));
  catalogue.add(conversion("tolong", {}, Long,
                           "The value as a 64-bit integer, a fraction cut off; null where it is none.",
                           "print tolong(\"123\")"));
  catalogue.add(conversion("toint", {}, Int,
                           "The value as a 32-bit integer, a fraction cut off; null where it is none.",
                           "print toint(\"2.3\")"));
  catalogue.add(conversion("toreal", {"todouble"}, Real, "The value as a real number; null where it is none.",
                           "print toreal(\"123.4\")"));
  catalogue.add(conversion("todecimal", {}, Decimal, "The value as a decimal number; null where it is none.",
                           "print todecimal(\"123.45678\")"));
  catalogue.add(conversion("tobool", {"toboolean"}, Bool,
                           "The value as a truth value: true and false in any case, numbers other than 0.",
                           "print tobool(\"true\")"));
  catalogue.add(conversion("todatetime", {}, DateTime, "The value as a datetime; null where it is none.",
                           "print todatetime(\"2015-12-31 23:59:59.9\")"));
  catalogue.add(conversion("totimespan", {"totime"}, TimeSpan, "The value as a timespan; null where it is none.",
                           "print totimespan(\"0.00:03:00\")"));
  catalogue.add(conversion("toguid", {}, Guid,
                           "The first 32 hexadecimal digits of the text, hyphens left out, as a guid; else null.",
                           "print toguid(\"0123456789abcdef0123456789abcdef\")"));
}

}  // namespace huntbook::kql
