#include "query/plugins/silences.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "analysis/coverage/silences.hpp"

namespace huntbook::query {

namespace {

const Schema found_columns = {{"SilenceStart", ScalarType::DateTime}, {"SilenceEnd", ScalarType::DateTime},
                              {"Silence", ScalarType::TimeSpan},      {"Unusual", ScalarType::Bool},
                              {"Expected", ScalarType::Real},         {"Test", ScalarType::String}};

// Places of the time and of the groups' columns in the input, as text: 3 0 1.
using Places = std::vector<std::size_t>;

Result<kql::PluginBinding> bind(const Schema& input, const std::vector<kql::PluginArgument>& arguments) {
  constexpr const char* hint = "evaluate silences(TimeGenerated, Computer, Channel)";
  kql::PluginBinding binding;
  for (const kql::PluginArgument& argument : arguments) {
    if (argument.column.empty() || !argument.name.empty())
      return fail(ErrorKind::User, "silences takes names of columns: that of the time, and those of the groups", hint);
    const auto column = std::ranges::find(input, argument.column, &ColumnInfo::name);
    if (binding.payload.empty() && column->type != ScalarType::DateTime)
      return fail(ErrorKind::User, fmt::format("silences: {} is no datetime", column->name), hint);
    if (!binding.payload.empty()) {
      if (std::ranges::find(found_columns, column->name, &ColumnInfo::name) != found_columns.end())
        return fail(ErrorKind::User, fmt::format("silences gives a column {} of its own", column->name),
                    "give the group's column another name with project-rename");
      binding.output.push_back(*column);
    }
    binding.payload += fmt::format("{} ", column - input.begin());
  }
  if (binding.payload.empty()) return fail(ErrorKind::User, "silences needs the column of the time", hint);
  binding.output.insert(binding.output.end(), found_columns.begin(), found_columns.end());
  return binding;
}

Places places_of(std::string_view payload) {
  Places places;
  const char* at = payload.data();
  const char* const end = at + payload.size();
  while (at < end) {
    std::size_t place = 0;
    at = std::from_chars(at, end, place).ptr + 1;
    places.push_back(place);
  }
  return places;
}

// A value as bytes that differ where values do.
void append_key(std::string& key, const Column& column, std::size_t row) {
  const auto append = [&key](const auto& value) { key.append(reinterpret_cast<const char*>(&value), sizeof value); };
  key.push_back(column.is_null(row) ? '0' : '1');
  if (column.is_null(row)) return;
  switch (column.type()) {
    case ScalarType::Bool:
      return append(column.bool_at(row));
    case ScalarType::Int:
      return append(column.int_at(row));
    case ScalarType::Long:
    case ScalarType::DateTime:
    case ScalarType::TimeSpan:
      return append(column.long_at(row));
    case ScalarType::Real:
      return append(column.real_at(row));
    case ScalarType::String:
    case ScalarType::Dynamic:
    case ScalarType::Decimal:
    case ScalarType::Guid:
      append(column.text_at(row).size());
      key += column.text_at(row);
  }
}

class Run final : public PluginRun {
 public:
  Run(const Schema& input, Places places) : places_(std::move(places)) {
    for (std::size_t i = 1; i < places_.size(); ++i) columns_.push_back(input[places_[i]]);
    values_ = make_batch(columns_);
  }

  Result<void> push(const Batch& batch) override {
    const Column& times = batch.columns[places_[0]];
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      if (times.is_null(row)) continue;
      groups_[group_of(batch, row)].add(times.long_at(row));
    }
    return {};
  }

  Result<std::vector<Batch>> finish() override {
    Schema output = columns_;
    output.insert(output.end(), found_columns.begin(), found_columns.end());
    Batch found = make_batch(output);
    for (std::size_t group = 0; group < groups_.size(); ++group) {
      for (const coverage::Silence& silence : groups_[group].silences()) {
        for (std::size_t i = 0; i < columns_.size(); ++i) found.columns[i].push_from(values_.columns[i], group);
        auto column = found.columns.begin() + static_cast<std::ptrdiff_t>(columns_.size());
        (column++)->push_long(silence.begin);
        (column++)->push_long(silence.end);
        (column++)->push_long(silence.end - silence.begin);
        (column++)->push_bool(silence.unusual);
        if (silence.expected) {
          column->push_real(*silence.expected);
        } else {
          column->push_null();
        }
        (++column)->push_text(silence.test);
      }
    }
    std::vector<Batch> result;
    result.push_back(std::move(found));
    return result;
  }

 private:
  std::size_t group_of(const Batch& batch, std::size_t row) {
    key_.clear();
    for (std::size_t i = 1; i < places_.size(); ++i) append_key(key_, batch.columns[places_[i]], row);
    const auto [known, is_new] = numbers_.try_emplace(key_, groups_.size());
    if (!is_new) return known->second;
    groups_.emplace_back();
    for (std::size_t i = 0; i < columns_.size(); ++i) values_.columns[i].push_from(batch.columns[places_[i + 1]], row);
    return known->second;
  }

  Places places_;
  Schema columns_;
  Batch values_;  // of the groups
  std::vector<coverage::ActiveMinutes> groups_;
  std::unordered_map<std::string, std::size_t> numbers_;
  std::string key_;
};

}  // namespace

Plugin silences() {
  Plugin plugin;
  plugin.signature.name = "silences";
  plugin.signature.doc =
      "Stretches of time without events: for each group the longest one, and all that are unusual by the group's own "
      "habits. Unusual is what chance would give less than 0.01 times.";
  plugin.signature.example =
      "SecurityEvent | evaluate silences(TimeGenerated, Computer) | where Unusual | sort by SilenceStart asc";
  plugin.signature.bind = bind;
  plugin.start = [](const Schema& input, std::string_view payload) -> Result<std::unique_ptr<PluginRun>> {
    return std::make_unique<Run>(input, places_of(payload));
  };
  return plugin;
}

}  // namespace huntbook::query
