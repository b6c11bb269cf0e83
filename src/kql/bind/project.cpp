// extend, print, project and its family (Kusto docs, one page each).
#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/ascii.hpp"
#include "kql/bind/column_name.hpp"
#include "kql/bind/operators.hpp"
#include "kql/bind/tuple.hpp"
#include "kql/bind/wildcard.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;
using plan::RelPtr;

const std::string* pattern_of(const syntax::Expr& expr) {
  static const std::string all = "*";
  if (std::holds_alternative<syntax::Star>(expr.node)) return &all;
  const auto* name = std::get_if<syntax::NameRef>(&expr.node);
  return name != nullptr ? &name->name : nullptr;
}

// The visible columns that a name or wildcard means; an error where a plain name means none.
std::optional<std::vector<Column>> columns_matching(Context& context, const std::vector<Column>& columns,
                                                    const syntax::Expr& expr) {
  const std::string* pattern = pattern_of(expr);
  if (pattern == nullptr) {
    context.error("KS109", expr.span, "The name of a column is expected here.");
    return std::nullopt;
  }
  std::vector<Column> found;
  for (const Column& column : columns) {
    if (column.hidden ? column.name == *pattern : matches_wildcard(*pattern, column.name)) found.push_back(column);
  }
  if (found.empty() && pattern->find('*') == std::string::npos) {
    unknown_name(context, Scope{.columns = &columns}, *pattern, expr.span);
    return std::nullopt;
  }
  return found;
}

// KS171 where two columns of an operator's output bear the same name.
bool names_differ(Context& context, const std::vector<Column>& columns, diag::Span span) {
  std::set<std::string_view> seen;
  for (const Column& column : columns) {
    if (column.name.empty() || seen.insert(column.name).second) continue;
    context.error("KS171", span, fmt::format("A column with the name '{}' is already declared.", column.name));
    return false;
  }
  return true;
}

// a2 before a10: digits compare as numbers ('granny' order).
bool granny_less(std::string_view left, std::string_view right) {
  std::size_t l = 0, r = 0;
  while (l < left.size() && r < right.size()) {
    if (!is_digit(left[l]) || !is_digit(right[r])) {
      if (left[l] != right[r]) return left[l] < right[r];
      ++l;
      ++r;
      continue;
    }
    auto number = [&](std::string_view text, std::size_t& at) {
      while (at < text.size() && text[at] == '0') ++at;
      std::size_t begin = at;
      while (at < text.size() && is_digit(text[at])) ++at;
      return text.substr(begin, at - begin);
    };
    std::string_view left_number = number(left, l), right_number = number(right, r);
    if (left_number.size() != right_number.size()) return left_number.size() < right_number.size();
    if (left_number != right_number) return left_number < right_number;
  }
  return left.size() - l < right.size() - r;
}

bool contains(const std::vector<Column>& columns, const Column& column) {
  return std::ranges::any_of(columns, [&](const Column& other) { return other.id == column.id; });
}

RelPtr keep_columns(Context& context, RelPtr input, std::vector<Column> columns) {
  for (Column& column : columns) column.hidden = column.hidden && column.name.empty();
  return make_project(context, std::move(input), {}, {}, std::move(columns));
}

// any(e, ...) of a graph's pattern is not the aggregate of that name, which names its column.
bool is_over_path(const ElementNames* elements, const syntax::Expr& expr) {
  const auto* call = std::get_if<syntax::Call>(&expr.node);
  return elements != nullptr && call != nullptr && call->function.text == "any";
}

RelPtr project(Context& context, RelPtr input, const std::vector<syntax::ExprPtr>& columns, ColumnNamer namer,
               bool number_by_position = false, ElementNames* elements = nullptr) {
  for (const syntax::ExprPtr& expr : columns) {
    if (const auto* named = std::get_if<syntax::Named>(&expr->node))
      for (const syntax::Name& name : named->names) namer.reserve(name.text);
  }
  std::vector<plan::Assignment> windows, bags, computed;
  std::vector<Column> output;
  std::set<std::string> declared;
  Scope scope{.columns = &input->columns, .windows = &windows, .elements = elements};
  bool failed = false;
  for (const syntax::ExprPtr& expr : columns) {
    if (const std::string* pattern = pattern_of(*expr); pattern != nullptr && pattern->find('*') != std::string::npos) {
      std::optional<std::vector<Column>> found = columns_matching(context, input->columns, *expr);
      if (found) output.insert(output.end(), found->begin(), found->end());
      continue;
    }
    if (tuple_call(context, *expr) != nullptr) {
      // Of the two only print leaves out values without a name (Kusto's binder).
      const Unnamed unnamed = number_by_position ? Unnamed::LeaveOut : Unnamed::Keep;
      std::optional<BoundTuple> tuple = bind_tuple(context, scope, *expr, unnamed);
      failed = failed || !tuple;
      if (!tuple) continue;
      bags.push_back(std::move(tuple->bag));
      for (TupleValue& member : tuple->values) {
        Column column = context.make_column(member.column_name(namer), member.value->type, member.value->nullable);
        computed.push_back({column.id, std::move(member.value)});
        output.push_back(std::move(column));
      }
      continue;
    }
    plan::ScalarPtr value = bind_scalar(context, scope, *expr);
    if (!value || !has_names_for_one_value(context, *expr)) {
      failed = true;
      continue;
    }
    const auto* named = std::get_if<syntax::Named>(&expr->node);
    if (number_by_position) namer.continue_at(static_cast<int>(output.size()));
    std::string implied =
        number_by_position || is_over_path(elements, *expr) ? std::string() : implied_name(context.functions, *expr);
    bool given = named != nullptr && !named->names.empty();
    if (given) implied = named->names.front().text;
    // Names that the query gives must differ; those that an expression implies get a number.
    if (given || (!implied.empty() && std::holds_alternative<syntax::NameRef>(expr->node))) {
      if (!declared.insert(implied).second) {
        context.error("KS171", expr->span, fmt::format("A column with the name '{}' is already declared.", implied));
        failed = true;
        continue;
      }
    }
    std::string name = given ? namer.given(std::move(implied)) : namer.automatic(std::move(implied));
    const auto* use = std::get_if<plan::ColumnUse>(&value->node);
    bool seen =
        use != nullptr && std::ranges::any_of(output, [&](const Column& column) { return column.id == use->column; });
    if (use != nullptr && windows.empty() && !seen) {
      output.push_back(Column{use->column, std::move(name), value->type, value->nullable, false});
      continue;
    }
    Column column = context.make_column(std::move(name), value->type, value->nullable);
    computed.push_back({column.id, std::move(value)});
    output.push_back(std::move(column));
  }
  // A wildcard may bring in a name once more.
  if (failed || (!columns.empty() && !names_differ(context, output, columns.front()->span))) return nullptr;
  if (!bags.empty()) input = with_bags(context, std::move(input), std::exchange(windows, {}), std::move(bags));
  return make_project(context, std::move(input), std::move(windows), std::move(computed), std::move(output));
}

RelPtr project_rename(Context& context, RelPtr input, const syntax::ProjectOp& op) {
  std::vector<std::pair<std::size_t, std::string>> renamed;
  for (const syntax::ExprPtr& expr : op.columns) {
    const auto* named = std::get_if<syntax::Named>(&expr->node);
    const auto* old = named != nullptr ? std::get_if<syntax::NameRef>(&named->expr->node) : nullptr;
    if (old == nullptr || named->names.size() != 1)
      return context.error("KS006", expr->span, "project-rename takes pairs NewName = OldName.");
    auto column = std::ranges::find(input->columns, old->name, &Column::name);
    if (column == input->columns.end())
      return unknown_name(context, Scope{.columns = &input->columns}, old->name, named->expr->span);
    renamed.push_back({static_cast<std::size_t>(column - input->columns.begin()), named->names.front().text});
  }
  std::vector<Column> output = input->columns;
  for (const auto& [position, name] : renamed) output[position].name = name;
  if (!op.columns.empty() && !names_differ(context, output, op.columns.front()->span)) return nullptr;
  return make_project(context, std::move(input), {}, {}, std::move(output));
}

RelPtr project_reorder(Context& context, RelPtr input, const syntax::ProjectOp& op) {
  std::vector<Column> output;
  for (const syntax::ReorderTerm& term : op.reorder) {
    auto found = columns_matching(context, input->columns, *term.column);
    if (!found) return nullptr;
    using Order = syntax::ReorderTerm::Order;
    if (term.order == Order::Asc) std::ranges::sort(*found, std::less<>{}, &Column::name);
    if (term.order == Order::Desc) std::ranges::sort(*found, std::greater<>{}, &Column::name);
    if (term.order == Order::GrannyAsc) std::ranges::sort(*found, granny_less, &Column::name);
    if (term.order == Order::GrannyDesc)
      std::ranges::sort(
          *found, [](std::string_view l, std::string_view r) { return granny_less(r, l); }, &Column::name);
    for (Column& column : *found) {
      if (!contains(output, column)) output.push_back(std::move(column));
    }
  }
  for (const Column& column : input->columns) {
    if (!contains(output, column)) output.push_back(column);
  }
  return make_project(context, std::move(input), {}, {}, std::move(output));
}

// Names and patterns out of constant texts and arrays of texts; a name that means no column is passed over.
RelPtr project_by_names(Context& context, RelPtr input, const syntax::ProjectOp& op) {
  std::vector<Column> output;
  auto add = [&](std::string_view pattern) {
    for (const Column& column : input->columns) {
      bool meant = column.hidden ? column.name == pattern : matches_wildcard(pattern, column.name);
      if (meant && !contains(output, column)) output.push_back(column);
    }
  };
  for (const syntax::ExprPtr& expr : op.columns) {
    plan::ScalarPtr names = bind_scalar(context, Scope{}, *expr);
    if (!names) return nullptr;
    std::optional<ConstantValue> constant = constant_of(*names);
    const auto* text = constant ? std::get_if<std::string>(&*constant) : nullptr;
    if (text != nullptr && names->type == ScalarType::String) {
      add(*text);
      continue;
    }
    nlohmann::json list = text != nullptr && names->type == ScalarType::Dynamic
                              ? nlohmann::json::parse(*text, nullptr, false)
                              : nlohmann::json();
    if (!list.is_array() || !std::ranges::all_of(list, [](const nlohmann::json& name) { return name.is_string(); }))
      return context.error("KS107", expr->span, "A constant text or an array of texts is expected here.",
                           "names stand in quotes: \"Computer\", \"Event*\"");
    for (const nlohmann::json& name : list) add(name.get_ref<const std::string&>());
  }
  return keep_columns(context, std::move(input), std::move(output));
}

}  // namespace

RelPtr bind_project(Context& context, RelPtr input, const std::vector<syntax::ExprPtr>& columns,
                    ElementNames& elements) {
  return project(context, std::move(input), columns, ColumnNamer("Column", 1), false, &elements);
}

RelPtr bind_project(Context& context, RelPtr input, const syntax::ProjectOp& op) {
  switch (op.kind) {
    case syntax::ProjectKind::Project:
      return project(context, std::move(input), op.columns, ColumnNamer(context));
    case syntax::ProjectKind::Rename:
      return project_rename(context, std::move(input), op);
    case syntax::ProjectKind::Reorder:
      return project_reorder(context, std::move(input), op);
    case syntax::ProjectKind::ByNames:
      return project_by_names(context, std::move(input), op);
    case syntax::ProjectKind::Away:
    case syntax::ProjectKind::Keep:
      break;
  }
  std::vector<Column> named;
  for (const syntax::ExprPtr& expr : op.columns) {
    auto found = columns_matching(context, input->columns, *expr);
    if (!found) return nullptr;
    named.insert(named.end(), found->begin(), found->end());
  }
  bool keep = op.kind == syntax::ProjectKind::Keep;
  std::vector<Column> output;
  for (const Column& column : input->columns) {
    if (contains(named, column) == keep) output.push_back(column);
  }
  return keep ? keep_columns(context, std::move(input), std::move(output))
              : make_project(context, std::move(input), {}, {}, std::move(output));
}

// Assigning to a column that is there replaces it where it stands, also under a name that the expression implies:
// extend bin(x, 5) replaces x. The new columns of one extend do not see each other.
RelPtr bind_extend(Context& context, RelPtr input, const std::vector<syntax::ExprPtr>& columns) {
  std::vector<plan::Assignment> windows, bags, computed;
  Scope scope{.columns = &input->columns, .windows = &windows};
  ColumnNamer namer(context);
  namer.reserve(input->columns);
  std::vector<Column> output = input->columns;
  bool failed = false;
  auto add = [&](std::string name, plan::ScalarPtr value) {
    Column column = context.make_column(std::move(name), value->type, value->nullable);
    computed.push_back({column.id, std::move(value)});
    auto old = std::ranges::find(output, column.name, &Column::name);
    if (old != output.end()) {
      *old = std::move(column);
    } else {
      output.push_back(std::move(column));
    }
  };
  for (const syntax::ExprPtr& expr : columns) {
    if (tuple_call(context, *expr) != nullptr) {
      // As in Kusto docs, series_fit_2lines(), syntax of extend.
      std::optional<BoundTuple> tuple = bind_tuple(context, scope, *expr, Unnamed::LeaveOut);
      failed = failed || !tuple;
      if (!tuple) continue;
      bags.push_back(std::move(tuple->bag));
      for (TupleValue& member : tuple->values) add(member.column_name(namer), std::move(member.value));
      continue;
    }
    plan::ScalarPtr value = bind_scalar(context, scope, *expr);
    if (!value || !has_names_for_one_value(context, *expr)) {
      failed = true;
      continue;
    }
    const auto* named = std::get_if<syntax::Named>(&expr->node);
    const std::string name =
        named != nullptr && !named->names.empty() ? named->names.front().text : implied_name(context.functions, *expr);
    add(name.empty() ? namer.automatic({}) : namer.given(name), std::move(value));
  }
  if (failed) return nullptr;
  if (!bags.empty()) input = with_bags(context, std::move(input), std::exchange(windows, {}), std::move(bags));
  return make_project(context, std::move(input), std::move(windows), std::move(computed), std::move(output));
}

RelPtr bind_print(Context& context, const std::vector<syntax::ExprPtr>& columns) {
  return project(context, make_relation({}, plan::Row{}), columns, ColumnNamer("print_", 0), true);
}

}  // namespace huntbook::kql::bind
