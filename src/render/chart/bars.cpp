#include "render/chart/bars.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "render/chart/palette.hpp"

namespace huntbook::render {

namespace {

constexpr std::size_t series_limit = palette::series.size();

// Keeps the categories with the largest totals in their order; the others become one more.
void group_small_categories(Categories& categories, const ChartRows& rows, const ChartColumns& columns,
                            std::size_t limit) {
  if (categories.labels.size() <= limit) return;
  std::vector<double> totals(categories.labels.size(), 0);
  for (std::size_t row = 0; row < categories.place_of_row.size(); ++row) {
    for (std::size_t y : columns.ys) {
      totals[categories.place_of_row[row]] += std::abs(number_at(rows.rows.columns[y], row).value_or(0));
    }
  }
  std::vector<std::size_t> order(totals.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return totals[a] > totals[b]; });
  order.resize(limit - 1);
  std::ranges::sort(order);
  std::vector<std::size_t> new_place(totals.size(), limit - 1);
  std::vector<std::string> labels;
  for (std::size_t old : order) {
    new_place[old] = labels.size();
    labels.push_back(std::move(categories.labels[old]));
  }
  labels.push_back(fmt::format("{} others", totals.size() - labels.size()));
  categories.labels = std::move(labels);
  for (std::size_t& place : categories.place_of_row) place = new_place[place];
}

bool is_stacked(const ChartSpec& spec, std::size_t series, bool time) {
  switch (spec.stacking) {
    case Stacking::Stacked:
    case Stacking::Stacked100:
      return true;
    case Stacking::Unstacked:
      return false;
    case Stacking::Default:
      return series > 1 && (time || series > 4);
  }
  return false;
}

// One bar per place and series: values of several rows there are summed.
std::map<double, double> sums_by_place(const Series& series) {
  std::map<double, double> sums;
  for (const SeriesPoint& point : series.points) sums[point.x] += point.y;
  return sums;
}

void lay_bars(BarData& data) {
  std::map<double, double> up, down, total;
  if (data.percent) {
    for (const Series& series : data.series) {
      for (const auto& [place, value] : sums_by_place(series)) total[place] += std::abs(value);
    }
  }
  for (std::size_t i = 0; i < data.series.size(); ++i) {
    for (const auto& [place, value] : sums_by_place(data.series[i])) {
      Bar bar{place, i, 0, value, value};
      if (data.stacked) {
        const double share = data.percent ? (total[place] == 0 ? 0 : value / total[place] * 100) : value;
        double& base = share < 0 ? down[place] : up[place];
        bar.from = base;
        bar.to = base += share;
      }
      data.bars.push_back(bar);
    }
  }
}

}  // namespace

Result<BarData> collect_bars(const ChartSpec& spec, const ChartRows& rows, const ChartColumns& columns,
                             std::size_t category_limit, bool time) {
  BarData data;
  const Column& x = rows.rows.columns[columns.x];
  if (time) {
    data.series = collect_series(columns, rows, [&](std::size_t row) -> std::optional<double> {
      if (x.is_null(row)) return std::nullopt;
      if (!is_impossible_time(x.long_at(row))) return static_cast<double>(x.long_at(row));
      ++data.impossible_times;
      return std::nullopt;
    });
  } else {
    Categories categories = collect_categories(x, rows.rows.rows());
    group_small_categories(categories, rows, columns, category_limit);
    data.series = collect_series(columns, rows, [&](std::size_t row) -> std::optional<double> {
      return static_cast<double>(categories.place_of_row[row]);
    });
    data.labels = std::move(categories.labels);
  }
  group_small_series(data.series, series_limit, true);
  if (spec.accumulate) std::ranges::for_each(data.series, accumulate);
  for (const Series& series : data.series) {
    for (const SeriesPoint& point : series.points) data.places.push_back(point.x);
  }
  data.stacked = is_stacked(spec, data.series.size(), time);
  data.percent = spec.stacking == Stacking::Stacked100;
  data.whole =
      std::ranges::all_of(columns.ys, [&](std::size_t y) { return types::integers.contains(rows.schema[y].type); });
  lay_bars(data);
  return data;
}

Scale bar_scale(const ChartSpec& spec, const BarData& data) {
  double low = 0;
  double high = 0;
  double smallest = 0;  // above zero
  for (const Bar& bar : data.bars) {
    low = std::min({low, bar.from, bar.to});
    high = std::max({high, bar.from, bar.to});
    if (bar.to > 0 && (smallest == 0 || bar.to < smallest)) smallest = bar.to;
  }
  low = spec.ymin.value_or(low);
  high = spec.ymax.value_or(data.percent ? 100 : high);
  if (spec.ylog && smallest > 0) return Scale::log(smallest, high);
  return Scale::linear(low, high, data.whole && !data.percent, 5);
}

std::vector<LegendEntry> bar_legend(const ChartSpec& spec, const BarData& data) {
  std::vector<LegendEntry> legend;
  if (!spec.legend || data.series.size() < 2) return legend;
  for (std::size_t i = 0; i < data.series.size(); ++i) {
    legend.push_back({data.series[i].name, bar_colour(data.series[i], i)});
  }
  return legend;
}

std::string_view bar_colour(const Series& series, std::size_t index) {
  return series.other ? palette::other : palette::series[index % palette::series.size()];
}

std::string bar_title(const ChartSpec& spec, const ChartRows& rows, const ChartColumns& columns) {
  std::string title = spec.ytitle;
  if (title.empty() && columns.ys.size() == 1) title = rows.schema[columns.ys[0]].name;
  if (spec.ylog) title += title.empty() ? "log scale" : " (log scale)";
  return title;
}

}  // namespace huntbook::render
