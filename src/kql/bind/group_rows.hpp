// The rows of groups as relations: what per_group builds on. Every relation here carries copies of the group's columns,
// so rows of two relations that belong to one group find each other, whatever became of the columns themselves.
#pragma once

#include <optional>
#include <vector>

#include "kql/bind/per_group.hpp"

namespace huntbook::kql::bind {

// A relation whose group's columns have other ids: it can stand on the other side of a join with one that has them.
struct RenamedGroup {
  plan::RelPtr relation;
  std::vector<plan::Column> group;  // keys, then carried columns
};

class GroupRows {
 public:
  // `shared`: the source is computed once, however often it is read.
  GroupRows(Context& context, const Groups& groups, diag::Span span, bool shared);

  // `whole`: in the order in which the rows of a group stand together.
  plan::RelPtr source(bool whole);
  int times_read() const { return times_read_; }
  const std::vector<plan::ScalarPtr>& keys() const { return keys_; }
  // Keys, then carried columns.
  const std::vector<plan::Column>& columns() const { return columns_; }

  // The group's columns behind those of the node.
  std::vector<plan::Column> with_group(std::vector<plan::Column> columns) const;
  // The keys group; what is the same in all rows of a group is taken from any of them.
  void group_by(plan::Aggregate& aggregate) const;
  // One row for each group.
  plan::RelPtr each_group();
  // The rows of a relation that does not come from the group, once for each group.
  plan::RelPtr in_each_group(plan::RelPtr relation);
  RenamedGroup renamed(plan::RelPtr relation);
  // Joins with renamed relations, of rows of one group only; null is a group like others.
  void match_groups(std::vector<plan::JoinKey>& keys, const std::vector<plan::Column>& left,
                    const std::vector<plan::Column>& right) const;
  // Projects `relation` with the group's columns taken from `values`, one for each of columns().
  plan::RelPtr with_columns(plan::RelPtr relation, std::vector<plan::Column> columns,
                            const std::vector<plan::ScalarPtr>& values);
  // The result: the carried columns under the ids that they have in the source.
  plan::RelPtr with_carried(plan::RelPtr relation);
  // Adds `values` (renamed) to each row of its group, in the order of `rows`; null where there is nothing to add.
  plan::RelPtr beside(plan::RelPtr rows, RenamedGroup values, std::vector<plan::JoinKey> keys,
                      const std::vector<plan::Column>& added);

 private:
  plan::ScalarPtr call(FunctionKind kind, std::string_view name, std::vector<plan::ScalarPtr> arguments) const;

  Context& context_;
  const Groups& groups_;
  diag::Span span_;
  std::optional<SharedRelation> shared_;
  std::vector<plan::ScalarPtr> keys_;
  std::vector<plan::Column> columns_;
  int times_read_ = 0;
};

}  // namespace huntbook::kql::bind
