#include "ingest/indicators/stix_objects.hpp"

#include <string>

#include "ingest/indicators/stix_pattern.hpp"
#include "ingest/record/field_values.hpp"
#include "ingest/record/json_text.hpp"

namespace huntbook::ingest {

namespace {

std::string object_text(Record record) {
  std::string json = "{";
  for (const Field& field : record) append_member(json, field.name, field);
  return json + "}";
}

void put_time(std::string_view column, Record record, std::string_view name, DocumentedRows& rows) {
  if (const auto time = time_in(record, name)) rows.fill_time(column, *time);
}

}  // namespace

bool StixObjects::knows(Record record) const {
  return has_field(record, "type") && has_field(record, "id");
}

bool StixObjects::put(const ParsedRecord& record, BlockTables& tables) {
  const std::string type = text_in(record.fields, "type");
  const std::string id = text_in(record.fields, "id");
  if (type.empty() || !id.starts_with(type + "--")) return false;
  const bool indicator = type == "indicator" && has_field(record.fields, "pattern");
  DocumentedRows* const rows = tables.documented(indicator ? "ThreatIntelIndicators" : "ThreatIntelObjects");
  if (rows == nullptr) return false;
  members_.forget();
  const std::string whole = object_text(record.fields);
  if (indicator) {
    put_indicator(record, whole, *rows);
  } else {
    put_object(record, whole, *rows);
  }
  return true;
}

std::string StixObjects::joined(const Field* list) {
  std::string text;
  if (list == nullptr || list->kind != FieldKind::Nested) return text;
  for (const Field& element : members_.elements_of(*list)) {
    if (!text.empty()) text += ", ";
    append_text(text, element);
  }
  return text;
}

void StixObjects::put_indicator(const ParsedRecord& record, const std::string& whole, DocumentedRows& rows) {
  const Record fields = record.fields;
  const std::string pattern = text_in(fields, "pattern");
  std::string tags = joined(find_field(fields, "labels"));
  if (tags.empty()) tags = joined(find_field(fields, "indicator_types"));
  const std::string kind = text_in(fields, "pattern_type");
  std::vector<Observable> observables;
  if (kind.empty() || kind == "stix") observables = observables_of(pattern);
  if (observables.empty()) observables.emplace_back();
  for (const Observable& observable : observables) {
    put_time(time_column, fields, "modified", rows);
    put_time(time_column, fields, "created", rows);
    put_time(time_column, fields, "valid_from", rows);
    put_time("Created", fields, "created", rows);
    put_time("Modified", fields, "modified", rows);
    put_time("ValidFrom", fields, "valid_from", rows);
    put_time("ValidUntil", fields, "valid_until", rows);
    rows.fill("Id", text_in(fields, "id"));
    rows.fill("Pattern", pattern);
    rows.fill("ObservableKey", observable.key);
    rows.fill("ObservableValue", observable.value);
    if (const Field* confidence = find_field(fields, "confidence")) rows.set("Confidence", *confidence, "confidence");
    const bool revoked = text_in(fields, "revoked") == "true";
    rows.fill("Revoked", revoked ? "true" : "false");
    rows.fill("IsActive", revoked ? "false" : "true");
    rows.fill("IsDeleted", "false");
    rows.fill("Tags", tags);
    rows.fill_dynamic("Data", whole);
    rows.fill("Type", "ThreatIntelIndicators");
    rows.end_row(record.number);
  }
}

void StixObjects::put_object(const ParsedRecord& record, const std::string& whole, DocumentedRows& rows) {
  for (const std::string_view name : {"modified", "created", "last_observed"}) {
    put_time(time_column, record.fields, name, rows);
  }
  rows.fill("Id", text_in(record.fields, "id"));
  rows.fill("StixType", text_in(record.fields, "type"));
  rows.fill("IsDeleted", "false");
  rows.fill_dynamic("Data", whole);
  rows.fill("Type", "ThreatIntelObjects");
  rows.end_row(record.number);
}

Source stix_source() {
  return {"stix", "objects of STIX", []() -> std::unique_ptr<Normaliser> { return std::make_unique<StixObjects>(); }};
}

}  // namespace huntbook::ingest
