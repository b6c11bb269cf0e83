// .explain [with (engine=true)] <| query, or .explain query.
#include "notebook/command_run.hpp"

namespace huntbook::notebook {

void CommandRun::explain() {
  query::Explain what = query::Explain::Plan;
  if (take("with")) {
    std::vector<Argument> given;
    if (!take("(")) return fail_at(token().span, "expected '('", ".explain with (engine=true) <| query");
    if (!arguments({"engine"}, true, given)) return;
    if (!take(")")) return fail_at(token().span, "expected ')'");
    for (const Argument& argument : given) {
      const auto value = evaluate(argument.value);
      if (!value) return;
      const auto* wanted = std::get_if<bool>(&value->value);
      if (wanted == nullptr) return fail_at(argument.value, "engine must be true or false");
      what = *wanted ? query::Explain::EnginePlan : query::Explain::Plan;
    }
  }
  diag::Span query{token().span.begin, span_.end};
  if (!at_end() && (word() == "<|" || word() == "<")) {
    const auto piped = piped_query();
    if (!piped) return;
    query = *piped;
  } else if (at_end()) {
    return fail_at({span_.end, span_.end}, "a query is missing", ".explain <| SecurityEvent | count");
  }
  session_.options_.explain = what;
  run_piped(query, front_);
  session_.options_.explain = query::Explain::No;
}

}  // namespace huntbook::notebook
