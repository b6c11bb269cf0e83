#include "scenario/writers/evtx_field.hpp"

#include <charconv>
#include <optional>
#include <unordered_map>

#include "scenario/evtx/little_endian.hpp"

namespace huntbook::scenario {

namespace {

using ingest::evtx::ValueType;
using Types = std::unordered_map<std::string_view, ValueType>;

// Manifest of Microsoft-Windows-Security-Auditing; pointers are hexadecimal numbers of 64 bits.
const Types& security_types() {
  static const Types types = {
      {"SubjectUserSid", ValueType::Sid},     {"TargetUserSid", ValueType::Sid},
      {"TargetSid", ValueType::Sid},          {"MemberSid", ValueType::Sid},
      {"MandatoryLabel", ValueType::Sid},     {"SubjectLogonId", ValueType::HexInt64},
      {"TargetLogonId", ValueType::HexInt64}, {"TargetLinkedLogonId", ValueType::HexInt64},
      {"LogonID", ValueType::HexInt64},       {"ProcessId", ValueType::HexInt64},
      {"NewProcessId", ValueType::HexInt64},  {"CallerProcessId", ValueType::HexInt64},
      {"LogonType", ValueType::UInt32},       {"KeyLength", ValueType::UInt32},
      {"SessionId", ValueType::UInt32},       {"ServiceStartType", ValueType::UInt32},
      {"ServiceType", ValueType::HexInt32},   {"Status", ValueType::HexInt32},
      {"SubStatus", ValueType::HexInt32},     {"LogonGuid", ValueType::Guid},
      {"TargetLogonGuid", ValueType::Guid},   {"PreviousTime", ValueType::FileTime},
      {"NewTime", ValueType::FileTime},
  };
  return types;
}

// Sysmon's manifest, schema 4.90.
const Types& sysmon_types() {
  static const Types types = {
      {"ProcessGuid", ValueType::Guid},       {"ParentProcessGuid", ValueType::Guid},
      {"SourceProcessGUID", ValueType::Guid}, {"TargetProcessGUID", ValueType::Guid},
      {"LogonGuid", ValueType::Guid},         {"ProcessId", ValueType::UInt32},
      {"ParentProcessId", ValueType::UInt32}, {"SourceProcessId", ValueType::UInt32},
      {"TargetProcessId", ValueType::UInt32}, {"SourceThreadId", ValueType::UInt32},
      {"LogonId", ValueType::HexInt64},       {"TerminalSessionId", ValueType::UInt32},
      {"SourcePort", ValueType::UInt16},      {"DestinationPort", ValueType::UInt16},
      {"SourceIsIpv6", ValueType::Bool},      {"DestinationIsIpv6", ValueType::Bool},
      {"Initiated", ValueType::Bool},         {"GrantedAccess", ValueType::HexInt32},
  };
  return types;
}

const Types& other_types() {
  static const Types types = {
      {"SessionID", ValueType::UInt32}, {"MessageNumber", ValueType::UInt32}, {"MessageTotal", ValueType::UInt32}};
  return types;
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  const bool hex = text.starts_with("0x");
  if (hex) text.remove_prefix(2);
  std::uint64_t number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number, hex ? 16 : 10);
  if (error != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
  return number;
}

// Whether the text was of the type, and is in the value.
bool set_typed(EvtxValue& value, ValueType type, std::string_view text) {
  switch (type) {
    case ValueType::Sid:
    case ValueType::Guid: {
      const EvtxValue made = type == ValueType::Sid ? EvtxValue::sid(text) : EvtxValue::guid(text);
      value.bytes = made.bytes;
      return made.type == type;
    }
    case ValueType::FileTime: {
      const auto time = parse_datetime(text);
      if (time) value.bytes = EvtxValue::file_time(*time).bytes;
      return time.has_value();
    }
    case ValueType::Bool:
      append_number(value.bytes, std::uint32_t{text == "true" ? 1U : 0U});
      return true;
    case ValueType::UInt16:
    case ValueType::UInt32:
    case ValueType::HexInt32:
    case ValueType::HexInt64: {
      const auto number = number_of(text);
      if (!number) return false;
      if (type == ValueType::UInt16) {
        append_number(value.bytes, static_cast<std::uint16_t>(*number));
      } else if (type == ValueType::HexInt64) {
        append_number(value.bytes, *number);
      } else {
        append_number(value.bytes, static_cast<std::uint32_t>(*number));
      }
      return true;
    }
    default:
      return false;
  }
}

}  // namespace

ValueType type_of_field(WindowsChannel channel, std::string_view name) {
  const Types& types = channel == WindowsChannel::Security ? security_types()
                       : channel == WindowsChannel::Sysmon ? sysmon_types()
                                                           : other_types();
  const auto found = types.find(name);
  return found == types.end() ? ValueType::String : found->second;
}

void set_value(EvtxValue& value, ValueType type, std::string_view text) {
  value.bytes.clear();
  value.type = type;
  if (type != ValueType::String && set_typed(value, type, text)) return;
  value.bytes.clear();
  value.type = ValueType::String;
  append_utf16(value.bytes, text);
}

}  // namespace huntbook::scenario
