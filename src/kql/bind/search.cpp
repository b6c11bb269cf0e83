// search and find (Kusto docs, "search operator", "find operator").
#include "kql/bind/search.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/json_text.hpp"
#include "base/overloaded.hpp"
#include "kql/bind/operators.hpp"
#include "kql/bind/table.hpp"
#include "kql/bind/union.hpp"
#include "kql/functions/regex_dialect.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;
using plan::RelPtr;
using plan::ScalarPtr;

// The letters that the text of a value of this type can hold; empty: any.
std::string_view alphabet_of(ScalarType type) {
  switch (type) {
    case ScalarType::Bool:
      return "truefalsTRUEFALS";
    case ScalarType::Int:
    case ScalarType::Long:
      return "-0123456789";
    case ScalarType::Real:
    case ScalarType::Decimal:
      return "-+.0123456789eEinfINFaA";
    case ScalarType::DateTime:
      return "-:.0123456789tTzZ";
    case ScalarType::TimeSpan:
      return "-:.0123456789";
    case ScalarType::Guid:
      return "-0123456789abcdefABCDEF";
    case ScalarType::String:
    case ScalarType::Dynamic:
      break;
  }
  return {};
}

bool is_searched(const Column& column) {
  return !column.hidden || (!column.name.empty() && column.type == ScalarType::Dynamic);
}

// The text as it stands within JSON.
std::string json_escaped(std::string_view text) {
  std::string json;
  append_json_string(json, text);
  return json.substr(1, json.size() - 2);
}

ScalarPtr either(Context& context, ScalarPtr left, ScalarPtr right, diag::Span span) {
  return left ? apply(context, FunctionKind::Operator, "or", {std::move(left), std::move(right)}, span) : right;
}

// column op text, with the column as text. `letters` are those of the text without the operator's own notation.
ScalarPtr text_in_column(Context& context, const Column& column, std::string_view op, const std::string& text,
                         std::string_view letters, diag::Span span) {
  std::string_view alphabet = alphabet_of(column.type);
  if (!alphabet.empty() && letters.find_first_not_of(alphabet) != std::string_view::npos) return nullptr;
  ScalarPtr value = convert_to(use_of(column), ScalarType::String);
  auto holds = [&](std::string needle) {
    return apply(context, FunctionKind::Operator, op, {value, make_literal(ScalarType::String, std::move(needle))},
                 span);
  };
  ScalarPtr found = holds(text);
  // A bag is JSON text, where a backslash stands twice.
  if (column.type == ScalarType::Dynamic && op != "matches regex" && json_escaped(text) != text)
    found = either(context, std::move(found), holds(json_escaped(text)), span);
  return found;
}

// What a search term means (Kusto docs, "Search predicate syntax").
struct Term {
  std::string op;    // empty: every row
  std::string text;  // of the operator's right side
  std::string letters;
};

Term term_of(std::string_view text, bool case_sensitive) {
  Term term;
  std::string_view inner = text;
  const bool open_start = inner.starts_with('*');
  while (inner.starts_with('*')) inner.remove_prefix(1);
  const bool open_end = inner.ends_with('*');
  while (inner.ends_with('*')) inner.remove_suffix(1);
  if (inner.empty() && !text.empty()) return term;
  term.letters = inner;
  std::erase(term.letters, '*');
  if (inner.find('*') != std::string_view::npos) {
    term.op = "matches regex";
    term.text = fmt::format("{}{}", case_sensitive ? "" : "(?i)", open_start ? "" : "\\b");
    for (char c : inner) {
      if (c == '*') {
        term.text += ".*";
        continue;
      }
      term.text += regex_literal({&c, 1});
    }
    if (!open_end) term.text += "\\b";
    return term;
  }
  term.op = open_start && open_end ? "contains" : open_start ? "hassuffix" : open_end ? "hasprefix" : "has";
  if (case_sensitive) term.op += "_cs";
  term.text = inner;
  return term;
}

std::string case_sensitive_form(const std::string& op) {
  static const std::set<std::string_view> forms = {"has",        "!has",        "hasprefix", "!hasprefix",
                                                   "hassuffix",  "!hassuffix",  "contains",  "!contains",
                                                   "startswith", "!startswith", "endswith",  "!endswith"};
  if (forms.contains(op)) return op + "_cs";
  if (op == "=~") return "==";
  if (op == "!~") return "!=";
  return op;
}

class SearchPredicate {
 public:
  SearchPredicate(Context& context, const std::vector<Column>& columns, bool case_sensitive)
      : context_(context), columns_(columns), case_sensitive_(case_sensitive) {}

  ScalarPtr bind(const syntax::Expr& expr) {
    if (std::holds_alternative<syntax::Star>(expr.node)) return make_literal(ScalarType::Bool, true);
    if (const auto* literal = std::get_if<syntax::Literal>(&expr.node);
        literal != nullptr && literal->type == ScalarType::String)
      return any_column(std::get<std::string>(literal->value), expr.span);
    if (const auto* call = std::get_if<syntax::Call>(&expr.node);
        call != nullptr && call->function.text == "not" && call->arguments.size() == 1)
      return apply(context_, FunctionKind::Scalar, "not", {bind(*call->arguments.front())}, expr.span);
    if (const auto* sub = std::get_if<syntax::SubPipeline>(&expr.node)) {
      if (const syntax::Expr* inner = sole_expression(*sub->pipeline)) return bind(*inner);
    }
    if (const auto* binary = std::get_if<syntax::Binary>(&expr.node)) return bind_binary(*binary, expr);
    ScalarPtr bound = bind_scalar(context_, scope(), expr);
    std::optional<ConstantValue> constant = bound ? constant_of(*bound) : std::nullopt;
    if (constant && bound->type == ScalarType::String) return any_column(std::get<std::string>(*constant), expr.span);
    return bound ? bind_predicate(context_, scope(), expr) : nullptr;
  }

 private:
  Scope scope() const { return Scope{.columns = &columns_}; }

  ScalarPtr bind_binary(const syntax::Binary& binary, const syntax::Expr& expr) {
    if (binary.op == "and" || binary.op == "or") {
      ScalarPtr left = bind(*binary.left);
      ScalarPtr right = bind(*binary.right);
      if (!left || !right) return nullptr;
      return apply(context_, FunctionKind::Operator, binary.op, {std::move(left), std::move(right)}, binary.op_span);
    }
    if (binary.op == ":") return in_column(binary);
    if (!case_sensitive_ || std::holds_alternative<syntax::Star>(binary.left->node))
      return bind_predicate(context_, scope(), expr);
    ScalarPtr left = bind_scalar(context_, scope(), *binary.left);
    ScalarPtr right = bind_scalar(context_, scope(), *binary.right);
    if (!left || !right) return nullptr;
    return apply(context_, FunctionKind::Operator, case_sensitive_form(binary.op), {std::move(left), std::move(right)},
                 binary.op_span);
  }

  // column:"term"
  ScalarPtr in_column(const syntax::Binary& binary) {
    const auto* name = std::get_if<syntax::NameRef>(&binary.left->node);
    ScalarPtr text = bind_scalar(context_, Scope{}, *binary.right);
    if (!text) return nullptr;
    std::optional<ConstantValue> constant = constant_of(*text);
    if (name == nullptr || !constant || text->type != ScalarType::String)
      return context_.error("KS106", binary.op_span, "':' stands between the name of a column and a text.");
    const Column* column = find_column(columns_, name->name);
    if (column == nullptr) return unknown_name(context_, scope(), name->name, binary.left->span);
    Term term = term_of(std::get<std::string>(*constant), case_sensitive_);
    if (term.op.empty()) return make_literal(ScalarType::Bool, true);
    ScalarPtr found = text_in_column(context_, *column, term.op, term.text, term.letters, binary.op_span);
    return found ? found : make_literal(ScalarType::Bool, false);
  }

  ScalarPtr any_column(const std::string& text, diag::Span span) {
    Term term = term_of(text, case_sensitive_);
    if (term.op.empty()) return make_literal(ScalarType::Bool, true);
    ScalarPtr any;
    for (const Column& column : columns_) {
      if (!is_searched(column)) continue;
      if (ScalarPtr found = text_in_column(context_, column, term.op, term.text, term.letters, span))
        any = either(context_, std::move(any), std::move(found), span);
    }
    return any ? any : make_literal(ScalarType::Bool, false);
  }

  Context& context_;
  const std::vector<Column>& columns_;
  bool case_sensitive_;
};

void collect_names(const syntax::Expr& expr, std::set<std::string>& names) {
  auto all = [&](const std::vector<syntax::ExprPtr>& list) {
    for (const syntax::ExprPtr& item : list) collect_names(*item, names);
  };
  std::visit(Overloaded{
                 [&](const syntax::NameRef& node) { names.insert(node.name); },
                 [&](const syntax::Call& node) { all(node.arguments); },
                 [&](const syntax::Member& node) { collect_names(*node.object, names); },
                 [&](const syntax::Index& node) {
                   collect_names(*node.object, names);
                   collect_names(*node.index, names);
                 },
                 [&](const syntax::Unary& node) { collect_names(*node.operand, names); },
                 [&](const syntax::Binary& node) {
                   collect_names(*node.left, names);
                   collect_names(*node.right, names);
                 },
                 [&](const syntax::InList& node) {
                   collect_names(*node.operand, names);
                   all(node.values);
                 },
                 [&](const syntax::Between& node) {
                   for (const auto* part : {&node.operand, &node.low, &node.high}) collect_names(**part, names);
                 },
                 [&](const syntax::SubPipeline& node) {
                   if (const syntax::Expr* inner = sole_expression(*node.pipeline)) collect_names(*inner, names);
                 },
                 [](const auto&) {},
             },
             expr.node);
}

// The columns that the predicate names, among those of all inputs.
std::vector<Column> named_columns(const std::vector<UnionInput>& inputs, const syntax::Expr& predicate) {
  std::set<std::string> names;
  collect_names(predicate, names);
  std::vector<Column> columns;
  for (const UnionInput& input : inputs) {
    for (const Column& column : input.relation->columns) {
      if (names.contains(column.name) && find_column(columns, column.name) == nullptr) columns.push_back(column);
    }
  }
  return columns;
}

// The rows of one table for which the predicate holds. Named columns that it lacks are null there.
RelPtr filtered(Context& context, RelPtr input, const std::vector<Column>& named, const syntax::Expr& predicate,
                bool case_sensitive) {
  std::vector<Column> columns = input->columns;
  std::vector<plan::Assignment> nulls;
  for (const Column& column : named) {
    if (find_column(columns, column.name) != nullptr) continue;
    Column missing = context.make_column(column.name, column.type);
    missing.hidden = true;
    nulls.push_back({missing.id, make_literal(column.type, {})});
    columns.push_back(std::move(missing));
  }
  std::vector<Column> own = input->columns;
  if (!nulls.empty()) input = make_project(context, std::move(input), {}, std::move(nulls), columns);
  ScalarPtr condition = SearchPredicate(context, columns, case_sensitive).bind(predicate);
  if (!condition) return nullptr;
  RelPtr rows = make_relation(columns, plan::Filter{std::move(input), std::move(condition)});
  return make_project(context, std::move(rows), {}, {}, std::move(own));
}

std::optional<std::vector<UnionInput>> searched_inputs(Context& context, const std::vector<syntax::ExprPtr>& tables,
                                                       diag::Span span) {
  std::vector<UnionInput> inputs;
  if (tables.empty()) {
    add_matching_tables(context, "*", span, inputs);
  } else if (!bind_union_inputs(context, tables, false, inputs)) {
    return std::nullopt;
  }
  if (inputs.empty()) {
    context.error("KS142", span, "There is no table with rows to look through.");
    return std::nullopt;
  }
  return inputs;
}

// The columns that `order` names come last, in its order.
RelPtr ordered_last(Context& context, RelPtr merged, const std::vector<std::string>& order) {
  std::vector<Column> columns;
  for (const Column& column : merged->columns) {
    if (std::ranges::find(order, column.name) == order.end()) columns.push_back(column);
  }
  for (const std::string& name : order) {
    if (const Column* column = find_column(merged->columns, name)) columns.push_back(*column);
  }
  return make_project(context, std::move(merged), {}, {}, std::move(columns));
}

}  // namespace

ScalarPtr bind_any_column(Context& context, const Scope& scope, const syntax::Binary& binary) {
  ScalarPtr value = bind_scalar(context, scope, *binary.right);
  if (!value) return nullptr;
  if (scope.columns == nullptr || binary.op.starts_with('!'))
    return context.error("KS006", binary.left->span, "'*' can't stand here: a single value is expected.");
  std::optional<ConstantValue> constant = constant_of(*value);
  const auto* text = constant ? std::get_if<std::string>(&*constant) : nullptr;
  ScalarPtr any;
  for (const Column& column : *scope.columns) {
    if (!is_searched(column)) continue;
    ScalarPtr found;
    if (text != nullptr && value->type == ScalarType::String) {
      std::string_view letters = binary.op == "matches regex" ? std::string_view() : std::string_view(*text);
      found = text_in_column(context, column, binary.op, *text, letters, binary.op_span);
    } else if (column.type == value->type ||
               (types::numbers.contains(column.type) && types::numbers.contains(value->type))) {
      found = apply(context, FunctionKind::Operator, binary.op, {use_of(column), value}, binary.op_span);
      if (!found) return nullptr;
    }
    if (found) any = either(context, std::move(any), std::move(found), binary.op_span);
  }
  return any ? any : make_literal(ScalarType::Bool, false);
}

RelPtr bind_search(Context& context, RelPtr input, const syntax::SearchOp& op, diag::Span span) {
  std::string kind = property_text(op.properties, "kind");
  if (!kind.empty() && kind != "default" && kind != "case_insensitive" && kind != "case_sensitive")
    return context.error("KS133", span, fmt::format("'{}' is no kind of search.", kind),
                         "default, case_insensitive or case_sensitive");
  std::optional<std::vector<UnionInput>> inputs;
  const bool after_table = input != nullptr;
  if (input) {
    if (!op.tables.empty())
      return context.error("KS006", op.tables.front()->span, "'search' behind a table can't name tables of its own.");
    inputs.emplace();
    inputs->push_back({std::move(input), "union_arg0"});
  } else {
    inputs = searched_inputs(context, op.tables, span);
  }
  if (!inputs) return nullptr;
  if (op.tables.empty() && !after_table) add_mentioned_columns(context, "*", *inputs);
  const std::vector<Column> named = named_columns(*inputs, *op.predicate);
  for (UnionInput& table : *inputs) {
    table.relation = filtered(context, table.relation, named, *op.predicate, kind == "case_sensitive");
    if (!table.relation) return nullptr;
  }
  return merge_inputs(context, std::move(*inputs), false, "$table");
}

// Nulls and empty texts are left out of the bag: a documented table has hundreds of columns.
RelPtr bind_find(Context& context, const syntax::FindSource& find, diag::Span span) {
  std::optional<std::vector<UnionInput>> inputs = searched_inputs(context, find.tables, span);
  if (!inputs) return nullptr;
  std::string source_column = property_text(find.properties, "withsource");
  if (source_column.empty()) source_column = property_text(find.properties, "with_source");
  if (source_column.empty()) source_column = "source_";
  const std::vector<Column> named = named_columns(*inputs, *find.predicate);
  // Tables without any of the predicate's columns take no part.
  if (!named.empty()) {
    std::erase_if(*inputs, [&](const UnionInput& input) {
      return std::ranges::none_of(
          named, [&](const Column& column) { return find_column(input.relation->columns, column.name) != nullptr; });
    });
  }
  std::set<std::string> kept;
  if (find.project) {
    for (const syntax::FindColumn& column : *find.project) {
      bool known = std::ranges::any_of(*inputs, [&](const UnionInput& input) {
        return find_column(input.relation->columns, column.name.text) != nullptr;
      });
      if (!known)
        return unknown_name(context, Scope{.columns = &inputs->front().relation->columns}, column.name.text,
                            column.name.span);
      kept.insert(column.name.text);
    }
  } else {
    for (const Column& column : named) kept.insert(column.name);
    for (const Column& column : inputs->front().relation->columns) {
      bool common = std::ranges::all_of(*inputs, [&](const UnionInput& input) {
        return find_column(input.relation->columns, column.name) != nullptr;
      });
      if (common && !column.hidden) kept.insert(column.name);
    }
  }
  const bool pack = find.project ? find.pack : inputs->size() > 1;
  for (UnionInput& table : *inputs) {
    table.relation = filtered(context, table.relation, named, *find.predicate, false);
    if (!table.relation) return nullptr;
    std::vector<Column> columns;
    std::vector<plan::Assignment> computed;
    std::vector<ScalarPtr> packed;
    for (const Column& column : table.relation->columns) {
      if (kept.contains(column.name)) {
        columns.push_back(column);
        columns.back().hidden = false;
      }
      if (column.hidden || (kept.contains(column.name) && !find.pack)) continue;
      packed.push_back(make_literal(ScalarType::String, column.name));
      packed.push_back(use_of(column));
    }
    for (const syntax::FindColumn& typed : find.project.value_or(std::vector<syntax::FindColumn>())) {
      auto column = std::ranges::find(columns, typed.name.text, &Column::name);
      if (!typed.type || column == columns.end() || column->type == *typed.type) continue;
      Column converted = context.make_column(column->name, *typed.type);
      computed.push_back({converted.id, convert_to(use_of(*column), *typed.type)});
      *column = std::move(converted);
    }
    if (pack) {
      Column bag = context.make_column("pack_", ScalarType::Dynamic);
      ScalarPtr value = packed.empty() ? make_literal(ScalarType::Dynamic, std::string("{}"))
                                       : apply(context, FunctionKind::Scalar, "pack_all", std::move(packed), span);
      if (!value) return nullptr;
      computed.push_back({bag.id, std::move(value)});
      columns.push_back(std::move(bag));
    }
    table.relation = make_project(context, table.relation, {}, std::move(computed), std::move(columns));
  }
  std::vector<std::string> last;
  if (find.project) {
    for (const syntax::FindColumn& column : *find.project) last.push_back(column.name.text);
  }
  if (pack) last.push_back("pack_");
  return ordered_last(context, merge_inputs(context, std::move(*inputs), false, source_column), last);
}

}  // namespace huntbook::kql::bind
