#include "kql/plan/print.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "base/json_text.hpp"
#include "base/time.hpp"
#include "kql/plan/walk.hpp"

namespace huntbook::kql::plan {

namespace {

constexpr std::size_t longest_line = 400;
constexpr std::size_t most_shown = 12;  // columns, rows, values of a list

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};

std::string_view name_of(JoinKind kind) {
  switch (kind) {
    case JoinKind::InnerUnique:
      return "innerunique";
    case JoinKind::Inner:
      return "inner";
    case JoinKind::LeftOuter:
      return "leftouter";
    case JoinKind::RightOuter:
      return "rightouter";
    case JoinKind::FullOuter:
      return "fullouter";
    case JoinKind::LeftSemi:
      return "leftsemi";
    case JoinKind::RightSemi:
      return "rightsemi";
    case JoinKind::LeftAnti:
      return "leftanti";
    case JoinKind::RightAnti:
      return "rightanti";
  }
  return "inner";
}

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

std::string constant_text(ScalarType type, const ConstantValue& value) {
  if (std::holds_alternative<std::monostate>(value)) return fmt::format("{}(null)", huntbook::name_of(type));
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  if (const auto* real = std::get_if<double>(&value)) return fmt::format("{}", *real);
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    if (type == ScalarType::DateTime) return fmt::format("datetime({})", format_datetime(*number));
    if (type == ScalarType::TimeSpan) return fmt::format("timespan({})", format_timespan(*number));
    return fmt::format("{}", *number);
  }
  const auto& text = std::get<std::string>(value);
  if (type == ScalarType::String) return quoted(text);
  return fmt::format("{}({})", huntbook::name_of(type), text);
}

class Printer {
 public:
  std::string print(const RelPtr& relation) {
    name_columns(*relation);
    add(relation, 0);
    return std::move(out_);
  }

 private:
  // Names before anything is printed, since a node names columns of those below it.
  void name_columns(const Rel& relation) {
    for (const Column& column : relation.columns) names_.emplace(column.id, column.name);
    each_input(relation, [&](const RelPtr& input) { name_columns(*input); });
    each_scalar(relation, [&](const ScalarPtr& scalar) { name_within(*scalar); });
    if (const auto* shared = std::get_if<Shared>(&relation.node); shared != nullptr && named_.insert(shared->id).second)
      name_columns(*shared->definition);
  }

  void name_within(const Scalar& scalar) {
    if (const auto* relation = relation_of(scalar)) name_columns(**relation);
    each_operand(scalar, [&](const ScalarPtr& operand) { name_within(*operand); });
  }

  void line(unsigned depth, std::string text) {
    if (text.size() > longest_line) {
      std::size_t end = longest_line;
      while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;  // not within a character
      text.resize(end);
      text += "...";
    }
    out_.append(std::size_t{depth} * 2, ' ');
    out_ += text;
    out_ += '\n';
  }

  void add(const RelPtr& relation, unsigned depth) {
    pending_.clear();
    line(depth, std::visit([&](const auto& node) { return describe(*relation, node); }, relation->node));
    const std::vector<RelPtr> within = std::move(pending_);
    each_input(*relation, [&](const RelPtr& input) { add(input, depth + 1); });
    for (const RelPtr& read : within) {
      line(depth + 1, "for a value of the line above:");
      add(read, depth + 2);
    }
    if (const auto* shared = std::get_if<Shared>(&relation->node);
        shared != nullptr && shown_.insert(shared->id).second)
      add(shared->definition, depth + 1);
  }

  std::string name(ColumnId id) const {
    const auto found = names_.find(id);
    return found == names_.end() || found->second.empty() ? fmt::format("#{}", id) : found->second;
  }

  template <class List, class Text>
  static std::string joined(const List& list, Text text_of) {
    std::string text;
    std::size_t shown = 0;
    for (const auto& item : list) {
      if (shown == most_shown) return text + fmt::format(", and {} more", list.size() - shown);
      text += shown++ == 0 ? "" : ", ";
      text += text_of(item);
    }
    return text;
  }

  std::string columns(const Rel& relation) const {
    return joined(relation.columns, [](const Column& column) {
      return fmt::format("{}:{}", column.name, huntbook::name_of(column.type));
    });
  }

  std::string scalars(const std::vector<ScalarPtr>& list) {
    return joined(list, [&](const ScalarPtr& item) { return scalar(item); });
  }

  std::string assignments(const std::vector<Assignment>& list) {
    return joined(list, [&](const Assignment& assignment) {
      const std::string value = scalar(assignment.value);
      return value == name(assignment.column) ? value : fmt::format("{} = {}", name(assignment.column), value);
    });
  }

  std::string partition(const std::vector<ScalarPtr>& keys) {
    return keys.empty() ? std::string() : " of each " + scalars(keys);
  }

  std::string scalar(const ScalarPtr& pointer) {
    if (!pointer) return "null";
    const Scalar& value = *pointer;
    return std::visit(
        Overloaded{
            [&](const Literal& node) { return constant_text(value.type, node.value); },
            [&](const ColumnUse& node) { return name(node.column); },
            [&](const FunctionCall& node) { return call(node); },
            [&](const Convert& node) {
              return fmt::format("to {}({})", huntbook::name_of(value.type), scalar(node.operand));
            },
            [&](const DynamicPath& node) {
              std::string text = scalar(node.operand);
              for (const auto& step : node.steps) {
                const auto* key = std::get_if<std::string>(&step);
                text += key != nullptr ? fmt::format("[{}]", quoted(*key)) : fmt::format("[{}]", std::get<1>(step));
              }
              return text;
            },
            [&](const DynamicElement& node) { return fmt::format("{}[{}]", scalar(node.operand), scalar(node.key)); },
            [&](const ParseTexts& node) {
              return fmt::format("texts of {} by {}", scalar(node.operand), quoted(node.pattern));
            },
            [&](const InRelation& node) {
              pending_.push_back(node.relation);
              return fmt::format("{} {}in{} (rows)", scalar(node.operand), node.negated ? "!" : "",
                                 node.case_insensitive ? "~" : "");
            },
            [&](const ToScalar& node) {
              pending_.push_back(node.relation);
              return std::string("toscalar(rows)");
            },
            // Those without words of their own yet.
            [&](const auto& node) {
              if constexpr (requires { node.operand; }) return fmt::format("value of {}", scalar(node.operand));
              return std::string("value");
            }},
        value.node);
  }

  std::string call(const FunctionCall& node) {
    const std::string_view function = node.function->name;
    if (node.function->kind == FunctionKind::Operator && node.arguments.size() == 2)
      return fmt::format("({} {} {})", scalar(node.arguments[0]), function, scalar(node.arguments[1]));
    return fmt::format("{}({})", function, scalars(node.arguments));
  }

  std::string describe(const Rel& relation, const Scan& node) {
    return fmt::format("scan {}{}: {}", node.table, node.relation.empty() ? " (holds no rows)" : "", columns(relation));
  }
  std::string describe(const Rel& /*relation*/, const Row& /*node*/) { return "one row"; }
  std::string describe(const Rel& relation, const DataTable& node) {
    return fmt::format("datatable of {} rows: {}", node.rows.size(), columns(relation));
  }
  std::string describe(const Rel& relation, const Range& node) {
    return fmt::format("range {} from {} to {} step {}", columns(relation), scalar(node.from), scalar(node.to),
                       scalar(node.step));
  }
  std::string describe(const Rel& /*relation*/, const Filter& node) { return "filter " + scalar(node.predicate); }
  std::string describe(const Rel& relation, const Project& node) {
    return node.computed.empty() ? "project " + columns(relation) : "compute " + assignments(node.computed);
  }
  std::string describe(const Rel& /*relation*/, const Aggregate& node) {
    const std::string by = node.keys.empty() ? std::string() : " by " + assignments(node.keys);
    return node.aggregates.empty() ? "groups" + by : "aggregate " + assignments(node.aggregates) + by;
  }
  std::string describe(const Rel& relation, const Distinct& /*node*/) { return "distinct " + columns(relation); }
  std::string describe(const Rel& /*relation*/, const Sort& node) {
    return "sort by " + joined(node.keys, [&](const SortKey& key) {
             return fmt::format("{} {} nulls {}", scalar(key.value), key.descending ? "desc" : "asc",
                                key.nulls_first ? "first" : "last");
           });
  }
  std::string describe(const Rel& /*relation*/, const Limit& node) {
    return fmt::format("first {} rows{}", node.count, partition(node.partition));
  }
  std::string describe(const Rel& /*relation*/, const Join& node) {
    if (node.keys.empty()) return fmt::format("join {}, each row with each", name_of(node.kind));
    return fmt::format("join {} on {}", name_of(node.kind), joined(node.keys, [&](const JoinKey& key) {
                         return fmt::format("{} == {}", scalar(key.left), scalar(key.right));
                       }));
  }
  std::string describe(const Rel& /*relation*/, const Union& node) {
    return fmt::format("union of {}", node.inputs.size());
  }
  std::string describe(const Rel& /*relation*/, const MvExpand& node) {
    return "mv-expand " + joined(node.terms, [&](const MvExpand::Term& term) {
             return fmt::format("{} = {} to {}", name(term.column), scalar(term.value),
                                huntbook::name_of(term.to_type));
           });
  }
  std::string describe(const Rel& /*relation*/, const PluginCall& node) {
    return fmt::format("evaluate {} {}", node.plugin, node.payload);
  }
  std::string describe(const Rel& /*relation*/, const Shared& node) {
    return fmt::format("shared {}{}", node.id, shown_.contains(node.id) ? ", as above" : "");
  }
  std::string describe(const Rel& /*relation*/, const Windowed& node) {
    return "over the rows in order" + partition(node.partition) + ": " + assignments(node.computed);
  }
  std::string describe(const Rel& relation, const External& /*node*/) { return "external data: " + columns(relation); }
  // Those without words of their own yet.
  template <class Node>
  std::string describe(const Rel& relation, const Node& /*node*/) {
    return "relation " + columns(relation);
  }

  std::string out_;
  std::map<ColumnId, std::string> names_;
  std::set<std::uint32_t> named_;
  std::set<std::uint32_t> shown_;
  std::vector<RelPtr> pending_;  // relations that scalars of the line read
};

}  // namespace

std::string print(const RelPtr& relation) {
  return Printer().print(relation);
}

}  // namespace huntbook::kql::plan
