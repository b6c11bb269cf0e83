#include "ingest/winxml/winxml_format.hpp"

#include <algorithm>

#include "ingest/winxml/event_scanner.hpp"
#include "ingest/winxml/winxml_parser.hpp"

namespace huntbook::ingest {

namespace {

Detected event_xml() {
  return {"winxml", {}, scanned_blocks([] { return event_scanner(); }), winxml_parser};
}

constexpr std::string_view event_namespace = "schemas.microsoft.com/win/2004/08/events/event";

// The first tag that is neither a comment nor an instruction, from its '<' on. evtx_dump writes a line before it.
std::string_view first_element(std::string_view text) {
  while (true) {
    const std::size_t tag = text.find('<');
    if (tag == std::string_view::npos) return {};
    text.remove_prefix(tag);
    if (!text.starts_with("<?") && !text.starts_with("<!")) return text;
    const std::string_view end = text.starts_with("<!--") ? "-->" : ">";
    text.remove_prefix(std::min(text.find(end), text.size() - 1) + 1);
  }
}

std::optional<Detected> by_content(const FileHead& head) {
  const std::size_t start = head.bytes.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return std::nullopt;
  const std::string_view bytes = head.bytes.substr(start);
  if (!bytes.starts_with('<') && !bytes.starts_with("Record ")) return std::nullopt;
  const std::size_t event = find_event(bytes);
  if (event == std::string_view::npos || bytes.find("<System", event) == std::string_view::npos) return std::nullopt;
  const std::string_view first = first_element(bytes);
  const bool known = find_event(first) == 0 || first.starts_with("<Events");
  if (!known && bytes.substr(event).find(event_namespace) == std::string_view::npos) return std::nullopt;
  return event_xml();
}

}  // namespace

Format winxml_format() {
  return {"winxml", "Windows events as XML", by_content, nullptr,
          [](const FileHead&) -> Result<Detected> { return event_xml(); }};
}

}  // namespace huntbook::ingest
