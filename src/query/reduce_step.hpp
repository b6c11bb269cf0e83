// Runs a step that the operator 'reduce' compiled to: keeps the rows where the engine can read them again, and goes
// over their last column three times with analysis/mining/log_patterns.
#pragma once

#include "engine/engine.hpp"
#include "kql/compile.hpp"

namespace huntbook::query {

Result<void> run_reduce(engine::Connection& connection, const kql::PluginStep& step);

}  // namespace huntbook::query
