#include "ingest/suricata/eve.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "ingest/record/field_values.hpp"

namespace huntbook::ingest {

namespace {

bool is_event_type(std::string_view text) {
  constexpr std::size_t longest = 40;
  return !text.empty() && text.size() <= longest &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

}  // namespace

bool EveRecords::knows(Record record) const {
  return has_field(record, "event_type") && has_field(record, "timestamp") &&
         (has_field(record, "flow_id") || has_field(record, "src_ip") || has_field(record, "stats") ||
          has_field(record, "engine"));
}

bool EveRecords::put(const ParsedRecord& record, BlockTables& tables) {
  const Field& type = *find_field(record.fields, "event_type");
  if (!type.is_text() || !is_event_type(type.text)) return false;
  std::vector<Field> fields;
  fields.reserve(record.fields.size());
  for (const Field& field : record.fields) {
    if (field.name == "timestamp") {
      if (const auto time = time_of(field)) {
        fields.push_back({time_column, tables.keep(format_datetime(*time)), FieldKind::Text, false});
        continue;
      }
    }
    fields.push_back(field);
  }
  tables.own("Suricata_" + std::string(type.text)).add(tables.keep(std::move(fields)), record.number);
  return true;
}

Source eve_source() {
  return {"suricata_eve", "Suricata's EVE log",
          []() -> std::unique_ptr<Normaliser> { return std::make_unique<EveRecords>(); }};
}

}  // namespace huntbook::ingest
