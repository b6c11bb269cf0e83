#include "render/chart/series.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <unordered_map>

#include <fmt/format.h>

namespace huntbook::render {

namespace {

std::string series_key(const ChartColumns& columns, const ChartRows& rows, std::size_t row) {
  std::string key;
  for (std::size_t column : columns.series) {
    if (!key.empty()) key += ", ";
    key += label_at(rows.rows.columns[column], row);
  }
  return key;
}

void sort_points(Series& series) {
  std::ranges::stable_sort(series.points, {}, &SeriesPoint::x);
}

Series merge(std::span<const Series> rest, bool sum) {
  Series merged;
  merged.other = true;
  merged.name = fmt::format("{} others", rest.size());
  std::map<double, double> sums;
  for (const Series& each : rest) {
    merged.total += each.total;
    for (const SeriesPoint& point : each.points) {
      if (sum) {
        sums[point.x] += point.y;
      } else {
        merged.points.push_back(point);
      }
    }
  }
  for (const auto& [x, y] : sums) merged.points.push_back({x, y});
  sort_points(merged);
  return merged;
}

}  // namespace

std::vector<Series> collect_series(const ChartColumns& columns, const ChartRows& rows, const PlaceOf& place) {
  std::vector<Series> all;
  std::unordered_map<std::string, std::size_t> index;
  for (std::size_t row = 0; row < rows.rows.rows(); ++row) {
    const std::optional<double> x = place(row);
    if (!x) continue;
    const std::string key = series_key(columns, rows, row);
    for (std::size_t y : columns.ys) {
      const std::optional<double> value = number_at(rows.rows.columns[y], row);
      if (!value) continue;
      std::string name = key;
      if (key.empty()) {
        name = rows.schema[y].name;
      } else if (columns.ys.size() > 1) {
        name += " · " + rows.schema[y].name;
      }
      const auto [entry, added] = index.try_emplace(name, all.size());
      if (added) all.emplace_back().name = name;
      Series& series = all[entry->second];
      series.points.push_back({*x, *value});
      series.total += std::abs(*value);
    }
  }
  for (Series& series : all) sort_points(series);
  return all;
}

void group_small_series(std::vector<Series>& series, std::size_t limit, bool sum) {
  std::ranges::stable_sort(series, [](const Series& a, const Series& b) {
    return a.total != b.total ? a.total > b.total : a.name < b.name;
  });
  if (series.size() <= limit) return;
  Series merged = merge(std::span(series).subspan(limit), sum);
  series.resize(limit);
  series.push_back(std::move(merged));
}

void accumulate(Series& series) {
  double total = 0;
  for (SeriesPoint& point : series.points) point.y = total += point.y;
}

Categories collect_categories(const Column& column, std::size_t rows) {
  Categories categories;
  std::unordered_map<std::string, std::size_t> index;
  categories.place_of_row.reserve(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    std::string label = label_at(column, row);
    const auto [entry, added] = index.try_emplace(label, categories.labels.size());
    if (added) categories.labels.push_back(std::move(label));
    categories.place_of_row.push_back(entry->second);
  }
  return categories;
}

}  // namespace huntbook::render
