// What an attacker does, one step after another, each labelled.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "scenario/world/random.hpp"
#include "scenario/world/world.hpp"

namespace huntbook::scenario {

class Script {
 public:
  // `name` tells its random choices from those of other scripts.
  Script(World& world, Ticks begin, std::string_view name) : world_(world), time_(begin), random_(world.seed(), name) {}

  // Does `action` about `mean` after the step before.
  void then(Ticks mean, std::string_view stage, std::string_view technique, std::string what,
            std::function<void()> action) {
    time_ += random_.around(mean);
    world_.at(time_, Label{stage, technique, std::move(what)}, std::move(action));
  }
  Random& random() { return random_; }
  World& world() { return world_; }
  Ticks time() const { return time_; }

 private:
  World& world_;
  Ticks time_;
  Random random_;
};

// Tactics of MITRE ATT&CK.
inline constexpr std::string_view initial_access = "initial access";
inline constexpr std::string_view execution = "execution";
inline constexpr std::string_view persistence = "persistence";
inline constexpr std::string_view defense_evasion = "defense evasion";
inline constexpr std::string_view credential_access = "credential access";
inline constexpr std::string_view discovery = "discovery";
inline constexpr std::string_view collection = "collection";
inline constexpr std::string_view command_and_control = "command and control";
inline constexpr std::string_view exfiltration = "exfiltration";

}  // namespace huntbook::scenario
