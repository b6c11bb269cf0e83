// evaluate silences(TimeColumn [, GroupColumn, ...]): stretches without events, analysis/coverage.
#pragma once

#include "query/plugins/plugin.hpp"

namespace huntbook::query {

Plugin silences();

}  // namespace huntbook::query
