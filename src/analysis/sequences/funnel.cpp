#include "analysis/sequences/funnel.hpp"

#include <utility>

namespace huntbook::sequences {

namespace {

// The difference of two times in order; the greatest number where it would be greater.
std::int64_t passed(std::int64_t from, std::int64_t to) {
  std::int64_t difference = 0;
  return __builtin_sub_overflow(to, from, &difference) ? INT64_MAX : difference;
}

}  // namespace

Progress::Progress(std::vector<std::string> sequence)
    : sequence_(std::move(sequence)), begin_(sequence_.size()), shortest_(sequence_.size()) {}

void Progress::restart() {
  begin_.assign(sequence_.size(), std::nullopt);
  shortest_.assign(sequence_.size(), std::nullopt);
}

// The chain that began last comes to every state in the shortest time. Backwards, so that an event is one step of it.
void Progress::add(std::int64_t time, std::string_view state) {
  for (std::size_t step = sequence_.size(); step-- > 0;) {
    if (sequence_[step] != state) continue;
    begin_[step] = step == 0 ? std::optional(time) : begin_[step - 1];
    if (!begin_[step]) continue;
    const std::int64_t took = passed(*begin_[step], time);
    if (!shortest_[step] || took < *shortest_[step]) shortest_[step] = took;
  }
}

Occurrences::Occurrences(std::vector<std::string> sequence, std::int64_t longest_step)
    : sequence_(std::move(sequence)), longest_step_(longest_step), chains_(sequence_.size()) {}

void Occurrences::add(std::int64_t time, std::int64_t window, std::string_view state, std::vector<Occurrence>& found) {
  if (!state_ || *state_ != state) {
    if (state_) before_ = std::move(*state_);
    state_ = state;
    close(state, found);
  }
  for (std::size_t step = sequence_.size(); step-- > 0;) {
    if (sequence_[step] != state) continue;
    if (step == 0) {
      chains_[0] = Chain{window, time, before_};
    } else if (chains_[step - 1] && passed(chains_[step - 1]->last, time) <= longest_step_) {
      chains_[step] = chains_[step - 1];
      chains_[step]->last = time;
    }
  }
  if (!chains_.back()) return;
  Occurrence whole{chains_.back()->window, std::move(chains_.back()->before), {}};
  if (open_.empty() || open_.back() != whole) open_.push_back(std::move(whole));
  chains_.assign(sequence_.size(), std::nullopt);
}

void Occurrences::close(std::string_view after, std::vector<Occurrence>& found) {
  for (Occurrence& occurrence : open_) {
    occurrence.after = after;
    found.push_back(std::move(occurrence));
  }
  open_.clear();
}

void Occurrences::finish(std::vector<Occurrence>& found) {
  close({}, found);
  chains_.assign(sequence_.size(), std::nullopt);
  state_.reset();
  before_.clear();
}

}  // namespace huntbook::sequences
