// Functions that take structured texts apart: URLs, file paths, versions, CSV, command lines, XML, JSON by a path
// (Kusto docs, "parse_url()", "parse_path()", "extract_json()", ...).
#include <cstdint>

#include <fmt/format.h>

#include "base/json_text.hpp"
#include "kql/functions/build.hpp"
#include "kql/functions/convert.hpp"
#include "kql/functions/register.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;
using Arguments = std::span<const sql::ExprPtr>;
using Lowered = Result<sql::ExprPtr>;

Parameter text(std::string_view name) {
  Parameter parameter = one(name, types::string_or_dynamic);
  parameter.converted_to = String;
  return parameter;
}

// Whole numbers of up to 32 digits, which DECIMAL(38, 12) does not hold: the engine's widest integer does.
Lowered lower_parse_version(LoweringContext&, const BoundCall&, Arguments arguments) {
  return sql::try_cast(sql::call("hb_parse_version", {arguments[0]}), sql::SqlType::HugeInt);
}

Lowered lower_parse_command_line(LoweringContext&, const BoundCall& call, Arguments arguments) {
  const std::string* parser = constant_text(call.arguments[1]);
  if (parser == nullptr || *parser != "windows")
    return fail(ErrorKind::User, "parse_command_line() knows the parser \"windows\" only");
  return sql::call("hb_parse_command_line", {arguments[0]});
}

std::unexpected<Error> bad_path(std::string_view path) {
  return fail(ErrorKind::User, fmt::format("'{}' is no path into a JSON text", path),
              "a path is $ with .name, ['name'] and [0] behind it; wildcards are not supported");
}

// $.a['b c'][0] as the JSON array ["a","b c",0] (Kusto docs, "JSONPath expressions").
Result<std::string> json_path_steps(std::string_view path) {
  std::string_view rest = path;
  std::string steps;
  JsonWriter json(steps);
  json.begin_array();
  if (rest.starts_with('$')) {
    rest.remove_prefix(1);
  } else if (!rest.starts_with('[')) {
    return bad_path(path);
  }
  while (!rest.empty()) {
    bool in_brackets = rest[0] == '[';
    if (!in_brackets && rest[0] != '.') return bad_path(path);
    rest.remove_prefix(1);
    if (!in_brackets) {
      std::string_view name = rest.substr(0, rest.find_first_of(".["));
      if (name.empty() || name.find('*') != std::string_view::npos) return bad_path(path);
      json.string(name);
      rest.remove_prefix(name.size());
      continue;
    }
    if (rest.starts_with('\'') || rest.starts_with('"')) {
      std::string_view close = rest[0] == '"' ? "\"]" : "']";
      std::size_t end = rest.find(close, 1);
      if (end == std::string_view::npos) return bad_path(path);
      json.string(rest.substr(1, end - 1));
      rest.remove_prefix(end + 2);
      continue;
    }
    std::size_t end = rest.find(']');
    std::string_view digits = rest.substr(0, end);
    bool is_index = end != std::string_view::npos && !digits.empty() && digits.size() <= 9 &&
                    digits.find_first_not_of("0123456789") == std::string_view::npos;
    if (!is_index) return bad_path(path);
    std::int64_t index = 0;
    for (char c : digits) index = index * 10 + (c - '0');
    json.integer(index);
    rest.remove_prefix(end + 1);
  }
  json.end_array();
  return steps;
}

ScalarType named_type(std::span<const Argument> arguments) {
  const std::string* name = constant_text(arguments.back());
  return name == nullptr ? String : scalar_type_named(*name).value_or(String);
}

Lowered lower_extract_json(LoweringContext&, const BoundCall& call, Arguments arguments) {
  const std::string* path = constant_text(call.arguments[0]);
  if (path == nullptr) return fail(ErrorKind::User, "the path must be a constant");
  HUNTBOOK_TRY(std::string steps, json_path_steps(*path));
  sql::ExprPtr value = sql::call("hb_extract_json", {sql::literal(std::string_view(steps)), arguments[1]});
  return convert(std::move(value), Dynamic, call.result);
}

FunctionRecord record(std::string_view name, std::vector<std::string_view> aliases, ScalarType result, Lower lower,
                      std::string_view doc, std::string_view example) {
  return {.name = name,
          .aliases = std::move(aliases),
          .signatures = {{{text("text")}, result}},
          .doc = doc,
          .example = example,
          .lower = lower};
}

}  // namespace

void add_text_part_functions(FunctionCatalogue& catalogue) {
  catalogue.add(record("parse_url", {"parseurl"}, Dynamic, &lower_to<"hb_parse_url">,
                       "The parts of a URL: Scheme, Host, Port, Path, Username, Password, Query Parameters, Fragment.",
                       "print parse_url(\"https://user@example.org:8443/a/b?k=v#top\").Host"));
  catalogue.add(record("parse_urlquery", {"parseurlquery"}, Dynamic, &lower_to<"hb_parse_urlquery">,
                       "The parameters of a URL's query, under the name Query Parameters.",
                       "print parse_urlquery(\"k1=v1&k2=v2\")[\"Query Parameters\"].k2"));
  catalogue.add(record("parse_path", {}, Dynamic, &lower_to<"hb_parse_path">,
                       "The parts of a file path: Scheme, RootPath, DirectoryPath, DirectoryName, Filename, Extension, "
                       "AlternateDataStreamName.",
                       "print parse_path(@\"C:\\temp\\file.txt\").Filename"));
  catalogue.add(record("parse_version", {}, Decimal, &lower_parse_version,
                       "One to four numbers with dots between them as a number that can be compared; else null.",
                       "print parse_version(\"1.2.3.4\") < parse_version(\"1.10\")"));
  FunctionRecord csv = record("parse_csv", {}, Dynamic, &lower_to<"hb_parse_csv">,
                              "The fields of the first CSV record, as an array.", "print parse_csv('aa,\"b,b\",cc')");
  csv.result_name = ResultName::FirstArgument;
  catalogue.add(std::move(csv));
  FunctionRecord xml = record("parse_xml", {}, Dynamic, &lower_to<"hb_parse_xml">,
                              "XML as a bag: attributes as @name, text beside them as #text; null where it is none.",
                              "print parse_xml(\"<e a='1'><b>x</b><b>y</b></e>\").e.b[1]");
  xml.result_name = ResultName::FirstArgument;
  catalogue.add(std::move(xml));
  FunctionRecord event_data =
      record("event_data_xml", {}, String, &lower_to<"hb_event_data_xml">,
             "A Windows event's data, a bag with a member per value, as the XML that the table Event has it in.",
             "print event_data_xml(dynamic({'Image': 'a.exe', 'ProcessId': 4}))");
  event_data.signatures = {{{one("data", Dynamic)}, String}};
  catalogue.add(std::move(event_data));
  FunctionRecord command_line = record("parse_command_line", {}, Dynamic, &lower_parse_command_line,
                                       "The arguments of a command line, as Windows programs get them.",
                                       "print parse_command_line(@'echo \"hello world!\"', \"windows\")");
  Parameter any_value = one("command", types::any);
  any_value.converted_to = String;
  command_line.signatures = {{{any_value, constant(one("parser", String))}, Dynamic}};
  catalogue.add(std::move(command_line));
  FunctionRecord json = record("extract_json", {"extractjson"}, String, &lower_extract_json,
                               "The value at a path of a JSON text, as text or another type.",
                               "print extract_json(\"$.a[0]['b c']\", '{\"a\":[{\"b c\":7}]}', typeof(long))");
  json.signatures = {
      {{constant(one("jsonPath", String)), text("jsonText")}, String},
      {{constant(one("jsonPath", String)), text("jsonText"), constant(one("type", String))}, &named_type}};
  catalogue.add(std::move(json));
}

}  // namespace huntbook::kql
