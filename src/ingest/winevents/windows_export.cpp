#include "ingest/winevents/windows_export.hpp"

#include <string>

#include "ingest/record/json_text.hpp"
#include "ingest/winxml/event_document.hpp"

namespace huntbook::ingest {

bool set_event_data(const Field& field, DocumentedRows& rows) {
  if (field.name != "EventData" || !field.is_text() || rows.filled(field.name)) return false;
  const std::size_t start = field.text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos || field.text[start] != '<') return false;
  std::string xml;
  append_text(xml, field);
  const auto object = event_data_object(xml);
  if (!object) return false;
  rows.fill_dynamic(field.name, *object);
  return true;
}

}  // namespace huntbook::ingest
