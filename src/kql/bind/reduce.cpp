// reduce (Kusto docs, "reduce operator"): the text goes to analysis/mining/log_patterns as the last column of the rows.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kql/bind/operators.hpp"

namespace huntbook::kql::bind {

plan::RelPtr bind_reduce(Context& context, plan::RelPtr input, const syntax::ReduceOp& op, diag::Span) {
  const std::string kind = property_text(op.properties, "kind");
  if (!kind.empty() && kind != "source")
    return context.error("KS005", op.properties.front().value->span, fmt::format("reduce has no kind '{}'.", kind),
                         "kind=source keeps the rows and adds their patterns");
  double threshold = 0.1;
  std::string characters;
  for (const syntax::Property& property : op.with) {
    const bool is_share = property.name.text == "threshold";
    plan::ScalarPtr bound = bind_scalar(context, Scope{}, *property.value);
    if (!bound) return nullptr;
    if (is_share) bound = convert_to(std::move(bound), ScalarType::Real);
    std::optional<ConstantValue> constant = constant_of(*bound);
    if (const auto* share = is_share && constant ? std::get_if<double>(&*constant) : nullptr;
        share != nullptr && *share >= 0 && *share <= 1) {
      threshold = *share;
    } else if (const auto* text = !is_share && constant ? std::get_if<std::string>(&*constant) : nullptr;
               text != nullptr && bound->type == ScalarType::String) {
      characters = *text;
    } else {
      return context.error(
          "KS107", property.value->span,
          is_share ? "The threshold is a number between 0 and 1." : "The characters are a constant text.");
    }
  }
  plan::ScalarPtr by = bind_scalar(context, Scope{.columns = &input->columns}, *op.by);
  if (!by) return nullptr;
  if (by->type != ScalarType::String && by->type != ScalarType::Dynamic)
    return context.error("KS141", op.by->span, "The expression must have the type string.",
                         "tostring(...) makes a text of it");
  by = convert_to(std::move(by), ScalarType::String);
  plan::Column text = context.make_column("", ScalarType::String);
  std::vector<plan::Column> read, columns;
  if (!kind.empty()) {
    for (const plan::Column& column : input->columns) {
      if (column.hidden) continue;
      read.push_back(column);
      columns.push_back(context.make_column(column.name, column.type, column.nullable));
    }
  }
  read.push_back(text);
  columns.push_back(context.make_column("Pattern", ScalarType::String));
  if (kind.empty()) {
    columns.push_back(context.make_column("Count", ScalarType::Long, false));
    columns.push_back(context.make_column("Representative", ScalarType::String));
  }
  plan::Column order = context.make_column("", ScalarType::Long, false);
  order.hidden = true;
  columns.push_back(order);
  const nlohmann::json payload{{"threshold", threshold}, {"characters", characters}, {"source", !kind.empty()}};
  plan::RelPtr rows = make_project(context, std::move(input), {}, {{text.id, std::move(by)}}, std::move(read));
  plan::RelPtr result = make_relation(std::move(columns), plan::PluginCall{std::move(rows), "reduce", payload.dump()});
  if (!kind.empty()) return result;
  std::vector<plan::Column> ordered = result->columns;
  return make_relation(std::move(ordered), plan::Sort{std::move(result), {{use_of(order), false, true}}});
}

}  // namespace huntbook::kql::bind
