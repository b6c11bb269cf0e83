// Operators that make graphs and look for patterns in them.
#include "kql/operators/register.hpp"

namespace huntbook::kql {

void add_graph_operators(OperatorRecords& records) {
  constexpr std::string_view family = "Graphs";
  records.push_back(
      {.family = family,
       .name = "make-graph",
       .syntax = "Edges | make-graph Source --> Target [with Nodes on Key [, Nodes2 on Key2]] [with_node_id = Name] "
                 "[partitioned-by Column (GraphOperator)]",
       .parameters = {{"Source", "the column with the node that an edge leaves"},
                      {"Target", "the column with the node that an edge enters"},
                      {"Nodes", "optional; a table whose rows are properties of nodes"},
                      {"Key", "the column of Nodes with the node's ID"},
                      {"with_node_id", "optional; the property that is to hold the node's ID"},
                      {"partitioned-by",
                       "optional; a graph for each value of a column of edges and nodes, and the "
                       "operator that is to run on each"}},
       .doc = "Makes a graph of a table of edges, for the graph operators behind it.",
       .example = R"(datatable(Parent: string, Child: string)["explorer", "outlook", "outlook", "winword"]
| make-graph Parent --> Child with_node_id = Name
| graph-match (a)-->(b)-->(c) project a.Name, c.Name)",
       .notes = "Node IDs are compared as texts. Nodes that only edges name have empty properties but for their ID; of "
                "several rows for one node the least value that is not empty counts, property by property."});
  records.push_back(
      {.family = family,
       .name = "graph-match",
       .syntax = "G | graph-match [cycles = all | none | unique_edges] (n)-[e]->(m)-[p*1..3]->() [, (n)--(k)] "
                 "[where Condition] project [Name =] Expression [, ...]",
       .parameters = {{"cycles", "optional; unique_edges, the default, has no edge twice in a match, none no node"},
                      {"(n)", "a node; the same name is the same node"},
                      {"-[e]->", "an edge; <-[e]- the other way, -[e]- either way, --> without a name"},
                      {"-[p*1..3]->", "a path of one to three edges"},
                      {"Condition",
                       "optional; over n.Property and e.Property. all(p, ...), any(p, ...) and map(p, ...) go "
                       "over the edges of a path, with inner_nodes(p) over the nodes within it"}},
       .doc = "Finds all places in a graph that look like a pattern.",
       .example = R"(datatable(Source: string, Target: string, Kind: string)
["web01", "db01", "smb", "db01", "dc01", "smb", "dc01", "ws07", "rdp"]
| make-graph Source --> Target with_node_id = Host
| graph-match (a)-[p*1..3]->(b)
  where a.Host == "web01" and p.Kind == "smb"
  project Reached = b.Host, Way = map(p, Target))",
       .notes =
           "Patterns without paths are joins and spill to disk. Those with paths are searched for in memory: the edges "
           "that the pattern needs, up to 3 GiB, and 1 GiB of matches. Paths have at most 1,000 edges."});
  records.push_back(
      {.family = family,
       .name = "graph-shortest-paths",
       .syntax = "G | graph-shortest-paths [output = any | all] (n)-[p*1..5]->(m) [where Condition] project [Name =] "
                 "Expression [, ...]",
       .parameters = {{"output",
                       "optional; any, the default, gives one path for each pair of ends, all every path of the "
                       "least length"},
                      {"Condition", "optional; as in graph-match"}},
       .doc = "Finds the shortest paths between nodes of a graph.",
       .example = R"(datatable(Source: string, Target: string)
["ws07", "web01", "web01", "db01", "ws07", "db01", "db01", "dc01"]
| make-graph Source --> Target with_node_id = Host
| graph-shortest-paths (a)-[p*1..5]->(b)
  where a.Host == "ws07" and b.Host == "dc01"
  project Hops = map(p, Target))",
       .notes = "A path that leads back to its own beginning counts as one from a node to itself."});
  records.push_back(
      {.family = family,
       .name = "graph-to-table",
       .syntax =
           "G | graph-to-table nodes [as Name] [with_node_id = Column], edges [as Name] [with_source_id = Column] "
           "[with_target_id = Column]",
       .parameters = {{"nodes", "optional; the nodes with their properties"},
                      {"edges", "optional; the edges with theirs"},
                      {"as", "optional; names the result for the statements behind this one, where both are asked for"},
                      {"with_node_id", "optional; a column with a hash of the node's ID"}},
       .doc = "Gives the nodes or edges of a graph as a table.",
       .example = R"(datatable(Source: string, Target: string)["ws07", "web01", "web01", "db01"]
| make-graph Source --> Target with_node_id = Host
| graph-to-table nodes)"});
  records.push_back({.family = family,
                     .name = "graph-mark-components",
                     .syntax = "G | graph-mark-components [kind = weak | strong] [with_component_id = Name]",
                     .parameters = {{"kind", "optional; weak, the default, looks past the direction of edges"},
                                    {"with_component_id", "optional; the property's name, ComponentId by default"}},
                     .doc = "Gives each node the number of the component that it belongs to.",
                     .example = R"(datatable(Source: string, Target: string)["a", "b", "c", "d"]
| make-graph Source --> Target with_node_id = Host
| graph-mark-components
| graph-to-table nodes)",
                     .notes = "Nodes and edges together may be 100 million."});
}

}  // namespace huntbook::kql
