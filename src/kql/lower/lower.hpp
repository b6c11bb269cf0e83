// Lowers the plan to SQL trees. One query comes out, or several where plugins run in code between them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/column.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "kql/plan/relation.hpp"
#include "sql/tree.hpp"

namespace huntbook::kql::lower {

struct LoweredQuery {
  sql::Query query;
  Schema columns;
};

// An expression that code between two queries needs, row by row: it reads parameters c0, c1, ... of one row.
struct LoweredFormula {
  sql::Query query;   // over the relation hb_row
  Schema parameters;  // of hb_row
  ScalarType result;
};

struct LoweredPlugin {
  std::optional<LoweredQuery> input;
  std::string plugin;
  std::string payload;
  Schema columns;
  std::string output;  // the temporary relation that holds the result
  std::vector<LoweredFormula> formulas = {};
};

struct Lowered {
  std::vector<LoweredPlugin> plugins;  // in the order in which they run
  LoweredQuery result;                 // hidden columns are left out
  bool ordered = false;
};

// `temporary_prefix` starts the names of temporary relations; `externals` names those that hold the rows of files.
Result<Lowered> lower(const plan::RelPtr& relation, Ticks now, const std::string& temporary_prefix,
                      ExternalRelations& externals);

}  // namespace huntbook::kql::lower
