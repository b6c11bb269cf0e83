// parse and parse-where (Kusto docs, "parse operator"): the pattern becomes one regular expression with a group a
// column, whose matches the columns come out of.
#include "kql/bind/parse.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "kql/bind/operators.hpp"
#include "kql/functions/regex_dialect.hpp"

namespace huntbook::kql::bind {

namespace {

// What a column of this type matches. In relaxed mode any text stands in for a number, outside of the group.
std::string group_for(ScalarType type, bool relaxed) {
  std::string number;
  switch (type) {
    case ScalarType::Int:
    case ScalarType::Long:
      number = "\\s*([-+]?\\d+)\\s*";
      break;
    case ScalarType::Real:
    case ScalarType::Decimal:
      number = "\\s*([-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)\\s*";
      break;
    default:
      return "(.*?)";
  }
  return relaxed ? fmt::format("(?:{}|.*?)", number) : number;
}

std::string pattern_of(const std::vector<syntax::ParsePart>& parts, bool regex, bool relaxed) {
  std::string pattern = "^";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    bool last = i + 1 == parts.size();
    if (std::holds_alternative<syntax::ParseStar>(parts[i])) {
      pattern += last ? ".*" : ".*?";
    } else if (const auto* text = std::get_if<syntax::ParseText>(&parts[i])) {
      pattern += regex ? fmt::format("(?:{})", text->text) : regex_literal(text->text);
    } else {
      const auto& column = std::get<syntax::ParseColumn>(parts[i]);
      pattern += last && column.type == ScalarType::String ? "(.*)" : group_for(column.type, relaxed);
    }
  }
  return pattern + "$";
}

}  // namespace

TextColumns bind_text_columns(Context& context, plan::RelPtr input, plan::ScalarPtr texts,
                              const std::vector<syntax::Typed>& declared) {
  TextColumns result;
  result.texts = context.make_column("", ScalarType::Dynamic);
  result.texts.hidden = true;
  result.output = input->columns;
  std::vector<plan::Column> columns = input->columns;
  columns.push_back(result.texts);
  result.relation = make_project(context, std::move(input), {}, {{result.texts.id, std::move(texts)}}, columns);

  std::vector<plan::Assignment> computed;
  for (const syntax::Typed& typed : declared) {
    plan::ScalarPtr text = member_of(result.texts, static_cast<std::int64_t>(computed.size()));
    plan::Column column = context.make_column(typed.name.text, typed.type);
    computed.push_back({column.id, convert_to(convert_to(std::move(text), ScalarType::String), typed.type)});
    result.typed.push_back(column);
    auto old = std::ranges::find(result.output, column.name, &plan::Column::name);
    if (old != result.output.end()) {
      *old = std::move(column);
    } else {
      result.output.push_back(std::move(column));
    }
  }
  columns = result.output;
  columns.push_back(result.texts);
  result.relation = make_project(context, std::move(result.relation), {}, std::move(computed), std::move(columns));
  return result;
}

plan::RelPtr bind_parse(Context& context, plan::RelPtr input, const syntax::ParseOp& op, diag::Span span) {
  std::string kind = property_text(op.properties, "kind");
  if (!kind.empty() && kind != "simple" && kind != "regex" && kind != "relaxed")
    return context.error("KS133", span, fmt::format("'{}' is no kind of parse.", kind), "simple, regex or relaxed");
  std::string flags = property_text(op.properties, "flags");
  if (flags.find_first_not_of("imsU") != std::string::npos)
    return context.error("KS133", span, fmt::format("'{}' are no flags of parse.", flags), "i, m, s and U");
  plan::ScalarPtr operand =
      convert_to(bind_scalar(context, Scope{.columns = &input->columns}, *op.operand), ScalarType::String);
  if (!operand) return nullptr;

  // A dynamic array of the groups' texts; null where the pattern does not match as a whole.
  std::string pattern = fmt::format("(?s{}){}", flags, pattern_of(op.pattern, kind == "regex", kind == "relaxed"));
  Result<std::string> translated = to_re2(pattern);
  if (!translated) return context.error("HB006", span, translated.error().message, translated.error().hint);
  plan::ScalarPtr matched = std::make_shared<const plan::Scalar>(
      plan::Scalar{ScalarType::Dynamic, true,
                   plan::ParseTexts{std::move(operand), plan::ParseTexts::By::Groups, std::move(*translated)}});
  std::vector<syntax::Typed> declared;
  for (const syntax::ParsePart& part : op.pattern) {
    if (const auto* column = std::get_if<syntax::ParseColumn>(&part)) declared.push_back({column->name, column->type});
  }
  TextColumns columns = bind_text_columns(context, std::move(input), std::move(matched), declared);
  auto& [relation, groups, typed, output] = columns;
  std::vector<plan::Column> with_groups = relation->columns;

  // A column whose text does not convert spoils the whole match unless kind=relaxed; parse-where keeps whole matches
  // only.
  plan::ScalarPtr whole = apply(context, FunctionKind::Scalar, "isnotnull", {use_of(groups)}, span);
  if (kind != "relaxed") {
    for (const plan::Column& column : typed) {
      if (column.type == ScalarType::String || !whole) continue;
      whole =
          apply(context, FunctionKind::Operator, "and",
                {std::move(whole), apply(context, FunctionKind::Scalar, "isnotnull", {use_of(column)}, span)}, span);
    }
  }
  if (!whole) return nullptr;
  if (op.where) {
    relation = make_relation(std::move(with_groups), plan::Filter{std::move(relation), std::move(whole)});
    return make_project(context, std::move(relation), {}, {}, std::move(output));
  }
  std::vector<plan::Assignment> guarded;
  for (const plan::Column& column : typed) {
    plan::ScalarPtr value =
        apply(context, FunctionKind::Scalar, "iff", {whole, use_of(column), make_literal(column.type, {})}, span);
    if (!value) return nullptr;
    plan::Column result = context.make_column(column.name, column.type);
    guarded.push_back({result.id, std::move(value)});
    *std::ranges::find(output, column.id, &plan::Column::id) = std::move(result);
  }
  return make_project(context, std::move(relation), {}, std::move(guarded), std::move(output));
}

}  // namespace huntbook::kql::bind
