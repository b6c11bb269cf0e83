#include "kql/syntax/dump.hpp"

#include <fmt/format.h>

#include "base/json_text.hpp"
#include "base/time.hpp"
#include "kql/syntax/string_scan.hpp"

namespace huntbook::kql::syntax {

namespace {

class Dumper {
 public:
  std::string text() { return std::move(out_); }

  void put(const ExprPtr& expr) {
    if (!expr) return word("?");
    std::visit([this](const auto& node) { put(node); }, expr->node);
  }
  void put(const Expr& expr) {
    std::visit([this](const auto& node) { put(node); }, expr.node);
  }
  void put(const Pipeline& pipeline) {
    open("pipe");
    if (pipeline.source) {
      std::visit([this](const auto& node) { put(node); }, *pipeline.source);
    } else {
      word("_");
    }
    for (const Operator& op : pipeline.operators) std::visit([this](const auto& node) { put(node); }, op.node);
    close();
  }
  void put(const Statement& statement) {
    std::visit([this](const auto& node) { put(node); }, statement.node);
  }

 private:
  void word(std::string_view text) {
    if (!out_.empty() && out_.back() != '(') out_.push_back(' ');
    out_ += text;
  }
  void open(std::string_view head) {
    word("(");
    out_ += head;
  }
  void close() { out_.push_back(')'); }
  void quoted(std::string_view text) {
    std::string json;
    append_json_string(json, text);
    word(json);
  }
  void put(const Name& name) { name_word(name.text); }
  void name_word(std::string_view name) {
    bool plain = !name.empty();
    for (char c : name) plain = plain && (is_name_char(c) || c == '*' || c == '$' || c == '.');
    word(plain ? std::string(name) : fmt::format("['{}']", name));
  }
  template <class List>
  void put_all(const List& list) {
    for (const auto& item : list) put(item);
  }
  template <class List>
  void group(std::string_view head, const List& list) {
    open(head);
    put_all(list);
    close();
  }
  template <class List>
  void group_if_any(std::string_view head, const List& list) {
    if (!list.empty()) group(head, list);
  }

  // --- expressions
  void put(const Literal& literal) {
    if (std::holds_alternative<std::monostate>(literal.value)) {
      return word(fmt::format("{}(null)", name_of(literal.type)));
    }
    if (const bool* flag = std::get_if<bool>(&literal.value)) return word(*flag ? "true" : "false");
    if (const double* real = std::get_if<double>(&literal.value)) return word(fmt::format("{}r", *real));
    if (const std::string* text = std::get_if<std::string>(&literal.value)) {
      if (literal.type == ScalarType::String) {
        if (literal.hidden_string) word("h");
        return quoted(*text);
      }
      return word(fmt::format("{}({})", name_of(literal.type), *text));
    }
    const std::int64_t number = std::get<std::int64_t>(literal.value);
    switch (literal.type) {
      case ScalarType::DateTime:
        return word(fmt::format("datetime({})", format_datetime(number)));
      case ScalarType::TimeSpan:
        return word(fmt::format("timespan({})", format_timespan(number)));
      case ScalarType::Int:
        return word(fmt::format("int({})", number));
      default:
        return word(fmt::format("{}", number));
    }
  }
  void put(const NameRef& node) { name_word(node.name); }
  void put(const Star&) { word("*"); }
  void put(const Call& node) {
    open("call");
    put(node.function);
    put_all(node.arguments);
    close();
  }
  void put(const Member& node) {
    open(".");
    put(node.object);
    put(node.name);
    close();
  }
  void put(const MemberCall& node) {
    open(".");
    put(node.object);
    put(node.call);
    close();
  }
  void put(const Index& node) {
    open("at");
    put(node.object);
    put(node.index);
    close();
  }
  void put(const Unary& node) {
    open(node.op);
    put(node.operand);
    close();
  }
  void put(const Binary& node) {
    open(node.op);
    put(node.left);
    put(node.right);
    close();
  }
  void put(const InList& node) {
    open(node.op);
    put(node.operand);
    put_all(node.values);
    close();
  }
  void put(const Between& node) {
    open(node.negated ? "!between" : "between");
    put(node.operand);
    put(node.low);
    put(node.high);
    close();
  }
  void put(const Named& node) {
    open("=");
    if (node.names.size() == 1) {
      put(node.names.front());
    } else {
      group("", node.names);
    }
    put(node.expr);
    close();
  }
  void put(const Typed& node) {
    put(node.name);
    out_ += fmt::format(":{}", name_of(node.type));
  }
  void put(const SubPipeline& node) { put(*node.pipeline); }
  void put(const Missing&) { word("<missing>"); }

  // --- operators
  void put(const Property& property) {
    open("=");
    put(property.name);
    put(property.value);
    close();
  }
  void put(const WhereOp& op) {
    open("where");
    put(op.predicate);
    close();
  }
  void put(const ExtendOp& op) { group("extend", op.columns); }
  void put(const ReorderTerm& term) {
    constexpr std::string_view orders[] = {"", "asc", "desc", "granny-asc", "granny-desc"};
    put(term.column);
    if (term.order != ReorderTerm::Order::None) word(orders[static_cast<std::size_t>(term.order)]);
  }
  void put(const ProjectOp& op) {
    constexpr std::string_view kinds[] = {"project",        "project-away",    "project-keep",
                                          "project-rename", "project-reorder", "project-by-names"};
    open(kinds[static_cast<std::size_t>(op.kind)]);
    put_all(op.columns);
    put_all(op.reorder);
    close();
  }
  void put(const SummarizeOp& op) {
    open("summarize");
    put_all(op.properties);
    put_all(op.aggregates);
    group_if_any("by", op.by);
    close();
  }
  void put(const CountOp& op) {
    open("count");
    if (op.as) put(*op.as);
    close();
  }
  void put(const DistinctOp& op) { group("distinct", op.columns); }
  void put(const SortTerm& term) {
    put(term.expr);
    if (term.ascending) word(*term.ascending ? "asc" : "desc");
    if (term.nulls_first) word(*term.nulls_first ? "nulls-first" : "nulls-last");
  }
  void put(const SortOp& op) { group("sort", op.terms); }
  void put(const TopOp& op) {
    open("top");
    put(op.count);
    group("by", op.terms);
    close();
  }
  void put(const TakeOp& op) {
    open("take");
    put(op.count);
    close();
  }
  void put(const PipelinePtr& pipeline) {
    if (pipeline) {
      put(*pipeline);
    } else {
      word("?");
    }
  }
  void put(const JoinOp& op) {
    open(op.lookup ? "lookup" : "join");
    put_all(op.properties);
    put(op.right);
    group("on", op.on);
    close();
  }
  void put(const UnionOp& op) {
    open("union");
    put_all(op.properties);
    put_all(op.tables);
    close();
  }
  void put(const MvExpandTerm& term) {
    put(term.expr);
    if (term.to_type) out_ += fmt::format(":{}", name_of(*term.to_type));
  }
  void limit(const ExprPtr& count) {
    if (!count) return;
    open("limit");
    put(count);
    close();
  }
  void put(const MvExpandOp& op) {
    open("mv-expand");
    put_all(op.properties);
    put_all(op.terms);
    limit(op.limit);
    close();
  }
  void put(const MvApplyOp& op) {
    open("mv-apply");
    put_all(op.properties);
    put_all(op.terms);
    limit(op.limit);
    put(op.body);
    close();
  }
  void put(const PartitionOp& op) {
    open("partition");
    put_all(op.properties);
    put(op.by);
    put(op.body);
    close();
  }
  void put(const ScanOp& op) {
    open("scan");
    put_all(op.properties);
    if (op.match_id) {
      open("with_match_id");
      put(*op.match_id);
      close();
    }
    if (!op.order.empty()) {
      open("order");
      put_all(op.order);
      close();
    }
    if (!op.partition.empty()) group("partition", op.partition);
    for (const ScanOp::Declared& declared : op.declared) {
      open("declare");
      put(declared.column);
      if (declared.default_value) put(declared.default_value);
      close();
    }
    for (const ScanOp::Step& step : op.steps) {
      static constexpr std::string_view outputs[] = {"all", "last", "none"};
      open("step");
      put(step.name);
      if (step.optional) word("optional");
      word(outputs[static_cast<std::size_t>(step.output)]);
      put(step.condition);
      for (const auto& [name, value] : step.assignments) {
        open("=");
        put(name);
        put(value);
        close();
      }
      close();
    }
    close();
  }
  void put(const ReduceOp& op) {
    open("reduce");
    put_all(op.properties);
    put(op.by);
    put_all(op.with);
    close();
  }
  void put(const MakeSeriesOp& op) {
    open("make-series");
    put_all(op.properties);
    for (const MakeSeriesOp::Series& series : op.series) {
      put(series.aggregate);
      if (!series.default_value) continue;
      open("default");
      put(series.default_value);
      close();
    }
    open("on");
    put(op.axis);
    close();
    if (op.in_range) word("in-range");
    for (auto [label, expr] : {std::pair("from", &op.from), std::pair("to", &op.to), std::pair("step", &op.step)}) {
      if (!*expr) continue;
      open(label);
      put(*expr);
      close();
    }
    open("by");
    put_all(op.by);
    close();
    close();
  }
  void put(const ParsePart& part) {
    if (const ParseText* text = std::get_if<ParseText>(&part)) return quoted(text->text);
    if (const ParseColumn* column = std::get_if<ParseColumn>(&part)) return put(Typed{column->name, column->type});
    word("*");
  }
  void put(const ParseOp& op) {
    open(op.where ? "parse-where" : "parse");
    put_all(op.properties);
    put(op.operand);
    group("with", op.pattern);
    close();
  }
  void put(const ParseKvOp& op) {
    open("parse-kv");
    put(op.operand);
    group("as", op.columns);
    put_all(op.properties);
    close();
  }
  void put(const AsOp& op) {
    open("as");
    put_all(op.properties);
    put(op.name);
    close();
  }
  void put(const EvaluateOp& op) {
    open("evaluate");
    put_all(op.properties);
    put(op.call);
    if (op.schema) {
      open("schema");
      if (op.schema_keeps_input) word("*");
      put_all(*op.schema);
      close();
    }
    close();
  }
  void put(const RenderOp& op) {
    open("render");
    put(op.kind);
    put_all(op.properties);
    close();
  }
  void put(const GetSchemaOp&) { word("(getschema)"); }
  void put(const SerializeOp& op) { group("serialize", op.columns); }
  void put(const InvokeOp& op) {
    open("invoke");
    put(op.call);
    close();
  }
  void put(const SampleOp& op) {
    open("sample");
    put(op.count);
    close();
  }
  void put(const SampleDistinctOp& op) {
    open("sample-distinct");
    put(op.count);
    put(op.column);
    close();
  }
  void put(const TopHittersOp& op) {
    open("top-hitters");
    put(op.count);
    put(op.of);
    if (op.by) put(op.by);
    close();
  }
  void put(const TopNestedLevel& level) {
    open(level.ascending ? "level-asc" : "level");
    if (level.count) put(level.count);
    put(level.of);
    put(level.by);
    if (level.others) {
      open("others");
      put(level.others);
      close();
    }
    close();
  }
  void put(const TopNestedOp& op) { group("top-nested", op.levels); }
  void put(const ForkOp::Branch& branch) {
    if (branch.name) put(*branch.name);
    put(branch.body);
  }
  void put(const ForkOp& op) { group("fork", op.branches); }
  void put(const FacetOp& op) {
    open("facet");
    put_all(op.columns);
    if (op.with) put(op.with);
    close();
  }
  void put(const SearchOp& op) {
    open("search");
    put_all(op.properties);
    if (!op.tables.empty()) group("in", op.tables);
    put(op.predicate);
    close();
  }
  void put(const ConsumeOp&) { word("(consume)"); }
  void put(const MakeGraphOp::Nodes& nodes) {
    open("with");
    put(nodes.table);
    put(nodes.key);
    close();
  }
  void put(const MakeGraphOp& op) {
    open("make-graph");
    put(op.source);
    put(op.target);
    put_all(op.nodes);
    if (op.node_id) {
      open("id");
      put(*op.node_id);
      close();
    }
    if (op.partition) {
      open("partitioned-by");
      put(*op.partition);
      if (op.body) put(op.body);
      close();
    }
    close();
  }
  void put(const GraphPattern::Node& node) {
    open("node");
    if (node.name) put(*node.name);
    close();
  }
  void put(const GraphPattern::Edge& edge) {
    using Direction = GraphPattern::Edge::Direction;
    open(edge.direction == Direction::Right ? "-->" : edge.direction == Direction::Left ? "<--" : "--");
    if (edge.name) put(*edge.name);
    if (edge.least) {
      put(edge.least);
      put(edge.most);
    }
    close();
  }
  void put(const GraphPattern& pattern) {
    open("declare-pattern");
    for (std::size_t i = 0; i < pattern.nodes.size(); ++i) {
      put(pattern.nodes[i]);
      if (i < pattern.edges.size()) put(pattern.edges[i]);
    }
    close();
  }
  void put(const GraphMatchOp& op) {
    open(op.shortest ? "graph-shortest-paths" : "graph-match");
    put_all(op.properties);
    put_all(op.patterns);
    if (op.where) {
      open("where");
      put(op.where);
      close();
    }
    if (op.project) group("project", *op.project);
    close();
  }
  void put(const GraphToTableOp::Output& output) {
    open(output.what.text);
    if (output.as) put(*output.as);
    put_all(output.properties);
    close();
  }
  void put(const GraphToTableOp& op) { group("graph-to-table", op.outputs); }
  void put(const GraphMarkComponentsOp& op) { group("graph-mark-components", op.properties); }
  void put(const UnknownOp& op) { word(fmt::format("(unknown {})", op.name.text)); }

  // --- sources
  void put(const PrintSource& source) { group("print", source.columns); }
  void put(const RangeSource& source) {
    open("range");
    put(source.column);
    put(source.from);
    put(source.to);
    put(source.step);
    close();
  }
  void put(const DataTableSource& source) {
    open("datatable");
    group("", source.columns);
    put_all(source.values);
    close();
  }
  void put(const SearchSource& source) { put(source.op); }
  void put(const FindColumn& column) {
    put(column.name);
    if (column.type) out_ += fmt::format(":{}", name_of(*column.type));
  }
  void put(const FindSource& find) {
    open("find");
    put_all(find.properties);
    if (!find.tables.empty()) group("in", find.tables);
    put(find.predicate);
    if (find.project) group("project", *find.project);
    if (find.pack) word("(pack)");
    close();
  }
  void put(const UnionSource& source) { put(source.op); }
  void put(const ExternalDataSource& source) {
    open("externaldata");
    group("", source.columns);
    put_all(source.locations);
    put_all(source.properties);
    close();
  }
  void put(const ExprSource& source) { put(source.expr); }

  // --- statements
  void put(const Parameter& parameter) {
    put(parameter.name);
    if (parameter.type) out_ += fmt::format(":{}", name_of(*parameter.type));
    if (parameter.tabular) group("table", *parameter.tabular);
    if (parameter.default_value) {
      word("=");
      put(parameter.default_value);
    }
  }
  void put(const Lambda& function) {
    open(function.view ? "view" : "function");
    group("", function.parameters);
    put_all(function.statements);
    put(function.body);
    close();
  }
  void put(const LetStatement& let) {
    open("let");
    put(let.name);
    if (const auto* function = std::get_if<std::unique_ptr<Lambda>>(&let.value)) {
      put(**function);
    } else {
      put(std::get<PipelinePtr>(let.value));
    }
    close();
  }
  void put(const SetStatement& set) {
    open("set");
    put(set.name);
    if (set.value) put(set.value);
    close();
  }
  void put(const QueryStatement& query) { put(query.pipeline); }
  void put(const CommandStatement& command) {
    open("command");
    quoted(command.text);
    close();
  }
  void put(const DeclareStatement& declare) { group("declare", declare.parameters); }
  void put(const RestrictStatement& restrict) { group("restrict", restrict.tables); }
  void put(const PatternStatement& pattern) {
    open("pattern");
    put(pattern.name);
    group("", pattern.parameters);
    if (pattern.path) put(*pattern.path);
    for (const PatternCase& each : pattern.cases) {
      open("case");
      put_all(each.values);
      if (each.path) put(each.path);
      put(*each.body);
      close();
    }
    close();
  }
  void put(const AliasStatement& alias) {
    open("alias-database");
    put(alias.name);
    put(alias.database);
    close();
  }

  std::string out_;
};

template <class Node>
std::string dumped(const Node& node) {
  Dumper dumper;
  dumper.put(node);
  return dumper.text();
}

}  // namespace

std::string dump(const Expr& expr) {
  return dumped(expr);
}
std::string dump(const Pipeline& pipeline) {
  return dumped(pipeline);
}
std::string dump(const Statement& statement) {
  return dumped(statement);
}

std::string dump(const SyntaxTree& tree) {
  std::string out;
  for (const Statement& statement : tree.statements) out += dump(statement) + "\n";
  return out;
}

}  // namespace huntbook::kql::syntax
