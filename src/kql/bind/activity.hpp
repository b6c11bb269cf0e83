// What the plugins that count who was active when have in common (Kusto docs, "activity_counts_metrics plugin" and its
// kin): how their arguments are read, and the query of ours that each of them is. The query runs over the columns id,
// t (time), d0, d1, ... (dimensions) and k (the dimensions as one text, so that nulls compare equal); what the user
// calls them comes back at the end.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kql/bind/plan_plugin.hpp"

namespace huntbook::kql::bind {

class Activity {
 public:
  // What a parameter takes: a column, or a value of a type that the timeline's type decides. A Calendar step may also
  // be 'week', 'month' or 'year'.
  enum class Kind { Id, Timeline, Point, Step, Calendar, Count, Percentage, Bins };
  struct Parameter {
    std::string_view name;
    Kind kind;
    std::string_view own;  // what the query calls it; empty for columns
  };
  // Whether Start and End may be left out, and what may stand behind the parameters.
  enum class Points { Required, Optional };
  enum class Rest { Dimensions, Mixed };

  Activity(Context& context, PluginCall call) : context_(context), call_(std::move(call)) {}

  // The columns IdColumn and TimelineColumn, then `scalars`, then dimensions. Where Start and End are left out, they
  // are the first period's start and the last time of the rows. With Rest::Mixed the caller reads what is in rest().
  bool read_activity(std::vector<Parameter> scalars, Points points = Points::Required, Rest rest = Rest::Dimensions);
  // `parameters`, with one id and one timeline among them, then dimensions.
  bool read(const std::vector<Parameter>& parameters, Rest rest = Rest::Dimensions);
  bool add_dimension(const syntax::Expr& expr);
  void add_name(std::string name, LetValue value) { names_.emplace_back(std::move(name), std::move(value)); }

  const PluginCall& call() const { return call_; }
  const plan::Column& id() const { return id_; }
  const plan::Column& timeline() const { return timeline_; }
  const std::vector<const syntax::Expr*>& rest() const { return rest_; }
  double percentage() const { return percentage_; }
  std::int64_t bins() const { return bins_; }
  // The type of a point in time where the query takes one.
  ScalarType point_type() const;

  // The start of the period that `value` is in; of the period that comes `count` periods after one.
  std::string bin(std::string_view value) const;
  std::string later(std::string_view period, std::string_view count) const;
  // The shortest that a period can be, as a length.
  std::string shortest_step() const;
  // A relation w: every period from `start_` to `end_`.
  std::string all_periods() const;
  // ", take_any(d0), ...": the dimensions beside a grouping by k.
  std::string take_dimensions() const;
  // ", d0, d1, ...".
  std::string dimensions() const;

  // Runs our query, which gives `times`, d0, d1, ... and `values`, and names its columns.
  struct Named {
    std::string own;
    std::string name;
  };
  plan::RelPtr run(std::string_view query, const std::vector<Named>& values);
  plan::RelPtr run(std::string_view query, const std::vector<Named>& times, const std::vector<Named>& values);

 private:
  bool read_id(const syntax::Expr& expr);
  bool read_timeline(const syntax::Expr& expr);
  bool read_percentage(const syntax::Expr& expr);
  bool read_bins(const syntax::Expr& expr);
  bool read_scalar(const Parameter& parameter, const syntax::Expr& expr);
  bool is_calendar_word(const syntax::Expr& expr, bool& failed);

  Context& context_;
  PluginCall call_;
  plan::Column id_, timeline_;
  std::vector<plan::Column> dimensions_;
  std::vector<const syntax::Expr*> rest_;
  std::vector<std::pair<std::string, LetValue>> names_;
  std::string calendar_;  // week, month or year
  bool own_points_ = false;
  double percentage_ = 0;
  std::int64_t bins_ = 0;
};

}  // namespace huntbook::kql::bind
