// The company's network: connections that hosts and people open become what a sensor at the border and the security
// group of the servers see.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "scenario/world/random.hpp"
#include "scenario/world/world.hpp"

namespace huntbook::scenario {

// How a connection went, as far as its kind says.
struct Traffic {
  std::uint16_t port = 0;
  std::string_view service;
  Ticks duration = 0;
  std::uint64_t bytes_out = 0;
  std::uint64_t bytes_in = 0;
  std::string_view state = "SF";
  bool allowed = true;
  Protocol protocol = Protocol::Tcp;
};

class Network {
 public:
  explicit Network(World& world) : world_(world), random_(world.seed(), "network") {}

  // Now; the source port is one of the short-lived ones, and is given back.
  std::uint16_t connect(std::string_view source, std::string_view target, const Traffic& traffic);
  // A name is asked of the company's server; an empty answer: there is none.
  void look_up(std::string_view source, std::string_view name, std::string_view answer);

 private:
  World& world_;
  Random random_;
};

}  // namespace huntbook::scenario
