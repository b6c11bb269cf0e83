// .observe "caption" with (...) <| query.
#include <algorithm>

#include "notebook/capture.hpp"
#include "notebook/command_run.hpp"
#include "notebook/result_view.hpp"

namespace huntbook::notebook {

namespace {

std::vector<std::string> tags_in(std::string_view list) {
  std::vector<std::string> tags;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string_view tag = list.substr(0, comma);
    while (tag.starts_with(' ')) tag.remove_prefix(1);
    while (tag.ends_with(' ')) tag.remove_suffix(1);
    if (!tag.empty()) tags.emplace_back(tag);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return tags;
}

// An observation's result is shown as it comes and captured for the observation.
class ShownAndCaptured final : public query::ResultSink {
 public:
  ShownAndCaptured(query::ResultSink& shown, query::ResultSink& captured) : shown_(shown), captured_(captured) {}
  Result<void> begin(const query::ResultInfo& info) override {
    HUNTBOOK_CHECK(captured_.begin(info));
    return shown_.begin(info);
  }
  Result<void> batch(const Batch& batch) override {
    HUNTBOOK_CHECK(captured_.batch(batch));
    return shown_.batch(batch);
  }
  Result<void> end() override {
    HUNTBOOK_CHECK(captured_.end());
    return shown_.end();
  }

 private:
  query::ResultSink& shown_;
  query::ResultSink& captured_;
};

}  // namespace

void CommandRun::observe() {
  const diag::Span place = token().span;
  const auto caption = take_string();
  if (!caption) return fail_at(place, ".observe needs a caption in quotes", ".observe \"caption\" <| query");
  if (caption->empty()) return fail_at(place, "the caption is empty");
  casefile::Observation observation;
  observation.caption = *caption;
  observation.link = link_;
  if (take("with")) {
    std::vector<Argument> given;
    if (!take("(")) return fail_at(token().span, "expected '(' after with");
    if (!arguments({"description", "link", "tags", "severity"}, true, given)) return;
    if (!take(")")) return fail_at(token().span, "expected ')'");
    for (const Argument& argument : given) {
      const auto value = evaluate_text(argument.value);
      if (!value) return;
      if (argument.name == "description") observation.description = *value;
      if (argument.name == "link") observation.link = *value;
      if (argument.name == "tags") observation.tags = tags_in(*value);
      if (argument.name == "severity") observation.severity = *value;
    }
  }
  if (!at_end()) {
    const auto query = piped_query();
    if (!query) return;
    observation.query = text(*query);
    Capture capture;
    ShownAndCaptured both(front_, capture);
    if (!run_piped(*query, both)) return;
    if (!capture.results().empty()) {
      const ResultView view = view_result(capture.results().back(), 50);
      observation.captured = view.bundle.dump(-1, ' ', false, JsonValue::error_handler_t::replace);
      if (capture.results().back().total_rows == 0) return observe_nothing(observation);
    }
  }
  if (const auto stored = session_.surroundings_.observe(observation); !stored) {
    return tell(stored.error(), front_, status_);
  }
  say("observation kept: " + observation.caption);
}

void CommandRun::observe_nothing(const casefile::Observation& observation) {
  if (const auto dropped = session_.surroundings_.drop_observation(observation.caption); !dropped) {
    return tell(dropped.error(), front_, status_);
  }
  say("no rows, so no observation: " + observation.caption);
}

}  // namespace huntbook::notebook
