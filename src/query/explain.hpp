// .explain: what a query does, as a table of lines.
#pragma once

#include <vector>

#include "base/result.hpp"
#include "engine/engine.hpp"
#include "kql/compile.hpp"
#include "query/run.hpp"

namespace huntbook::query {

// One result in order, columns Query:long (the query statement, from 1), Part:string ("plan", "sql", "plugin NAME",
// "engine") and Text:string: a line of the plan, the SQL of a step, what a plugin was told, a line of the engine's
// plan.
Result<void> explain(engine::Connection& connection, const std::vector<kql::CompiledQuery>& queries, Explain what,
                     ResultSink& sink);

}  // namespace huntbook::query
