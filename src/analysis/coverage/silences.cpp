#include "analysis/coverage/silences.hpp"

#include <algorithm>

#include "analysis/coverage/rhythm.hpp"
#include "analysis/coverage/spacing.hpp"

namespace huntbook::coverage {

namespace {

constexpr Ticks minute = ticks_per_minute;
constexpr std::uint32_t first_minute = 5'258'880;      // 1980-01-01
constexpr std::uint32_t last_minute = 68'374'079;      // 2099-12-31
constexpr std::size_t least_minutes = 100;             // with events, for anything to be judged
constexpr std::uint32_t least_silence = 10;            // minutes
constexpr std::uint32_t longest_without_rhythm = 360;  // what is longer may be a night
constexpr double least_steady = 0.8;                   // share of minutes with events
constexpr double most_expected = 0.01;

struct Gap {
  std::uint32_t before;  // the last minute with an event
  std::uint32_t after;
  std::uint32_t silent() const { return after - before - 1; }
};

Ticks ticks_of(std::uint32_t minutes) {
  return unix_epoch + Ticks{minutes} * minute;
}

class Judge {
 public:
  explicit Judge(const std::vector<std::uint32_t>& minutes)
      : rhythm_(hours_of(minutes)), spacing_(lengths_of(minutes)), minutes_(minutes) {}

  // Counts the tests that rhythm makes, before any is made.
  void see(const Gap& gap) {
    if (rhythm(gap)) ++tests_;
  }

  Silence judge(const Gap& gap) const {
    Silence silence{ticks_of(gap.before + 1), ticks_of(gap.after), std::nullopt, {}, false};
    const auto probability = rhythm(gap);
    if (probability) {
      silence.expected = *probability * static_cast<double>(tests_);
      silence.test = "rhythm";
      silence.unusual = *silence.expected < most_expected;
    }
    const bool may_be_night = !probability && gap.silent() > longest_without_rhythm;
    if (silence.unusual || may_be_night || !is_steady_besides(gap)) return silence;
    silence.expected = spacing_.expected(gap.after - gap.before);
    silence.test = "spacing";
    silence.unusual = *silence.expected < most_expected;
    return silence;
  }

 private:
  static std::vector<std::uint32_t> hours_of(const std::vector<std::uint32_t>& minutes) {
    std::vector<std::uint32_t> hours;
    for (std::uint32_t at : minutes) {
      if (hours.empty() || hours.back() != at / 60) hours.push_back(at / 60);
    }
    return hours;
  }
  static std::vector<std::uint32_t> lengths_of(const std::vector<std::uint32_t>& minutes) {
    std::vector<std::uint32_t> lengths;
    for (std::size_t i = 1; i < minutes.size(); ++i) lengths.push_back(minutes[i] - minutes[i - 1]);
    return lengths;
  }
  // Of the hours that are silent as a whole.
  std::optional<double> rhythm(const Gap& gap) const {
    return rhythm_.probability((std::int64_t{gap.before} + 60) / 60, gap.after / 60);
  }
  bool is_steady_besides(const Gap& gap) const {
    const std::uint32_t rest = minutes_.back() - minutes_.front() + 1 - gap.silent();
    return static_cast<double>(minutes_.size()) >= least_steady * rest;
  }

  Rhythm rhythm_;
  Spacing spacing_;
  const std::vector<std::uint32_t>& minutes_;
  std::size_t tests_ = 0;
};

}  // namespace

void ActiveMinutes::add(Ticks time) {
  const Ticks since = (time - unix_epoch) / minute;
  if (since < first_minute || since > last_minute) return;
  const auto at = static_cast<std::uint32_t>(since);
  if (!minutes_.empty() && minutes_.back() == at) return;
  minutes_.push_back(at);
  if (minutes_.size() > 2 * compacted_ + 1'024) compact();
}

void ActiveMinutes::compact() {
  std::ranges::sort(minutes_);
  const auto repeated = std::ranges::unique(minutes_);
  minutes_.erase(repeated.begin(), repeated.end());
  compacted_ = minutes_.size();
}

std::vector<Silence> ActiveMinutes::silences() {
  compact();
  std::vector<Gap> gaps;
  Gap longest{0, 1};
  for (std::size_t i = 1; i < minutes_.size(); ++i) {
    const Gap gap{minutes_[i - 1], minutes_[i]};
    if (gap.silent() > longest.silent()) longest = gap;
    if (gap.silent() >= least_silence) gaps.push_back(gap);
  }
  std::vector<Silence> found;
  if (longest.silent() == 0) return found;
  if (gaps.empty() || minutes_.size() < least_minutes)
    return {{ticks_of(longest.before + 1), ticks_of(longest.after), std::nullopt, {}, false}};
  Judge judge(minutes_);
  for (const Gap& gap : gaps) judge.see(gap);
  for (const Gap& gap : gaps) {
    const Silence silence = judge.judge(gap);
    if (silence.unusual || gap.before == longest.before) found.push_back(silence);
  }
  return found;
}

}  // namespace huntbook::coverage
