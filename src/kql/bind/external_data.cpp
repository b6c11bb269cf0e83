// externaldata(columns) [locations] with (properties) (Kusto docs, "externaldata operator", "Data mappings"). The rows
// come as texts, as the files hold them; a conversion to the declared type stands above them in the plan, so that a
// text that is no value of its type becomes what the language's own conversions make of it: null.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "kql/bind/external_format.hpp"
#include "kql/bind/external_mapping.hpp"
#include "kql/bind/operators.hpp"
#include "kql/bind/plan_plugin.hpp"
#include "kql/bind/source.hpp"

namespace huntbook::kql::bind {

namespace {

constexpr std::size_t max_columns = 10'000;
constexpr std::size_t max_locations = 1'000;

struct Options {
  std::optional<ExternalFormat> format;
  bool ignore_first_record = false;
  std::string zip_pattern;
  std::string mapping;
  diag::Span mapping_span;
};

// Constants, and strcat() of constants: URLs are put together that way.
std::optional<std::string> constant_text(const plan::Scalar& scalar) {
  if (scalar.type == ScalarType::String) {
    if (auto constant = constant_of(scalar)) {
      const auto* text = std::get_if<std::string>(&*constant);
      return text != nullptr ? std::optional(*text) : std::nullopt;
    }
  }
  const auto* call = std::get_if<plan::FunctionCall>(&scalar.node);
  if (call == nullptr || call->function->name != "strcat") return std::nullopt;
  std::string whole;
  for (const plan::ScalarPtr& argument : call->arguments) {
    const auto part = constant_text(*argument);
    if (!part) return std::nullopt;
    whole += *part;
  }
  return whole;
}

// The value of a property: a text or bool, or a bare word that stands for one.
std::optional<std::string> property_text(Context& context, const syntax::Property& property) {
  if (property.value) {
    if (const auto* word = std::get_if<syntax::NameRef>(&property.value->node);
        word != nullptr && context.find_let(word->name) == nullptr)
      return word->name;
    plan::ScalarPtr value = bind_scalar(context, Scope{}, *property.value);
    if (!value) return std::nullopt;
    if (auto text = constant_text(*value)) return text;
    if (auto constant = constant_of(*value)) {
      if (const auto* flag = std::get_if<bool>(&*constant)) return *flag ? "true" : "false";
      if (const auto* number = std::get_if<std::int64_t>(&*constant)) return fmt::format("{}", *number);
    }
  }
  context.error("KS107", property.name.span,
                fmt::format("The property '{}' of externaldata needs a constant text.", property.name.text));
  return std::nullopt;
}

bool read_property(Context& context, const syntax::Property& property, Options& options) {
  const std::string name = ascii_lower(property.name.text);
  const auto text = property_text(context, property);
  if (!text) return false;
  const diag::Span span = property.value ? property.value->span : property.name.span;
  if (name == "format") {
    options.format = external_format_named(context, *text, span);
    return options.format.has_value();
  }
  if (name == "ignorefirstrecord") {
    const std::string flag = ascii_lower(*text);
    options.ignore_first_record = flag == "true" || flag == "1";
    if (options.ignore_first_record || flag == "false" || flag == "0") return true;
    context.error("KS107", span, fmt::format("ignoreFirstRecord is true or false, not '{}'.", *text));
    return false;
  }
  if (name == "ingestionmapping") {
    options.mapping = *text;
    options.mapping_span = span;
    return true;
  }
  if (name == "zippattern") {
    options.zip_pattern = *text;
    return true;
  }
  if (name == "ingestionmappingreference") {
    context.error("HB002", property.name.span, "A stored mapping can't be used: there is no table that keeps one.",
                  "write it out: ingestionMapping = '[{\"Column\": ..., \"Properties\": {...}}]'");
    return false;
  }
  // Properties of external tables that say nothing of how a file is read.
  constexpr std::string_view harmless[] = {"recreate_schema",  "docstring",     "folder",
                                           "includeheaders",   "fileextension", "ingestionmappingtype",
                                           "validationpolicy", "creationtime",  "tags"};
  if (std::ranges::find(harmless, name) != std::end(harmless)) return true;
  const std::string nearest = diag::nearest_name(
      property.name.text, {"format", "ignoreFirstRecord", "ingestionMapping", "zipPattern", "recreate_schema"});
  // Published queries carry properties that Kusto does not know; a misspelt one is told as well.
  context.warning("HB021", property.name.span,
                  fmt::format("externaldata has no property '{}'; it changes nothing.", property.name.text),
                  nearest.empty() ? "there are format, ignoreFirstRecord, ingestionMapping and zipPattern"
                                  : fmt::format("did you mean '{}'?", nearest));
  return true;
}

// What stands behind a URL's first ';' is its login (Kusto docs, "Storage connection strings").
std::optional<ExternalLocation> read_location(Context& context, const syntax::Expr& expr, const Options& options) {
  plan::ScalarPtr value = bind_scalar(context, Scope{}, expr);
  if (!value) return std::nullopt;
  const auto text = constant_text(*value);
  if (!text || text->empty()) {
    context.error("KS107", expr.span, "The place of a file must be a constant text.",
                  "externaldata(line:string) [\"list.txt\"]");
    return std::nullopt;
  }
  ExternalLocation location;
  location.place = *text;
  location.span = expr.span;
  if (location.place.find("://") != std::string::npos && !location.place.starts_with("file:")) {
    if (const std::size_t login = location.place.find(';'); login != std::string::npos) {
      location.login = location.place.substr(login + 1);
      location.place.resize(login);
    }
  }
  const auto format = options.format ? options.format : external_format_of_place(context, location.place, expr.span);
  if (!format) return std::nullopt;
  location.format = *format;
  return location;
}

bool is_delimited(ExternalFormat format) {
  return format != ExternalFormat::Json && format != ExternalFormat::MultiJson && format != ExternalFormat::Parquet &&
         format != ExternalFormat::W3cLog;
}

// Without a mapping, cells go to columns by their place and members by their name.
ExternalColumn own_column(const plan::Column& column, std::size_t place, ExternalFormat format, bool delimited) {
  ExternalColumn own;
  // A string of JSON is one in a dynamic column too; other formats know no dynamic values, and write them as texts.
  own.json =
      column.type == ScalarType::Dynamic && (format == ExternalFormat::Json || format == ExternalFormat::MultiJson);
  if (delimited) {
    own.source = RecordCell{place};
  } else {
    own.source = RecordPath{{column.name}};
  }
  return own;
}

plan::ScalarPtr converted(Context& context, const plan::Column& text, ScalarType type, std::string_view unix_unit,
                          diag::Span span) {
  plan::ScalarPtr value = use_of(text);
  if (!unix_unit.empty()) {
    value = apply(context, FunctionKind::Scalar, "tolong", {std::move(value)}, span);
    if (value)
      value = apply(context, FunctionKind::Scalar, fmt::format("unixtime_{}_todatetime", unix_unit), {std::move(value)},
                    span);
    if (!value || type == ScalarType::DateTime) return value;
    value = convert_to(std::move(value), ScalarType::String);
  }
  if (type == ScalarType::String) return value;
  return apply(context, FunctionKind::Scalar, reading_function(type), {std::move(value)}, span);
}

}  // namespace

plan::RelPtr bind_external_data(Context& context, const syntax::ExternalDataSource& source, diag::Span span) {
  Options options;
  bool failed = false;
  for (const syntax::Property& property : source.properties) failed |= !read_property(context, property, options);
  std::vector<plan::Column> columns;
  for (const syntax::Typed& typed : source.columns) {
    if (find_column(columns, typed.name.text) != nullptr) {
      context.error("KS171", typed.name.span, fmt::format("The column '{}' is declared twice.", typed.name.text));
      failed = true;
    }
    columns.push_back(context.make_column(typed.name.text, typed.type));
  }
  if (columns.empty()) return context.error("KS006", span, "externaldata needs at least one column.");
  if (columns.size() > max_columns || source.locations.size() > max_locations)
    return context.error(
        "HB004", span, fmt::format("externaldata takes at most {} columns and {} files.", max_columns, max_locations));
  if (source.locations.empty())
    return context.error("KS006", span, "externaldata needs the place of a file.",
                         "externaldata(line:string) [\"list.txt\"]");
  ExternalRequest request;
  request.ignore_first_record = options.ignore_first_record;
  request.zip_pattern = options.zip_pattern;
  if (failed) return nullptr;
  for (const syntax::ExprPtr& place : source.locations) {
    auto location = read_location(context, *place, options);
    if (!location) return nullptr;
    request.locations.push_back(std::move(*location));
  }
  const bool delimited = is_delimited(request.locations.front().format);
  for (const ExternalLocation& location : request.locations) {
    if (is_delimited(location.format) != delimited)
      return context.error("KS107", location.span, "The files of one externaldata must be of one kind of format.",
                           "read them apart and put them together with union");
  }
  std::vector<std::string_view> unix_units(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i)
    request.columns.push_back(own_column(columns[i], i, request.locations.front().format, delimited));
  if (!options.mapping.empty() &&
      !apply_mapping(context, options.mapping, options.mapping_span, columns, delimited, request, unix_units))
    return nullptr;

  std::vector<plan::Column> texts;
  std::vector<plan::Assignment> conversions;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    texts.push_back(context.make_column(columns[i].name, ScalarType::String));
    plan::ScalarPtr value = converted(context, texts.back(), columns[i].type, unix_units[i], span);
    if (!value) return nullptr;
    conversions.push_back({columns[i].id, std::move(value)});
  }
  plan::RelPtr rows =
      make_relation(std::move(texts), plan::External{std::make_shared<const ExternalRequest>(std::move(request))});
  return make_relation(std::move(columns), plan::Project{std::move(rows), std::move(conversions)});
}

}  // namespace huntbook::kql::bind
