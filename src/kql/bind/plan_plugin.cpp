#include "kql/bind/plan_plugin.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kql/bind/operators.hpp"
#include "kql/bind/table.hpp"
#include "kql/bind/trace.hpp"

namespace huntbook::kql::bind {

const std::vector<PlanPlugin>& plan_plugins() {
  static const std::vector<PlanPlugin> plugins = {
      {"active_users_count", "Counts who was active in at least so many periods of a look-back window.",
       "range n from 0 to 9 step 1 | extend t = datetime(2024-01-01) + n * 1d, u = n % 2 | evaluate "
       "active_users_count(u, t, datetime(2024-01-01), datetime(2024-01-10), 8d, 1d, 3, 7d)",
       bind_active_users_count},
      {"activity_counts_metrics", "Counts per period: records, who was active, who was new, and all seen till then.",
       "range n from 0 to 9 step 1 | extend t = datetime(2024-01-01) + n * 1d, u = n % 4 | evaluate "
       "activity_counts_metrics(u, t, datetime(2024-01-01), datetime(2024-01-10), 2d)",
       bind_activity_counts_metrics},
      {"activity_engagement", "Sets who is active in a period against who is in a longer one that ends with it.",
       "range n from 0 to 9 step 1 | extend t = datetime(2024-01-01) + n * 1d, u = n % 4 | evaluate "
       "activity_engagement(u, t, datetime(2024-01-01), datetime(2024-01-10), 1d, 7d)",
       bind_activity_engagement},
      {"activity_metrics", "Tells per period who was new, and which share stayed or left since the one before.",
       "range n from 0 to 9 step 1 | extend t = datetime(2024-01-01) + n * 1d, u = n % 4 | evaluate "
       "activity_metrics(u, t, datetime(2024-01-01), datetime(2024-01-10), 2d)",
       bind_activity_metrics},
      {"autocluster", "Finds a few combinations of values that most rows have.",
       "range n from 1 to 9 step 1 | project a = n % 2, b = iff(n < 7, \"x\", \"y\") | evaluate autocluster()",
       bind_autocluster},
      {"bag_unpack", "Makes a column of each key that the bags of a dynamic column hold.",
       "datatable(d: dynamic)[dynamic({\"Name\": \"John\", \"Age\": 20})] | evaluate bag_unpack(d)", bind_bag_unpack},
      {"basket", "Finds every combination of values that a share of the rows has.",
       "range n from 1 to 9 step 1 | project a = n % 2, b = iff(n < 7, \"x\", \"y\") | evaluate basket(0.2)",
       bind_basket},
      {"dcount_intersect", "Counts what the sets of several hll() have in common.",
       "range x from 1 to 100 step 1 | summarize two = hll_if(x, x % 2 == 0), three = hll_if(x, x % 3 == 0) | evaluate "
       "dcount_intersect(two, three)",
       bind_dcount_intersect},
      {"diffpatterns", "Finds combinations of values that one set of rows has more often than another.",
       "range n from 1 to 9 step 1 | project a = iff(n < 7, \"x\", \"y\"), b = n % 2 == 0 | evaluate diffpatterns(b, "
       "true, "
       "false)",
       bind_diffpatterns},
      {"funnel_sequence", "Counts who took a sequence of states, by the states before and behind it: three tables.",
       "datatable(u: long, t: datetime, s: string)[1, datetime(2024-01-01), \"a\", 1, datetime(2024-01-02), \"b\"] | "
       "evaluate funnel_sequence(u, t, datetime(2024-01-01), datetime(2024-01-31), 2d, 30d, s, dynamic([\"a\"]))",
       bind_funnel_sequence, bind_funnel_sequence_tables},
      {"funnel_sequence_completion", "Counts who came to each state of a sequence within each of some periods.",
       "datatable(u: long, t: datetime, s: string)[1, datetime(2024-01-01), \"a\", 1, datetime(2024-01-02), \"b\"] | "
       "evaluate funnel_sequence_completion(u, t, datetime(2024-01-01), datetime(2024-01-31), 30d, s, dynamic([\"a\", "
       "\"b\"]), dynamic([1h, 1d]))",
       bind_funnel_sequence_completion},
      {"geo_line_lookup", "Joins points to the lines of a table that they are near to.",
       "let Roads = datatable(road: dynamic, name: string)[dynamic({\"type\": \"LineString\", \"coordinates\": [[13.0, "
       "52.0], [14.0, 52.0]]}), \"east\"]; print lng = 13.5, lat = 52.01 | evaluate geo_line_lookup(Roads, road, lng, "
       "lat, 5000)",
       bind_geo_line_lookup},
      {"geo_polygon_lookup", "Joins points to the polygons of a table that they are in.",
       "let Areas = datatable(area: dynamic, name: string)[dynamic({\"type\": \"Polygon\", \"coordinates\": [[[13.0, "
       "52.0], [14.0, 52.0], [14.0, 53.0], [13.0, 52.0]]]}), \"site\"]; print lng = 13.9, lat = 52.5 | evaluate "
       "geo_polygon_lookup(Areas, area, lng, lat)",
       bind_geo_polygon_lookup},
      {"infer_storage_schema", "Tells from a file's records what columns a table of them has, and of which types.",
       "evaluate infer_storage_schema(dynamic({\"StorageContainers\": [\"tests/kql/files/logons.csv\"], "
       "\"DataFormat\": \"csv\", \"InferenceOptions\": {\"UseFirstRowAsHeader\": true}}))",
       bind_infer_storage_schema, nullptr, true},
      {"infer_storage_schema_with_suggestions", "Tells a file's columns and types, and which types would be better.",
       "evaluate infer_storage_schema_with_suggestions(dynamic({\"StorageContainers\": "
       "[\"tests/kql/files/logons.csv\"], \"DataFormat\": \"csv\", \"InferenceOptions\": {\"UseFirstRowAsHeader\": "
       "true}}))",
       bind_infer_storage_schema_with_suggestions, nullptr, true},
      {"ipv4_lookup", "Joins rows to the networks of a table that their IPv4 addresses are in.",
       "let Networks = datatable(net: string, name: string)[\"10.0.0.0/8\", \"inside\"]; datatable(ip: "
       "string)[\"10.1.2.3\"] | evaluate ipv4_lookup(Networks, ip, net)",
       bind_ipv4_lookup},
      {"ipv6_lookup", "Joins rows to the networks of a table that their IPv6 addresses are in.",
       "let Networks = datatable(net: string, name: string)[\"fe80::/10\", \"link\"]; datatable(ip: "
       "string)[\"fe80::1\"] | evaluate ipv6_lookup(Networks, ip, net)",
       bind_ipv6_lookup},
      {"narrow", "Gives a row for each cell of a table: the row's number, the column's name, the value as text.",
       "print a = 1, b = \"x\" | evaluate narrow()", bind_narrow},
      {"new_activity_metrics", "Tells for those who were new in a period how many stayed or left in each later one.",
       "range n from 0 to 9 step 1 | extend t = datetime(2024-01-01) + n * 1d, u = n % 4 | evaluate "
       "new_activity_metrics(u, t, datetime(2024-01-01), datetime(2024-01-10), 2d)",
       bind_new_activity_metrics},
      {"pivot", "Turns the values of a column into columns, each with an aggregate of the rows that hold the value.",
       "datatable(Host: string, Result: string)[\"a\", \"ok\", \"a\", \"failed\", \"b\", \"ok\"] | evaluate "
       "pivot(Result)",
       bind_pivot},
      {"preview", "Some rows and the number of all of them: two tables.",
       "range n from 1 to 100 step 1 | evaluate preview(5)", bind_preview, bind_preview_tables},
      {"rolling_percentile", "Takes a percentile of the values in a window that slides over bins.",
       "range n from 0 to 9 step 1 | extend t = datetime(2024-01-01) + n * 6h | evaluate "
       "rolling_percentile(n, 50, t, 1d, 2)",
       bind_rolling_percentile},
      {"rows_near", "Keeps rows where a condition holds, and so many before and after them.",
       "range n from 1 to 10 step 1 | sort by n asc | evaluate rows_near(n == 5, 1)", bind_rows_near},
      {"schema_merge", "Makes one schema of several that getschema gave.",
       "union (print a = 1 | getschema), (print a = 1.5, b = true | getschema) | evaluate schema_merge()",
       bind_schema_merge},
      {"sequence_detect", "Finds rows that meet predicates one after another within some time.",
       "datatable(u: string, t: datetime, ok: bool)[\"a\", datetime(2024-01-01 10:00), false, \"a\", "
       "datetime(2024-01-01 "
       "10:05), true] | evaluate sequence_detect(t, 10m, 1h, failed = (not(ok)), entered = (ok), u)",
       bind_sequence_detect},
      {"session_count", "Counts per period how many sessions begin: rows of an id with none in a window before them.",
       "range n from 0 to 9 step 1 | extend t = datetime(2024-01-01) + n * 1d, u = n % 4 | evaluate "
       "session_count(u, t, datetime(2024-01-01), datetime(2024-01-10), 2d, 3d)",
       bind_session_count},
      {"sliding_window_counts", "Counts records and who made them in a window that slides over the periods.",
       "range n from 0 to 9 step 1 | extend t = datetime(2024-01-01) + n * 1d, u = n % 4 | evaluate "
       "sliding_window_counts(u, t, datetime(2024-01-01), datetime(2024-01-10), 3d, 1d)",
       bind_sliding_window_counts},
  };
  return plugins;
}

const PlanPlugin* find_plan_plugin(std::string_view name) {
  auto found = std::ranges::find(plan_plugins(), name, &PlanPlugin::name);
  return found != plan_plugins().end() ? &*found : nullptr;
}

std::optional<PluginArguments> PluginArguments::read(Context& context, const PluginCall& call,
                                                     std::vector<std::string_view> parameters, std::size_t required,
                                                     bool open_ended) {
  PluginArguments result;
  const std::string& name = call.call->function.text;
  std::size_t position = 0;
  for (const syntax::ExprPtr& argument : call.call->arguments) {
    const auto* named = std::get_if<syntax::Named>(&argument->node);
    if (named != nullptr && named->names.size() == 1) {
      auto found = std::ranges::find(parameters, named->names.front().text);
      if (found == parameters.end()) {
        context.error("KS119", argument->span,
                      fmt::format("'{}' has no parameter '{}'.", name, named->names.front().text),
                      parameters.empty() ? "it takes no arguments"
                                         : fmt::format("its parameters are {}", fmt::join(parameters, ", ")));
        return std::nullopt;
      }
      if (result.find(*found) != nullptr) {
        context.error("KS119", argument->span, fmt::format("'{}' is given twice.", *found));
        return std::nullopt;
      }
      result.given_.emplace_back(*found, named->expr.get());
      continue;
    }
    if (position < parameters.size()) {
      result.given_.emplace_back(parameters[position++], argument.get());
    } else if (open_ended) {
      result.rest_.push_back(argument.get());
    } else {
      context.error("KS119", argument->span, fmt::format("'{}' takes at most {} arguments.", name, parameters.size()));
      return std::nullopt;
    }
  }
  for (std::size_t i = 0; i < required; ++i) {
    if (result.find(parameters[i]) != nullptr) continue;
    context.error("KS119", call.span, fmt::format("'{}' needs its argument '{}'.", name, parameters[i]));
    return std::nullopt;
  }
  return result;
}

const syntax::Expr* PluginArguments::find(std::string_view parameter) const {
  auto found = std::ranges::find(given_, parameter, &decltype(given_)::value_type::first);
  return found != given_.end() ? found->second : nullptr;
}

const plan::Column* bind_column_argument(Context& context, const PluginCall& call, const syntax::Expr& expr) {
  return named_column(context, call.input->columns, expr, "KS107");
}

std::optional<ConstantValue> bind_constant_argument(Context& context, const syntax::Expr& expr, ScalarType type) {
  plan::ScalarPtr value = bind_scalar_as(context, Scope{}, expr, type);
  if (!value) return std::nullopt;
  std::optional<ConstantValue> constant = constant_of(*value);
  if (!constant) context.error("KS107", expr.span, fmt::format("A constant of type {} is expected.", name_of(type)));
  return constant;
}

std::optional<std::vector<std::string>> bind_names_argument(Context& context, const syntax::Expr& expr) {
  plan::ScalarPtr value = bind_scalar(context, Scope{}, expr);
  if (!value) return std::nullopt;
  std::optional<ConstantValue> constant = constant_of(*value);
  const auto* text = constant ? std::get_if<std::string>(&*constant) : nullptr;
  if (text != nullptr && value->type == ScalarType::String) return std::vector<std::string>{*text};
  if (constant && std::holds_alternative<std::monostate>(*constant)) return std::vector<std::string>{};
  nlohmann::json array = text != nullptr && value->type == ScalarType::Dynamic
                             ? nlohmann::json::parse(*text, nullptr, false)
                             : nlohmann::json(nlohmann::json::value_t::discarded);
  bool strings = array.is_array() && std::ranges::all_of(array, [](const auto& item) { return item.is_string(); });
  if (!strings) {
    context.error("KS107", expr.span, "A constant array of strings is expected.", "dynamic(['a', 'b'])");
    return std::nullopt;
  }
  return array.get<std::vector<std::string>>();
}

std::string_view reading_function(ScalarType type) {
  switch (type) {
    case ScalarType::Bool:
      return "tobool";
    case ScalarType::Int:
      return "toint";
    case ScalarType::Long:
      return "tolong";
    case ScalarType::Real:
      return "toreal";
    case ScalarType::Decimal:
      return "todecimal";
    case ScalarType::DateTime:
      return "todatetime";
    case ScalarType::TimeSpan:
      return "totimespan";
    case ScalarType::Guid:
      return "toguid";
    case ScalarType::Dynamic:
      return "parse_json";
    case ScalarType::String:
      break;
  }
  return "tostring";
}

plan::RelPtr bind_own_query(Context& context, std::string_view text,
                            std::vector<std::pair<std::string, LetValue>> names, diag::Span span) {
  syntax::SyntaxTree tree = syntax::parse(std::string(text));
  ScopedEnvironment restore(context);
  const UntracedText untraced(context);
  context.environment = nullptr;
  for (auto& [name, value] : names) context.define(std::move(name), std::move(value));
  std::size_t known = context.diagnostics.size();
  plan::RelPtr result;
  for (const syntax::Statement& statement : tree.statements) {
    if (const auto* let = std::get_if<syntax::LetStatement>(&statement.node)) bind_let(context, *let);
    if (const auto* query = std::get_if<syntax::QueryStatement>(&statement.node))
      result = bind_pipeline(context, *query->pipeline);
  }
  // Its places are in our text, and what the user gave was checked before: such an error is ours.
  if (context.diagnostics.size() > known || !tree.diagnostics.empty()) {
    std::string message =
        tree.diagnostics.empty() ? context.diagnostics[known].message : tree.diagnostics.front().message;
    context.diagnostics.resize(known);
    return context.error("HB000", span, fmt::format("The plugin's own query does not bind: {}", message));
  }
  return result;
}

LetValue shared(Context& context, plan::RelPtr relation) {
  return SharedRelation{context.next_shared++, std::move(relation), false};
}

plan::RelPtr with_schema(Context& context, plan::RelPtr relation, const PluginCall& call) {
  if (!relation || call.schema == nullptr) return relation;
  std::vector<plan::Column> columns;
  for (const syntax::Typed& typed : *call.schema) {
    const plan::Column* column = find_column(relation->columns, typed.name.text);
    if (column == nullptr)
      return context.error("HB005", typed.name.span,
                           fmt::format("'{}' gives no column '{}'.", call.call->function.text, typed.name.text));
    if (column->type != typed.type)
      return context.error("HB005", typed.name.span,
                           fmt::format("The column '{}' is of type {}, but {} is declared.", typed.name.text,
                                       name_of(column->type), name_of(typed.type)));
    columns.push_back(*column);
  }
  return make_project(context, std::move(relation), {}, {}, std::move(columns));
}

}  // namespace huntbook::kql::bind
