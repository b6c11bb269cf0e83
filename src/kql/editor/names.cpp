#include "kql/editor/names.hpp"

#include <algorithm>

#include "base/overloaded.hpp"
#include "kql/syntax/walk.hpp"

namespace huntbook::kql::editor {

namespace {

using syntax::Operator;
using syntax::Pipeline;
using syntax::Statement;

constexpr int longest_chain_of_lets = 20;

class Collector {
 public:
  explicit Collector(std::vector<Definition>& found) : found_(found) {}

  // A name is known from the end of its statement to the end of the text that the statement is part of.
  void collect(const std::vector<Statement>& statements, std::size_t end) {
    for (const Statement& statement : statements) {
      if (const auto* declare = std::get_if<syntax::DeclareStatement>(&statement.node))
        add_parameters(declare->parameters, statement.span.end, end);
      if (const auto* pattern = std::get_if<syntax::PatternStatement>(&statement.node))
        found_.push_back(
            {pattern->name.text, pattern->name.span, statement.span, nullptr, nullptr, {statement.span.end, end}});
      const auto* let = std::get_if<syntax::LetStatement>(&statement.node);
      if (let == nullptr) continue;
      const auto* lambda = std::get_if<std::unique_ptr<syntax::Lambda>>(&let->value);
      if (lambda != nullptr && *lambda) {
        const std::size_t body =
            (*lambda)->parameters.empty() ? statement.span.begin : (*lambda)->parameters.back().name.span.end;
        add_parameters((*lambda)->parameters, body, statement.span.end);
        collect((*lambda)->statements, statement.span.end);
      }
      found_.push_back({let->name.text, let->name.span, statement.span, let, nullptr, {statement.span.end, end}});
    }
  }

 private:
  void add_parameters(const std::vector<syntax::Parameter>& parameters, std::size_t begin, std::size_t end) {
    for (const syntax::Parameter& parameter : parameters)
      found_.push_back(
          {parameter.name.text, parameter.name.span, parameter.name.span, nullptr, &parameter, {begin, end}});
  }

  std::vector<Definition>& found_;
};

// Finds the name that makes a column among the parts that it is given.
class Declaration {
 public:
  explicit Declaration(std::string_view column) : column_(column) {
    parts_.declared_name = [this](const syntax::Name& name) { check(name); };
    parts_.expression = [this](const syntax::Expr& expr) {
      if (const auto* named = std::get_if<syntax::Named>(&expr.node)) {
        for (const syntax::Name& name : named->names) check(name);
      }
    };
  }
  Declaration(const Declaration&) = delete;
  Declaration& operator=(const Declaration&) = delete;

  syntax::Parts& parts() { return parts_; }
  std::optional<diag::Span> found() const { return found_; }

 private:
  void check(const syntax::Name& name) {
    if (name.text == column_ && !found_) found_ = name.span;
  }

  std::string_view column_;
  syntax::Parts parts_;
  std::optional<diag::Span> found_;
};

// The name with which an operator makes the column; nothing where it makes none of that name.
std::optional<diag::Span> declared_by(const Operator& op, std::string_view column) {
  Declaration declaration(column);
  // Names of arguments are no columns.
  if (std::holds_alternative<syntax::EvaluateOp>(op.node) || std::holds_alternative<syntax::InvokeOp>(op.node) ||
      std::holds_alternative<syntax::AsOp>(op.node))
    declaration.parts().expression = nullptr;
  if (std::holds_alternative<syntax::AsOp>(op.node)) declaration.parts().declared_name = nullptr;
  each_part(op, declaration.parts());
  return declaration.found();
}

std::optional<diag::Span> declared_by_source(const Pipeline& pipeline, std::string_view column) {
  Declaration declaration(column);
  each_part_of_source(pipeline, declaration.parts());
  return declaration.found();
}

class ColumnSearch {
 public:
  ColumnSearch(const Document& document, std::string_view column) : document_(document), column_(column) {}

  std::optional<diag::Span> before(const Pipeline& pipeline, std::size_t op) {
    if (++depth_ > longest_chain_of_lets) return std::nullopt;
    for (std::size_t i = std::min(op, pipeline.operators.size()); i-- > 0;) {
      const Operator& candidate = pipeline.operators[i];
      if (const auto found = declared_by(candidate, column_)) return found;
      if (const auto* join = std::get_if<syntax::JoinOp>(&candidate.node); join != nullptr && join->right) {
        if (const auto found = before(*join->right, join->right->operators.size())) return found;
      }
    }
    if (!pipeline.source) return std::nullopt;
    if (const auto found = declared_by_source(pipeline, column_)) return found;
    const auto* source = std::get_if<syntax::ExprSource>(&*pipeline.source);
    return source != nullptr ? in_table(*source->expr) : std::nullopt;
  }

 private:
  std::optional<diag::Span> in_table(const syntax::Expr& expr) {
    if (const auto* sub = std::get_if<syntax::SubPipeline>(&expr.node))
      return before(*sub->pipeline, sub->pipeline->operators.size());
    std::string_view name;
    if (const auto* ref = std::get_if<syntax::NameRef>(&expr.node)) name = ref->name;
    if (const auto* call = std::get_if<syntax::Call>(&expr.node)) {
      if (call->function.text == "materialize" && call->arguments.size() == 1) return in_table(*call->arguments[0]);
      name = call->function.text;
    }
    if (name.empty()) return std::nullopt;
    const std::vector<Definition> known = definitions_at(document_, expr.span.begin);
    const auto found = std::ranges::find(known, name, &Definition::name);
    if (found == known.end()) return std::nullopt;
    if (found->parameter != nullptr) return in_parameter(*found->parameter);
    if (found->let == nullptr) return std::nullopt;  // a pattern: its case decides
    if (const auto* pipeline = std::get_if<syntax::PipelinePtr>(&found->let->value))
      return *pipeline ? before(**pipeline, (*pipeline)->operators.size()) : std::nullopt;
    const auto& lambda = std::get<std::unique_ptr<syntax::Lambda>>(found->let->value);
    return lambda && lambda->body ? before(*lambda->body, lambda->body->operators.size()) : std::nullopt;
  }

  std::optional<diag::Span> in_parameter(const syntax::Parameter& parameter) const {
    if (!parameter.tabular) return std::nullopt;
    for (const syntax::Typed& typed : *parameter.tabular) {
      if (typed.name.text == column_) return typed.name.span;
    }
    return std::nullopt;
  }

  const Document& document_;
  std::string_view column_;
  int depth_ = 0;
};

}  // namespace

std::vector<Definition> definitions_in(const syntax::SyntaxTree& tree) {
  std::vector<Definition> found;
  Collector(found).collect(tree.statements, tree.text.size() + 1);
  return found;
}

std::vector<Definition> definitions_at(const Document& document, std::size_t offset) {
  std::vector<Definition> known;
  for (Definition& definition : definitions_in(document.tree())) {
    if (offset < definition.reach.begin || offset > definition.reach.end) continue;
    std::erase_if(known, [&](const Definition& older) { return older.name == definition.name; });
    known.push_back(std::move(definition));
  }
  return known;
}

std::optional<PipelinePlace> pipeline_at(const Document& document, std::size_t offset) {
  std::optional<PipelinePlace> place;
  for (const Statement& statement : document.tree().statements) {
    if (offset < statement.span.begin || offset > statement.span.end) continue;
    // Outer pipelines come first, so the last one that holds the place is the innermost.
    each_pipeline(statement, [&](const Pipeline& pipeline) {
      if (offset < pipeline.span.begin || offset > pipeline.span.end) return;
      PipelinePlace inner{&pipeline, 0, pipeline.source.has_value()};
      for (std::size_t i = 0; i < pipeline.operators.size(); ++i) {
        if (pipeline.operators[i].span.begin > offset) break;
        inner.op = i;
        inner.in_source = false;
      }
      place = inner;
    });
  }
  return place;
}

std::optional<diag::Span> column_definition(const Document& document, std::size_t offset, std::string_view column) {
  const std::optional<PipelinePlace> place = pipeline_at(document, offset);
  if (!place) return std::nullopt;
  return ColumnSearch(document, column).before(*place->pipeline, place->in_source ? 0 : place->op);
}

}  // namespace huntbook::kql::editor
