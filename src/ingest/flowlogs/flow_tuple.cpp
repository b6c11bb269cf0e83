#include "ingest/flowlogs/flow_tuple.hpp"

#include <array>
#include <charconv>

namespace huntbook::ingest {

namespace {

constexpr std::size_t most_parts = 13;

struct Parts {
  std::array<std::string_view, most_parts> part;
  std::size_t count = 0;
};

bool split(std::string_view text, Parts& parts) {
  while (parts.count < most_parts) {
    const std::size_t end = text.find(',');
    parts.part[parts.count++] = text.substr(0, end);
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
  return false;
}

// A number from 0 to `most`, and nothing else.
bool read(std::string_view text, std::int64_t most, std::int64_t& value) {
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc{} && stop == end && value >= 0 && value <= most;
}

bool read_time(std::string_view text, Ticks unit, Ticks& time) {
  std::int64_t count = 0;
  if (!read(text, (max_datetime - unix_epoch) / unit, count)) return false;
  time = unix_epoch + count * unit;
  return true;
}

bool read_port(std::string_view text, std::int32_t& port) {
  std::int64_t value = 0;
  if (!read(text, 65'535, value)) return false;
  port = static_cast<std::int32_t>(value);
  return true;
}

bool one_of(std::string_view text, std::string_view letters, char& letter) {
  if (text.size() != 1 || letters.find(text[0]) == std::string_view::npos) return false;
  letter = text[0];
  return true;
}

// Empty ones are 0: a flow that begins has no counters.
bool read_counters(const Parts& parts, std::size_t first, FlowTuple& flow) {
  const std::array<std::int64_t*, 4> counters = {&flow.packets_out, &flow.bytes_out, &flow.packets_back,
                                                 &flow.bytes_back};
  for (std::size_t i = 0; i < counters.size(); ++i) {
    const std::string_view text = parts.part[first + i];
    if (text.empty()) continue;
    if (!read(text, INT64_MAX, *counters[i])) return false;
    flow.counted = true;
  }
  return true;
}

bool read_ends(const Parts& parts, Ticks time_unit, FlowTuple& flow) {
  flow.source = parts.part[1];
  flow.destination = parts.part[2];
  return read_time(parts.part[0], time_unit, flow.time) && !flow.source.empty() && !flow.destination.empty() &&
         read_port(parts.part[3], flow.source_port) && read_port(parts.part[4], flow.destination_port);
}

}  // namespace

std::optional<FlowTuple> read_nsg_tuple(std::string_view text) {
  Parts parts;
  if (!split(text, parts) || (parts.count != 8 && parts.count != 13)) return std::nullopt;
  FlowTuple flow;
  char protocol = 0;
  char decision = 0;
  if (!read_ends(parts, ticks_per_second, flow) || !one_of(parts.part[5], "TU", protocol) ||
      !one_of(parts.part[6], "IO", flow.direction) || !one_of(parts.part[7], "AD", decision)) {
    return std::nullopt;
  }
  flow.protocol = parts.part[5];
  flow.allowed = decision == 'A';
  if (parts.count == 8) return flow;
  if (!one_of(parts.part[8], "BCE", flow.state) || !read_counters(parts, 9, flow)) return std::nullopt;
  return flow;
}

std::optional<FlowTuple> read_vnet_tuple(std::string_view text) {
  Parts parts;
  if (!split(text, parts) || parts.count != 13) return std::nullopt;
  FlowTuple flow;
  std::int64_t protocol = 0;
  if (!read_ends(parts, ticks_per_millisecond, flow) || !read(parts.part[5], 255, protocol) ||
      !one_of(parts.part[6], "IO", flow.direction) || !one_of(parts.part[7], "BCED", flow.state) ||
      !read_counters(parts, 9, flow)) {
    return std::nullopt;
  }
  flow.protocol = parts.part[5];
  flow.allowed = flow.state != 'D';
  flow.encryption = parts.part[8];
  return flow;
}

}  // namespace huntbook::ingest
