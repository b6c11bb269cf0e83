// Flow tuples of any bytes: what is taken must be within its bounds and stand in the text.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/time.hpp"
#include "ingest/flowlogs/flow_tuple.hpp"
#include "require.hpp"

using huntbook::fuzz::require;

namespace {

void check(std::string_view text, const std::optional<huntbook::ingest::FlowTuple>& flow) {
  if (!flow) return;
  require(huntbook::valid_datetime(flow->time).has_value());
  require(flow->source_port >= 0 && flow->source_port <= 65'535);
  require(flow->destination_port >= 0 && flow->destination_port <= 65'535);
  require(flow->direction == 'I' || flow->direction == 'O');
  require(flow->packets_out >= 0 && flow->bytes_out >= 0 && flow->packets_back >= 0 && flow->bytes_back >= 0);
  require(!flow->source.empty() && flow->source.size() < text.size());
  require(flow->source.data() >= text.data() && flow->destination.data() > flow->source.data());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(text, huntbook::ingest::read_nsg_tuple(text));
  check(text, huntbook::ingest::read_vnet_tuple(text));
  return 0;
}
