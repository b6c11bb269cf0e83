#include "kql/bind/trace.hpp"

#include <algorithm>

#include "kql/bind/recover.hpp"

namespace huntbook::kql::bind {

void Trace::operator_begins(const Context& context, std::size_t begin, const plan::RelPtr& input) {
  const auto [place, is_new] = places_.try_emplace(begin);
  if (!is_new && !open_.contains(begin)) return;
  place->second = {input, nullptr, nullptr, context.environment};
  if (input && is_open(context, input->columns)) {
    open_.insert(begin);
  } else {
    open_.erase(begin);
  }
}

void Trace::operator_ends(std::size_t begin, const plan::RelPtr& output) {
  if (const auto place = places_.find(begin);
      place != places_.end() && (!place->second.output || open_.contains(begin)))
    place->second.output = output;
}

void Trace::join_has(std::size_t begin, const plan::RelPtr& right) {
  if (const auto place = places_.find(begin); place != places_.end()) place->second.right = right;
}

void Trace::statement_begins(const Context& context, std::size_t begin) {
  places_.try_emplace(begin, Place{nullptr, nullptr, nullptr, context.environment});
}

void Trace::set_faults(const syntax::SyntaxTree& tree) {
  for (const diag::Diagnostic& diagnostic : tree.diagnostics) {
    const std::size_t place = diagnostic.span.begin;
    faults_.insert(place);
    // What is missing from the end of an operator is reported at the token behind it.
    const auto token =
        std::ranges::lower_bound(tree.tokens, place, {}, [](const Token& each) { return each.span.begin; });
    if (token != tree.tokens.end()) faults_.insert(token->trivia.begin);
  }
}

bool Trace::is_broken(diag::Span span) const {
  const auto fault = faults_.lower_bound(span.begin);
  return fault != faults_.end() && *fault <= span.end;
}

const Trace::Place* Trace::find(std::size_t begin) const {
  const auto place = places_.find(begin);
  return place != places_.end() ? &place->second : nullptr;
}

}  // namespace huntbook::kql::bind
