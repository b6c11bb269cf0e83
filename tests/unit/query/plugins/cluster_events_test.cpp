#include "query/plugins/cluster_events.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace huntbook::query {
namespace {

const Schema events{
    {"TimeGenerated", ScalarType::DateTime}, {"CommandLine", ScalarType::String}, {"Port", ScalarType::Int}};

kql::PluginArgument argument(std::string name, ScalarType type, kql::ConstantValue value) {
  return kql::PluginArgument{std::move(name), {}, type, std::move(value)};
}

Result<kql::PluginBinding> bind(const std::vector<kql::PluginArgument>& arguments) {
  return cluster_events().signature.bind(events, arguments);
}

std::string complaint(const std::vector<kql::PluginArgument>& arguments) {
  const auto bound = bind(arguments);
  if (bound) return "";
  EXPECT_EQ(bound.error().kind, ErrorKind::User);
  return bound.error().message;
}

std::vector<Batch> run(const std::vector<kql::PluginArgument>& arguments) {
  const auto bound = bind(arguments);
  EXPECT_TRUE(bound.has_value());
  auto started = cluster_events().start(events, bound->payload);
  EXPECT_TRUE(started.has_value());
  Batch batch = make_batch(events);
  for (int i = 0; i < 10; ++i) {
    batch.columns[0].push_long(i);
    batch.columns[1].push_text(i < 6 ? "a b" : "a/b");
    batch.columns[2].push_int(i == 0 ? 1 : 2);
  }
  EXPECT_TRUE((*started)->push(batch).has_value());
  auto result = (*started)->finish();
  EXPECT_TRUE(result.has_value());
  for (const Batch& out : *result) {
    EXPECT_EQ(out.columns.size(), bound->output.size());
    for (std::size_t i = 0; i < bound->output.size(); ++i) {
      EXPECT_EQ(out.columns[i].type(), bound->output[i].type);
      EXPECT_EQ(out.columns[i].size(), out.rows());
    }
  }
  return std::move(*result);
}

TEST(ClusterEvents, AllArgumentsAreOptional) {
  EXPECT_EQ(run({})[0].rows(), 2U);
}

TEST(ClusterEvents, FeaturesComeAsArrayTextOrColumns) {
  EXPECT_EQ(run({argument("features", ScalarType::Dynamic, std::string(R"(["Port"])"))})[0].rows(), 2U);
  EXPECT_EQ(run({argument("features", ScalarType::String, std::string("commandlineStructure"))})[0].rows(), 2U);
  EXPECT_EQ(run({argument("", ScalarType::Dynamic, std::string(R"(["Port", "commandlineStructure"])"))})[0].rows(), 3U);
  EXPECT_EQ(run({kql::PluginArgument{"", "Port", ScalarType::Int, {}}})[0].rows(), 2U);
}

TEST(ClusterEvents, ArgumentsReachTheRun) {
  EXPECT_EQ(run({argument("min_samples", ScalarType::Long, std::int64_t{5})})[0].rows(), 5U);
  EXPECT_EQ(run({argument("collapse", ScalarType::Bool, false)})[0].rows(), 10U);
  EXPECT_EQ(
      run({argument("mode", ScalarType::String, std::string("msticpy")), argument("eps", ScalarType::Real, 0.5)})[0]
          .rows(),
      1U);
  EXPECT_EQ(run({argument("eps", ScalarType::Long, std::int64_t{1})})[0].rows(), 1U);
  EXPECT_EQ(run({argument("eps", ScalarType::Real, std::monostate{})})[0].rows(), 2U);
}

TEST(ClusterEvents, WrongArgumentsAreRefused) {
  EXPECT_EQ(complaint({argument("depth", ScalarType::Long, std::int64_t{1})}),
            "cluster_events has no argument 'depth'");
  EXPECT_EQ(complaint({argument("eps", ScalarType::String, std::string("x"))}), "cluster_events: eps must be a number");
  EXPECT_EQ(complaint({argument("eps", ScalarType::Real, -0.5)}), "eps must be a number of at least 0, not -0.5");
  EXPECT_EQ(complaint({argument("min_samples", ScalarType::Long, std::int64_t{0})}),
            "cluster_events: min_samples must be a whole number of at least 1");
  EXPECT_EQ(complaint({argument("mode", ScalarType::String, std::string("best"))}),
            "cluster_events: mode must be 'pattern' or 'msticpy'");
  EXPECT_EQ(complaint({argument("collapse", ScalarType::Long, std::int64_t{1})}),
            "cluster_events: collapse must be true or false");
  EXPECT_NE(complaint({argument("features", ScalarType::Dynamic, std::string("[1]"))}), "");
  EXPECT_NE(complaint({argument("features", ScalarType::Dynamic, std::string("[]"))}), "");
  EXPECT_NE(complaint({argument("features", ScalarType::Dynamic, std::string("{"))}), "");
  EXPECT_NE(complaint({argument("features", ScalarType::String, std::string("\xff"))}), "");
  EXPECT_EQ(complaint({kql::PluginArgument{"eps", "Port", ScalarType::Int, {}}}),
            "cluster_events: eps must be a constant");
}

TEST(ClusterEvents, IsAmongTheBuiltInPlugins) {
  EXPECT_TRUE(std::ranges::any_of(builtin_plugins(),
                                  [](const Plugin& plugin) { return plugin.signature.name == "cluster_events"; }));
}

}  // namespace
}  // namespace huntbook::query
