#include "analysis/cluster/features.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/cluster/command_text.hpp"

namespace huntbook::cluster {

namespace {

using enum FeatureKind;

constexpr std::array<FeatureRecord, 17> records = {{
    {FeatureId::TokensFull, "commandlineTokensFull", Role::CommandLine, Number, true,
     "number of delimiters in the command line"},
    {FeatureId::TokensHash, "commandlineTokensHash", Role::CommandLine, Category, true,
     "CRC-32 of the delimiters of the command line"},
    {FeatureId::CommandScore, "commandlineScore", Role::CommandLine, Number, true,
     "sum of the code points of the command line"},
    {FeatureId::CommandLogLength, "commandlineLogLen", Role::CommandLine, Number, true,
     "log10 of the command line's length, 0 for an empty one"},
    {FeatureId::CommandLength, "commandlineLen", Role::CommandLine, Number, true,
     "length of the command line in code points"},
    {FeatureId::TokenCount, "commandlineTokenCount", Role::CommandLine, Number, true,
     "number of pieces of the command line between blanks"},
    {FeatureId::PathScore, "pathScore", Role::ProcessPath, Number, true, "sum of the code points of the process path"},
    {FeatureId::PathLogScore, "pathLogScore", Role::ProcessPath, Number, true,
     "log10 of pathScore, 0 for an empty path"},
    {FeatureId::PathHash, "pathHash", Role::ProcessPath, Category, true, "CRC-32 of the process path"},
    {FeatureId::SystemSession, "isSystemSession", Role::Session, Category, true,
     "1 for the session of the system (0x3e7, -1), else 0"},
    {FeatureId::AccountNumber, "accountNum", Role::Account, Category, true, "sum of the code points of the account"},
    {FeatureId::Structure, "commandlineStructure", Role::CommandLine, Sequence, false,
     "the sequence of delimiters of the command line"},
    {FeatureId::Executable, "executable", Role::ProcessPath, Category, false, "the process path in lower case"},
    {FeatureId::ExecutableName, "executableName", Role::ProcessPath, Category, false,
     "the process path's last part in lower case"},
    {FeatureId::Account, "account", Role::Account, Category, false, "the account in lower case"},
    {FeatureId::EventType, "eventType", Role::EventType, Category, false, "the kind of event"},
    {FeatureId::LogonType, "logonType", Role::LogonType, Category, true, "the type of logon"},
}};

const FeatureRecord* find_record(std::string_view name) {
  const auto found = std::ranges::find(records, name, &FeatureRecord::name);
  return found == records.end() ? nullptr : &*found;
}

bool is_number(ScalarType type) {
  switch (type) {
    case ScalarType::Bool:
    case ScalarType::Int:
    case ScalarType::Long:
    case ScalarType::Real:
    case ScalarType::Decimal:
    case ScalarType::DateTime:
    case ScalarType::TimeSpan:
      return true;
    case ScalarType::String:
    case ScalarType::Dynamic:
    case ScalarType::Guid:
      return false;
  }
  return false;
}

bool is_text(ScalarType type) {
  return type == ScalarType::String || type == ScalarType::Dynamic || type == ScalarType::Guid ||
         type == ScalarType::Decimal;
}

constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

double number_in(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? value : no_value;
}

double plain_number(const Column& column, std::size_t row) {
  if (column.is_null(row)) return no_value;
  switch (column.type()) {
    case ScalarType::Bool:
      return column.bool_at(row) ? 1 : 0;
    case ScalarType::Int:
      return column.int_at(row);
    case ScalarType::Long:
    case ScalarType::DateTime:
    case ScalarType::TimeSpan:
      return static_cast<double>(column.long_at(row));
    case ScalarType::Real:
      return column.real_at(row);
    case ScalarType::Decimal:
    case ScalarType::String:
    case ScalarType::Dynamic:
    case ScalarType::Guid:
      return number_in(column.text_at(row));
  }
  return no_value;
}

// The text of a value of any type; numbers in their shortest form.
std::string_view text_of(const Column& column, std::size_t row, fmt::memory_buffer& scratch) {
  if (column.is_null(row)) return {};
  switch (column.type()) {
    case ScalarType::String:
    case ScalarType::Dynamic:
    case ScalarType::Guid:
    case ScalarType::Decimal:
      return column.text_at(row);
    case ScalarType::Real:
      fmt::format_to(std::back_inserter(scratch), "{}", column.real_at(row));
      break;
    case ScalarType::Bool:
      return column.bool_at(row) ? "true" : "false";
    case ScalarType::Int:
      fmt::format_to(std::back_inserter(scratch), "{}", column.int_at(row));
      break;
    case ScalarType::Long:
    case ScalarType::DateTime:
    case ScalarType::TimeSpan:
      fmt::format_to(std::back_inserter(scratch), "{}", column.long_at(row));
      break;
  }
  return {scratch.data(), scratch.size()};
}

double log10_or_zero(double value) {
  return value > 0 ? std::log10(value) : 0;
}

bool in_system_session(const Column& column, std::size_t row) {
  if (column.is_null(row)) return false;
  if (is_text(column.type())) {
    const auto id = logon_id_of(column.text_at(row));
    return id && is_system_session(*id);
  }
  const double id = plain_number(column, row);
  return std::abs(id) < 1e15 && is_system_session(static_cast<std::int64_t>(id));
}

double number_from_text(FeatureId id, std::string_view text) {
  switch (id) {
    case FeatureId::TokensFull:
      return static_cast<double>(delimiter_count(text));
    case FeatureId::TokensHash: {
      std::string delimiters;
      append_delimiters(text, delimiters);
      return crc32(delimiters);
    }
    case FeatureId::CommandLength:
      return static_cast<double>(code_point_count(text));
    case FeatureId::CommandLogLength:
      return log10_or_zero(static_cast<double>(code_point_count(text)));
    case FeatureId::TokenCount:
      return static_cast<double>(token_count(text));
    case FeatureId::CommandScore:
    case FeatureId::PathScore:
    case FeatureId::AccountNumber:
      return static_cast<double>(code_point_sum(text));
    case FeatureId::PathLogScore:
      return log10_or_zero(static_cast<double>(code_point_sum(text)));
    case FeatureId::PathHash:
      return crc32(text);
    case FeatureId::PlainColumn:
    case FeatureId::SystemSession:
    case FeatureId::Structure:
    case FeatureId::Executable:
    case FeatureId::ExecutableName:
    case FeatureId::Account:
    case FeatureId::EventType:
    case FeatureId::LogonType:
      break;
  }
  return no_value;
}

// The features that describe the events of a table where the query names none: those whose columns are there. Columns
// of another kind of event are empty in the rows of this kind and so change nothing.
std::vector<std::string> default_features(const Schema& schema, Mode mode) {
  static constexpr std::array<std::string_view, 6> pattern = {"eventType", "executable",      "commandlineStructure",
                                                              "account",   "isSystemSession", "logonType"};
  static constexpr std::array<std::string_view, 5> msticpy = {"commandlineTokensFull", "pathScore", "accountNum",
                                                              "isSystemSession", "logonType"};
  const bool has_process = find_role(schema, Role::CommandLine) || find_role(schema, Role::ProcessPath);
  const bool has_logon = find_role(schema, Role::LogonType) && find_role(schema, Role::Account);
  const bool has_action = find_role(schema, Role::EventType) && find_role(schema, Role::Account);
  std::vector<std::string> names;
  const bool fits = has_process || has_logon || (has_action && mode == Mode::Pattern);
  if (!fits) return names;
  const std::span<const std::string_view> wanted =
      mode == Mode::Pattern ? std::span<const std::string_view>(pattern) : std::span<const std::string_view>(msticpy);
  for (std::string_view name : wanted) {
    const auto column = find_role(schema, find_record(name)->role);
    if (column) names.emplace_back(name);
  }
  return names;
}

std::unexpected<Error> no_defaults() {
  return fail(ErrorKind::User,
              "cluster_events finds no columns that it knows: neither a command line, nor a process path, nor an "
              "account with a logon type or an event type",
              "name the columns to cluster by, as in cluster_events(features=dynamic([\"Column1\", \"Column2\"]))");
}

Result<BoundFeature> bind_record(const Schema& schema, const FeatureRecord& record, Mode mode) {
  const auto column = find_role(schema, record.role);
  if (!column) {
    return fail(ErrorKind::User,
                fmt::format("the feature '{}' needs a column with the {}", record.name, name_of(record.role)),
                fmt::format("one of {}", fmt::join(columns_for(record.role), ", ")));
  }
  if (mode == Mode::Msticpy && !record.numeric) {
    return fail(ErrorKind::User, fmt::format("the feature '{}' is text, and mode 'msticpy' takes numbers", record.name),
                "use mode='pattern', or a number such as pathHash or accountNum");
  }
  return BoundFeature{record.id, std::string(record.name), mode == Mode::Msticpy ? Number : record.kind, *column};
}

Result<BoundFeature> bind_column(const Schema& schema, const std::string& name, Mode mode) {
  const auto found = std::ranges::find(schema, name, &ColumnInfo::name);
  if (found == schema.end()) {
    std::vector<std::string_view> known;
    known.reserve(records.size());
    for (const FeatureRecord& record : records) known.push_back(record.name);
    return fail(ErrorKind::User, fmt::format("'{}' is neither a feature nor a column of the input", name),
                fmt::format("features are {}", fmt::join(known, ", ")));
  }
  const bool number = is_number(found->type);
  if (mode == Mode::Msticpy && !number) {
    return fail(
        ErrorKind::User,
        fmt::format("the column '{}' is a {}, and mode 'msticpy' takes numbers", name, huntbook::name_of(found->type)),
        "use mode='pattern', which takes text as categories");
  }
  const bool category = !number || (found->type == ScalarType::Bool && mode == Mode::Pattern);
  return BoundFeature{FeatureId::PlainColumn, name, category ? Category : Number,
                      static_cast<std::size_t>(found - schema.begin())};
}

}  // namespace

std::span<const FeatureRecord> feature_records() {
  return records;
}

Result<std::vector<BoundFeature>> bind_features(const Schema& schema, std::span<const std::string> names, Mode mode) {
  std::vector<std::string> defaults;
  if (names.empty()) {
    defaults = default_features(schema, mode);
    if (defaults.empty()) return no_defaults();
    names = defaults;
  }
  std::vector<BoundFeature> features;
  for (const std::string& name : names) {
    if (std::ranges::find(features, name, &BoundFeature::name) != features.end()) continue;
    const FeatureRecord* record = find_record(name);
    HUNTBOOK_TRY(BoundFeature feature,
                 record != nullptr ? bind_record(schema, *record, mode) : bind_column(schema, name, mode));
    features.push_back(std::move(feature));
  }
  return features;
}

double number_of(const BoundFeature& feature, const Column& column, std::size_t row) {
  if (feature.id == FeatureId::PlainColumn || feature.id == FeatureId::LogonType) return plain_number(column, row);
  if (feature.id == FeatureId::SystemSession) return in_system_session(column, row) ? 1 : 0;
  if (is_text(column.type())) return number_from_text(feature.id, column.text_at(row));
  fmt::memory_buffer scratch;
  return number_from_text(feature.id, text_of(column, row, scratch));
}

void append_text_of(const BoundFeature& feature, const Column& column, std::size_t row, std::string& out) {
  fmt::memory_buffer scratch;
  const std::string_view text = text_of(column, row, scratch);
  switch (feature.id) {
    case FeatureId::Structure:
      return append_structure(text, out);
    case FeatureId::Executable:
    case FeatureId::Account:
      return append_lower(text, out);
    case FeatureId::ExecutableName: {
      const std::size_t slash = text.find_last_of("\\/");
      return append_lower(slash == std::string_view::npos ? text : text.substr(slash + 1), out);
    }
    case FeatureId::SystemSession:
      out.push_back(in_system_session(column, row) ? '1' : '0');
      return;
    case FeatureId::TokensHash:
    case FeatureId::PathHash:
    case FeatureId::AccountNumber:
      fmt::format_to(std::back_inserter(out), "{}", static_cast<std::uint64_t>(number_of(feature, column, row)));
      return;
    case FeatureId::PlainColumn:
    case FeatureId::EventType:
    case FeatureId::LogonType:
    case FeatureId::TokensFull:
    case FeatureId::CommandScore:
    case FeatureId::CommandLogLength:
    case FeatureId::CommandLength:
    case FeatureId::TokenCount:
    case FeatureId::PathScore:
    case FeatureId::PathLogScore:
      out.append(text);
      return;
  }
}

}  // namespace huntbook::cluster
