#include "kql/syntax/function_text.hpp"

#include <algorithm>
#include <memory>
#include <utility>
#include <variant>

namespace huntbook::kql::syntax {

SyntaxTree parse_function(std::string text) {
  constexpr std::string_view opening = "let f=";
  const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  const std::size_t room = std::min(begin, opening.size());
  text.replace(begin - room, room, opening);
  return parse(std::move(text));
}

const Lambda* function_in(const SyntaxTree& tree) {
  const auto* let = tree.statements.size() == 1 ? std::get_if<LetStatement>(&tree.statements.front().node) : nullptr;
  const auto* lambda = let != nullptr ? std::get_if<std::unique_ptr<Lambda>>(&let->value) : nullptr;
  return lambda != nullptr ? lambda->get() : nullptr;
}

}  // namespace huntbook::kql::syntax
