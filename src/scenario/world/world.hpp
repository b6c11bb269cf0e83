// What everything in a scenario shares: the clock, the seed, who takes down what is logged, and whether what happens
// just now is the attack's doing.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "scenario/world/label.hpp"
#include "scenario/world/recorder.hpp"
#include "scenario/world/timeline.hpp"

namespace huntbook::scenario {

class World {
 public:
  // `recorder` outlives it.
  World(std::uint64_t seed, Ticks begin, Recorder& recorder) : timeline_(begin), recorder_(recorder), seed_(seed) {}

  Timeline& timeline() { return timeline_; }
  Ticks now() const { return timeline_.now(); }
  Recorder& recorder() { return recorder_; }
  std::uint64_t seed() const { return seed_; }

  void at(Ticks time, std::function<void()> action) { timeline_.at(time, std::move(action)); }
  void after(Ticks delay, std::function<void()> action) { timeline_.after(delay, std::move(action)); }

  // All that is logged while `action` runs bears the label.
  void at(Ticks time, Label label, std::function<void()> action) {
    timeline_.at(time, [this, label = std::move(label), action = std::move(action)] {
      label_ = &label;
      action();
      label_ = nullptr;
    });
  }
  // Of what is happening; null: nothing to do with the attack.
  const Label* label() const { return label_; }

 private:
  Timeline timeline_;
  Recorder& recorder_;
  std::uint64_t seed_;
  const Label* label_ = nullptr;
};

}  // namespace huntbook::scenario
