// Runs a step that the operator 'scan' compiled to: rows in their order through analysis/steps, the result into a
// relation that the engine keeps on disk where it is large.
#pragma once

#include "engine/engine.hpp"
#include "kql/compile.hpp"

namespace huntbook::query {

Result<void> run_scan(engine::Connection& connection, const kql::PluginStep& step);

}  // namespace huntbook::query
