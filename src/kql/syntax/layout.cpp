#include <string_view>

#include "base/overloaded.hpp"
#include "kql/syntax/layout_builder.hpp"

namespace huntbook::kql::syntax {

namespace {

// Operators with which a query may stay on one line.
constexpr std::size_t most_on_a_line = 1;
constexpr std::size_t most_in_brackets = 2;

bool is_literal_name(std::string_view name) {
  for (std::string_view type : {"bool", "int", "int32", "long", "int64", "real", "double", "decimal", "datetime",
                                "date", "timespan", "time", "guid", "uuid"}) {
    if (type == name) return true;
  }
  return false;
}

}  // namespace

std::size_t LayoutBuilder::closing(std::size_t open, std::size_t end) const {
  std::size_t depth = 0;
  std::size_t close = open;
  for (; close <= end; ++close) {
    if (is(close, "(") || is(close, "[") || is(close, "{")) ++depth;
    if ((is(close, ")") || is(close, "]") || is(close, "}")) && --depth == 0) break;
  }
  return close;
}

std::size_t LayoutBuilder::find(std::string_view word, std::size_t begin, std::size_t end) const {
  for (std::size_t i = begin; i <= end && i < tokens_.size(); ++i) {
    if (text(i) == word) return i;
    if (is(i, "(") || is(i, "[") || is(i, "{")) i = closing(i, end);
  }
  return tokens_.size();
}

void LayoutBuilder::statements(const std::vector<Statement>& list, bool top) {
  for (const Statement& each : list) {
    if (top) layout_.statement[from(each.span.begin)] = true;
    statement(each);
  }
}

void LayoutBuilder::statement(const Statement& each) {
  std::visit(Overloaded{
                 [&](const LetStatement& let) {
                   if (const auto* query = std::get_if<PipelinePtr>(&let.value)) {
                     if (*query) let_query(each, **query);
                   } else if (const auto& function = std::get<std::unique_ptr<Lambda>>(let.value)) {
                     lambda(*function, each.span);
                   }
                 },
                 [&](const QueryStatement& query) {
                   if (query.pipeline) pipeline(*query.pipeline, most_on_a_line);
                 },
                 [&](const SetStatement& set) {
                   if (set.value) expression(*set.value);
                 },
                 [&](const DeclareStatement& declare) {
                   stick(from(each.span.begin) + 2);  // query_parameters(
                   for (const Parameter& parameter : declare.parameters) {
                     if (parameter.default_value) expression(*parameter.default_value);
                   }
                 },
                 [&](const RestrictStatement& restrict) {
                   for (const ExprPtr& table : restrict.tables) expression(*table);
                 },
                 [&](const auto&) { keep_as_it_is(each.span); },
             },
             each.node);
}

void LayoutBuilder::let_query(const Statement& each, const Pipeline& query) {
  if (!query.operators.empty()) {
    const std::size_t group =
        open_group(from(each.span.begin), to(each.span.end), query.operators.size() > most_on_a_line, true);
    add_point(group, from(query.span.begin), 1);
  }
  pipeline(query, most_on_a_line);
}

void LayoutBuilder::lambda(const Lambda& function, Span span) {
  for (const Parameter& parameter : function.parameters) {
    if (parameter.default_value) expression(*parameter.default_value);
  }
  const std::size_t close = to(span.end);
  std::size_t begin = close;  // of the body
  if (!function.statements.empty()) {
    begin = from(function.statements.front().span.begin);
  } else if (function.body) {
    begin = from(function.body->span.begin);
  }
  if (!is(close, "}") || begin == 0 || !is(begin - 1, "{")) return;
  const std::size_t group = open_group(begin - 1, close, !function.statements.empty(), true);
  for (const Statement& each : function.statements) add_point(group, from(each.span.begin), 1);
  if (function.body) add_point(group, from(function.body->span.begin), 1);
  add_point(group, close, 0);
  statements(function.statements, false);
  if (function.body) pipeline(*function.body, most_on_a_line);
}

void LayoutBuilder::pipeline(const Pipeline& query, std::size_t most_operators) {
  const bool implied = !query.source && !query.operators.empty();
  const std::size_t first = from(implied ? query.operators.front().span.begin : query.span.begin);
  const std::size_t last = to(implied && is(first > 0 ? first - 1 : 0, "(") && is(to(query.span.end), ")")
                                  ? tokens_[to(query.span.end)].span.begin
                                  : query.span.end);
  if (!query.operators.empty()) {
    const std::size_t count = query.operators.size() - (implied ? 1 : 0);
    const std::size_t group = open_group(first, last, count > most_operators - (implied ? 1 : 0), true);
    for (const Operator& op : query.operators) {
      const std::size_t keyword = from(op.span.begin);
      if (keyword > 0 && is(keyword - 1, "|")) add_point(group, keyword - 1, 0);
    }
  }
  source(query);
  for (const Operator& op : query.operators) operation(op);
}

void LayoutBuilder::inner_pipeline(const Pipeline& query) {
  const bool implied = !query.source && !query.operators.empty();
  const std::size_t first = from(implied ? query.operators.front().span.begin : query.span.begin);
  const std::size_t end = to(query.span.end);
  const std::size_t close = implied && is(end, ")") && first > 0 && is(first - 1, "(") ? end : end + 1;
  const bool bracketed =
      first > 0 && ((is(first - 1, "(") && is(close, ")")) || (is(first - 1, "{") && is(close, "}")));
  if (bracketed && !query.operators.empty()) {
    const std::size_t group = open_group(first - 1, close, false, true);
    add_point(group, first, 1);
    add_point(group, close, 0);
  }
  pipeline(query, most_in_brackets);
}

void LayoutBuilder::source(const Pipeline& query) {
  if (!query.source) return;
  const std::size_t keyword = from(query.span.begin);
  if (const auto* table = std::get_if<DataTableSource>(&*query.source)) return datatable(*table, query, keyword);
  if (const auto* print = std::get_if<PrintSource>(&*query.source)) {
    if (!print->columns.empty()) list(open_group(keyword, to(print->columns.back()->span.end)), print->columns);
  }
  if (const auto* data = std::get_if<ExternalDataSource>(&*query.source)) {
    stick(keyword + 1);
    stick(values(data->locations, 1, false, query));
  }
  Parts parts = parts_of_expressions();
  each_part_of_source(query, parts);
}

void LayoutBuilder::datatable(const DataTableSource& table, const Pipeline& query, std::size_t keyword) {
  stick(keyword + 1);
  for (const ExprPtr& value : table.values) expression(*value);
  const std::size_t width = std::max<std::size_t>(table.columns.size(), 1);
  const bool rows = width > 1 && table.values.size() > width;
  stick(values(table.values, width, rows, query));
}

std::size_t LayoutBuilder::values(const std::vector<ExprPtr>& list, std::size_t width, bool must_break,
                                  const Pipeline& query) {
  if (list.empty()) return tokens_.size();
  const std::size_t first = from(list.front()->span.begin);
  if (first == 0 || !is(first - 1, "[")) return tokens_.size();
  const std::size_t end = query.operators.empty() ? query.span.end : query.operators.front().span.begin;
  std::size_t close = to(end);
  while (close > first && !is(close, "]")) --close;
  if (!is(close, "]")) return first - 1;
  // On one line ['text'] would be a name.
  const bool like_a_name = list.size() == 1 && tokens_[first].kind == TokenKind::StringLiteral;
  const std::size_t group = open_group(first - 1, close, must_break || like_a_name);
  for (std::size_t i = 0; i < list.size(); i += width) add_point(group, from(list[i]->span.begin), 1);
  add_point(group, close, 0);
  return first - 1;
}

void LayoutBuilder::list(std::size_t group, const std::vector<ExprPtr>& items) {
  for (const ExprPtr& item : items) add_point(group, from(item->span.begin), 1);
}

Parts LayoutBuilder::parts_of_expressions() {
  Parts parts;
  parts.expression = [this](const Expr& expr) { expression(expr); };
  parts.pipeline = [this](const Pipeline& query) { inner_pipeline(query); };
  parts.property = [this](const Property& property) {
    keep_as_it_is(property.name.span);
    const std::size_t equals = from(property.name.span.end);
    if (!is(equals, "=")) return;
    stick(equals);
    stick(equals + 1);
    if (property.value) expression(*property.value);
  };
  return parts;
}

void LayoutBuilder::expression(const Expr& expr) {
  std::visit(Overloaded{
                 [&](const Call& call) { call_of(expr, call); },
                 [&](const Literal& literal) {
                   if (literal.type == ScalarType::Dynamic) keep_as_it_is(expr.span);
                 },
                 [&](const NameRef& name) {
                   if (name.name.find('*') != std::string::npos) keep_as_it_is(expr.span);
                 },
                 [&](const Member& member) {
                   if (member.name.text.find('*') != std::string::npos) keep_as_it_is(member.name.span);
                 },
                 [&](const Index& index) { stick(from(index.object->span.end)); },
                 [&](const Binary& binary) {
                   if (is_logical(binary)) logical(expr);
                   layout_.infix[from(binary.op_span.begin)] = true;
                 },
                 [&](const InList& in) { bracket_list(from(in.op_span.end), expr, in.values); },
                 [&](const auto&) {},
             },
             expr.node);
  Parts parts;
  parts.expression = [this](const Expr& part) { expression(part); };
  parts.pipeline = [this](const Pipeline& query) { inner_pipeline(query); };
  each_part(expr, parts);
}

void LayoutBuilder::logical(const Expr& expr) {
  const auto& binary = std::get<Binary>(expr.node);
  if (layout_.infix[from(binary.op_span.begin)]) return;
  const bool brackets = is_parenthesised(expr, binary);
  condition(open_group(from(expr.span.begin), to(expr.span.end)), expr, brackets);
}

void LayoutBuilder::condition(std::size_t group, const Expr& expr, bool may_have_brackets) {
  const auto* binary = std::get_if<Binary>(&expr.node);
  if (binary == nullptr || !is_logical(*binary)) return;
  if (!may_have_brackets && is_parenthesised(expr, *binary)) return;
  const std::size_t op = from(binary->op_span.begin);
  layout_.infix[op] = true;
  condition(group, *binary->left, false);
  add_point(group, op, 1);
  condition(group, *binary->right, false);
}

void LayoutBuilder::call_of(const Expr& expr, const Call& call) {
  const std::size_t name = from(call.function.span.begin);
  // 'datetime (x)' is a call, 'datetime(x)' would be a literal.
  const bool touches = tokens_[name].span.end == tokens_[std::min(name + 1, tokens_.size() - 1)].span.begin;
  if (touches || !is_literal_name(call.function.text)) stick(name + 1);
  const bool one_query =
      call.arguments.size() == 1 && std::holds_alternative<SubPipeline>(call.arguments.front()->node);
  if (!one_query) bracket_list(name + 1, expr, call.arguments);
}

void LayoutBuilder::bracket_list(std::size_t open, const Expr& expr, const std::vector<ExprPtr>& items) {
  if (items.empty() || !is(open, "(")) return;
  const std::size_t close = closing(open, to(expr.span.end));
  if (!is(close, ")")) return;
  const std::size_t group = open_group(open, close, false, true);
  list(group, items);
  add_point(group, close, 0);
}

bool LayoutBuilder::has_comment(std::size_t token) const {
  const Span trivia = tokens_[token].trivia;
  return tree_.text.find("//", trivia.begin) < trivia.end;
}

void LayoutBuilder::break_around_inner() {
  auto& groups = layout_.groups;
  std::vector<std::size_t> comments;  // tokens with one, in order
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    if (has_comment(i) || tokens_[i].kind == TokenKind::Directive) comments.push_back(i);
  }
  for (LayoutGroup& group : groups) {
    const auto comment = std::ranges::upper_bound(comments, group.first);
    if (comment != comments.end() && *comment <= group.last) group.must_break = true;
  }
  // Inner groups stand behind outer ones; `open` are those that may hold the one at hand.
  std::ranges::stable_sort(groups, [](const LayoutGroup& a, const LayoutGroup& b) {
    return a.first != b.first ? a.first < b.first : a.last > b.last;
  });
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    while (!open.empty() && groups[open.back()].last < groups[i].first) open.pop_back();
    if (groups[i].must_break) {
      // Those outside of the first that breaks already were seen to when that one broke.
      for (auto outer = open.rbegin(); outer != open.rend(); ++outer) {
        if (groups[*outer].follows_inner) groups[*outer].must_break = true;
      }
    }
    open.push_back(i);
  }
}

Layout lay_out(const SyntaxTree& tree) {
  return LayoutBuilder(tree).run();
}

}  // namespace huntbook::kql::syntax
