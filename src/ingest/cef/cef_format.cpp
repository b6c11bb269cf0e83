#include "ingest/cef/cef_format.hpp"

#include <memory>
#include <string>

#include <simdjson.h>

#include "ingest/cef/cef_lines.hpp"
#include "ingest/cef/event_text.hpp"
#include "ingest/format/year_finder.hpp"
#include "ingest/record/line_scanner.hpp"
#include "ingest/record/utf8.hpp"
#include "ingest/syslog/syslog_head.hpp"

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
      add_header(event->before, block.years.empty() ? 0 : block.years[i], out);
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

 private:
  // Time and host of the syslog header that collectors leave before an event; `year`: of a time without one.
  static void add_header(std::string_view before, int year, ParsedBlock& out) {
    const auto head = read_syslog_head(before);
    if (!head || (!head->has_stamp && !head->rfc5424)) return;
    if (head->has_year || year > 0) {
      if (std::string time = stamp_text(*head, year); !time.empty())
        out.fields.push_back({"_time", out.keep(std::move(time)), FieldKind::Text, false});
    }
    std::string_view host = before.substr(head->rest);
    host = host.substr(0, host.find(' '));
    if (host != "-" && !host.ends_with(':')) out.fields.push_back({"_host", host, FieldKind::Text, false});
  }
};

Detected lines(const FileHead& head, bool yearless) {
  auto blocks = scanned_blocks(line_scanner);
  if (yearless) {
    blocks = [latest = latest_moment(head)](ByteSource& source, const BlockSizes& sizes) {
      return cef_lines(source, sizes, latest);
    };
  }
  return {
      "cef", {}, std::move(blocks), []() -> std::unique_ptr<RecordParser> { return std::make_unique<CefParser>(); }};
}

// What the first lines are.
struct Sample {
  bool is_cef = false;    // most of them hold an event
  bool yearless = false;  // a syslog header among them has no year
};

Sample sample_of(const FileHead& head) {
  constexpr int sample = 20;
  int lines = 0;
  int events = 0;
  Sample found;
  for (std::string_view rest = head.bytes; !rest.empty() && lines < sample;) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    // In JSON and CSV the event is a value among others.
    if (line.front() == '{' || line.front() == '[' || line.front() == '"') return {};
    ++lines;
    if (read_cef_event(line)) ++events;
    const auto syslog = read_syslog_head(line);
    found.yearless = found.yearless || (syslog && !syslog->has_year);
  }
  found.is_cef = events > 0 && events * 2 >= lines;
  return found;
}

}  // namespace

Format cef_format() {
  return {"cef", "events in CEF or LEEF, line by line",
          [](const FileHead& head) {
            const Sample sample = sample_of(head);
            return sample.is_cef ? std::optional(lines(head, sample.yearless)) : std::nullopt;
          },
          nullptr, [](const FileHead& head) -> Result<Detected> { return lines(head, sample_of(head).yearless); }};
}

}  // namespace huntbook::ingest
