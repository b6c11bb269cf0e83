#include "analysis/graph/graph_search.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/graph/matcher.hpp"
#include "analysis/graph/shortest_paths.hpp"

namespace huntbook::graph {

namespace {

std::unexpected<Error> broken(std::string_view what) {
  return fail(ErrorKind::Internal, fmt::format("a graph's search does not fit together: {}", what));
}

}  // namespace

Result<GraphSearch> GraphSearch::create(const Schema& input, SearchSpec spec, SearchLimits limits) {
  if (input.size() < first_value_column || spec.nodes.empty()) return broken("the input");
  std::size_t parts = 0;
  for (const SearchSpec::Node& node : spec.nodes) parts = std::max(parts, node.part ? *node.part + 1 : 0);
  for (const SearchSpec::Edge& edge : spec.edges) {
    if (edge.from >= spec.nodes.size() || edge.to >= spec.nodes.size()) return broken("an edge");
    parts = std::max({parts, edge.part + 1, edge.inner ? *edge.inner + 1 : 0});
  }
  GraphSearch search(std::move(spec), limits);
  search.parts_.resize(parts);
  for (const SearchSpec::Output& output : search.spec_.output) {
    if (output.part >= parts || output.column < first_value_column || output.column >= input.size())
      return broken("a column");
    Part& part = search.parts_[output.part];
    if (std::ranges::find(part.columns, output.column) != part.columns.end()) continue;
    part.columns.push_back(output.column);
    part.rows.values.emplace_back(input[output.column].type);
  }
  return search;
}

std::uint64_t GraphSearch::byte_size() const {
  std::uint64_t bytes = nodes_.byte_size();
  for (const Part& part : parts_) {
    // An edge is there once as rows and twice as adjacent to its ends.
    bytes += part.rows.sources.size() * (2 * sizeof(NodeId) + 2 * sizeof(Step) + 2 * sizeof(std::uint32_t));
    for (const Column& column : part.rows.values) bytes += column.byte_size();
  }
  return bytes;
}

Result<void> GraphSearch::push(const Batch& batch) {
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    const std::int64_t number = batch.columns[part_column].long_at(row);
    if (number < 0 || static_cast<std::size_t>(number) >= parts_.size()) return broken("a part");
    Part& part = parts_[static_cast<std::size_t>(number)];
    const bool is_edges = std::ranges::any_of(
        spec_.edges, [&](const SearchSpec::Edge& edge) { return edge.part == static_cast<std::size_t>(number); });
    part.rows.sources.push_back(nodes_.add(batch.columns[a_column].text_at(row)));
    if (is_edges) {
      part.rows.targets.push_back(nodes_.add(batch.columns[b_column].text_at(row)));
      if (!batch.columns[number_column].is_null(row))
        part.rows.numbers.push_back(static_cast<std::uint32_t>(batch.columns[number_column].long_at(row)));
    }
    for (std::size_t i = 0; i < part.columns.size(); ++i)
      part.rows.values[i].push_from(batch.columns[part.columns[i]], row);
  }
  rows_ += batch.rows();
  if (byte_size() > limits_.input_bytes || rows_ >= UINT32_MAX / 2)
    return fail(ErrorKind::User,
                fmt::format("the graph takes more than {} MiB, after {} rows", limits_.input_bytes >> 20U, rows_),
                "filter the edges before make-graph, or say more about nodes and edges in 'where'");
  return {};
}

Candidates GraphSearch::candidates_of(std::optional<std::size_t> part) const {
  Candidates candidates;
  if (!part) return candidates;
  const std::vector<NodeId>& rows = parts_[*part].rows.sources;
  candidates.row_of.assign(std::max<std::size_t>(nodes_.size(), 1), Candidates::none);
  for (std::size_t row = 0; row < rows.size(); ++row) candidates.row_of[rows[row]] = static_cast<std::uint32_t>(row);
  candidates.count = rows.size();
  return candidates;
}

Pattern GraphSearch::make_pattern() const {
  Pattern pattern;
  pattern.graph_nodes = nodes_.size();
  pattern.cycles = spec_.cycles;
  for (const SearchSpec::Node& node : spec_.nodes) pattern.nodes.push_back(candidates_of(node.part));
  for (const SearchSpec::Edge& edge : spec_.edges) {
    const PartRows& rows = parts_[edge.part].rows;
    EdgeElement element;
    element.from = edge.from;
    element.to = edge.to;
    element.direction = edge.direction;
    element.path = edge.path;
    element.least = edge.least;
    element.most = edge.most;
    element.rows = &rows;
    element.adjacency = Adjacency(rows.sources, rows.targets, nodes_.size());
    element.inner = candidates_of(edge.inner);
    pattern.edge_numbers = std::max(pattern.edge_numbers, static_cast<std::uint32_t>(rows.sources.size()));
    for (std::uint32_t number : rows.numbers) pattern.edge_numbers = std::max(pattern.edge_numbers, number + 1);
    pattern.edges.push_back(std::move(element));
  }
  return pattern;
}

Result<OutputColumn> GraphSearch::output_column(const SearchSpec::Output& output, const Pattern& pattern) const {
  const Part& part = parts_[output.part];
  OutputColumn column;
  column.rows = &part.rows;
  column.value = static_cast<std::size_t>(std::ranges::find(part.columns, output.column) - part.columns.begin());
  const bool value = output.kind == SearchSpec::Kind::Value;
  if (!value) {
    column.kind = output.kind == SearchSpec::Kind::List  ? OutputColumn::Kind::List
                  : output.kind == SearchSpec::Kind::All ? OutputColumn::Kind::All
                                                         : OutputColumn::Kind::Any;
  }
  for (std::size_t i = 0; i < spec_.nodes.size(); ++i) {
    if (spec_.nodes[i].part != output.part || !value) continue;
    column.element = i;
    column.candidates = &pattern.nodes[i];
    return column;
  }
  for (std::size_t i = 0; i < spec_.edges.size(); ++i) {
    const bool inner = spec_.edges[i].inner == output.part;
    if (spec_.edges[i].part != output.part && !inner) continue;
    column.element = i;
    column.inner = inner;
    if (value && (inner || spec_.edges[i].path)) return broken("a value of a path");
    if (value) column.kind = OutputColumn::Kind::Edge;
    column.candidates = &pattern.edges[i].inner;
    return column;
  }
  return broken("a column of no element");
}

Result<std::vector<Batch>> GraphSearch::finish() {
  const Pattern pattern = make_pattern();
  std::vector<OutputColumn> columns;
  for (const SearchSpec::Output& output : spec_.output) {
    HUNTBOOK_TRY(OutputColumn column, output_column(output, pattern));
    columns.push_back(column);
  }
  MatchOutput output(std::move(columns), limits_.output_bytes);
  Work work(limits_.steps);
  const auto take = [&](const Match& match) { return output.add(match); };
  if (spec_.shortest) {
    HUNTBOOK_CHECK(ShortestPaths(pattern, spec_.all_shortest, work, take).run());
  } else {
    HUNTBOOK_CHECK(Matcher(pattern, work, take).run());
  }
  return output.finish();
}

}  // namespace huntbook::graph
