// parse-kv (Kusto docs, "parse-kv operator"): the operator's settings go to the engine's function as JSON.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kql/bind/operators.hpp"
#include "kql/bind/parse.hpp"
#include "kql/functions/regex_dialect.hpp"

namespace huntbook::kql::bind {

namespace {

// Capturing groups of a pattern that is known to be well-formed.
int capturing_groups(std::string_view pattern) {
  int groups = 0;
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      ++i;
    } else if (in_class) {
      in_class = pattern[i] != ']';
    } else if (pattern[i] == '[') {
      in_class = true;
    } else if (pattern[i] == '(') {
      std::string_view rest = pattern.substr(i + 1);
      groups += !rest.starts_with('?') || rest.starts_with("?P<") || rest.starts_with("?<") ? 1 : 0;
    }
  }
  return groups;
}

std::optional<std::string> settings_of(Context& context, const syntax::ParseKvOp& op) {
  nlohmann::json settings{{"keys", nlohmann::json::array()}};
  for (const syntax::Typed& column : op.columns) settings["keys"].push_back(column.name.text);
  for (const syntax::Property& property : op.properties) {
    const std::string& name = property.name.text;
    const diag::Span span = property.value ? property.value->span : property.name.span;
    const auto* literal = property.value ? std::get_if<syntax::Literal>(&property.value->node) : nullptr;
    if (name == "greedy") {
      const auto* flag = literal != nullptr ? std::get_if<bool>(&literal->value) : nullptr;
      if (flag == nullptr) {
        context.error("KS107", span, "greedy is true or false.");
        return std::nullopt;
      }
      settings["greedy"] = *flag;
      continue;
    }
    const auto* text = literal != nullptr ? std::get_if<std::string>(&literal->value) : nullptr;
    if (text == nullptr || text->empty()) {
      context.error("KS107", span, fmt::format("{} is a text of at least one character.", name));
      return std::nullopt;
    }
    const bool ascii = std::ranges::all_of(*text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (name == "pair_delimiter") {
      settings["pair"] = *text;
    } else if (name == "kv_delimiter") {
      settings["kv"] = *text;
    } else if (name == "quote" && text->size() <= 2 && ascii) {
      settings["quotes"].push_back(*text);
    } else if (name == "escape" && text->size() == 1 && ascii) {
      settings["escapes"] = settings.value("escapes", "") + *text;
    } else if (name == "quote" || name == "escape") {
      context.error("KS107", span,
                    fmt::format("{} is {} ASCII character{}.", name, name == "quote" ? "one or two" : "one",
                                name == "quote" ? "s" : ""));
      return std::nullopt;
    } else if (name == "regex") {
      Result<std::string> translated = to_re2(*text);
      if (!translated) {
        context.error("HB006", span, translated.error().message, translated.error().hint);
        return std::nullopt;
      }
      if (capturing_groups(*translated) != 2) {
        context.error("KS107", span, "The pattern of parse-kv has two groups: the key and the value.");
        return std::nullopt;
      }
      settings["regex"] = std::move(*translated);
    } else {
      context.error("KS133", property.name.span, fmt::format("parse-kv has no property '{}'.", name),
                    "pair_delimiter, kv_delimiter, quote, escape, greedy and regex");
      return std::nullopt;
    }
  }
  if (settings.contains("pair") != settings.contains("kv")) {
    context.error("KS107", op.properties.front().name.span, "pair_delimiter and kv_delimiter go together.");
    return std::nullopt;
  }
  if (settings.value("greedy", false) && !settings.contains("kv")) {
    context.error("KS107", op.properties.front().name.span, "greedy needs pair_delimiter and kv_delimiter.");
    return std::nullopt;
  }
  return settings.dump();
}

}  // namespace

plan::RelPtr bind_parse_kv(Context& context, plan::RelPtr input, const syntax::ParseKvOp& op, diag::Span span) {
  plan::ScalarPtr operand = bind_scalar_as(context, Scope{.columns = &input->columns}, *op.operand, ScalarType::String);
  if (!operand) return nullptr;
  if (op.columns.empty())
    return context.error("KS006", span, "parse-kv needs the keys to take out: as (name:type, ...)");
  for (std::size_t i = 0; i < op.columns.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (op.columns[i].name.text == op.columns[j].name.text)
        return context.error("KS128", op.columns[i].name.span,
                             fmt::format("The column '{}' is declared twice.", op.columns[i].name.text));
    }
  }
  std::optional<std::string> settings = settings_of(context, op);
  if (!settings) return nullptr;
  plan::ScalarPtr values = std::make_shared<const plan::Scalar>(
      plan::Scalar{ScalarType::Dynamic, true,
                   plan::ParseTexts{std::move(operand), plan::ParseTexts::By::Pairs, std::move(*settings)}});
  TextColumns columns = bind_text_columns(context, std::move(input), std::move(values), op.columns);
  return make_project(context, std::move(columns.relation), {}, {}, std::move(columns.output));
}

}  // namespace huntbook::kql::bind
