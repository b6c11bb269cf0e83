#include "query/plugins/graph.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/graph/components.hpp"
#include "analysis/graph/graph_search.hpp"

namespace huntbook::query {

namespace {

using nlohmann::json;

// Nodes and edges beyond this are refused; each takes about 60 bytes and its key.
constexpr std::uint64_t max_component_rows = 100'000'000;

graph::Direction direction_named(const std::string& name) {
  if (name == "any") return graph::Direction::Any;
  return name == "left" ? graph::Direction::Left : graph::Direction::Right;
}

graph::SearchSpec spec_of(const json& payload) {
  graph::SearchSpec spec;
  spec.shortest = payload.at("shortest").get<bool>();
  spec.all_shortest = payload.at("all").get<bool>();
  const auto cycles = payload.at("cycles").get<std::string>();
  spec.cycles = cycles == "all"    ? graph::Cycles::All
                : cycles == "none" ? graph::Cycles::None
                                   : graph::Cycles::UniqueEdges;
  for (const json& node : payload.at("nodes")) {
    graph::SearchSpec::Node& added = spec.nodes.emplace_back();
    if (node.contains("part")) added.part = node.at("part").get<std::size_t>();
  }
  for (const json& edge : payload.at("edges")) {
    graph::SearchSpec::Edge& added = spec.edges.emplace_back();
    added.from = edge.at("from").get<std::size_t>();
    added.to = edge.at("to").get<std::size_t>();
    added.direction = direction_named(edge.at("direction").get<std::string>());
    added.path = edge.at("path").get<bool>();
    added.least = edge.at("least").get<std::uint32_t>();
    added.most = edge.at("most").get<std::uint32_t>();
    added.part = edge.at("part").get<std::size_t>();
    if (edge.contains("inner")) added.inner = edge.at("inner").get<std::size_t>();
  }
  for (const json& output : payload.at("output")) {
    const auto kind = output.at("kind").get<std::string>();
    spec.output.push_back({output.at("part").get<std::size_t>(), output.at("column").get<std::size_t>(),
                           kind == "list"  ? graph::SearchSpec::Kind::List
                           : kind == "all" ? graph::SearchSpec::Kind::All
                           : kind == "any" ? graph::SearchSpec::Kind::Any
                                           : graph::SearchSpec::Kind::Value});
  }
  return spec;
}

class SearchRun final : public PluginRun {
 public:
  explicit SearchRun(graph::GraphSearch search) : search_(std::move(search)) {}
  Result<void> push(const Batch& batch) override { return search_.push(batch); }
  Result<std::vector<Batch>> finish() override { return search_.finish(); }

 private:
  graph::GraphSearch search_;
};

class ComponentsRun final : public PluginRun {
 public:
  explicit ComponentsRun(bool strong) : strong_(strong) {}

  // Part 0: edges, part 1: nodes.
  Result<void> push(const Batch& batch) override {
    rows_ += batch.rows();
    if (rows_ > max_component_rows)
      return fail(ErrorKind::User, fmt::format("the graph has more than {} nodes and edges", max_component_rows),
                  "filter the edges before make-graph");
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      const graph::NodeId node = nodes_.add(batch.columns[graph::a_column].text_at(row));
      if (batch.columns[graph::part_column].long_at(row) != 0) continue;
      sources_.push_back(node);
      targets_.push_back(nodes_.add(batch.columns[graph::b_column].text_at(row)));
    }
    return {};
  }

  Result<std::vector<Batch>> finish() override {
    const std::vector<std::uint32_t> components = strong_ ? graph::strong_components(sources_, targets_, nodes_.size())
                                                          : graph::weak_components(sources_, targets_, nodes_.size());
    constexpr std::size_t batch_rows = 2'048;
    std::vector<Batch> batches;
    for (graph::NodeId node = 0; node < nodes_.size(); ++node) {
      if (node % batch_rows == 0)
        batches.push_back(make_batch({{"node", ScalarType::String}, {"component", ScalarType::Long}}));
      batches.back().columns[0].push_text(nodes_.key(node));
      batches.back().columns[1].push_long(std::int64_t{components[node]});
    }
    return batches;
  }

 private:
  bool strong_;
  std::uint64_t rows_ = 0;
  graph::NodeIndex nodes_;
  std::vector<graph::NodeId> sources_, targets_;
};

template <class Start>
Plugin plugin_of(std::string_view name, Start start) {
  Plugin plugin;
  plugin.signature.name = name;
  plugin.start = [start](const Schema& input, std::string_view payload) -> Result<std::unique_ptr<PluginRun>> {
    try {
      return start(input, json::parse(payload));
    } catch (const json::exception& error) {
      return fail(ErrorKind::Internal, fmt::format("a payload that can't be read: {}", error.what()));
    }
  };
  return plugin;
}

}  // namespace

Plugin graph_search() {
  return plugin_of("graph_search", [](const Schema& input, const json& payload) -> Result<std::unique_ptr<PluginRun>> {
    HUNTBOOK_TRY(graph::GraphSearch search, graph::GraphSearch::create(input, spec_of(payload)));
    return std::make_unique<SearchRun>(std::move(search));
  });
}

Plugin graph_components() {
  return plugin_of("graph_components", [](const Schema&, const json& payload) -> Result<std::unique_ptr<PluginRun>> {
    return std::make_unique<ComponentsRun>(payload.at("strong").get<bool>());
  });
}

}  // namespace huntbook::query
