#include "scenario/windows_event.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

namespace huntbook::scenario {

namespace {

constexpr std::string_view auditing = "Microsoft-Windows-Security-Auditing";
constexpr std::string_view auditing_guid = "{54849625-5478-4994-A5BA-3E3B0328C30D}";
constexpr std::string_view event_log = "Microsoft-Windows-Eventlog";
constexpr std::string_view event_log_guid = "{FC65DDD8-D6EF-4962-83D5-6E5CFE9CE148}";

struct EventKind {
  int id;
  int version;
  int task;
  std::string_view category;
};

// Version, task and category as Windows Server 2019 logs them; sorted by id.
constexpr std::array kinds = {
    EventKind{1102, 0, 104, "Log clear"},
    EventKind{4608, 0, 12288, "Security State Change"},
    EventKind{4616, 1, 12288, "Security State Change"},
    EventKind{4624, 2, 12544, "Logon"},
    EventKind{4625, 0, 12544, "Logon"},
    EventKind{4634, 0, 12545, "Logoff"},
    EventKind{4647, 0, 12545, "Logoff"},
    EventKind{4648, 0, 12544, "Logon"},
    EventKind{4672, 0, 12548, "Special Logon"},
    EventKind{4673, 0, 13056, "Sensitive Privilege Use"},
    EventKind{4688, 2, 13312, "Process Creation"},
    EventKind{4697, 0, 12289, "Security System Extension"},
    EventKind{4698, 1, 12804, "Other Object Access Events"},
    EventKind{4702, 1, 12804, "Other Object Access Events"},
    EventKind{4720, 0, 13824, "User Account Management"},
    EventKind{4722, 0, 13824, "User Account Management"},
    EventKind{4724, 0, 13824, "User Account Management"},
    EventKind{4732, 0, 13826, "Security Group Management"},
    EventKind{4738, 0, 13824, "User Account Management"},
    EventKind{4778, 0, 12551, "Other Logon/Logoff Events"},
    EventKind{4779, 0, 12551, "Other Logon/Logoff Events"},
    EventKind{4798, 0, 13824, "User Account Management"},
    EventKind{4799, 0, 13826, "Security Group Management"},
    EventKind{4800, 0, 12551, "Other Logon/Logoff Events"},
    EventKind{4801, 0, 12551, "Other Logon/Logoff Events"},
};

const EventKind* find_kind(int id) {
  const auto* kind = std::ranges::lower_bound(kinds, id, {}, &EventKind::id);
  return kind != kinds.end() && kind->id == id ? kind : nullptr;
}

// The generator writes ASCII only; quotes, backslashes and control characters are what needs escaping.
void append_string(std::string_view text, std::string& out) {
  out += '"';
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_time(Ticks ticks, std::string& out) {
  const CivilTime time = civil_from_ticks(ticks);
  fmt::format_to(std::back_inserter(out), "\"{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}+00:00\"", time.year, time.month,
                 time.day, time.hour, time.minute, time.second, time.fraction / ticks_per_microsecond);
}

}  // namespace

bool is_known_event(int id) {
  return find_kind(id) != nullptr;
}

void append_nxlog_line(const WindowsEvent& event, Ticks time, std::string_view host, std::uint64_t record,
                       std::string& out) {
  const EventKind& kind = *find_kind(event.id);
  const bool log_event = event.id == 1102;
  // Bits 52 and 53 mark audit failure and success; NXLog prints the mask as a signed number.
  const std::int64_t keywords = log_event       ? 4620693217682128896
                                : event.failure ? -9218868437227405312
                                                : -9214364837600034816;
  const std::string_view type = log_event ? "INFO" : event.failure ? "AUDIT_FAILURE" : "AUDIT_SUCCESS";
  const std::string_view severity = event.failure ? "ERROR" : "INFO";

  out += "{\"EventTime\":";
  append_time(time, out);
  fmt::format_to(std::back_inserter(out),
                 ",\"Hostname\":\"{}\",\"Keywords\":{},\"EventType\":\"{}\",\"SeverityValue\":{},\"Severity\":\"{}\","
                 "\"EventID\":{},\"SourceName\":\"{}\",\"ProviderGuid\":\"{}\",\"Version\":{},\"Task\":{},"
                 "\"OpcodeValue\":0,\"RecordNumber\":{},\"ExecutionProcessID\":{},\"ThreadID\":{},"
                 "\"Channel\":\"Security\",\"Category\":\"{}\",\"Opcode\":\"Info\"",
                 host, keywords, type, event.failure ? 4 : 2, severity, event.id, log_event ? event_log : auditing,
                 log_event ? event_log_guid : auditing_guid, kind.version, kind.task, record, event.execution_process,
                 event.thread, kind.category);
  for (const auto& [key, value] : event.data) {
    out += ",\"";
    out += key;
    out += "\":";
    append_string(value, out);
  }
  out += ",\"EventReceivedTime\":";
  append_time(time + ticks_per_second, out);
  out += ",\"SourceModuleName\":\"eventlog\",\"SourceModuleType\":\"im_msvistalog\"}\n";
}

}  // namespace huntbook::scenario
