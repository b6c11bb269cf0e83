// Plugins whose windows slide over the periods: sliding_window_counts, rolling_percentile (Kusto docs, one page each).
#include <fmt/format.h>

#include "kql/bind/activity.hpp"

namespace huntbook::kql::bind {

using Kind = Activity::Kind;

// An event counts in its own period and in those whose window reaches back to it. A window ends with its period, and is
// as many whole periods long as fit into LookbackWindow.
plan::RelPtr bind_sliding_window_counts(Context& context, PluginCall call) {
  Activity activity(context, std::move(call));
  if (!activity.read_activity({{"LookbackWindow", Kind::Step, "lookback_"}, {"Bin", Kind::Calendar, "step"}}))
    return nullptr;
  bool fixed = activity.shortest_step() == "step";
  std::string query = fmt::format(
      "let window_ = {0};"
      "T | where t > start_ - window_ - {1} and t <= end_ | extend own = {2}"
      " | mv-expand i = range(0, tolong(window_ / {1}) + 1) to typeof(long) | extend w = {3}"
      " | where w <= end_ and {4} > start_ and t >= {4} - window_"
      " | summarize n = count(), ids = dcount(id){5} by w, k",
      fixed ? "bin(lookback_, step)" : "lookback_", activity.shortest_step(), activity.bin("t"),
      activity.later("own", "i"), activity.later("w", "1"), activity.take_dimensions());
  return activity.run(query, {{"n", "Count"}, {"ids", "Dcount"}});
}

// A window ends with its bin. Only bins that hold rows give one.
plan::RelPtr bind_rolling_percentile(Context& context, PluginCall call) {
  diag::Span span = call.span;
  Activity activity(context, std::move(call));
  if (!activity.read({{"ValueColumn", Kind::Id, {}},
                      {"Percentile", Kind::Percentage, {}},
                      {"IndexColumn", Kind::Timeline, {}},
                      {"BinSize", Kind::Step, "step"},
                      {"BinsPerWindow", Kind::Bins, {}}}))
    return nullptr;
  const plan::Column& value = activity.id();
  if (!types::summable.contains(value.type))
    return context.error("KS138", span, fmt::format("A percentile of type {} is not possible.", name_of(value.type)),
                         "the values must be numbers, datetimes or timespans");
  // The later bins are binned again from their middle: a sum of reals would miss the bin's start by a rounding.
  std::string query = fmt::format(
      "let B = T | extend own = bin(t, step);"
      "let W = B | summarize by w = own, k;"
      "B | mv-expand i = range(0, bins_ - 1) to typeof(long) | extend w = bin(own + i * step + step / 2, step)"
      " | join kind=inner (W) on w, k | summarize p = percentile(id, percentage_){} by w, k",
      activity.take_dimensions());
  return activity.run(
      query, {{"p", fmt::format("rolling_{}_percentile_{}_{}", activity.bins(), value.name, activity.percentage())}});
}

}  // namespace huntbook::kql::bind
