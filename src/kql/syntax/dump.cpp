#include "kql/syntax/dump.hpp"

#include <fmt/format.h>

#include "base/json_text.hpp"
#include "kql/syntax/dumper.hpp"
#include "kql/syntax/string_scan.hpp"

namespace huntbook::kql::syntax {

void Dumper::put(const ExprPtr& expr) {
  if (!expr) return word("?");
  std::visit([this](const auto& node) { put(node); }, expr->node);
}

void Dumper::put(const Expr& expr) {
  std::visit([this](const auto& node) { put(node); }, expr.node);
}

void Dumper::put(const Pipeline& pipeline) {
  open("pipe");
  if (pipeline.source) {
    std::visit([this](const auto& node) { put(node); }, *pipeline.source);
  } else {
    word("_");
  }
  for (const Operator& op : pipeline.operators) std::visit([this](const auto& node) { put(node); }, op.node);
  close();
}

void Dumper::put(const Statement& statement) {
  std::visit([this](const auto& node) { put(node); }, statement.node);
}

void Dumper::word(std::string_view text) {
  if (!out_.empty() && out_.back() != '(') out_.push_back(' ');
  out_ += text;
}

void Dumper::open(std::string_view head) {
  word("(");
  out_ += head;
}

void Dumper::quoted(std::string_view text) {
  std::string json;
  append_json_string(json, text);
  word(json);
}

void Dumper::put(const Name& name) {
  name_word(name.text);
}

void Dumper::name_word(std::string_view name) {
  bool plain = !name.empty();
  for (char c : name) plain = plain && (is_name_char(c) || c == '*' || c == '$' || c == '.');
  word(plain ? std::string(name) : fmt::format("['{}']", name));
}

namespace {

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
