// Names of Kusto's catalogue that this build knows and refuses. A name leaves the list when it gets a record.
#include "kql/functions/register.hpp"

namespace huntbook::kql {
namespace {

constexpr std::string_view later = "not supported yet";
constexpr std::string_view code = "runs code in another language";
constexpr std::string_view network = "needs the network, and Huntbook works offline";
constexpr std::string_view service =
    "asks a service of Defender; a stored function of that name would answer in its place";
constexpr std::string_view cluster = "is about a Kusto cluster, of which there is none here";
constexpr std::string_view cells = "needs the H3 library, which is no package of Debian 12";
constexpr std::string_view internal = "is internal to Kusto";
constexpr std::string_view undescribed = "has no page in Kusto's documentation that says what it does";
constexpr std::string_view several = "is about several databases, and a query reads the open case alone";
constexpr std::string_view undocumented = "combines hashes in a way that Kusto does not document";
constexpr std::string_view pattern = "speaks of a graph's pattern: it belongs into graph-match or graph-shortest-paths";
constexpr std::string_view kept_graph =
    "names a graph that is kept in a Kusto database, of which there is none here; make-graph makes one";

constexpr std::string_view text_patterns =
    "searches for patterns of words in a way that Kusto does not document: reduce and diffpatterns come close";

constexpr KnownName names[] = {
    {"__cast", "function", internal},
    {"__geo_length_to_s2cell_level", "function", internal},
    {"__geo_line_s2cell_covering_level", "function", internal},
    {"__geo_line_validate", "function", internal},
    {"__geo_polygon_s2cell_covering_level", "function", internal},
    {"__geo_polygon_validate", "function", internal},
    {"__hash_crc32", "function", internal},
    {"__hash_djb2", "function", internal},
    {"__hash_many_crc32", "function", internal},
    {"__hash_xxh64", "function", internal},
    {"__hll_normalize", "function", internal},
    {"__invoke", "function", internal},
    {"__ipv6_lookup_ranges", "function", internal},
    {"__lz4_compress_dynamic_array_to_base64_string", "function", internal},
    {"all", "function", pattern},
    {"any", "function", pattern},
    {"cluster", "function", cluster},
    {"AssignedIPAddresses", "function", service},
    {"DeviceFromIP", "function", service},
    {"SeenBy", "function", service},
    {"current_cluster_endpoint", "function", cluster},
    {"current_cursor", "function", cluster},
    {"current_database", "function", cluster},
    {"current_node_id", "function", cluster},
    {"current_principal", "function", cluster},
    {"current_principal_details", "function", cluster},
    {"current_principal_is_member_of", "function", cluster},
    {"cursor_after", "function", cluster},
    {"cursor_before_or_at", "function", cluster},
    {"cursor_current", "function", cluster},
    {"database", "function", several},
    {"entity_group", "function", cluster},
    {"extent_id", "function", cluster},
    {"extent_tags", "function", cluster},
    {"extentid", "function", cluster},
    {"external_table", "function", network},
    {"geo_h3cell_children", "function", cells},
    {"geo_h3cell_level", "function", cells},
    {"geo_h3cell_neighbors", "function", cells},
    {"geo_h3cell_parent", "function", cells},
    {"geo_h3cell_rings", "function", cells},
    {"geo_h3cell_to_central_point", "function", cells},
    {"geo_h3cell_to_polygon", "function", cells},
    {"geo_point_to_h3cell", "function", cells},
    {"geo_polygon_to_h3cells", "function", cells},
    {"graph", "function", kept_graph},
    {"hash_combine", "function", undocumented},
    {"hash_many", "function", undocumented},
    {"hll_isvalid", "function", internal},
    {"inner_nodes", "function", pattern},
    {"labels", "function", pattern},
    {"map", "function", pattern},
    {"materialized_view", "function", cluster},
    {"node_degree_in", "function", pattern},
    {"node_degree_out", "function", pattern},
    {"node_id", "function", pattern},
    {"row_id", "function", cluster},
    {"rowstore_ordinal_range", "function", cluster},
    {"stored_query_result", "function", cluster},
    {"tdigest_isvalid", "function", internal},
    {"passthrough", "aggregate", internal},
    {"ai_chat_completion", "plugin", network},
    {"ai_chat_completion_prompt", "plugin", network},
    {"ai_embed_text", "plugin", network},
    {"ai_embeddings", "plugin", network},
    {"azure_digital_twins_query_request", "plugin", network},
    {"cosmosdb_sql_request", "plugin", network},
    {"csharp", "plugin", code},
    {"dax_request", "plugin", network},
    {"diffpatterns_text", "plugin", text_patterns},
    {"estimate_rows_count", "plugin", cluster},
    {"execute_query", "plugin", cluster},
    {"execute_show_command", "plugin", cluster},
    {"external_datatable", "plugin", network},
    {"http_request", "plugin", network},
    {"http_request_post", "plugin", network},
    {"identity", "plugin", cluster},
    {"identity_v3", "plugin", cluster},
    {"mysql_request", "plugin", network},
    {"postgresql_request", "plugin", network},
    {"python", "plugin", code},
    {"r", "plugin", code},
    {"sql_request", "plugin", network},
    {"assert-schema", "tabular operator", undescribed},
    {"execute-and-cache", "tabular operator", cluster},
    {"graph-mark-components", "tabular operator", later},
    {"graph-match", "tabular operator", later},
    {"graph-shortest-paths", "tabular operator", later},
    {"graph-to-table", "tabular operator", later},
    {"graph-where-edges", "tabular operator", undescribed},
    {"graph-where-nodes", "tabular operator", undescribed},
    {"macro-expand", "tabular operator", several},
    {"make-graph", "tabular operator", later},
    {"reduce", "tabular operator", later},
    {"scan", "tabular operator", later},
    {"inline_external_table", "source", network},
};

}  // namespace

void add_known_names(FunctionCatalogue& catalogue) {
  for (const KnownName& name : names) catalogue.add_known(name);
}

}  // namespace huntbook::kql
