// activity_counts_metrics, activity_metrics, activity_engagement, active_users_count (Kusto docs, one page each): one
// row for each period and combination of dimensions.
#include <fmt/format.h>

#include "kql/bind/activity.hpp"

namespace huntbook::kql::bind {

using Kind = Activity::Kind;
using Points = Activity::Points;

plan::RelPtr bind_activity_counts_metrics(Context& context, PluginCall call) {
  Activity activity(context, std::move(call));
  if (!activity.read_activity({{"Step", Kind::Calendar, "step"}})) return nullptr;
  std::string query = fmt::format(
      "let B = T | where t between (start_ .. end_) | extend w = {};"
      "let C = B | summarize n = count(), ids = dcount(id){} by w, k;"
      "let F = B | summarize w = min(w) by id, k | summarize fresh = count() by w, k;"
      "let R = F | join kind=inner (C | project last_ = w, k) on k | where w <= last_"
      " | summarize total = sum(fresh) by w = last_, k;"
      "C | join kind=leftouter (F) on w, k | join kind=leftouter (R) on w, k"
      " | extend fresh = coalesce(fresh, 0), total = coalesce(total, 0)",
      activity.bin("t"), activity.take_dimensions());
  return activity.run(query,
                      {{"n", "count"}, {"ids", "dcount"}, {"fresh", "new_dcount"}, {"total", "aggregated_dcount"}});
}

// New values are those that no period before had; returning ones are in the period and in the one before it.
plan::RelPtr bind_activity_metrics(Context& context, PluginCall call) {
  Activity activity(context, std::move(call));
  if (!activity.read_activity({{"Step", Kind::Calendar, "step"}}, Points::Optional)) return nullptr;
  std::string query = fmt::format(
      "let B = T | where t between (start_ .. end_) | extend w = {0};"
      "let C = B | summarize ids = dcount(id){1} by w, k;"
      "let F = B | summarize w = min(w) by id, k | summarize fresh = count() by w, k;"
      "let I = B | distinct id, w, k;"
      "let K = I | join kind=inner (I | project id, w = {2}, k) on id, w, k | summarize kept = count() by w, k;"
      "C | join kind=leftouter (F) on w, k | join kind=leftouter (K) on w, k"
      " | join kind=leftouter (C | project w = {2}, k, before = ids) on w, k"
      " | extend fresh = coalesce(fresh, 0), retention = coalesce(kept, 0) * 1.0 / before"
      " | extend churn = 1.0 - retention",
      activity.bin("t"), activity.take_dimensions(), activity.later("w", "1"));
  return activity.run(query, {{"ids", "dcount_values"},
                              {"fresh", "dcount_newvalues"},
                              {"retention", "retention_rate"},
                              {"churn", "churn_rate"}});
}

// A period's outer window ends with the period.
plan::RelPtr bind_activity_engagement(Context& context, PluginCall call) {
  Activity activity(context, std::move(call));
  if (!activity.read_activity(
          {{"InnerActivityWindow", Kind::Step, "step"}, {"OuterActivityWindow", Kind::Step, "window_"}},
          Points::Optional))
    return nullptr;
  std::string query = fmt::format(
      "let B = T | where t between (start_ .. end_) | extend w = {} | distinct id, w, k{};"
      "let C = B | summarize inner_ = dcount(id){} by w, k;"
      "B | mv-expand i = range(0, tolong(window_ / step)) to typeof(long) | extend first_ = w, w = w + i * step"
      " | where first_ >= w + step - window_ | summarize outer_ = dcount(id) by w, k"
      " | join kind=inner (C) on w, k | extend ratio = inner_ * 1.0 / outer_",
      activity.bin("t"), activity.dimensions(), activity.take_dimensions());
  return activity.run(
      query,
      {{"inner_", "dcount_activities_inner"}, {"outer_", "dcount_activities_outer"}, {"ratio", "activity_ratio"}});
}

// An appearance is active where the look-back window that ends with it holds the least number of distinct periods.
plan::RelPtr bind_active_users_count(Context& context, PluginCall call) {
  Activity activity(context, std::move(call));
  if (!activity.read_activity({{"LookbackWindow", Kind::Step, "window_"},
                               {"Period", Kind::Step, "period_"},
                               {"ActivePeriodsCount", Kind::Count, "least_"},
                               {"Bin", Kind::Calendar, "step"}}))
    return nullptr;
  std::string query = fmt::format(
      "let B = T | where t > start_ - window_ and t <= end_;"
      "let A = B | distinct id, t, k;"
      "A | where t >= start_ | join kind=inner (A | project id, k, other = t) on id, k"
      " | where other > t - window_ and other <= t"
      " | summarize periods = dcount(bin_at(other, period_, start_)) by id, t, k | where periods >= least_"
      " | summarize ids = dcount(id) by w = {}, k"
      " | join kind=inner (B | summarize some = count(){} by k) on k",
      activity.bin("t"), activity.take_dimensions());
  return activity.run(query, {{"ids", "dcount"}});
}

}  // namespace huntbook::kql::bind
