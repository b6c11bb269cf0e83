// When a log is usually busy: for each hour of the day (UTC), on workdays and at weekends, on how many days it had
// events. Nights and weekends that are silent every time are no news by it; a silent morning is, where mornings are
// busy.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace huntbook::coverage {

class Rhythm {
 public:
  // `hours`: those with events, counted from 1970, ascending, each once.
  explicit Rhythm(std::span<const std::uint32_t> hours);

  // How probable it is that all hours of [begin, end), which are silent, are silent: the product over them of
  // (s + 1/2) / (d + 1), where d is the number of other days of the same kind on which the hour was observed, and s on
  // how many of these it was silent. Only hours that are usually busy count, on four days of five at least: in others
  // events come in clusters, and silent hours one after the other are no chances of their own. Hours with d < 2 say
  // nothing either; nothing where all of them do.
  std::optional<double> probability(std::int64_t begin, std::int64_t end) const;

 private:
  std::int64_t begin_ = 0;  // the hours observed
  std::int64_t end_ = 0;
  std::array<std::array<std::int64_t, 24>, 2> busy_{};  // by kind of day (0: workday) and hour
};

}  // namespace huntbook::coverage
