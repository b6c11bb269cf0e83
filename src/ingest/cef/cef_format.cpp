#include "ingest/cef/cef_format.hpp"

#include <memory>
#include <string>

#include <simdjson.h>

#include "ingest/cef/event_text.hpp"
#include "ingest/record/line_scanner.hpp"
#include "ingest/record/utf8.hpp"

namespace huntbook::ingest {

namespace {

class CefParser final : public RecordParser {
 public:
  void parse(const Block& block, ParsedBlock& out) override {
    out.source = "cef";
    for (std::size_t i = 0; i < block.records.size(); ++i) {
      const RawRecord& raw = block.records[i];
      std::string_view text = block.text(raw);
      const bool repaired = !simdjson::validate_utf8(text.data(), text.size());
      if (repaired) text = out.keep(repaired_utf8(text));
      const auto event = read_cef_event(text);
      if (!event) {
        out.rejected.push_back(reject_record(block, raw, "no event of CEF or LEEF in the line"));
        continue;
      }
      if (repaired) ++out.repaired;
      const std::size_t first = out.fields.size();
      const auto add = [&](std::string_view name, std::string_view value, bool escapes) {
        if (escapes && has_escapes(value)) value = out.keep(unescaped_value(value));
        out.fields.push_back({name, value, FieldKind::Cell, false});
      };
      add("_format", event->leef ? "LEEF" : "CEF", false);
      add("_before", event->before, false);
      add("_vendor", event->vendor, true);
      add("_product", event->product, true);
      add("_version", event->version, true);
      add("_class", event->event_class, true);
      add("_name", event->leef ? event->event_class : event->name, true);
      add("_severity", event->severity, true);
      for (const EventPair& pair : event->pairs) add(pair.key, pair.value, !event->leef);
      out.records.push_back({first, out.fields.size() - first, i});
    }
  }
};

Detected lines() {
  return {"cef", {}, scanned_blocks(line_scanner), []() -> std::unique_ptr<RecordParser> {
            return std::make_unique<CefParser>();
          }};
}

// Most of the first lines hold an event.
bool is_cef(const FileHead& head) {
  constexpr int sample = 20;
  int lines = 0;
  int events = 0;
  for (std::string_view rest = head.bytes; !rest.empty() && lines < sample;) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    // In JSON and CSV the event is a value among others.
    if (line.front() == '{' || line.front() == '[' || line.front() == '"') return false;
    ++lines;
    if (read_cef_event(line)) ++events;
  }
  return events > 0 && events * 2 >= lines;
}

}  // namespace

Format cef_format() {
  return {"cef", "events in CEF or LEEF, line by line",
          [](const FileHead& head) { return is_cef(head) ? std::optional(lines()) : std::nullopt; }, nullptr,
          [](const FileHead&) -> Result<Detected> { return lines(); }};
}

}  // namespace huntbook::ingest
