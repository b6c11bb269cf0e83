#include "scenario/writers/nxlog_writer.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <type_traits>

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
  // A value of the event takes the place of NXLog's own that has its name.
  const auto own = [&](std::string_view name, const auto& value) {
    const bool taken = std::ranges::any_of(event.data, [&](const auto& item) { return item.first == name; });
    if (taken) return;
    constexpr bool is_text = std::is_convertible_v<decltype(value), std::string_view>;
    fmt::format_to(std::back_inserter(out), fmt::runtime(is_text ? ",\"{}\":\"{}\"" : ",\"{}\":{}"), name, value);
  };
  own("Hostname", event.computer);
  // NXLog prints the mask of keywords as a signed number.
  own("Keywords", static_cast<std::int64_t>(keywords_of(kind, event.failure)));
  own("EventType", type);
  own("SeverityValue", event.failure ? 4 : 2);
  own("Severity", event.failure ? "ERROR" : "INFO");
  own("EventID", event.id);
  own("SourceName", provider.name);
  own("ProviderGuid", provider.guid);
  own("Version", kind.version);
  own("Task", kind.task);
  own("OpcodeValue", kind.opcode);
  own("RecordNumber", event.record);
  own("ExecutionProcessID", event.process);
  own("ThreadID", event.thread);
  own("Channel", name_of(event.channel));
  own("Category", kind.category);
  own("Opcode", "Info");
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
