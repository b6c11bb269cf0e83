// What the values of Windows security events are called, for tools that give them by position only.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace huntbook::ingest {

struct EventParameter {
  // How Windows shows a value that programs get as a number or in small letters.
  enum class Form : std::uint8_t { AsItIs, Hexadecimal, Guid };
  std::string_view name;
  Form form = Form::AsItIs;
};

// In the order of the event's definition; empty where this version of the event is not in our list.
std::span<const EventParameter> security_parameters(std::string_view provider, std::int64_t event_id,
                                                    std::int64_t version);

}  // namespace huntbook::ingest
