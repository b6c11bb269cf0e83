// The state of one lowering, shared by its parts: relations (lower.cpp, relation.cpp), scalars (scalar.cpp).
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "kql/functions/record.hpp"
#include "kql/lower/lower.hpp"
#include "kql/lower/shape.hpp"

namespace huntbook::kql::lower {

class StepProgram;

class Lowering {
 public:
  Lowering(Ticks now, std::string temporary_prefix, std::set<plan::ColumnId> used, ExternalRelations& externals)
      : now_(now), temporary_prefix_(std::move(temporary_prefix)), used_(std::move(used)), externals_(externals) {}

  Result<Shape> relation(const plan::RelPtr& relation);
  // The visible columns of a relation as a whole query; `ordered` says whether it defines the order of its rows.
  Result<LoweredQuery> whole_query(const plan::RelPtr& relation, bool& ordered);
  std::vector<LoweredPlugin> take_plugins() { return std::move(plugins_); }

 private:
  friend class StepProgram;
  // Scalars, over the columns of `shape`.
  Result<sql::ExprPtr> scalar(const plan::Scalar& scalar, const Shape& shape);
  // A predicate: null and false are the same to it, which gives the engine simpler expressions.
  Result<sql::ExprPtr> predicate(const plan::Scalar& scalar, const Shape& shape);
  Result<sql::ExprPtr> call(const plan::Scalar& scalar, const plan::FunctionCall& node, const Shape& shape,
                            bool predicate);
  Result<sql::ExprPtr> path(const plan::DynamicPath& node, const Shape& shape);
  Result<sql::ExprPtr> element(const plan::DynamicElement& node, const Shape& shape);
  Result<sql::ExprPtr> in_relation(const plan::InRelation& node, const Shape& shape);
  Result<sql::ExprPtr> to_scalar(const plan::ToScalar& node);

  Result<Shape> lower_node(const plan::Rel& rel, const plan::Scan& node);
  Result<Shape> lower_node(const plan::Rel& rel, const plan::Row& node);
  Result<Shape> lower_node(const plan::Rel& rel, const plan::DataTable& node);
  Result<Shape> lower_node(const plan::Rel& rel, const plan::Range& node);
  Result<Shape> lower_node(const plan::Rel& rel, const plan::Filter& node);
  Result<Shape> lower_node(const plan::Rel& rel, const plan::Project& node);
  Result<Shape> lower_node(const plan::Rel& rel, const plan::Aggregate& node);
  Result<Shape> lower_node(const plan::Rel& rel, const plan::Distinct& node);
  Result<Shape> lower_node(const plan::Rel& rel, const plan::Sort& node);
  Result<Shape> lower_node(const plan::Rel& rel, const plan::Limit& node);
  Result<Shape> lower_node(const plan::Rel& rel, const plan::Join& node);
  Result<Shape> lower_node(const plan::Rel& rel, const plan::Union& node);
  Result<Shape> lower_node(const plan::Rel& rel, const plan::MvExpand& node);
  Result<Shape> lower_node(const plan::Rel& rel, const plan::PluginCall& node);
  Result<Shape> lower_node(const plan::Rel& rel, const plan::External& node);
  Result<Shape> lower_node(const plan::Rel& rel, const plan::Shared& node);
  Result<Shape> lower_node(const plan::Rel& rel, const plan::Windowed& node);
  Result<Shape> lower_node(const plan::Rel& rel, const plan::MatchSteps& node);

  // Makes the SELECT so far a subquery, with the used ones of `columns`.
  void nest(Shape& shape, const std::vector<plan::Column>& columns);
  // Counts a node that doubles the engine's planning, to be put on `shape`. Where too many stand above one another, the
  // SELECT so far becomes a table of its own, which the engine plans and computes alone.
  void count_doubling(Shape& shape, const std::vector<plan::Column>& columns);
  // Nests where an expression reads a computed column, so that nothing is computed twice.
  void keep_plain(Shape& shape, const std::vector<plan::Column>& columns, const std::vector<plan::ScalarPtr>& read);
  // Sets the used ones of the computed columns; none of them sees another.
  Result<void> compute(Shape& shape, const std::vector<plan::Column>& columns,
                       const std::vector<plan::Assignment>& computed);
  Result<std::vector<sql::ExprPtr>> scalars(const std::vector<plan::ScalarPtr>& list, const Shape& shape);
  std::vector<plan::ColumnId> used_ids(const std::vector<plan::Column>& columns) const;
  std::string next_alias() { return std::string("s").append(std::to_string(next_alias_++)); }

  // Those of `columns` that the shape has and somebody reads.
  std::vector<plan::ColumnId> kept_ids(const Shape& shape, const std::vector<plan::Column>& columns) const;
  // A shape over a relation that gives these columns, and the order's keys, of `inner`.
  Shape reading(decltype(sql::Relation::node) relation, const std::vector<plan::ColumnId>& ids, const Shape& inner);

  struct SharedQuery {
    std::string name;
    std::vector<sql::OrderTerm> order;
    unsigned doublings;
  };

  Ticks now_;
  std::string temporary_prefix_;
  std::set<plan::ColumnId> used_;
  ExternalRelations& externals_;
  std::map<std::uint32_t, SharedQuery> shared_;
  std::vector<sql::CommonTable> common_tables_;
  std::vector<LoweredPlugin> plugins_;
  std::vector<sql::ExprPtr> row_partition_;  // of the window functions that are being lowered
  int next_alias_ = 0;
  unsigned tables_apart_ = 0;
};

// A constant as SQL.
sql::ExprPtr constant(ScalarType type, const ConstantValue& value);

}  // namespace huntbook::kql::lower
