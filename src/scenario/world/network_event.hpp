// What the network sees: connections and look-ups of names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "scenario/world/label.hpp"

namespace huntbook::scenario {

enum class Protocol : std::uint8_t { Tcp, Udp };

struct Connection {
  Ticks time = 0;
  Ticks duration = 0;
  std::uint64_t id = 0;
  std::string source;
  std::string target;
  std::uint16_t source_port = 0;
  std::uint16_t target_port = 0;
  Protocol protocol = Protocol::Tcp;
  std::string_view service;       // as Zeek names it; empty: not recognised
  std::string_view state = "SF";  // as Zeek names it: SF ended as usual, S0 no answer, REJ refused
  std::uint64_t bytes_out = 0;    // of the one who opened it
  std::uint64_t bytes_in = 0;
  bool allowed = true;  // by the security group
  const Label* label = nullptr;
};

struct Lookup {
  Ticks time = 0;
  std::uint64_t connection = 0;
  std::string source;
  std::uint16_t source_port = 0;
  std::string name;
  std::string answer;  // an IPv4 address; empty: there is no such name
  const Label* label = nullptr;
};

}  // namespace huntbook::scenario
