// The comma-separated flows in Azure's flow logs (Network Watcher, "Log format" of NSG flow logs versions 1 and 2 and
// of virtual network flow logs).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace huntbook::ingest {

struct FlowTuple {
  Ticks time = 0;
  std::string_view source;
  std::string_view destination;
  std::int32_t source_port = 0;
  std::int32_t destination_port = 0;
  std::string_view protocol;  // T, U; of virtual networks the IANA number
  char direction = 'I';       // I, O
  bool allowed = true;
  char state = 0;                // B begin, C continuing, E end, D denied; 0: version 1 has none
  std::string_view encryption;   // of virtual networks
  bool counted = false;          // the four below are there
  std::int64_t packets_out = 0;  // from source to destination
  std::int64_t bytes_out = 0;
  std::int64_t packets_back = 0;
  std::int64_t bytes_back = 0;
};

// seconds,source,destination,port,port,T|U,I|O,A|D and in version 2 ,B|C|E and four counters, which may be empty.
std::optional<FlowTuple> read_nsg_tuple(std::string_view text);
// milliseconds,source,destination,port,port,protocol,I|O,B|C|E|D,encryption and four counters.
std::optional<FlowTuple> read_vnet_tuple(std::string_view text);

}  // namespace huntbook::ingest
