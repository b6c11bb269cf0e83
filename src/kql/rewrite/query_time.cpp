#include "kql/rewrite/query_time.hpp"

#include <map>
#include <set>
#include <string_view>

namespace huntbook::kql::rewrite {

namespace {

using plan::ColumnId;
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

class QueryTime {
 public:
  QueryTime(const TimeWindow& window, const FunctionCatalogue& functions) : window_(window), functions_(functions) {}
  bool applied() const { return applied_; }

  // First pass: what each reference to a shared relation compares; only what all references compare counts for it.
  void collect(const RelPtr& relation, Compared compared) {
    if (const auto* shared = std::get_if<plan::Shared>(&relation->node)) {
      Compared mapped;
      for (std::size_t i = 0; i < relation->columns.size(); ++i) {
        if (compared.contains(relation->columns[i].id)) mapped.insert(shared->definition->columns[i].id);
      }
      auto [known, is_new] = shared_.emplace(shared->id, mapped);
      if (!is_new) std::erase_if(known->second, [&](ColumnId id) { return !mapped.contains(id); });
      collect(shared->definition, known->second);
      return;
    }
    for (const auto& [input, passed] : inputs(*relation, std::move(compared))) collect(input, passed);
  }

  RelPtr rewrite(const RelPtr& relation, const Compared& compared) {
    if (const auto* scan = std::get_if<plan::Scan>(&relation->node)) return filtered(relation, *scan, compared);
    if (const auto* shared = std::get_if<plan::Shared>(&relation->node)) {
      RelPtr& definition = definitions_[shared->id];
      if (!definition) definition = rewrite(shared->definition, shared_[shared->id]);
      plan::Rel copy = *relation;
      std::get<plan::Shared>(copy.node).definition = definition;
      return std::make_shared<const plan::Rel>(std::move(copy));
    }
    plan::Rel copy = *relation;
    std::map<const plan::Rel*, RelPtr> replaced;
    for (const auto& [input, passed] : inputs(*relation, compared)) replaced[input.get()] = rewrite(input, passed);
    replace_inputs(copy, replaced);
    return std::make_shared<const plan::Rel>(std::move(copy));
  }

 private:
  using Inputs = std::vector<std::pair<RelPtr, Compared>>;

  static void add_subqueries(const plan::Scalar& scalar, Inputs& found) {
    if (const auto* node = std::get_if<plan::InRelation>(&scalar.node)) {
      found.emplace_back(node->relation, Compared{});
      add_subqueries(*node->operand, found);
    }
    if (const auto* node = std::get_if<plan::ToScalar>(&scalar.node)) found.emplace_back(node->relation, Compared{});
    if (const auto* node = std::get_if<plan::FunctionCall>(&scalar.node)) {
      for (const plan::ScalarPtr& argument : node->arguments) add_subqueries(*argument, found);
    }
    if (const auto* node = std::get_if<plan::Convert>(&scalar.node)) add_subqueries(*node->operand, found);
    if (const auto* node = std::get_if<plan::DynamicPath>(&scalar.node)) add_subqueries(*node->operand, found);
    if (const auto* node = std::get_if<plan::ParseGroups>(&scalar.node)) add_subqueries(*node->operand, found);
    if (const auto* node = std::get_if<plan::DynamicElement>(&scalar.node)) {
      add_subqueries(*node->operand, found);
      add_subqueries(*node->key, found);
    }
  }

  // The relations that a node reads, with the comparisons above that hold for each.
  static Inputs inputs(const plan::Rel& relation, Compared compared) {
    Inputs found;
    auto pass = [&](const RelPtr& input) {
      if (input) found.emplace_back(input, compared);
    };
    if (const auto* node = std::get_if<plan::Filter>(&relation.node)) {
      find_compared(*node->predicate, compared);
      pass(node->input);
      add_subqueries(*node->predicate, found);
    } else if (const auto* project = std::get_if<plan::Project>(&relation.node)) {
      pass(project->input);
      for (const plan::Assignment& assignment : project->computed) add_subqueries(*assignment.value, found);
    } else if (const auto* windowed = std::get_if<plan::Windowed>(&relation.node)) {
      pass(windowed->input);
    } else if (const auto* aggregate = std::get_if<plan::Aggregate>(&relation.node)) {
      pass(aggregate->input);
      for (const auto* list : {&aggregate->keys, &aggregate->aggregates})
        for (const plan::Assignment& assignment : *list) add_subqueries(*assignment.value, found);
    } else if (const auto* distinct = std::get_if<plan::Distinct>(&relation.node)) {
      pass(distinct->input);
    } else if (const auto* sort = std::get_if<plan::Sort>(&relation.node)) {
      pass(sort->input);
    } else if (const auto* limit = std::get_if<plan::Limit>(&relation.node)) {
      pass(limit->input);
    } else if (const auto* join = std::get_if<plan::Join>(&relation.node)) {
      pass(join->left);
      pass(join->right);
    } else if (const auto* all = std::get_if<plan::Union>(&relation.node)) {
      for (const plan::Union::Input& input : all->inputs) {
        Compared mapped;
        for (std::size_t i = 0; i < input.values.size(); ++i) {
          const auto* use = input.values[i] ? std::get_if<plan::ColumnUse>(&input.values[i]->node) : nullptr;
          if (use != nullptr && compared.contains(relation.columns[i].id)) mapped.insert(use->column);
        }
        found.emplace_back(input.relation, std::move(mapped));
      }
    } else if (const auto* expand = std::get_if<plan::MvExpand>(&relation.node)) {
      pass(expand->input);
    } else if (const auto* plugin = std::get_if<plan::PluginCall>(&relation.node)) {
      if (plugin->input) found.emplace_back(plugin->input, Compared{});
    }
    return found;
  }

  static plan::ScalarPtr replaced_scalar(const plan::ScalarPtr& scalar,
                                         const std::map<const plan::Rel*, RelPtr>& replaced) {
    Inputs inside;
    add_subqueries(*scalar, inside);
    if (inside.empty()) return scalar;
    plan::Scalar copy = *scalar;
    if (auto* node = std::get_if<plan::InRelation>(&copy.node)) {
      node->relation = replaced.at(node->relation.get());
      node->operand = replaced_scalar(node->operand, replaced);
    }
    if (auto* node = std::get_if<plan::ToScalar>(&copy.node)) node->relation = replaced.at(node->relation.get());
    if (auto* node = std::get_if<plan::FunctionCall>(&copy.node)) {
      for (plan::ScalarPtr& argument : node->arguments) argument = replaced_scalar(argument, replaced);
    }
    if (auto* node = std::get_if<plan::Convert>(&copy.node)) node->operand = replaced_scalar(node->operand, replaced);
    if (auto* node = std::get_if<plan::DynamicPath>(&copy.node))
      node->operand = replaced_scalar(node->operand, replaced);
    if (auto* node = std::get_if<plan::ParseGroups>(&copy.node))
      node->operand = replaced_scalar(node->operand, replaced);
    if (auto* node = std::get_if<plan::DynamicElement>(&copy.node)) {
      node->operand = replaced_scalar(node->operand, replaced);
      node->key = replaced_scalar(node->key, replaced);
    }
    return std::make_shared<const plan::Scalar>(std::move(copy));
  }

  static void replace_inputs(plan::Rel& relation, const std::map<const plan::Rel*, RelPtr>& replaced) {
    auto swap = [&](RelPtr& input) {
      if (input) input = replaced.at(input.get());
    };
    auto swap_all = [&](std::vector<plan::Assignment>& assignments) {
      for (plan::Assignment& assignment : assignments) assignment.value = replaced_scalar(assignment.value, replaced);
    };
    if (auto* node = std::get_if<plan::Filter>(&relation.node)) {
      node->predicate = replaced_scalar(node->predicate, replaced);
      swap(node->input);
    } else if (auto* project = std::get_if<plan::Project>(&relation.node)) {
      swap_all(project->computed);
      swap(project->input);
    } else if (auto* windowed = std::get_if<plan::Windowed>(&relation.node)) {
      swap(windowed->input);
    } else if (auto* aggregate = std::get_if<plan::Aggregate>(&relation.node)) {
      swap_all(aggregate->keys);
      swap_all(aggregate->aggregates);
      swap(aggregate->input);
    } else if (auto* distinct = std::get_if<plan::Distinct>(&relation.node)) {
      swap(distinct->input);
    } else if (auto* sort = std::get_if<plan::Sort>(&relation.node)) {
      swap(sort->input);
    } else if (auto* limit = std::get_if<plan::Limit>(&relation.node)) {
      swap(limit->input);
    } else if (auto* join = std::get_if<plan::Join>(&relation.node)) {
      swap(join->left);
      swap(join->right);
    } else if (auto* all = std::get_if<plan::Union>(&relation.node)) {
      for (plan::Union::Input& input : all->inputs) swap(input.relation);
    } else if (auto* expand = std::get_if<plan::MvExpand>(&relation.node)) {
      swap(expand->input);
    } else if (auto* plugin = std::get_if<plan::PluginCall>(&relation.node)) {
      swap(plugin->input);
    }
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
  std::map<std::uint32_t, RelPtr> definitions_;
  bool applied_ = false;
};

}  // namespace

RelPtr apply_query_time(const RelPtr& relation, const TimeWindow& window, const FunctionCatalogue& functions,
                        bool& applied) {
  if (!window.from && !window.to) return relation;
  QueryTime rule(window, functions);
  rule.collect(relation, {});
  RelPtr result = rule.rewrite(relation, {});
  applied = rule.applied();
  return result;
}

}  // namespace huntbook::kql::rewrite
