// Operators that take values apart: arrays, bags and texts.
#include <array>

#include <fmt/format.h>

#include "grammar/steps.hpp"

namespace huntbook::fuzz {

namespace {

using enum ScalarType;

// [Name =] Expression [to typeof(type)] [, ...] [limit Count]
std::string expanded(QueryMaker& maker, Schema& scope) {
  Choices& choices = maker.choices();
  std::string text;
  Schema added;
  const std::size_t count = 1 + (choices.once_in(4) ? 1 : 0);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name = maker.new_name();
    const ScalarType type = choices.of(std::array{Dynamic, Long, String, Real, DateTime});
    text += fmt::format("{}{} = {}", i == 0 ? "" : ", ", name, maker.expressions().scalar(Dynamic, scope, 1));
    if (type != Dynamic) text += fmt::format(" to typeof({})", name_of(type));
    added.push_back({name, type});
  }
  scope.insert(scope.end(), added.begin(), added.end());
  if (choices.once_in(4)) text += fmt::format(" limit {}", choices.below(4));
  return text;
}

std::string item_index(QueryMaker& maker, Schema& scope) {
  if (!maker.choices().once_in(4)) return {};
  const std::string name = maker.new_name();
  scope.push_back({name, Long});
  return fmt::format("with_itemindex = {} ", name);
}

std::string mv_expand(QueryMaker& maker, Schema& scope) {
  constexpr std::array kinds = {"", "kind = bag ", "kind = array ", "bagexpansion = array "};
  const std::string_view kind = maker.choices().of(kinds);
  Schema index;
  const std::string with = item_index(maker, index);
  std::string text = fmt::format(" | mv-expand {}{}{}", kind, with, expanded(maker, scope));
  scope.insert(scope.end(), index.begin(), index.end());
  return text;
}

std::string mv_apply(QueryMaker& maker, Schema& scope) {
  Schema index;
  const std::string with = item_index(maker, index);
  const std::string terms = expanded(maker, scope);
  scope.insert(scope.end(), index.begin(), index.end());
  return fmt::format(" | mv-apply {}{} on ({})", with, terms, maker.inner_operators(scope));
}

std::string parse(QueryMaker& maker, Schema& scope) {
  Choices& choices = maker.choices();
  constexpr std::array operators = {"parse", "parse-where"};
  constexpr std::array kinds = {"", "kind = simple ", "kind = relaxed ", "kind = regex ", "kind = regex flags = Ui "};
  constexpr std::array patterns = {"\"a\"", "\"a+.?\"", "\"=\"", "\"(x)\""};
  const std::string_view op = choices.of(operators);
  const std::string_view kind = choices.of(kinds);
  std::string text = fmt::format(" | {} {}{} with {}", op, kind, maker.expressions().scalar(String, scope, 1),
                                 choices.once_in(2) ? "* " : "");
  const std::size_t count = 1 + choices.below(2);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name = maker.new_name();
    const ScalarType type = choices.of(std::array{String, Long, Real, DateTime, Bool, Guid, TimeSpan, Int, Decimal});
    const std::string between = kind.contains("regex") ? choices.of(patterns) : maker.expressions().literal(String);
    text += fmt::format("{} {}:{} ", between, name, name_of(type));
    scope.push_back({name, type});
  }
  return text + (choices.once_in(2) ? "*" : "");
}

std::string parse_kv(QueryMaker& maker, Schema& scope) {
  constexpr std::array options = {
      "pair_delimiter = \";\", kv_delimiter = \"=\"", "pair_delimiter = \" \", kv_delimiter = \":\", quote = '\"'",
      "pair_delimiter = \";\", kv_delimiter = \"=\", greedy = true",
      "pair_delimiter = \";\", kv_delimiter = \"=\", quote = \"'\", escape = \"\\\\\"", "regex = @\"(\\w+)=(\\w*)\""};
  std::string text = fmt::format(" | parse-kv {} as (", maker.expressions().scalar(String, scope, 1));
  constexpr std::array names = {"a", "b", "src"};
  const std::size_t count = 1 + maker.choices().below(names.size());
  for (std::size_t i = 0; i < count; ++i) {
    const ScalarType type = maker.choices().of(std::array{String, Long, Dynamic, DateTime});
    text += fmt::format("{}{}: {}", i == 0 ? "" : ", ", names[i], name_of(type));
    scope.push_back({names[i], type});
  }
  return fmt::format("{}) with ({})", text, maker.choices().of(options));
}

}  // namespace

std::string nested_step(QueryMaker& maker, Schema& scope) {
  switch (maker.choices().below(6)) {
    case 0:
    case 1:
      return mv_expand(maker, scope);
    case 2:
      return mv_apply(maker, scope);
    case 3:
    case 4:
      return parse(maker, scope);
    default:
      return parse_kv(maker, scope);
  }
}

}  // namespace huntbook::fuzz
