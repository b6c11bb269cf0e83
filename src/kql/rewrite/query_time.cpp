#include "kql/rewrite/query_time.hpp"

#include <map>
#include <set>
#include <string_view>

#include "kql/plan/walk.hpp"

namespace huntbook::kql::rewrite {

namespace {

using plan::ColumnId;
using plan::each_input;
using plan::each_operand;
using plan::each_scalar;
using plan::relation_of;
using plan::RelPtr;
using Compared = std::set<ColumnId>;

bool is_comparison(std::string_view name) {
  return name == "<" || name == "<=" || name == ">" || name == ">=" || name == "==" || name == "!=" ||
         name == "between" || name == "!between" || name == "in" || name == "!in";
}

// Columns that stand directly in a comparison; bin(TimeGenerated, 1h) == x does not count.
void find_compared(const plan::Scalar& scalar, Compared& compared) {
  const auto* call = std::get_if<plan::FunctionCall>(&scalar.node);
  if (call == nullptr) return;
  bool comparison = is_comparison(call->function->name);
  for (const plan::ScalarPtr& argument : call->arguments) {
    if (const auto* use = std::get_if<plan::ColumnUse>(&argument->node); use != nullptr && comparison)
      compared.insert(use->column);
    find_compared(*argument, compared);
  }
}

using Inputs = std::vector<std::pair<RelPtr, Compared>>;

void add_subqueries(const plan::Scalar& scalar, Inputs& found) {
  if (const RelPtr* relation = relation_of(scalar)) found.emplace_back(*relation, Compared{});
  each_operand(scalar, [&](const plan::ScalarPtr& operand) { add_subqueries(*operand, found); });
}

// The relations that a node reads, with the comparisons above that hold for each.
Inputs inputs(const plan::Rel& relation, Compared compared) {
  Inputs found;
  if (const auto* filter = std::get_if<plan::Filter>(&relation.node)) find_compared(*filter->predicate, compared);
  if (const auto* all = std::get_if<plan::Union>(&relation.node)) {
    for (const plan::Union::Input& input : all->inputs) {
      Compared mapped;
      for (std::size_t i = 0; i < input.values.size(); ++i) {
        const auto* use = input.values[i] ? std::get_if<plan::ColumnUse>(&input.values[i]->node) : nullptr;
        if (use != nullptr && compared.contains(relation.columns[i].id)) mapped.insert(use->column);
      }
      found.emplace_back(input.relation, std::move(mapped));
    }
  } else {
    // A plugin's columns are its own.
    if (std::holds_alternative<plan::PluginCall>(relation.node)) compared.clear();
    each_input(relation, [&](const RelPtr& input) { found.emplace_back(input, compared); });
  }
  each_scalar(relation, [&](const plan::ScalarPtr& scalar) { add_subqueries(*scalar, found); });
  return found;
}

using Replacements = std::map<const plan::Rel*, RelPtr>;

plan::ScalarPtr replaced_scalar(const plan::ScalarPtr& scalar, const Replacements& replaced) {
  Inputs inside;
  add_subqueries(*scalar, inside);
  if (inside.empty()) return scalar;
  plan::Scalar copy = *scalar;
  if (RelPtr* relation = relation_of(copy)) *relation = replaced.at(relation->get());
  each_operand(copy, [&](plan::ScalarPtr& operand) { operand = replaced_scalar(operand, replaced); });
  return std::make_shared<const plan::Scalar>(std::move(copy));
}

class QueryTime {
 public:
  QueryTime(const TimeWindow& window, const FunctionCatalogue& functions) : window_(window), functions_(functions) {}
  bool applied() const { return applied_; }

  // First pass: what each reference to a shared relation compares; only what all references compare counts for it.
  void collect(const RelPtr& relation) {
    visit(relation, {});
    // A definition's id is larger than those of the definitions that it refers to, so its references are all seen.
    while (!pending_.empty()) {
      auto last = std::prev(pending_.end());
      auto [id, definition] = *last;
      pending_.erase(last);
      visit(definition, shared_[id]);
    }
  }

  RelPtr rewrite(const RelPtr& relation, const Compared& compared) {
    if (const auto* scan = std::get_if<plan::Scan>(&relation->node)) return filtered(relation, *scan, compared);
    if (const auto* shared = std::get_if<plan::Shared>(&relation->node)) {
      auto known = definitions_.find(shared->id);
      if (known == definitions_.end())
        known = definitions_.emplace(shared->id, rewrite(shared->definition, shared_[shared->id])).first;
      plan::Rel copy = *relation;
      std::get<plan::Shared>(copy.node).definition = known->second;
      return std::make_shared<const plan::Rel>(std::move(copy));
    }
    Replacements replaced;
    for (const auto& [input, passed] : inputs(*relation, compared)) replaced[input.get()] = rewrite(input, passed);
    plan::Rel copy = *relation;
    each_input(copy, [&](RelPtr& input) { input = replaced.at(input.get()); });
    each_scalar(copy, [&](plan::ScalarPtr& scalar) { scalar = replaced_scalar(scalar, replaced); });
    return std::make_shared<const plan::Rel>(std::move(copy));
  }

 private:
  void visit(const RelPtr& relation, const Compared& compared) {
    const auto* shared = std::get_if<plan::Shared>(&relation->node);
    if (shared == nullptr) {
      for (const auto& [input, passed] : inputs(*relation, compared)) visit(input, passed);
      return;
    }
    Compared mapped;
    for (std::size_t i = 0; i < relation->columns.size(); ++i) {
      if (compared.contains(relation->columns[i].id)) mapped.insert(shared->definition->columns[i].id);
    }
    auto [known, is_new] = shared_.emplace(shared->id, mapped);
    if (!is_new) std::erase_if(known->second, [&](ColumnId id) { return !mapped.contains(id); });
    pending_.emplace(shared->id, shared->definition);
  }

  plan::ScalarPtr comparison(const plan::Column& column, std::string_view op, Ticks bound) {
    auto literal =
        std::make_shared<const plan::Scalar>(plan::Scalar{ScalarType::DateTime, false, plan::Literal{bound}});
    auto use =
        std::make_shared<const plan::Scalar>(plan::Scalar{column.type, column.nullable, plan::ColumnUse{column.id}});
    const FunctionRecord* record = functions_.find(FunctionKind::Operator, op);
    return std::make_shared<const plan::Scalar>(plan::Scalar{
        ScalarType::Bool, column.nullable, plan::FunctionCall{record, {std::move(use), std::move(literal)}}});
  }

  RelPtr filtered(const RelPtr& relation, const plan::Scan& scan, const Compared& compared) {
    if (!scan.query_time) return relation;
    const plan::Column* time = nullptr;
    for (std::string_view name : {"TimeGenerated", "Timestamp"}) {
      for (const plan::Column& column : relation->columns) {
        if (time == nullptr && column.name == name && column.type == ScalarType::DateTime) time = &column;
      }
    }
    if (time == nullptr || compared.contains(time->id)) return relation;
    applied_ = true;
    RelPtr result = relation;
    if (window_.from)
      result = std::make_shared<const plan::Rel>(
          plan::Rel{relation->columns, plan::Filter{result, comparison(*time, ">=", *window_.from)}});
    if (window_.to)
      result = std::make_shared<const plan::Rel>(
          plan::Rel{relation->columns, plan::Filter{result, comparison(*time, "<", *window_.to)}});
    return result;
  }

  TimeWindow window_;
  const FunctionCatalogue& functions_;
  std::map<std::uint32_t, Compared> shared_;
  std::map<std::uint32_t, RelPtr> pending_;  // definitions still to be visited
  std::map<std::uint32_t, RelPtr> definitions_;
  bool applied_ = false;
};

}  // namespace

RelPtr apply_query_time(const RelPtr& relation, const TimeWindow& window, const FunctionCatalogue& functions,
                        bool& applied) {
  if (!window.from && !window.to) return relation;
  QueryTime rule(window, functions);
  rule.collect(relation);
  RelPtr result = rule.rewrite(relation, {});
  applied = rule.applied();
  return result;
}

}  // namespace huntbook::kql::rewrite
