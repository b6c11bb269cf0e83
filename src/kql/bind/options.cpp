#include "kql/bind/options.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "kql/bind/scalar.hpp"

namespace huntbook::kql::bind {

namespace {

// They say how a cluster works, or how its answer travels, and leave the rows alone.
constexpr auto of_a_cluster = std::to_array<std::string_view>({
    "best_effort",
    "client_max_redirect_count",
    "client_results_reader_allow_varying_row_widths",
    "debug_query_externaldata_projection_fusion_disabled",
    "deferpartialqueryfailures",
    "materialized_view_shuffle",
    "materialized_view_shuffle_query",
    "max_memory_consumption_per_query_per_node",
    "maxmemoryconsumptionperiterator",
    "maxoutputcolumns",
    "norequesttimeout",
    "notruncation",
    "push_selection_through_aggregation",
    "query_bin_auto_at",
    "query_bin_auto_size",
    "query_cursor_after_default",
    "query_cursor_allow_referencing_stream_ingestion_tables",
    "query_cursor_before_or_at_default",
    "query_cursor_current",
    "query_cursor_disabled",
    "query_datascope",
    "query_distribution_nodes_span",
    "query_fanout_nodes_percent",
    "query_fanout_threads_percent",
    "query_force_row_level_security",
    "query_log_query_parameters",
    "query_max_entities_in_union",
    "query_optimize_fts_at_relop",
    "query_python_debug",
    "query_results_cache_force_refresh",
    "query_results_cache_max_age",
    "query_results_cache_per_shard",
    "query_results_progressive_row_count",
    "query_results_progressive_update_period",
    "query_weakconsistency_session_id",
    "queryconsistency",
    "request_app_name",
    "request_block_row_level_security",
    "request_callout_disabled",
    "request_description",
    "request_external_table_disabled",
    "request_impersonation_disabled",
    "request_readonly",
    "request_readonly_hardline",
    "request_remote_entities_disabled",
    "request_sandboxed_execution_disabled",
    "request_user",
    "results_error_reporting_placement",
    "results_progressive_enabled",
    "results_v2_fragment_primary_tables",
    "results_v2_newlines_between_frames",
    "servertimeout",
    "truncationmaxrecords",
    "truncationmaxsize",
});
static_assert(std::ranges::is_sorted(of_a_cluster));

struct Refused {
  std::string_view name;
  std::string_view hint;
};
constexpr auto refused = std::to_array<Refused>({
    {"query_datetimescope_column", "the query time (--from, --to) goes by TimeGenerated"},
    {"query_datetimescope_from", "use the query time: --from"},
    {"query_datetimescope_to", "use the query time: --to"},
    {"query_language", "a query is KQL"},
    {"query_results_apply_getschema", "end the query with | getschema"},
    {"request_external_data_disabled", "files are read from allowed folders only, see --allow-read"},
    {"validatepermissions", "there are no permissions to validate: a case is a folder"},
});

std::optional<ConstantValue> value_of(Context& context, const syntax::SetStatement& set, ScalarType type) {
  plan::ScalarPtr value = set.value
                              ? bind_scalar_as(context, Scope{}, *set.value, type)
                              : context.error("KS119", set.name.span, fmt::format("{} needs a value.", set.name.text));
  if (!value) return std::nullopt;
  auto constant = constant_of(*value);
  if (!constant || std::holds_alternative<std::monostate>(*constant)) {
    context.error("KS107", set.value->span,
                  fmt::format("{} needs a constant of type {}.", set.name.text, name_of(type)));
    return std::nullopt;
  }
  return constant;
}

}  // namespace

void bind_set(Context& context, const syntax::SetStatement& statement) {
  const std::string& name = statement.name.text;
  if (name == "query_now") {
    if (const auto now = value_of(context, statement, ScalarType::DateTime)) context.now = std::get<std::int64_t>(*now);
    return;
  }
  if (name == "query_take_max_records") {
    const auto most = value_of(context, statement, ScalarType::Long);
    if (!most) return;
    context.most_records = std::get<std::int64_t>(*most);
    if (*context.most_records < 0)
      context.error("KS107", statement.value->span, "query_take_max_records must not be negative.");
    return;
  }
  // Kept under names that no query can write, for bin_auto().
  if (name == "query_bin_auto_size" || name == "query_bin_auto_at") {
    if (plan::ScalarPtr value = statement.value ? bind_scalar(context, Scope{}, *statement.value) : nullptr)
      context.define("set " + name, std::move(value));
    return;
  }
  if (const auto* found = std::ranges::find(refused, name, &Refused::name); found != refused.end()) {
    context.error("HB002", statement.name.span, fmt::format("The option {} is not supported.", name),
                  std::string(found->hint));
    return;
  }
  if (std::ranges::binary_search(of_a_cluster, name)) return;
  const std::vector<std::string> known(of_a_cluster.begin(), of_a_cluster.end());
  const std::string near = diag::nearest_name(name, known);
  context.warning("HB013", statement.name.span, fmt::format("'{}' is no option of a query.", name),
                  near.empty() ? "" : fmt::format("did you mean '{}'?", near));
}

}  // namespace huntbook::kql::bind
