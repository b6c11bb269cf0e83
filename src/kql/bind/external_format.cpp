#include "kql/bind/external_format.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/ascii.hpp"

namespace huntbook::kql::bind {

namespace {

struct FormatName {
  std::string_view name;
  std::optional<ExternalFormat> format;  // nothing: known, but not read
};

constexpr FormatName formats[] = {
    {"csv", ExternalFormat::Csv},
    {"tsv", ExternalFormat::Tsv},
    {"tsve", ExternalFormat::Tsve},
    {"psv", ExternalFormat::Psv},
    {"scsv", ExternalFormat::Scsv},
    {"sohsv", ExternalFormat::Sohsv},
    {"txt", ExternalFormat::Txt},
    {"raw", ExternalFormat::Raw},
    {"json", ExternalFormat::Json},
    {"singlejson", ExternalFormat::MultiJson},
    {"multijson", ExternalFormat::MultiJson},
    {"parquet", ExternalFormat::Parquet},
    {"w3clogfile", ExternalFormat::W3cLog},
    {"avro", std::nullopt},
    {"apacheavro", std::nullopt},
    {"orc", std::nullopt},
    {"sstream", std::nullopt},
    {"azmonstream", std::nullopt},
};

std::nullopt_t refuse(Context& context, std::string_view name, diag::Span span) {
  context.error("HB002", span, fmt::format("Files of the format {} can't be read.", name),
                "csv, tsv, tsve, psv, scsv, sohsv, txt, raw, json, multijson, parquet and w3clogfile can");
  return std::nullopt;
}

// The file's name, without a URL's query and fragment and without what says that it is packed.
std::string file_name(std::string_view place) {
  if (place.find("://") != std::string_view::npos) place = place.substr(0, place.find_first_of("?#"));
  place.remove_prefix(std::min(place.size(), place.find_last_of('/') + 1));
  std::string name = ascii_lower(place);
  for (std::string_view packed : {".gz", ".zip"}) {
    if (name.ends_with(packed)) name.resize(name.size() - packed.size());
  }
  return name;
}

}  // namespace

std::optional<ExternalFormat> external_format_named(Context& context, std::string_view name, diag::Span span) {
  const std::string lower = ascii_lower(name);
  const auto* found = std::ranges::find(formats, lower, &FormatName::name);
  if (found != std::end(formats)) return found->format ? found->format : refuse(context, found->name, span);
  std::vector<std::string> names;
  for (const FormatName& format : formats) {
    if (format.format) names.emplace_back(format.name);
  }
  const std::string nearest = diag::nearest_name(name, names);
  context.error("KS107", span, fmt::format("There is no format '{}'.", name),
                nearest.empty() ? fmt::format("the formats are {}", fmt::join(names, ", "))
                                : fmt::format("did you mean '{}'?", nearest));
  return std::nullopt;
}

std::optional<ExternalFormat> external_format_of_place(Context& context, std::string_view place, diag::Span span) {
  const std::string name = file_name(place);
  const std::size_t dot = name.find_last_of('.');
  if (dot == std::string::npos) return ExternalFormat::Csv;
  const std::string_view extension = std::string_view(name).substr(dot + 1);
  // Other programs' names for the same formats.
  if (extension == "jsonl" || extension == "ndjson") return ExternalFormat::Json;
  if (extension == "log") return ExternalFormat::W3cLog;
  const auto* found = std::ranges::find(formats, extension, &FormatName::name);
  if (found == std::end(formats)) return ExternalFormat::Csv;
  return found->format ? found->format : refuse(context, found->name, span);
}

}  // namespace huntbook::kql::bind
