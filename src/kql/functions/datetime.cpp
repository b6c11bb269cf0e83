// Functions over datetime and timespan (Kusto docs, "DateTime functions"). Both are 64-bit ticks of 100 ns; what leaves
// the years 1 to 9999 is null. Weeks start on Sunday, but week_of_year counts ISO 8601 weeks.
#include <cctype>

#include <fmt/format.h>

#include "base/time_zone.hpp"
#include "kql/functions/build.hpp"
#include "kql/functions/register.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;
using Arguments = std::span<const sql::ExprPtr>;

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

constexpr std::string_view periods[] = {"year",   "quarter", "month",       "week",        "day",       "hour",
                                        "minute", "second",  "millisecond", "microsecond", "nanosecond"};
constexpr std::string_view parts[] = {"year", "quarter", "month",  "week_of_year", "day",         "dayofyear",
                                      "hour", "minute",  "second", "millisecond",  "microsecond", "nanosecond"};

// The constant first argument as one of `names`, in lower case.
Result<std::string> period_of(const BoundCall& call, std::span<const std::string_view> names) {
  const std::string* text = constant_text(call.arguments[0]);
  std::string name = text != nullptr ? lower_case(*text) : std::string();
  if (std::ranges::find(names, name) != names.end()) return name;
  return fail(ErrorKind::User, fmt::format("'{}' is not a part of a datetime; these are: {}.",
                                           text != nullptr ? *text : "", fmt::join(names, ", ")));
}

Result<sql::ExprPtr> lower_datetime_add(LoweringContext&, const BoundCall& call, Arguments arguments) {
  HUNTBOOK_TRY(std::string period, period_of(call, periods));
  return sql::call("hb_datetime_add", {sql::literal(period), arguments[1], arguments[2]});
}

Result<sql::ExprPtr> lower_datetime_diff(LoweringContext&, const BoundCall& call, Arguments arguments) {
  HUNTBOOK_TRY(std::string period, period_of(call, periods));
  return sql::call("hb_datetime_diff", {sql::literal(period), arguments[1], arguments[2]});
}

Result<sql::ExprPtr> lower_datetime_part(LoweringContext&, const BoundCall& call, Arguments arguments) {
  HUNTBOOK_TRY(std::string part, period_of(call, parts));
  return sql::call("hb_datetime_part", {sql::literal(part), arguments[1]});
}

template <FixedText Part>
Result<sql::ExprPtr> lower_part(LoweringContext&, const BoundCall&, Arguments arguments) {
  return sql::call("hb_datetime_part", {sql::literal(std::string_view(Part.text)), arguments[0]});
}

// startof..(date, offset) and endof..: the latter is the last tick before the next start.
template <FixedText Period, bool last>
Result<sql::ExprPtr> lower_start(LoweringContext&, const BoundCall&, Arguments arguments) {
  sql::ExprPtr offset = argument_or(arguments, 1, sql::literal(std::int64_t{0}));
  return sql::call(last ? "hb_end_of" : "hb_start_of",
                   {sql::literal(std::string_view(Period.text)), arguments[0], std::move(offset)});
}

Result<sql::ExprPtr> lower_now(LoweringContext& context, const BoundCall& call, Arguments arguments) {
  if (arguments.empty()) return sql::literal(context.now);
  if (const std::int64_t* offset = constant_integer(call.arguments[0])) {
    std::int64_t moment = 0;
    bool inside = !__builtin_add_overflow(context.now, *offset, &moment) && valid_datetime(moment);
    return inside ? sql::literal(moment) : null_value(DateTime);
  }
  return sql::call("hb_datetime_in_range", {sql::call("hb_add", {sql::literal(context.now), arguments[0]})});
}

Result<sql::ExprPtr> lower_ago(LoweringContext& context, const BoundCall& call, Arguments arguments) {
  if (const std::int64_t* span = constant_integer(call.arguments[0])) {
    std::int64_t moment = 0;
    bool inside = !__builtin_sub_overflow(context.now, *span, &moment) && valid_datetime(moment);
    return inside ? sql::literal(moment) : null_value(DateTime);
  }
  return sql::call("hb_datetime_in_range", {sql::call("hb_subtract", {sql::literal(context.now), arguments[0]})});
}

Result<sql::ExprPtr> lower_make_datetime(LoweringContext&, const BoundCall&, Arguments arguments) {
  std::vector<sql::ExprPtr> fields(arguments.begin(), arguments.end());
  while (fields.size() < 5) fields.push_back(sql::literal(std::int64_t{0}));
  if (fields.size() < 6) fields.push_back(sql::literal(0.0));
  return sql::call("hb_make_datetime", std::move(fields));
}

// (hours, minutes), (hours, minutes, seconds) or (days, hours, minutes, seconds).
Result<sql::ExprPtr> lower_make_timespan(LoweringContext&, const BoundCall&, Arguments arguments) {
  std::vector<sql::ExprPtr> fields(arguments.begin(), arguments.end());
  if (fields.size() < 4) fields.insert(fields.begin(), sql::literal(std::int64_t{0}));
  if (fields.size() < 4) fields.push_back(sql::literal(0.0));
  return sql::call("hb_make_timespan", std::move(fields));
}

// Holds a format against the documented specifiers and delimiters.
Result<void> check_format(std::string_view format, std::string_view specifiers) {
  constexpr std::string_view delimiters = " /-:,._[]";
  for (char c : format)
    if (specifiers.find(c) == std::string_view::npos && delimiters.find(c) == std::string_view::npos)
      return fail(ErrorKind::User, fmt::format("The format '{}' has the character '{}', which is neither a format "
                                               "specifier nor one of the delimiters ' /-:,._[]'.",
                                               format, c));
  return {};
}

Result<sql::ExprPtr> lower_format_datetime(LoweringContext&, const BoundCall& call, Arguments arguments) {
  if (const std::string* format = constant_text(call.arguments[1]))
    HUNTBOOK_CHECK(check_format(*format, "dfFhHmMstyY"));
  return sql::call("hb_format_datetime", {arguments[0], arguments[1]});
}

Result<sql::ExprPtr> lower_format_timespan(LoweringContext&, const BoundCall& call, Arguments arguments) {
  if (const std::string* format = constant_text(call.arguments[1])) HUNTBOOK_CHECK(check_format(*format, "dfFhHms"));
  return sql::call("hb_format_timespan", {arguments[0], arguments[1]});
}

template <FixedText Unit>
Result<sql::ExprPtr> lower_unixtime(LoweringContext&, const BoundCall&, Arguments arguments) {
  return sql::call("hb_unixtime", {sql::literal(std::string_view(Unit.text)), arguments[0]});
}

Result<sql::ExprPtr> lower_ingestion_time(LoweringContext&, const BoundCall&, Arguments) {
  return null_value(DateTime);
}

FunctionRecord period_function(std::string_view name, std::string_view doc, std::string_view example, Lower lower,
                               ResultName result_name = ResultName::None) {
  return {.name = name,
          .signatures = {{{one("date", DateTime), optional("offset", Long)}, DateTime}},
          .result_name = result_name,
          .doc = doc,
          .example = example,
          .lower = lower};
}

FunctionRecord part_function(std::string_view name, std::string_view doc, std::string_view example, Lower lower,
                             ScalarType result = Int) {
  return {
      .name = name, .signatures = {{{one("date", DateTime)}, result}}, .doc = doc, .example = example, .lower = lower};
}

FunctionRecord unixtime_function(std::string_view name, std::string_view doc, std::string_view example, Lower lower) {
  return {.name = name,
          .signatures = {{{one("number", Long)}, DateTime}, {{one("number", Real)}, DateTime}},
          .doc = doc,
          .example = example,
          .lower = lower};
}

// A zone that is a constant must be known; one that comes from data and is not gives null.
template <FixedText Function>
Result<sql::ExprPtr> lower_zone(LoweringContext&, const BoundCall& call, Arguments arguments) {
  const std::string* zone = constant_text(call.arguments[1]);
  if (zone != nullptr && TimeZone::find(*zone) == nullptr)
    return fail(ErrorKind::User, fmt::format("There is no time zone '{}'.", *zone),
                "names are those of the IANA database: Europe/Paris, US/Pacific, UTC");
  return sql::call(Function.text, {arguments[0], arguments[1]});
}

Result<sql::ExprPtr> lower_zone_names(LoweringContext&, const BoundCall&, Arguments) {
  return sql::call("hb_time_zone_names", {sql::literal(true)});
}

void add_time_zones(FunctionCatalogue& catalogue) {
  auto converting = [](std::string_view name, std::string_view doc, std::string_view example, Lower lower) {
    return FunctionRecord{.name = name,
                          .signatures = {{{one("from", DateTime), one("timezone", String)}, DateTime}},
                          .doc = doc,
                          .example = example,
                          .lower = lower};
  };
  catalogue.add(converting("datetime_utc_to_local", "A moment in UTC by the clock of a time zone.",
                           "print datetime_utc_to_local(datetime(2024-07-01 12:00), \"Europe/Paris\")",
                           &lower_zone<"hb_utc_to_local">));
  catalogue.add(converting("datetime_local_to_utc", "A time by the clock of a time zone as a moment in UTC.",
                           "print datetime_local_to_utc(datetime(2024-07-01 14:00), \"Europe/Paris\")",
                           &lower_zone<"hb_local_to_utc">));
  catalogue.add({.name = "datetime_list_timezones",
                 .signatures = {{{}, Dynamic}},
                 .doc = "The names of all time zones.",
                 .example = "print array_length(datetime_list_timezones()) > 0",
                 .lower = &lower_zone_names});
}

void add_periods(FunctionCatalogue& catalogue) {
  catalogue.add(period_function("startofday", "First moment of the day, shifted by a number of days.",
                                "print startofday(datetime(2024-03-05 10:10))", &lower_start<"day", false>,
                                ResultName::FirstArgument));
  catalogue.add(period_function("startofweek", "First moment of the week (Sunday), shifted by a number of weeks.",
                                "print startofweek(datetime(2024-03-05 10:10))", &lower_start<"week", false>));
  catalogue.add(period_function("startofmonth", "First moment of the month, shifted by a number of months.",
                                "print startofmonth(datetime(2024-03-05), -1)", &lower_start<"month", false>));
  catalogue.add(period_function("startofyear", "First moment of the year, shifted by a number of years.",
                                "print startofyear(datetime(2024-03-05))", &lower_start<"year", false>));
  catalogue.add(period_function("endofday", "Last moment of the day, shifted by a number of days.",
                                "print endofday(datetime(2024-03-05 10:10))", &lower_start<"day", true>));
  catalogue.add(period_function("endofweek", "Last moment of the week (Saturday), shifted by a number of weeks.",
                                "print endofweek(datetime(2024-03-05))", &lower_start<"week", true>));
  catalogue.add(period_function("endofmonth", "Last moment of the month, shifted by a number of months.",
                                "print endofmonth(datetime(2024-02-05))", &lower_start<"month", true>));
  catalogue.add(period_function("endofyear", "Last moment of the year, shifted by a number of years.",
                                "print endofyear(datetime(2024-03-05))", &lower_start<"year", true>));
}

void add_parts(FunctionCatalogue& catalogue) {
  catalogue.add(part_function("dayofweek", "Whole days since the preceding Sunday.",
                              "print dayofweek(datetime(2024-03-05))", &lower_to<"hb_day_of_week">, TimeSpan));
  catalogue.add(part_function("dayofmonth", "Day of the month, from 1.", "print dayofmonth(datetime(2024-03-05))",
                              &lower_part<"day">));
  catalogue.add(part_function("dayofyear", "Day of the year, from 1.", "print dayofyear(datetime(2024-03-05))",
                              &lower_part<"dayofyear">));
  catalogue.add(part_function("hourofday", "Hour of the day, 0 to 23.", "print hourofday(datetime(2024-03-05 10:10))",
                              &lower_part<"hour">));
  FunctionRecord month =
      part_function("monthofyear", "Month, 1 to 12.", "print monthofyear(datetime(2024-03-05))", &lower_part<"month">);
  month.aliases = {"getmonth"};
  catalogue.add(std::move(month));
  catalogue.add(
      part_function("getyear", "The year of a datetime.", "print getyear(datetime(2024-03-05))", &lower_part<"year">));
  FunctionRecord week = part_function("week_of_year", "Number of the week after ISO 8601.",
                                      "print week_of_year(datetime(2024-03-05))", &lower_part<"week_of_year">);
  week.aliases = {"weekofyear"};
  catalogue.add(std::move(week));
  catalogue.add({.name = "datetime_part",
                 .aliases = {"datepart"},
                 .signatures = {{{constant(one("part", String)), one("date", DateTime)}, Int}},
                 .doc = "A part of a datetime as a number: year, quarter, month, day, hour, ...",
                 .example = "print datetime_part(\"minute\", datetime(2024-03-05 10:17))",
                 .lower = &lower_datetime_part});
}

void add_formats(FunctionCatalogue& catalogue) {
  catalogue.add({.name = "format_datetime",
                 .signatures = {{{one("date", DateTime), one("format", String)}, String}},
                 .result_name = ResultName::FirstArgument,
                 .doc = "A datetime as text in a format of y M d h H m s f F tt.",
                 .example = "print format_datetime(datetime(2024-03-05 10:17), \"yyyy-MM-dd HH:mm\")",
                 .lower = &lower_format_datetime});
  catalogue.add({.name = "format_timespan",
                 .signatures = {{{one("timespan", TimeSpan), one("format", String)}, String}},
                 .result_name = ResultName::FirstArgument,
                 .doc = "A timespan as text in a format of d H h m s f F.",
                 .example = "print format_timespan(1d + 2h, \"d.HH:mm\")",
                 .lower = &lower_format_timespan});
}

void add_makers(FunctionCatalogue& catalogue) {
  catalogue.add({.name = "make_datetime",
                 .signatures = {{{one("year", Long), one("month", Long), one("day", Long), optional("hour", Long),
                                  optional("minute", Long), optional("second", Real)},
                                 DateTime}},
                 .result_name = ResultName::OnlyArgument,
                 .doc = "A datetime of its parts; null where they make none.",
                 .example = "print make_datetime(2024, 3, 5, 10, 17, 30.5)",
                 .lower = &lower_make_datetime});
  catalogue.add(
      {.name = "make_timespan",
       .signatures = {{{one("hours", Long), one("minutes", Long)}, TimeSpan},
                      {{one("hours", Long), one("minutes", Long), one("seconds", Real)}, TimeSpan},
                      {{one("days", Long), one("hours", Long), one("minutes", Long), one("seconds", Real)}, TimeSpan}},
       .result_name = ResultName::OnlyArgument,
       .doc = "A timespan of its parts; null where they make none.",
       .example = "print make_timespan(1, 12, 30, 55.5)",
       .lower = &lower_make_timespan});
  catalogue.add(unixtime_function("unixtime_seconds_todatetime", "A datetime from seconds since 1970.",
                                  "print unixtime_seconds_todatetime(1700000000)", &lower_unixtime<"second">));
  catalogue.add(unixtime_function("unixtime_milliseconds_todatetime", "A datetime from milliseconds since 1970.",
                                  "print unixtime_milliseconds_todatetime(1700000000000)",
                                  &lower_unixtime<"millisecond">));
  catalogue.add(unixtime_function("unixtime_microseconds_todatetime", "A datetime from microseconds since 1970.",
                                  "print unixtime_microseconds_todatetime(1700000000000000)",
                                  &lower_unixtime<"microsecond">));
  catalogue.add(unixtime_function("unixtime_nanoseconds_todatetime", "A datetime from nanoseconds since 1970.",
                                  "print unixtime_nanoseconds_todatetime(1700000000000000000)",
                                  &lower_unixtime<"nanosecond">));
}

}  // namespace

void add_datetime_functions(FunctionCatalogue& catalogue) {
  add_periods(catalogue);
  add_time_zones(catalogue);
  add_parts(catalogue);
  add_formats(catalogue);
  add_makers(catalogue);
  catalogue.add({.name = "now",
                 .signatures = {{{optional("offset", TimeSpan)}, DateTime}},
                 .doc = "The query's moment, the same in all of the query, shifted by a timespan.",
                 .example = "print now() > datetime(2020-01-01)",
                 .lower = &lower_now});
  catalogue.add({.name = "ago",
                 .signatures = {{{one("timespan", TimeSpan)}, DateTime}},
                 .doc = "The query's moment less a timespan.",
                 .example = "print ago(1d) < now()",
                 .lower = &lower_ago});
  catalogue.add(
      {.name = "datetime_add",
       .signatures = {{{constant(one("period", String)), one("amount", Long), one("datetime", DateTime)}, DateTime}},
       .doc = "A datetime plus a number of periods: year, quarter, month, week, day, hour, ...",
       .example = "print datetime_add(\"month\", 1, datetime(2024-01-31))",
       .lower = &lower_datetime_add});
  catalogue.add(
      {.name = "datetime_diff",
       .signatures = {{{constant(one("period", String)), one("datetime1", DateTime), one("datetime2", DateTime)},
                       Long}},
       .doc = "How many borders of a period lie between two datetimes.",
       .example = "print datetime_diff(\"day\", datetime(2024-03-05), datetime(2024-02-28))",
       .lower = &lower_datetime_diff});
  catalogue.add({.name = "ingestion_time",
                 .signatures = {{{}, DateTime}},
                 .result_name = ResultName::PrefixOnly,
                 .result_prefix = "$IngestionTime",
                 .doc = "Always null: evidence is kept without a time of ingestion per row; the table Evidence has it "
                        "per file.",
                 .example = "print isnull(ingestion_time())",
                 .lower = &lower_ingestion_time});
}

}  // namespace huntbook::kql
