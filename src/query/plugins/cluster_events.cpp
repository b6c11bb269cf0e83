#include "query/plugins/cluster_events.hpp"

#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/cluster/cluster.hpp"

namespace huntbook::query {

namespace {

using nlohmann::json;

std::unexpected<Error> wrong(std::string_view argument, std::string_view expected) {
  return fail(ErrorKind::User, fmt::format("cluster_events: {} must be {}", argument, expected));
}

bool is_null(const kql::PluginArgument& argument) {
  return std::holds_alternative<std::monostate>(argument.constant);
}

// Text of a string, or of a dynamic that holds a string.
std::optional<std::string> text_in(const kql::PluginArgument& argument) {
  const auto* text = std::get_if<std::string>(&argument.constant);
  if (text == nullptr) return std::nullopt;
  if (argument.type != ScalarType::Dynamic) return *text;
  const json value = json::parse(*text, nullptr, false);
  if (!value.is_string()) return std::nullopt;
  return value.get<std::string>();
}

// Names as dynamic(["a", "b"]), dynamic("a") or "a".
Result<void> read_features(const kql::PluginArgument& argument, std::vector<std::string>& features) {
  constexpr std::string_view expected = "a dynamic array of names, as in dynamic([\"executable\", \"account\"])";
  if (const auto name = text_in(argument)) {
    features.push_back(*name);
    return {};
  }
  const auto* text = std::get_if<std::string>(&argument.constant);
  if (text == nullptr || argument.type != ScalarType::Dynamic) return wrong("features", expected);
  const json names = json::parse(*text, nullptr, false);
  if (!names.is_array() || names.empty()) return wrong("features", expected);
  for (const json& name : names) {
    if (!name.is_string()) return wrong("features", expected);
    features.push_back(name.get<std::string>());
  }
  return {};
}

std::optional<double> number_in(const kql::PluginArgument& argument) {
  if (const auto* real = std::get_if<double>(&argument.constant)) return *real;
  if (const auto* integer = std::get_if<std::int64_t>(&argument.constant)) return static_cast<double>(*integer);
  return std::nullopt;
}

Result<void> read_argument(std::string_view name, const kql::PluginArgument& argument, cluster::Options& options) {
  if (name == "features") return read_features(argument, options.features);
  if (name == "eps") {
    options.eps = number_in(argument);
    if (!options.eps) return wrong("eps", "a number");
    return {};
  }
  if (name == "min_samples") {
    const auto* value = std::get_if<std::int64_t>(&argument.constant);
    if (value == nullptr || *value < 1) return wrong("min_samples", "a whole number of at least 1");
    options.min_samples = static_cast<std::uint64_t>(*value);
    return {};
  }
  if (name == "mode") {
    const auto mode = text_in(argument);
    if (mode != "pattern" && mode != "msticpy") return wrong("mode", "'pattern' or 'msticpy'");
    options.mode = mode == "pattern" ? cluster::Mode::Pattern : cluster::Mode::Msticpy;
    return {};
  }
  if (name == "collapse") {
    const auto* value = std::get_if<bool>(&argument.constant);
    if (value == nullptr) return wrong("collapse", "true or false");
    options.collapse = *value;
    return {};
  }
  return fail(ErrorKind::User, fmt::format("cluster_events has no argument '{}'", name),
              "its arguments are features, eps, min_samples, mode and collapse");
}

Result<cluster::Options> read_arguments(const std::vector<kql::PluginArgument>& arguments) {
  cluster::Options options;
  for (const kql::PluginArgument& argument : arguments) {
    if (!argument.column.empty()) {
      if (!argument.name.empty() && argument.name != "features") return wrong(argument.name, "a constant");
      options.features.push_back(argument.column);
      continue;
    }
    // Null stands for "as if not given". A positional constant can only be the features.
    if (is_null(argument)) continue;
    HUNTBOOK_CHECK(read_argument(argument.name.empty() ? "features" : argument.name, argument, options));
  }
  return options;
}

std::string to_payload(const cluster::Options& options) {
  json payload{{"features", options.features},
               {"min_samples", options.min_samples},
               {"msticpy", options.mode == cluster::Mode::Msticpy},
               {"collapse", options.collapse}};
  if (options.eps) payload["eps"] = *options.eps;
  // Names are evidence's: text that is not UTF-8 must not throw here. It names no column, and bind has refused it.
  return payload.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<cluster::Options> from_payload(std::string_view text) {
  try {
    const json payload = json::parse(text);
    cluster::Options options;
    options.features = payload.at("features").get<std::vector<std::string>>();
    options.min_samples = payload.at("min_samples").get<std::uint64_t>();
    options.mode = payload.at("msticpy").get<bool>() ? cluster::Mode::Msticpy : cluster::Mode::Pattern;
    options.collapse = payload.at("collapse").get<bool>();
    if (payload.contains("eps")) options.eps = payload.at("eps").get<double>();
    return options;
  } catch (const json::exception& error) {
    return fail(ErrorKind::Internal, fmt::format("cluster_events got a payload that it cannot read: {}", error.what()));
  }
}

Result<kql::PluginBinding> bind(const Schema& input, const std::vector<kql::PluginArgument>& arguments) {
  HUNTBOOK_TRY(const cluster::Options options, read_arguments(arguments));
  HUNTBOOK_TRY(Schema output, cluster::output_schema(input, options));
  return kql::PluginBinding{std::move(output), to_payload(options)};
}

class Run final : public PluginRun {
 public:
  explicit Run(cluster::EventClusterer clusterer) : clusterer_(std::move(clusterer)) {}
  Result<void> push(const Batch& batch) override { return clusterer_.push(batch); }
  Result<std::vector<Batch>> finish() override { return clusterer_.finish(); }

 private:
  cluster::EventClusterer clusterer_;
};

Result<std::unique_ptr<PluginRun>> start(const Schema& input, std::string_view payload) {
  HUNTBOOK_TRY(const cluster::Options options, from_payload(payload));
  HUNTBOOK_TRY(cluster::EventClusterer clusterer, cluster::EventClusterer::create(input, options));
  return std::make_unique<Run>(std::move(clusterer));
}

}  // namespace

Plugin cluster_events() {
  Plugin plugin;
  plugin.signature.name = "cluster_events";
  plugin.signature.doc =
      "Boils events down to one row per kind of event: similar events become a cluster, shown by its earliest event "
      "with the cluster's size and times; events like no other stay single rows (ClusterId -1).";
  plugin.signature.example =
      "SecurityEvent | where EventID == 4688 | evaluate cluster_events() | top 20 by ClusterSize asc";
  plugin.signature.bind = bind;
  plugin.start = start;
  return plugin;
}

}  // namespace huntbook::query
