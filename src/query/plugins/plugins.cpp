#include "query/plugins/cluster_events.hpp"
#include "query/plugins/funnel.hpp"
#include "query/plugins/graph.hpp"
#include "query/plugins/patterns.hpp"
#include "query/plugins/plugin.hpp"
#include "query/plugins/silences.hpp"

namespace huntbook::query {

const std::vector<Plugin>& builtin_plugins() {
  static const std::vector<Plugin> plugins = {cluster_events(), autocluster(),      basket(),
                                              diffpatterns(),   funnel_sequence(),  funnel_sequence_completion(),
                                              graph_search(),   graph_components(), silences()};
  return plugins;
}

}  // namespace huntbook::query
