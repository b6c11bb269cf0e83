// Where names outside of a query's text come from: tables, plugins, session parameters, the query time.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/column.hpp"
#include "base/scalar_type.hpp"
#include "base/time.hpp"
#include "kql/functions/record.hpp"
#include "kql/plan/plugin.hpp"

namespace huntbook::kql {

// A table as the compiler sees it. `source` empty: the column is documented but holds no value yet.
struct TableColumn {
  std::string name;
  ScalarType type;
  std::string source;
  bool hidden = false;
};
struct Table {
  std::string name;
  std::string relation;  // the engine's name; empty where the table holds no rows
  std::vector<TableColumn> columns;
  bool query_time = true;  // false: exempt from the session's query time
};

// A function that the case keeps, as its text: "(a:long, T:(*))" and "{ ... }".
struct StoredFunction {
  std::string name;
  std::string parameters;
  std::string body;
  bool view = false;  // 'union *' and 'search' take it for a table
};

// Where names outside of the query's text come from.
class Catalogue {
 public:
  virtual ~Catalogue() = default;
  // Table names are case-sensitive in Kusto.
  virtual const Table* find_table(std::string_view name) const = 0;
  virtual std::vector<std::string> table_names() const = 0;
  virtual const PluginSignature* find_plugin(std::string_view name) const = 0;
  virtual std::vector<std::string> plugin_names() const = 0;
  // Names of functions are case-sensitive too.
  virtual const StoredFunction* find_function(std::string_view) const { return nullptr; }
  virtual std::vector<std::string> function_names() const { return {}; }
  // What database("..") and workspace("..") may name: the open case. Empty: it has no name.
  virtual std::string database_name() const { return {}; }
};

// The query-time window; either end may be open.
struct QueryTime {
  std::optional<Ticks> from;
  std::optional<Ticks> to;
};

// What the data said of a plugin's columns: the rows of a probe that the binder asked for (pivot's distinct values,
// bag_unpack's keys).
using Facts = std::vector<Batch>;

// A parameter of a session (pickers, --param): a scalar name that the query may use.
struct SessionParameter {
  ScalarType type;
  ConstantValue value;
};

}  // namespace huntbook::kql
