// The code behind evaluate autocluster, basket and diffpatterns: analysis/mining over tuples that the engine has
// grouped. The binding is kql/bind/plugin_patterns.cpp.
#pragma once

#include "query/plugins/plugin.hpp"

namespace huntbook::query {

Plugin autocluster();
Plugin basket();
Plugin diffpatterns();

}  // namespace huntbook::query
