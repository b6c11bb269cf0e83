// top-nested (Kusto docs, "top-nested operator"). Each level groups by the values of all levels so far, and keeps the
// first groups within those of the level before. The levels' groups do not depend on which others were kept, so each is
// one aggregation of the input, joined with the level before it.
//
// Rows that no level kept are added up once more where the level that dropped them, or a later one, has 'with others':
// one row for each kept group above, with the constant and the aggregate of each such level, and nulls for the rest.
#include <algorithm>

#include <fmt/format.h>

#include "kql/bind/column_name.hpp"
#include "kql/bind/operators.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;
using plan::RelPtr;

// What stands for null in a comparison that takes nulls for equal; a flag beside it tells the two apart.
ConstantValue some_value(ScalarType type) {
  switch (type) {
    case ScalarType::Bool:
      return false;
    case ScalarType::Real:
      return 0.0;
    case ScalarType::Decimal:
      return std::string("0");
    case ScalarType::Guid:
      return std::string("00000000-0000-0000-0000-000000000000");
    case ScalarType::String:
    case ScalarType::Dynamic:
      return std::string();
    default:
      return std::int64_t{0};
  }
}

class TopNested {
 public:
  TopNested(Context& context, const syntax::TopNestedOp& op, diag::Span span)
      : context_(context), op_(op), span_(span) {}

  RelPtr bind(RelPtr input) {
    if (!bind_rows(std::move(input))) return nullptr;
    std::vector<SharedRelation> kept;  // per level: the groups kept so far, with their aggregates
    for (std::size_t level = 0; level < op_.levels.size(); ++level) {
      RelPtr groups = first_groups(level);
      if (!groups) return nullptr;
      if (level > 0) groups = joined(kept.back(), groups, level);
      kept.push_back({context_.next_shared++, std::move(groups), false});
    }
    std::vector<RelPtr> parts{reference_to(context_, kept.back())};
    for (std::size_t level = 0; level < op_.levels.size(); ++level) {
      const auto from = op_.levels.begin() + static_cast<std::ptrdiff_t>(level);
      if (std::none_of(from, op_.levels.end(), [](const syntax::TopNestedLevel& l) { return l.others != nullptr; }))
        break;
      RelPtr rest = others(kept, level);
      if (!rest) return nullptr;
      parts.push_back(std::move(rest));
    }
    return output(std::move(parts));
  }

 private:
  // The input with the values of all levels behind its own columns.
  bool bind_rows(RelPtr input) {
    Scope scope{.columns = &input->columns};
    std::vector<Column> columns = input->columns;
    std::vector<plan::Assignment> computed;
    own_columns_ = columns.size();
    ColumnNamer namer(context_);
    for (const syntax::TopNestedLevel& level : op_.levels) {
      plan::ScalarPtr value = bind_scalar(context_, scope, *level.of);
      if (!value || !is_comparable(context_, *value, level.of->span)) return false;
      std::string name = namer.automatic(implied_name(context_.functions, *level.of));
      const auto* named = std::get_if<syntax::Named>(&level.by->node);
      value_names_.push_back(
          namer.automatic(named != nullptr ? named->names.front().text : fmt::format("aggregated_{}", name)));
      names_.push_back(std::move(name));
      types_.push_back(value->type);
      Column column = context_.make_column("", value->type, value->nullable);
      column.hidden = true;
      computed.push_back({column.id, std::move(value)});
      columns.push_back(std::move(column));
      counts_.push_back(std::nullopt);
      if (!level.count) continue;
      counts_.back() = bind_count(context_, *level.count);
      if (!counts_.back()) return false;
    }
    rows_ = {context_.next_shared++, make_project(context_, std::move(input), {}, std::move(computed), columns), false};
    return true;
  }

  // Aggregates of `rows`, grouped by their first `keys` level values. Gives the keys, then a column for each of
  // `levels`.
  RelPtr aggregated(RelPtr rows, std::size_t keys, const std::vector<std::size_t>& levels,
                    const std::vector<Column>& carried = {}) {
    plan::Aggregate aggregate;
    std::vector<plan::Assignment> computed;
    std::vector<Column> grouped, columns;
    for (std::size_t i = 0; i < keys; ++i) {
      const Column& key = rows->columns[own_columns_ + i];
      Column column = context_.make_column("", key.type, key.nullable);
      aggregate.keys.push_back({column.id, use_of(key)});
      columns.push_back(column);
    }
    for (const Column& value : carried) {
      plan::ScalarPtr any = apply(context_, FunctionKind::Aggregate, "take_any", {use_of(value)}, span_);
      Column column = context_.make_column("", value.type, value.nullable);
      aggregate.aggregates.push_back({column.id, std::move(any)});
      columns.push_back(column);
    }
    std::vector<Column> visible(rows->columns.begin(),
                                rows->columns.begin() + static_cast<std::ptrdiff_t>(own_columns_));
    for (std::size_t level : levels) {
      plan::ScalarPtr value =
          bind_scalar(context_, Scope{.columns = &visible, .aggregates = &aggregate.aggregates}, *op_.levels[level].by);
      if (!value) return nullptr;
      if (reads_single_rows(*value, aggregate.aggregates) || aggregate.aggregates.empty())
        return context_.error("KS236", op_.levels[level].by->span, "An aggregate is expected here.");
      Column column = context_.make_column("", value->type, value->nullable);
      computed.push_back({column.id, std::move(value)});
      columns.push_back(std::move(column));
    }
    grouped.assign(columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(keys + carried.size()));
    for (const plan::Assignment& assignment : aggregate.aggregates)
      grouped.push_back({assignment.column, "", assignment.value->type, assignment.value->nullable, true});
    aggregate.input = std::move(rows);
    RelPtr relation = make_relation(std::move(grouped), std::move(aggregate));
    return make_project(context_, std::move(relation), {}, std::move(computed), std::move(columns));
  }

  // The level's first groups within each group of the levels above: their values, and the level's aggregate.
  RelPtr first_groups(std::size_t level) {
    RelPtr groups = aggregated(reference_to(context_, rows_), level + 1, {level});
    if (!groups || !counts_[level]) return groups;
    std::vector<Column> columns = groups->columns;
    const bool ascending = op_.levels[level].ascending;
    if (!is_comparable(context_, *use_of(columns.back()), op_.levels[level].by->span)) return nullptr;
    groups = make_relation(columns, plan::Sort{std::move(groups), {{use_of(columns.back()), !ascending, ascending}}});
    plan::Limit first{std::move(groups), *counts_[level]};
    for (std::size_t i = 0; i < level; ++i) first.partition.push_back(use_of(columns[i]));
    return make_relation(std::move(columns), std::move(first));
  }

  void add_key(std::vector<plan::JoinKey>& keys, const Column& left, const Column& right) {
    if (!left.nullable && !right.nullable) {
      keys.push_back({use_of(left), use_of(right)});
      return;
    }
    auto flag = [&](const Column& column) {
      return apply(context_, FunctionKind::Scalar, "isnull", {use_of(column)}, span_);
    };
    auto value = [&](const Column& column) {
      return apply(context_, FunctionKind::Scalar, "coalesce",
                   {use_of(column), make_literal(column.type, some_value(column.type))}, span_);
    };
    keys.push_back({flag(left), flag(right)});
    keys.push_back({value(left), value(right)});
  }

  // Columns of a kept relation: value and aggregate of each level in turn.
  RelPtr joined(const SharedRelation& above, const RelPtr& groups, std::size_t level) {
    RelPtr left = reference_to(context_, above);
    plan::Join join{plan::JoinKind::Inner, left, groups, {}};
    for (std::size_t i = 0; i < level; ++i) add_key(join.keys, left->columns[2 * i], groups->columns[i]);
    std::vector<Column> columns = left->columns;
    columns.insert(columns.end(), groups->columns.end() - 2, groups->columns.end());
    return make_relation(std::move(columns), std::move(join));
  }

  // The rows in kept groups of the levels above that `level` itself did not keep, as one row for each such group.
  RelPtr others(const std::vector<SharedRelation>& kept, std::size_t level) {
    RelPtr rows = reference_to(context_, rows_);
    std::vector<Column> columns = rows->columns;
    auto key = [&](std::size_t i) { return columns[own_columns_ + i]; };
    RelPtr inside = reference_to(context_, kept[level]);
    plan::Join anti{plan::JoinKind::LeftAnti, rows, inside, {}};
    for (std::size_t i = 0; i <= level; ++i) add_key(anti.keys, key(i), inside->columns[2 * i]);
    rows = make_relation(columns, std::move(anti));
    std::vector<Column> carried;
    if (level > 0) {
      RelPtr above = reference_to(context_, kept[level - 1]);
      plan::Join join{plan::JoinKind::Inner, rows, above, {}};
      for (std::size_t i = 0; i < level; ++i) {
        add_key(join.keys, key(i), above->columns[2 * i]);
        carried.push_back(above->columns[2 * i + 1]);
      }
      std::vector<Column> both = columns;
      both.insert(both.end(), above->columns.begin(), above->columns.end());
      rows = make_relation(std::move(both), std::move(join));
    }
    std::vector<std::size_t> levels;
    for (std::size_t i = level; i < op_.levels.size(); ++i) {
      if (op_.levels[i].others) levels.push_back(i);
    }
    RelPtr sums = aggregated(std::move(rows), level, levels, carried);
    if (!sums) return nullptr;
    if (level == 0) sums = without_empty(*sums);
    std::vector<Column> output;
    std::vector<plan::Assignment> computed;
    auto constant = [&](plan::ScalarPtr value) {
      Column column = context_.make_column("", value->type, true);
      computed.push_back({column.id, std::move(value)});
      output.push_back(std::move(column));
    };
    std::size_t next = 2 * level;
    for (std::size_t i = 0; i < op_.levels.size(); ++i) {
      if (i < level) {
        output.push_back(sums->columns[i]);
        output.push_back(sums->columns[level + i]);
      } else if (op_.levels[i].others) {
        plan::ScalarPtr name = bind_scalar_as(context_, Scope{}, *op_.levels[i].others, types_[i]);
        if (!name) return nullptr;
        constant(std::move(name));
        output.push_back(sums->columns[next++]);
      } else {
        constant(make_literal(types_[i], {}));
        constant(make_literal(kept[i].definition->columns.back().type, {}));
      }
    }
    return make_project(context_, std::move(sums), {}, std::move(computed), std::move(output));
  }

  // At the first level an aggregation without groups would give a row even where no rows are left.
  RelPtr without_empty(const plan::Rel& sums) {
    const auto& project = std::get<plan::Project>(sums.node);
    const auto& grouped = *project.input;
    plan::Aggregate aggregate = std::get<plan::Aggregate>(grouped.node);
    Column count = context_.make_column("", ScalarType::Long, false);
    aggregate.aggregates.push_back({count.id, apply(context_, FunctionKind::Aggregate, "count", {}, span_)});
    std::vector<Column> columns = grouped.columns;
    columns.push_back(count);
    RelPtr counted = make_relation(columns, std::move(aggregate));
    plan::ScalarPtr any = apply(context_, FunctionKind::Operator, ">",
                                {use_of(count), make_literal(ScalarType::Long, std::int64_t{0})}, span_);
    RelPtr filled = make_relation(columns, plan::Filter{std::move(counted), std::move(any)});
    return make_project(context_, std::move(filled), {}, project.computed, sums.columns);
  }

  RelPtr output(std::vector<RelPtr> parts) {
    plan::Union result;
    std::vector<Column> columns;
    for (std::size_t i = 0; i < parts.front()->columns.size(); ++i) {
      const std::string& name = i % 2 == 0 ? names_[i / 2] : value_names_[i / 2];
      columns.push_back(context_.make_column(name, parts.front()->columns[i].type));
    }
    for (RelPtr& part : parts) {
      plan::Union::Input input{part, {}};
      for (std::size_t i = 0; i < columns.size(); ++i)
        input.values.push_back(convert_to(use_of(part->columns[i]), columns[i].type));
      result.inputs.push_back(std::move(input));
    }
    return make_relation(std::move(columns), std::move(result));
  }

  Context& context_;
  const syntax::TopNestedOp& op_;
  diag::Span span_;
  SharedRelation rows_;
  std::size_t own_columns_ = 0;
  std::vector<std::string> names_, value_names_;
  std::vector<ScalarType> types_;
  std::vector<std::optional<std::int64_t>> counts_;
};

}  // namespace

RelPtr bind_top_nested(Context& context, RelPtr input, const syntax::TopNestedOp& op, diag::Span span) {
  return TopNested(context, op, span).bind(std::move(input));
}

}  // namespace huntbook::kql::bind
