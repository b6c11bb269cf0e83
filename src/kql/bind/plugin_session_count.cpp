// session_count (Kusto docs, "session_count plugin"): how many sessions begin in each period. An id's session begins
// with a row that has no row of the id in the look-back window before it. The chart on Kusto's page counts beginnings,
// with periods as bin() makes them and a gap of exactly the window still in the session.
#include <fmt/format.h>

#include "kql/bind/activity.hpp"

namespace huntbook::kql::bind {

plan::RelPtr bind_session_count(Context& context, PluginCall call) {
  Activity activity(context, std::move(call));
  if (!activity.read_activity(
          {{"Bin", Activity::Kind::Step, "step"}, {"LookBackWindow", Activity::Kind::Step, "window_"}}))
    return nullptr;
  std::string query = fmt::format(
      "T | where t >= start_ - window_ and t <= end_ | extend who = tostring(pack_array(id, k))"
      " | sort by who asc, t asc | extend fresh = who != prev(who) or t - prev(t) > window_ | where t >= start_"
      " | summarize sessions = countif(fresh){} by w = bin(t, step), k",
      activity.take_dimensions());
  return activity.run(query, {{"sessions", "count_sessions"}});
}

}  // namespace huntbook::kql::bind
