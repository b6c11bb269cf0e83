// Plugins of 'evaluate' that need no code of their own: they are made of the plan's operators, so that they run in the
// engine with its bounded memory. One file each (plugin_NAME.cpp). Those that run in code are in query/plugins.
//
// Where a plugin's columns depend on the data, its binding asks for them with Context::learn.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kql/bind/scalar.hpp"

namespace huntbook::kql::bind {

// A call of a plugin, not yet bound.
struct PluginCall {
  plan::RelPtr input;
  const syntax::Call* call = nullptr;
  const std::vector<syntax::Typed>* schema = nullptr;  // as declared behind ':'; null: not declared
  bool schema_keeps_input = false;                     // (*, ...)
  diag::Span span;
};

// `op` holds a call.
PluginCall plugin_call_of(plan::RelPtr input, const syntax::EvaluateOp& op);

struct PlanPlugin {
  std::string_view name;
  std::string_view doc;
  std::string_view example;  // a whole query
  // The relation that the call gives; null where it failed (reported) or where a probe is open.
  plan::RelPtr (*bind)(Context& context, PluginCall call);
  // Set where the plugin gives several result tables if it is the last operator of a query; none: it failed.
  std::vector<plan::RelPtr> (*bind_tables)(Context& context, PluginCall call) = nullptr;
  bool starts_query = false;  // takes no rows: 'evaluate plugin(...)' stands first
};

const std::vector<PlanPlugin>& plan_plugins();
const PlanPlugin* find_plan_plugin(std::string_view name);

// The arguments of a call against the names of the plugin's parameters: positional ones first, then named ones.
class PluginArguments {
 public:
  // Nothing, with the error reported, where there are too few, or a name is unknown. With `open_ended`, further
  // positional arguments may follow (rest).
  static std::optional<PluginArguments> read(Context& context, const PluginCall& call,
                                             std::vector<std::string_view> parameters, std::size_t required,
                                             bool open_ended = false);
  // Null where the argument is not given.
  const syntax::Expr* find(std::string_view parameter) const;
  const syntax::Expr& at(std::string_view parameter) const { return *find(parameter); }
  const std::vector<const syntax::Expr*>& rest() const { return rest_; }

 private:
  std::vector<std::pair<std::string_view, const syntax::Expr*>> given_;
  std::vector<const syntax::Expr*> rest_;
};

// The input's column that an argument names; null with an error reported.
const plan::Column* bind_column_argument(Context& context, const PluginCall& call, const syntax::Expr& expr);
// A constant argument; nothing with an error reported. A null constant is a value too.
std::optional<ConstantValue> bind_constant_argument(Context& context, const syntax::Expr& expr, ScalarType type);
// The elements of a constant array of strings, as dynamic(['a', 'b']); a lone string counts as one element.
std::optional<std::vector<std::string>> bind_names_argument(Context& context, const syntax::Expr& expr);

// The function that reads a value of this type from its text: toint, todatetime, ...
std::string_view reading_function(ScalarType type);

// Binds a query of ours, written in KQL, with `names` in reach and nothing else but functions: the shortest way to a
// relation that takes several operators. Whatever a user wrote comes in by `names`, never as text.
plan::RelPtr bind_own_query(Context& context, std::string_view text,
                            std::vector<std::pair<std::string, LetValue>> names, diag::Span span);
// A relation as a value of bind_own_query, computed once.
LetValue shared(Context& context, plan::RelPtr relation);
// The columns named by `schema`, in its order; an error where `relation` has one not, or of another type.
plan::RelPtr with_schema(Context& context, plan::RelPtr relation, const PluginCall& call);

plan::RelPtr bind_active_users_count(Context& context, PluginCall call);
plan::RelPtr bind_activity_counts_metrics(Context& context, PluginCall call);
plan::RelPtr bind_activity_engagement(Context& context, PluginCall call);
plan::RelPtr bind_activity_metrics(Context& context, PluginCall call);
plan::RelPtr bind_autocluster(Context& context, PluginCall call);
plan::RelPtr bind_bag_unpack(Context& context, PluginCall call);
plan::RelPtr bind_basket(Context& context, PluginCall call);
plan::RelPtr bind_dcount_intersect(Context& context, PluginCall call);
plan::RelPtr bind_diffpatterns(Context& context, PluginCall call);
plan::RelPtr bind_funnel_sequence(Context& context, PluginCall call);
std::vector<plan::RelPtr> bind_funnel_sequence_tables(Context& context, PluginCall call);
plan::RelPtr bind_funnel_sequence_completion(Context& context, PluginCall call);
plan::RelPtr bind_geo_line_lookup(Context& context, PluginCall call);
plan::RelPtr bind_geo_polygon_lookup(Context& context, PluginCall call);
plan::RelPtr bind_infer_storage_schema(Context& context, PluginCall call);
plan::RelPtr bind_infer_storage_schema_with_suggestions(Context& context, PluginCall call);
plan::RelPtr bind_ipv4_lookup(Context& context, PluginCall call);
plan::RelPtr bind_ipv6_lookup(Context& context, PluginCall call);
plan::RelPtr bind_narrow(Context& context, PluginCall call);
plan::RelPtr bind_new_activity_metrics(Context& context, PluginCall call);
plan::RelPtr bind_pivot(Context& context, PluginCall call);
plan::RelPtr bind_preview(Context& context, PluginCall call);
std::vector<plan::RelPtr> bind_preview_tables(Context& context, PluginCall call);
plan::RelPtr bind_rolling_percentile(Context& context, PluginCall call);
plan::RelPtr bind_rows_near(Context& context, PluginCall call);
plan::RelPtr bind_schema_merge(Context& context, PluginCall call);
plan::RelPtr bind_sequence_detect(Context& context, PluginCall call);
plan::RelPtr bind_session_count(Context& context, PluginCall call);
plan::RelPtr bind_sliding_window_counts(Context& context, PluginCall call);

}  // namespace huntbook::kql::bind
