// new_activity_metrics (Kusto docs, "new_activity_metrics plugin"): what became of those who were new in a period (the
// cohort) in each later one. A row for each cohort that has someone in it and each period from it on.
#include <fmt/format.h>

#include "kql/bind/activity.hpp"
#include "kql/bind/operators.hpp"
#include "kql/bind/table.hpp"

namespace huntbook::kql::bind {

namespace {

// The ids of a look-back table: its column of IdColumn's name, or its only column.
plan::RelPtr bind_lookback(Context& context, const Activity& activity, const syntax::Expr& expr) {
  plan::RelPtr table = bind_table_expression(context, expr);
  if (!table) return nullptr;
  std::vector<plan::Column> visible;
  for (const plan::Column& column : table->columns) {
    if (!column.hidden) visible.push_back(column);
  }
  const plan::Column* found = find_column(visible, activity.id().name);
  if (found == nullptr && visible.size() == 1) found = &visible.front();
  if (found == nullptr)
    return context.error("HB005", expr.span, fmt::format("The look-back table has no column '{}'.", activity.id().name),
                         "it holds the ids that were seen before");
  if (found->type != activity.id().type)
    return context.error("HB005", expr.span,
                         fmt::format("The look-back ids are of type {}, but '{}' is of type {}.", name_of(found->type),
                                     activity.id().name, name_of(activity.id().type)));
  plan::Column id = *found;
  id.name = "id";
  return make_project(context, std::move(table), {}, {}, {std::move(id)});
}

// Behind the window stand a cohort, dimensions and a look-back table, each of which may be left out.
bool read_rest(Context& context, Activity& activity, bool& cohort, bool& lookback) {
  std::size_t last = activity.rest().size();
  for (std::size_t i = 0; i < last; ++i) {
    const syntax::Expr& expr = *activity.rest()[i];
    const auto* name = std::get_if<syntax::NameRef>(&expr.node);
    if (name != nullptr && find_column(activity.call().input->columns, name->name) != nullptr) {
      if (!activity.add_dimension(expr)) return false;
    } else if (i + 1 == last && is_tabular(context, Scope{}, expr)) {
      plan::RelPtr ids = bind_lookback(context, activity, expr);
      if (!ids) return false;
      activity.add_name("lookback_", shared(context, std::move(ids)));
      lookback = true;
    } else if (i == 0) {
      plan::ScalarPtr value = bind_scalar_as(context, Scope{}, expr, activity.point_type());
      if (!value) return false;
      activity.add_name("cohort_", std::move(value));
      cohort = true;
    } else if (!activity.add_dimension(expr)) {
      return false;
    }
  }
  return true;
}

}  // namespace

plan::RelPtr bind_new_activity_metrics(Context& context, PluginCall call) {
  Activity activity(context, std::move(call));
  bool cohort = false, lookback = false;
  if (!activity.read_activity({{"Window", Activity::Kind::Calendar, "step"}}, Activity::Points::Required,
                              Activity::Rest::Mixed) ||
      !read_rest(context, activity, cohort, lookback))
    return nullptr;
  // K: who of the cohort f is there in w. Those who are there in w and were new after f: all of w without the cohorts
  // up to f.
  std::string query = fmt::format(
      "let B = T | where t between (start_ .. end_) and isnotnull(id){0} | extend w = {1} | distinct id, w, k{2};"
      "let F = B | summarize f = min(w){3} by id, k;"
      "let C = F | summarize size = count(){3} by f, k;"
      "let K = B | join kind=inner (F) on id, k | summarize kept = count() by f, w, k;"
      "let W = {4};"
      "let A = K | summarize present = sum(kept) by w, k;"
      "C | extend one = 1 | join kind=inner (W | extend one = 1) on one | where w >= f"
      " | join kind=leftouter (K) on f, w, k | join kind=leftouter (A) on w, k | extend kept = coalesce(kept, 0)"
      " | sort by k asc, w asc, f asc | extend known = row_cumsum(kept, k != prev(k) or w != prev(w))"
      " | extend fresh = iff(f == w, kept, coalesce(present, 0) - known), lost = size - kept"
      " | extend retention = kept * 1.0 / size, churn = lost * 1.0 / size{5}",
      lookback ? " and id !in (lookback_)" : "", activity.bin("t"), activity.dimensions(), activity.take_dimensions(),
      activity.all_periods(), cohort ? fmt::format(" | where f == {}", activity.bin("cohort_")) : "");
  const std::string& timeline = activity.timeline().name;
  return activity.run(query, {{"f", "from_" + timeline}, {"w", "to_" + timeline}},
                      {{"fresh", "dcount_new_values"},
                       {"kept", "dcount_retained_values"},
                       {"lost", "dcount_churn_values"},
                       {"retention", "retention_rate"},
                       {"churn", "churn_rate"}});
}

}  // namespace huntbook::kql::bind
