#include "scenario/network/network.hpp"

namespace huntbook::scenario {

namespace {

// Sizes and times vary by a quarter to either side.
std::uint64_t vary(std::uint64_t mean, Random& random) {
  return mean < 4 ? mean : mean - mean / 4 + random.below(mean / 2);
}

}  // namespace

std::uint16_t Network::connect(std::string_view source, std::string_view target, const Traffic& traffic) {
  Connection connection;
  connection.time = world_.now() + static_cast<Ticks>(random_.below(ticks_per_millisecond));
  connection.id = random_.next();
  connection.source = source;
  connection.target = target;
  connection.source_port = static_cast<std::uint16_t>(random_.between(32'768, 60'999));
  connection.target_port = traffic.port;
  connection.protocol = traffic.protocol;
  connection.service = traffic.service;
  connection.allowed = traffic.allowed;
  connection.label = world_.label();
  if (traffic.allowed) {
    connection.state = traffic.state;
    connection.duration = static_cast<Ticks>(vary(static_cast<std::uint64_t>(traffic.duration), random_));
    connection.bytes_out = vary(traffic.bytes_out, random_);
    connection.bytes_in = vary(traffic.bytes_in, random_);
  } else {
    connection.state = "S0";
    connection.service = "";
  }
  world_.recorder().record(connection);
  return connection.source_port;
}

void Network::look_up(std::string_view source, std::string_view name, std::string_view answer) {
  Lookup lookup;
  lookup.time = world_.now() - static_cast<Ticks>(random_.below(30 * ticks_per_millisecond));
  lookup.connection = random_.next();
  lookup.source = source;
  lookup.source_port = static_cast<std::uint16_t>(random_.between(32'768, 60'999));
  lookup.name = name;
  lookup.answer = answer;
  lookup.label = world_.label();
  world_.recorder().record(lookup);
}

}  // namespace huntbook::scenario
