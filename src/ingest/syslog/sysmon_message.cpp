#include "ingest/syslog/sysmon_message.hpp"

#include <deque>
#include <string>
#include <vector>

#include "ingest/winxml/event_document.hpp"

namespace huntbook::ingest {

bool put_sysmon_event(std::string_view program, std::string_view message, Record message_fields, std::uint64_t number,
                      WindowsEvents& events, BlockTables& tables) {
  if (program != "sysmon" || !message.starts_with("<Event")) return false;
  auto document = EventDocument::parse({}, message);
  if (!document || document->root() != "Event" || !document->has_part("System")) return false;
  std::deque<std::string> texts;
  std::vector<Field> system;
  std::vector<Field> data;
  const auto taken =
      document->fields([&](evtx::FieldPlace::Part part, std::string_view name, FieldKind kind, std::string_view text) {
        const bool own = part == evtx::FieldPlace::Part::Data;
        if (!own && kind == FieldKind::Null) return;
        const Field field{texts.emplace_back(name), texts.emplace_back(text), kind, false};
        (own ? data : system).push_back(field);
      });
  if (!taken) return false;
  for (const std::string_view name : {"Facility", "SeverityLevel"}) {
    if (const Field* field = find_field(message_fields, name)) system.push_back(*field);
  }
  system.insert(system.end(), data.begin(), data.end());
  ParsedRecord event{system, number, data.size()};
  event.of_reader = true;
  return events.put(event, tables);
}

}  // namespace huntbook::ingest
