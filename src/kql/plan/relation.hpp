// The relational plan: what a query computes, independent of syntax and of the engine. Every node lists the columns
// that it gives out, in order.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kql/plan/external.hpp"
#include "kql/plan/scalar.hpp"

namespace huntbook::kql::plan {

struct Column {
  ColumnId id = 0;
  std::string name;
  ScalarType type = ScalarType::String;
  bool nullable = true;
  bool hidden = false;  // usable by name, absent from '*' and from results: _File, _Record, _Extra
};

// A stored table. `sources` gives per output column the engine's column, or nothing for a documented column that holds
// no value yet (a constant null or empty string).
struct Scan {
  std::string table;     // KQL's name
  std::string relation;  // the engine's name; empty for a documented table without rows
  std::vector<std::optional<std::string>> sources;
  bool query_time = true;  // the session's query time applies
};
struct Row {  // print: one row without columns to start from
};
struct DataTable {
  std::vector<std::vector<ConstantValue>> rows;
};
struct Range {
  ScalarPtr from, to, step;
};
struct Filter {
  RelPtr input;
  ScalarPtr predicate;
};
struct Assignment {
  ColumnId column;
  ScalarPtr value;
};
// Computes `computed`; output columns are any of these and of the input's.
struct Project {
  RelPtr input;
  std::vector<Assignment> computed;
};
struct Aggregate {
  RelPtr input;
  std::vector<Assignment> keys;
  std::vector<Assignment> aggregates;
};
struct Distinct {
  RelPtr input;
};
struct SortKey {
  ScalarPtr value;
  bool descending = true;
  bool nulls_first = false;
};
struct Sort {
  RelPtr input;
  std::vector<SortKey> keys;
};
// The first rows in the order of the input; of each group with the same values of `partition`, where there are some.
struct Limit {
  RelPtr input;
  std::int64_t count;
  std::vector<ScalarPtr> partition = {};
};
enum class JoinKind { InnerUnique, Inner, LeftOuter, RightOuter, FullOuter, LeftSemi, RightSemi, LeftAnti, RightAnti };
struct JoinKey {
  ScalarPtr left, right;  // of one type
};
struct Join {
  JoinKind kind;
  RelPtr left, right;
  std::vector<JoinKey> keys;  // none: each row with each
};
// Rows of all inputs; per input and output column the input's scalar, or nothing where it lacks the column.
struct Union {
  struct Input {
    RelPtr relation;
    std::vector<ScalarPtr> values;  // null pointers allowed
  };
  std::vector<Input> inputs;
};
// mv-expand: per term an array or bag whose elements become rows, side by side.
struct MvExpand {
  struct Term {
    ScalarPtr value;
    ColumnId column;
    ScalarType to_type;
  };
  RelPtr input;
  std::vector<Term> terms;
  std::optional<ColumnId> item_index;
  bool bag_as_array = false;  // [key, value] pairs instead of single-property bags
  std::optional<std::int64_t> limit;
};
// evaluate: a plugin that runs in code between two SQL queries.
struct PluginCall {
  RelPtr input;  // may be null
  std::string plugin;
  std::string payload;  // the plugin's own form of its arguments (JSON)
};
// externaldata: records of files, each column a text.
struct External {
  std::shared_ptr<const ExternalRequest> request;
};
// A relation computed once and used in several places: a tabular let, materialize(), as.
struct Shared {
  std::uint32_t id;
  RelPtr definition;  // output columns of the definition map by position to this node's
  bool materialized = false;
};
// Row numbers, prev and next over the order of the input.
struct Windowed {
  RelPtr input;
  std::vector<Assignment> computed;
  std::vector<ScalarPtr> partition = {};  // the functions see the rows of one group only
};

// scan: the rows in their order against steps, each with a state of its own (Kusto docs, "scan operator"). Output
// columns that are neither extensions nor the match's number are those of the input.
struct MatchSteps {
  // A column that steps assign: a declared one, or one of the input's under a new id.
  struct Extension {
    ColumnId column;
    std::optional<ColumnId> source;  // the input's column that it is where a step assigns none; else `otherwise`
    ConstantValue otherwise = {};
  };
  // What `step.column` reads: that output column of the record that the step matched last.
  struct State {
    ColumnId id;
    std::size_t step;
    ColumnId column;
    ScalarType type;
  };
  enum class Output { All, Last, None };
  // The expressions read input columns, states and declared columns (which hold their default there); whatever depends
  // on the row alone is computed below and is a mere column here.
  struct Step {
    Output output;
    ScalarPtr condition;
    std::vector<Assignment> assignments;
  };
  RelPtr input;
  std::vector<Extension> extensions;
  std::vector<State> states;
  std::vector<Step> steps;
  std::vector<ScalarPtr> partition;  // columns: each group of rows is scanned on its own
  std::optional<ColumnId> match_id;
};

struct Rel {
  std::vector<Column> columns;
  std::variant<Scan, Row, DataTable, Range, Filter, Project, Aggregate, Distinct, Sort, Limit, Join, Union, MvExpand,
               PluginCall, External, Shared, Windowed, MatchSteps>
      node;
  unsigned depth = 1;  // of the tree of relations below, this one included; shared definitions count
};

}  // namespace huntbook::kql::plan
