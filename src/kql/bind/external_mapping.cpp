#include "kql/bind/external_mapping.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/ascii.hpp"

namespace huntbook::kql::bind {

namespace {

using Json = nlohmann::json;

constexpr std::size_t max_path_steps = 100;

// A member whatever the case of its name: the docs write Column and column, Path and path.
const Json* member(const Json& object, std::string_view name) {
  for (const auto& [key, value] : object.items()) {
    if (equal_ignoring_case(key, name)) return &value;
  }
  return nullptr;
}

std::string text_of(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// "$.a.b", "$['a b'][0].c"; the steps behind the '$'.
std::optional<std::vector<PathStep>> path_steps(std::string_view path) {
  std::vector<PathStep> steps;
  std::size_t at = 1;
  while (at < path.size() && steps.size() < max_path_steps) {
    if (path[at] == '.') {
      ++at;
      if (at < path.size() && path[at] == '[') continue;
      const std::size_t end = std::min(path.find_first_of(".[", at), path.size());
      if (end == at) return std::nullopt;
      steps.emplace_back(std::string(path.substr(at, end - at)));
      at = end;
      continue;
    }
    if (path[at] != '[' || at + 2 >= path.size()) return std::nullopt;
    const char quote = path[at + 1];
    if (quote != '\'' && quote != '"') {
      const std::size_t end = path.find(']', at);
      if (end == std::string_view::npos) return std::nullopt;
      std::int64_t index = 0;
      const auto [stop, error] = std::from_chars(path.data() + at + 1, path.data() + end, index);
      if (error != std::errc{} || stop != path.data() + end || index < 0) return std::nullopt;
      steps.emplace_back(index);
      at = end + 1;
      continue;
    }
    std::string name;
    for (at += 2; at < path.size() && path[at] != quote; ++at) {
      if (path[at] == '\\' && at + 1 < path.size()) ++at;
      name += path[at];
    }
    if (at + 1 >= path.size() || path[at + 1] != ']') return std::nullopt;
    steps.emplace_back(std::move(name));
    at += 2;
  }
  if (at < path.size()) return std::nullopt;
  return steps;
}

class Mapping {
 public:
  Mapping(Context& context, diag::Span span, bool delimited) : context_(context), span_(span), delimited_(delimited) {}

  bool read_entry(const Json& entry, ExternalColumn& column, std::string_view& unix_unit) {
    const Json* properties = member(entry, "Properties");
    static const Json none = Json::object();
    const Json& from = properties != nullptr && properties->is_object() ? *properties : entry;
    const Json* transform = member(from, "Transform");
    const std::string transform_name = transform != nullptr ? text_of(*transform) : "";
    if (!read_source(from, column, transform_name)) return false;
    return transform_name.empty() || read_transform(transform_name, column, unix_unit);
  }

 private:
  bool fail(std::string message, std::string hint = {}) {
    context_.error("KS107", span_, std::move(message), std::move(hint));
    return false;
  }

  bool read_source(const Json& from, ExternalColumn& column, std::string_view transform) {
    if (const Json* constant = member(from, "ConstValue")) {
      column.source = ConstantText{text_of(*constant)};
    } else if (const Json* ordinal = member(from, "Ordinal")) {
      const std::string text = text_of(*ordinal);
      std::size_t number = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (!delimited_ || error != std::errc{} || end != text.data() + text.size())
        return fail(delimited_ ? fmt::format("The mapping's Ordinal '{}' is no whole number from 0.", text)
                               : "Records of this format have names, so a mapping takes Path and not Ordinal.");
      column.source = RecordCell{number};
    } else if (const Json* field = member(from, "Field")) {
      column.source = RecordPath{{text_of(*field)}};
    } else if (const Json* path = member(from, "Path")) {
      return read_path(text_of(*path), column);
    } else if (!equal_ignoring_case(transform, "SourceLocation") &&
               !equal_ignoring_case(transform, "SourceLineNumber")) {
      return fail("An entry of the mapping says nowhere what its column takes.",
                  delimited_ ? "\"Properties\": {\"Ordinal\": 0}" : "\"Properties\": {\"Path\": \"$.name\"}");
    }
    return true;
  }

  bool read_path(const std::string& path, ExternalColumn& column) {
    if (!path.starts_with('$')) {
      column.source = ConstantText{path};
      return true;
    }
    if (delimited_)
      return fail("Records of this format have no names, so a mapping takes Ordinal and not Path.",
                  "\"Properties\": {\"Ordinal\": 0}");
    auto steps = path_steps(path);
    if (!steps)
      return fail(fmt::format("The mapping's path '{}' can't be read.", path), "paths look like $.a['b c'][0]");
    column.source = RecordPath{std::move(*steps)};
    return true;
  }

  bool read_transform(const std::string& name, ExternalColumn& column, std::string_view& unix_unit) {
    struct Unit {
      std::string_view transform, unit;
    };
    constexpr Unit units[] = {{"DateTimeFromUnixSeconds", "seconds"},
                              {"DateTimeFromUnixMilliseconds", "milliseconds"},
                              {"DateTimeFromUnixMicroseconds", "microseconds"},
                              {"DateTimeFromUnixNanoseconds", "nanoseconds"}};
    for (const Unit& unit : units) {
      if (!equal_ignoring_case(name, unit.transform)) continue;
      unix_unit = unit.unit;
      return true;
    }
    if (equal_ignoring_case(name, "SourceLocation")) {
      column.source = SourceLocation{};
    } else if (equal_ignoring_case(name, "SourceLineNumber")) {
      column.source = SourceLineNumber{};
    } else if (equal_ignoring_case(name, "PropertyBagArrayToDictionary")) {
      column.array_to_bag = true;
    } else if (equal_ignoring_case(name, "DropMappedFields")) {
      drop_mapped = true;
    } else {
      return fail(fmt::format("The mapping's transformation '{}' is not supported.", name));
    }
    return true;
  }

  Context& context_;
  diag::Span span_;
  bool delimited_;

 public:
  bool drop_mapped = false;  // of the entry read last
};

// What other columns take out of the value of one: their paths below its own.
std::vector<std::vector<PathStep>> mapped_below(const ExternalRequest& request, std::size_t column) {
  std::vector<std::vector<PathStep>> below;
  const auto* own = std::get_if<RecordPath>(&request.columns[column].source);
  if (own == nullptr) return below;
  for (const ExternalColumn& other : request.columns) {
    const auto* path = std::get_if<RecordPath>(&other.source);
    if (path == nullptr || path->steps.size() <= own->steps.size()) continue;
    const auto rest = std::ranges::mismatch(own->steps, path->steps);
    if (rest.in1 == own->steps.end()) below.emplace_back(rest.in2, path->steps.end());
  }
  return below;
}

}  // namespace

bool apply_mapping(Context& context, std::string_view mapping, diag::Span span,
                   const std::vector<plan::Column>& columns, bool delimited, ExternalRequest& request,
                   std::vector<std::string_view>& unix_units) {
  const Json list = Json::parse(mapping, nullptr, false);
  if (list.is_discarded() || !list.is_array()) {
    context.error("KS107", span, "ingestionMapping is no JSON array.",
                  "'[{\"Column\": \"Name\", \"Properties\": {\"Path\": \"$.name\"}}]'");
    return false;
  }
  for (ExternalColumn& column : request.columns) column.source = ConstantText{};
  Mapping reader(context, span, delimited);
  std::vector<std::size_t> dropping;
  for (const Json& entry : list) {
    const Json* name = entry.is_object() ? member(entry, "Column") : nullptr;
    if (name == nullptr) {
      context.error("KS107", span, "An entry of ingestionMapping names no Column.");
      return false;
    }
    const std::string text = text_of(*name);
    const auto column = std::ranges::find(columns, text, &plan::Column::name);
    if (column == columns.end()) {
      std::vector<std::string> names;
      for (const plan::Column& declared : columns) names.push_back(declared.name);
      const std::string nearest = diag::nearest_name(text, names);
      context.error("KS142", span, fmt::format("ingestionMapping names the column '{}', which is not declared.", text),
                    nearest.empty() ? "" : fmt::format("did you mean '{}'?", nearest));
      return false;
    }
    const auto place = static_cast<std::size_t>(column - columns.begin());
    reader.drop_mapped = false;
    if (!reader.read_entry(entry, request.columns[place], unix_units[place])) return false;
    if (reader.drop_mapped) dropping.push_back(place);
  }
  for (std::size_t column : dropping) request.columns[column].dropped = mapped_below(request, column);
  return true;
}

}  // namespace huntbook::kql::bind
