#include "render/chart/columns.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "render/chart/scale.hpp"
#include "render/value.hpp"

namespace huntbook::render {

namespace {

constexpr TypeSet label_types{ScalarType::String, ScalarType::Guid, ScalarType::Bool};
constexpr TypeSet drawable_types = types::numbers | TypeSet{ScalarType::TimeSpan};
constexpr Ticks first_possible = unix_epoch + 366 * ticks_per_day;
constexpr Ticks first_impossible = 662'380'416'000'000'000;  // 2100-01-01

bool contains(const std::vector<std::size_t>& list, std::size_t value) {
  return std::ranges::find(list, value) != list.end();
}

Result<std::size_t> pick_x(const ChartSpec& spec, const Schema& schema) {
  if (!spec.xcolumn.empty()) return find_column(schema, spec.xcolumn, "xcolumn");
  if (spec.kind == ChartKind::Time) {
    const auto time = std::ranges::find(schema, ScalarType::DateTime, &ColumnInfo::type);
    if (time == schema.end()) {
      return fail(ErrorKind::User, "a timechart needs a datetime column",
                  "summarize by bin(TimeGenerated, 1h), for instance");
    }
    return static_cast<std::size_t>(time - schema.begin());
  }
  return std::size_t{0};
}

}  // namespace

Result<std::size_t> find_column(const Schema& schema, std::string_view name, std::string_view property) {
  const auto column = std::ranges::find(schema, name, &ColumnInfo::name);
  if (column != schema.end()) return static_cast<std::size_t>(column - schema.begin());
  std::string names;
  for (const ColumnInfo& each : schema) names += fmt::format("{}{}", names.empty() ? "" : ", ", each.name);
  return fail(ErrorKind::User, fmt::format("render property {}: the result has no column '{}'", property, name),
              "its columns are " + names);
}

Result<ChartColumns> pick_columns(const ChartSpec& spec, const Schema& schema) {
  if (schema.empty()) return fail(ErrorKind::User, "a result without columns cannot be drawn");
  ChartColumns columns;
  HUNTBOOK_TRY(columns.x, pick_x(spec, schema));
  for (const std::string& name : spec.series) {
    HUNTBOOK_TRY(const std::size_t index, find_column(schema, name, "series"));
    columns.series.push_back(index);
  }
  for (const std::string& name : spec.ycolumns) {
    HUNTBOOK_TRY(const std::size_t index, find_column(schema, name, "ycolumns"));
    if (!is_drawable(schema[index].type)) {
      return fail(ErrorKind::User, fmt::format("render property ycolumns: column '{}' is {}, not a number", name,
                                               name_of(schema[index].type)));
    }
    columns.ys.push_back(index);
  }
  for (std::size_t i = 0; i < schema.size(); ++i) {
    if (i == columns.x || contains(columns.series, i) || contains(columns.ys, i)) continue;
    if (spec.ycolumns.empty() && is_drawable(schema[i].type)) columns.ys.push_back(i);
    if (spec.series.empty() && label_types.contains(schema[i].type)) columns.series.push_back(i);
  }
  if (columns.ys.empty()) {
    return fail(ErrorKind::User, "a chart needs a column of numbers besides its x axis",
                "summarize count() by ..., for instance");
  }
  return columns;
}

std::optional<double> number_at(const Column& column, std::size_t row) {
  if (column.is_null(row)) return std::nullopt;
  double value = 0;
  switch (column.type()) {
    case ScalarType::Bool:
      value = column.bool_at(row) ? 1 : 0;
      break;
    case ScalarType::Int:
      value = column.int_at(row);
      break;
    case ScalarType::Long:
    case ScalarType::DateTime:
      value = static_cast<double>(column.long_at(row));
      break;
    case ScalarType::TimeSpan:
      value = static_cast<double>(column.long_at(row)) / static_cast<double>(ticks_per_second);
      break;
    case ScalarType::Real:
      value = column.real_at(row);
      break;
    case ScalarType::Decimal: {
      const std::string_view text = column.text_at(row);
      if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc()) return std::nullopt;
      break;
    }
    case ScalarType::String:
    case ScalarType::Dynamic:
    case ScalarType::Guid:
      return std::nullopt;
  }
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

bool is_drawable(ScalarType type) {
  return drawable_types.contains(type);
}

std::string label_at(const Column& column, std::size_t row) {
  if (column.is_null(row)) return "(null)";
  if (column.type() == ScalarType::DateTime) return readable_time(column.long_at(row));
  std::string text = format_value(column, row, RealDigits::Twelve);
  return text.empty() ? "(empty)" : text;
}

bool is_impossible_time(Ticks ticks) {
  return ticks < first_possible || ticks >= first_impossible;
}

}  // namespace huntbook::render
