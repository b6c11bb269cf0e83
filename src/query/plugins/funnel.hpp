// The run-time half of funnel_sequence and funnel_sequence_completion. What they take comes from
// kql/bind/plugin_funnel.cpp.
#pragma once

#include "query/plugins/plugin.hpp"

namespace huntbook::query {

Plugin funnel_sequence();
Plugin funnel_sequence_completion();

}  // namespace huntbook::query
