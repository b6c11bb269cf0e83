// Graphs of the rows: make-graph and the operators behind it.
#include <array>

#include <fmt/format.h>

#include "grammar/steps.hpp"

namespace huntbook::fuzz {

namespace {

using enum ScalarType;

constexpr unsigned depth_of_conditions = 1;

void add_properties(Schema& scope, const std::string& of, const Schema& properties) {
  for (const ColumnInfo& property : properties) scope.push_back({of + "." + property.name, property.type});
}

// What of a path can stand in an expression: a quantifier over its edges.
std::string over_path(QueryMaker& maker, const std::string& path, const Schema& edges) {
  constexpr std::array quantifiers = {"all", "any"};
  const std::string_view quantifier = maker.choices().of(quantifiers);
  return fmt::format("{}({}, {})", quantifier, path, maker.expressions().predicate(edges, depth_of_conditions));
}

std::string graph_match(QueryMaker& maker, Schema& scope, const Schema& nodes, const Schema& edges) {
  Choices& choices = maker.choices();
  const bool shortest = choices.once_in(4);
  constexpr std::array cycles = {"", "cycles = all ", "cycles = none ", "cycles = unique_edges "};
  constexpr std::array outputs = {"", "output = any ", "output = all "};
  std::string text = shortest ? fmt::format(" | graph-shortest-paths {}", choices.of(outputs))
                              : fmt::format(" | graph-match {}", choices.of(cycles));
  text += "(a)";
  Schema known;
  add_properties(known, "a", nodes);
  std::vector<std::string> paths;
  const std::size_t count = shortest ? 1 : 1 + choices.below(2);
  for (std::size_t i = 0; i < count; ++i) {
    std::string edge;
    if (shortest || choices.once_in(3)) {
      paths.push_back(fmt::format("p{}", i));
      edge = fmt::format("[{}*1..{}]", paths.back(), 1 + choices.below(3));
    } else if (!choices.once_in(3)) {
      edge = fmt::format("[e{}]", i);
      add_properties(known, fmt::format("e{}", i), edges);
    }
    const std::string node = i == 1 && choices.once_in(3) ? "a" : std::string(1, static_cast<char>('b' + i));
    if (node != "a") add_properties(known, node, nodes);
    constexpr std::array before = {"-", "<-", "-"};
    constexpr std::array behind = {"->", "-", "-"};
    const std::size_t direction = choices.below(before.size());
    text += fmt::format("{}{}{}({})", before[direction], edge, behind[direction], node);
  }
  if (choices.once_in(2)) {
    text += " where " + maker.expressions().predicate(known, depth_of_conditions);
    if (!paths.empty()) text += " and " + over_path(maker, choices.of(paths), edges);
  }
  const std::string name = maker.new_name();
  const ScalarType type = maker.expressions().type();
  text += fmt::format(" project {} = {}", name, maker.expressions().scalar(type, known, depth_of_conditions));
  Schema result = {{name, type}};
  if (!paths.empty()) {
    const std::string mapped = maker.new_name();
    text += fmt::format(", {} = map({}, {})", mapped, choices.of(paths), maker.column_of(edges));
    result.push_back({mapped, Dynamic});
  }
  scope = result;
  return text;
}

}  // namespace

std::string graph_step(QueryMaker& maker, Schema& scope) {
  Choices& choices = maker.choices();
  if (scope.empty()) return {};
  const Schema edges = scope;
  const ColumnInfo from = choices.of(edges);
  std::string text = fmt::format(" | make-graph {} --> {}", from.name, maker.column_of(edges));
  Schema nodes;
  if (choices.once_in(3)) {
    text += " with Hosts on Account";
    nodes = maker.table_schema("Hosts");
  } else {
    nodes = {{maker.new_name(), from.type}};
    text += " with_node_id = " + nodes.front().name;
  }
  if (choices.once_in(5)) {
    const std::string name = maker.new_name();
    text += fmt::format(" | graph-mark-components kind = {} with_component_id = {}",
                        choices.once_in(2) ? "strong" : "weak", name);
    nodes.push_back({name, Long});
  }
  if (!choices.once_in(4)) return text + graph_match(maker, scope, nodes, edges);
  const bool of_nodes = choices.once_in(2);
  scope = of_nodes ? nodes : edges;
  return text +
         (of_nodes ? " | graph-to-table nodes with_node_id = h1" : " | graph-to-table edges with_source_id = h2");
}

}  // namespace huntbook::fuzz
