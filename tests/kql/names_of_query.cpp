#include "names_of_query.hpp"

#include <cctype>
#include <vector>

#include "kql/functions/record.hpp"
#include "kql/operators/record.hpp"
#include "kql/syntax/dump.hpp"

namespace huntbook::kql_cases {
namespace {

// A node of the parser's dump: its head and children, or a word.
struct Node {
  std::string head;
  bool group = false;
  std::vector<Node> children;
};

class DumpReader {
 public:
  explicit DumpReader(std::string_view text) : text_(text) {}

  std::vector<Node> read_all() {
    std::vector<Node> nodes;
    for (skip_blanks(); at_ < text_.size() && text_[at_] != ')'; skip_blanks()) nodes.push_back(read());
    return nodes;
  }

 private:
  void skip_blanks() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }
  Node read() {
    Node node;
    if (text_[at_] != '(') {
      node.head = word();
      return node;
    }
    ++at_;
    node.group = true;
    if (at_ < text_.size() && text_[at_] != '(' && text_[at_] != ')') node.head = head();
    node.children = read_all();
    ++at_;
    return node;
  }
  // The words of the one operator that has two belong together.
  std::string head() {
    std::string name = word();
    if (name == "matches" && text_.substr(at_).starts_with(" regex")) at_ += 6, name += " regex";
    return name;
  }
  // A word may hold a literal with parentheses and texts of its own: datetime(..), dynamic({"a": ")"}).
  std::string word() {
    const std::size_t begin = at_;
    int depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (depth == 0 && (std::isspace(static_cast<unsigned char>(c)) != 0 || c == ')')) break;
      if (c == '"') {
        skip_text();
      } else if (text_.substr(at_).starts_with("['")) {
        at_ = std::min(text_.find("']", at_), text_.size() - 2) + 2;
      } else {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        ++at_;
      }
    }
    return std::string(text_.substr(begin, at_ - begin));
  }
  void skip_text() {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) at_ += text_[at_] == '\\' ? 1 : 0;
    ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

class Collector {
 public:
  std::set<UsedName> take() { return std::move(names_); }

  // Names of functions that the text itself defines stand for no record.
  void find_definitions(const Node& node) {
    if (node.head == "let" && node.children.size() > 1 && node.children[1].group &&
        (node.children[1].head == "function" || node.children[1].head == "view"))
      own_.insert(node.children[0].head);
    for (const Node& child : node.children) find_definitions(child);
  }

  void visit(const Node& node, bool aggregates) {
    if (!node.group) return;
    if (node.head == "pipe") return visit_pipeline(node);
    if (node.head == "call") return visit_call(node, aggregates);
    add_operator_record(kql::OperatorKind::Statement, NameKind::Statement, statement_name(node.head));
    add_value_operator(node);
    for (const Node& child : node.children) visit(child, aggregates);
  }

 private:
  static std::string_view statement_name(std::string_view head) {
    if (head == "declare") return "declare query_parameters";
    if (head == "declare-pattern") return "declare pattern";
    if (head == "alias-database") return "alias database";
    return head == "restrict" ? "restrict access to" : head;
  }

  void visit_pipeline(const Node& node) {
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      const Node& op = node.children[i];
      if (i == 0 && op.group && add_operator_record(kql::OperatorKind::Source, NameKind::Source, op.head)) {
        visit_operands(op);
      } else if (i == 0) {
        // Sources that are also operators behind a bar, and expressions.
        visit(op, false);
      } else {
        add_operator_record(kql::OperatorKind::Operator, NameKind::TabularOperator, op.head);
        visit_operands(op);
      }
    }
  }

  void visit_operands(const Node& op) {
    const bool aggregates = op.head == "summarize" || op.head == "make-series" || op.head == "top-nested";
    for (const Node& child : op.children) {
      if (op.head == "evaluate" && child.head == "call") {
        names_.insert({NameKind::Plugin, child.children.empty() ? "" : child.children[0].head});
        visit_arguments(child, false);
      } else if (child.head == "in" && (op.head == "search" || op.head == "find")) {
        for (const Node& table : child.children) visit(table, false);
      } else {
        visit(child, aggregates);
      }
    }
  }

  void visit_arguments(const Node& call, bool aggregates) {
    for (std::size_t i = 1; i < call.children.size(); ++i) visit(call.children[i], aggregates);
  }

  void visit_call(const Node& call, bool aggregates) {
    using enum kql::FunctionKind;
    const std::string name = call.children.empty() ? "" : call.children[0].head;
    if (own_.contains(name)) return visit_arguments(call, aggregates);
    const kql::FunctionCatalogue& functions = kql::builtin_functions();
    if (const auto* record = functions.find(Aggregate, name); record != nullptr && aggregates) {
      names_.insert({NameKind::Aggregate, std::string(record->name)});
      return visit_arguments(call, false);
    }
    if (const auto* record = functions.find(Window, name)) {
      names_.insert({NameKind::Window, std::string(record->name)});
    } else if (const auto* scalar = functions.find(Scalar, name)) {
      names_.insert({NameKind::Scalar, std::string(scalar->name)});
    }
    visit_arguments(call, aggregates);
  }

  void add_value_operator(const Node& node) {
    std::string name = node.head;
    if (node.children.size() == 1 && name == "-") name = "neg";
    if (node.children.size() == 1 && name == "+") name = "pos";
    if (const auto* record = kql::builtin_functions().find(kql::FunctionKind::Operator, name))
      names_.insert({NameKind::ValueOperator, std::string(record->name)});
  }

  bool add_operator_record(kql::OperatorKind kind, NameKind as, std::string_view name) {
    const kql::OperatorRecord* record = kql::find_operator(kind, name);
    if (record != nullptr) names_.insert({as, std::string(record->name)});
    return record != nullptr;
  }

  std::set<UsedName> names_;
  std::set<std::string> own_;
};

}  // namespace

std::set<UsedName> names_of_query(std::string_view text) {
  const kql::syntax::SyntaxTree tree = kql::syntax::parse(std::string(text));
  const std::string dump = kql::syntax::dump(tree);
  const std::vector<Node> nodes = DumpReader(dump).read_all();
  Collector collector;
  for (const Node& node : nodes) collector.find_definitions(node);
  for (const Node& node : nodes) collector.visit(node, false);
  return collector.take();
}

}  // namespace huntbook::kql_cases
