// Sequences of states in the events of one actor, which come in the order of their times: how far the actor came, and
// what stood before and behind whole sequences. Events of the same time come in the order of the sequence's states.
// Time is any whole number that grows: ticks, or an index. Memory is that of the sequence, not of the events.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace huntbook::sequences {

// How long it took from the sequence's first state to each of its states, other states in between or not (Kusto docs,
// "funnel_sequence_completion plugin").
class Progress {
 public:
  explicit Progress(std::vector<std::string> sequence);
  void restart();
  void add(std::int64_t time, std::string_view state);
  // For each state of the sequence the shortest such time; nothing: not reached.
  std::span<const std::optional<std::int64_t>> shortest() const { return shortest_; }

 private:
  std::vector<std::string> sequence_;
  std::vector<std::optional<std::int64_t>> begin_;  // of the latest chain that has come to this state
  std::vector<std::optional<std::int64_t>> shortest_;
};

// Where a sequence begins, in which window of the analysis, and the other states directly before and behind it; empty
// where there is none.
struct Occurrence {
  std::int64_t window = 0;
  std::string before;
  std::string after;
  bool operator==(const Occurrence&) const = default;
};

// The occurrences of a sequence whose steps lie no further apart than `longest_step` (Kusto docs, "funnel_sequence
// plugin"). Other states may stand between the steps. A state that repeats is one stay in it: what stands before and
// behind is another state.
class Occurrences {
 public:
  Occurrences(std::vector<std::string> sequence, std::int64_t longest_step);
  // Occurrences that an event closes are appended to `found`.
  void add(std::int64_t time, std::int64_t window, std::string_view state, std::vector<Occurrence>& found);
  // The actor's events have ended.
  void finish(std::vector<Occurrence>& found);

 private:
  struct Chain {
    std::int64_t window = 0;
    std::int64_t last = 0;  // time of its last step
    std::string before;
  };
  void close(std::string_view after, std::vector<Occurrence>& found);

  std::vector<std::string> sequence_;
  std::int64_t longest_step_;
  std::vector<std::optional<Chain>> chains_;  // by steps done
  std::vector<Occurrence> open_;              // whole, but for what comes behind
  std::optional<std::string> state_;          // the stay
  std::string before_;                        // the state before the stay
};

}  // namespace huntbook::sequences
