#include "scenario/writers/nxlog_writer.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string_view>

#include <fmt/format.h>

#include "base/json_text.hpp"
#include "scenario/windows/event_kinds.hpp"

namespace huntbook::scenario {

namespace {

void append_time(Ticks ticks, std::string& out) {
  const CivilTime time = civil_from_ticks(ticks);
  fmt::format_to(std::back_inserter(out), "\"{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}+00:00\"", time.year, time.month,
                 time.day, time.hour, time.minute, time.second, time.fraction / ticks_per_microsecond);
}

}  // namespace

void append_nxlog_line(const WindowsEvent& event, std::string& out) {
  const WindowsEventKind& kind = *find_event_kind(event.channel, event.id);
  const WindowsProvider provider = provider_of(kind);
  const bool audit = event.channel == WindowsChannel::Security && kind.user_data.empty();
  const std::string_view type = event.failure ? "AUDIT_FAILURE" : audit ? "AUDIT_SUCCESS" : "INFO";

  out += "{\"EventTime\":";
  append_time(event.time, out);
  // NXLog prints the mask of keywords as a signed number.
  fmt::format_to(std::back_inserter(out),
                 ",\"Hostname\":\"{}\",\"Keywords\":{},\"SeverityValue\":{},\"Severity\":\"{}\","
                 "\"EventID\":{},\"SourceName\":\"{}\",\"ProviderGuid\":\"{}\",\"Version\":{},\"Task\":{},"
                 "\"OpcodeValue\":{},\"RecordNumber\":{},\"ExecutionProcessID\":{},\"ThreadID\":{},"
                 "\"Channel\":\"{}\",\"Category\":\"{}\",\"Opcode\":\"Info\"",
                 event.computer, static_cast<std::int64_t>(keywords_of(kind, event.failure)), event.failure ? 4 : 2,
                 event.failure ? "ERROR" : "INFO", event.id, provider.name, provider.guid, kind.version, kind.task,
                 kind.opcode, event.record, event.process, event.thread, name_of(event.channel), kind.category);
  // A value of the event takes the place of NXLog's own that has its name.
  if (std::ranges::find(event.data, "EventType", [](const auto& item) { return std::string_view(item.first); }) ==
      event.data.end())
    fmt::format_to(std::back_inserter(out), ",\"EventType\":\"{}\"", type);
  for (const auto& [key, value] : event.data) {
    out += ',';
    append_json_string(out, key);
    out += ':';
    append_json_string(out, value);
  }
  out += ",\"EventReceivedTime\":";
  append_time(event.time + ticks_per_second, out);
  out += ",\"SourceModuleName\":\"eventlog\",\"SourceModuleType\":\"im_msvistalog\"}\n";
}

}  // namespace huntbook::scenario
