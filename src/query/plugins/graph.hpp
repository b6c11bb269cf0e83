// The steps in code of graph operators: patterns with paths, shortest paths (graph_search), and components
// (graph_components). The compiler makes their input and payload (kql/bind/graph_steps.cpp).
#pragma once

#include "query/plugins/plugin.hpp"

namespace huntbook::query {

Plugin graph_search();
Plugin graph_components();

}  // namespace huntbook::query
