#include "ingest/indicators/indicator_table.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "ingest/indicators/indicator_kind.hpp"
#include "ingest/record/epoch_time.hpp"
#include "ingest/record/field_values.hpp"
#include "ingest/record/json_text.hpp"

namespace huntbook::ingest {

namespace {

enum class Role { None, Value, Kind, From, Until, Confidence, Tags, Id };

struct Column {
  std::string_view name;  // small, with blanks, '-' and '_' gone
  Role role;
};
constexpr std::array columns = {
    Column{"indicator", Role::Value},
    Column{"indicatorvalue", Role::Value},
    Column{"ioc", Role::Value},
    Column{"iocvalue", Role::Value},
    Column{"observable", Role::Value},
    Column{"observablevalue", Role::Value},
    Column{"value", Role::Value},
    Column{"type", Role::Kind},
    Column{"indicatortype", Role::Kind},
    Column{"ioctype", Role::Kind},
    Column{"observabletype", Role::Kind},
    Column{"kind", Role::Kind},
    Column{"firstseen", Role::From},
    Column{"firstseenutc", Role::From},
    Column{"validfrom", Role::From},
    Column{"date", Role::From},
    Column{"created", Role::From},
    Column{"creationtime", Role::From},
    Column{"validuntil", Role::Until},
    Column{"expirationtime", Role::Until},
    Column{"expiration", Role::Until},
    Column{"expirationdatetime", Role::Until},
    Column{"lastseen", Role::Until},
    Column{"lastseenutc", Role::Until},
    Column{"confidence", Role::Confidence},
    Column{"confidencelevel", Role::Confidence},
    Column{"confidencescore", Role::Confidence},
    Column{"tags", Role::Tags},
    Column{"labels", Role::Tags},
    Column{"id", Role::Id},
    Column{"iocid", Role::Id},
};

Role role_of(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    if (c != ' ' && c != '-' && c != '_' && c != '"' && c != '#') plain.push_back(ascii_lower(c));
  }
  const auto found = std::ranges::find(columns, plain, &Column::name);
  return found != columns.end() ? found->role : Role::None;
}

const Field* first_of(Record record, Role role) {
  const auto found = std::ranges::find_if(record, [role](const Field& field) { return role_of(field.name) == role; });
  return found != record.end() ? &*found : nullptr;
}

std::optional<Ticks> moment(const Field* field) {
  if (field == nullptr || field->is_blank()) return std::nullopt;
  if (const auto time = time_of(*field)) return time;
  return read_epoch(field->text);
}

}  // namespace

bool IndicatorTable::knows(Record record) const {
  return !has_field(record, "TimeGenerated") && first_of(record, Role::Value) != nullptr &&
         first_of(record, Role::Kind) != nullptr;
}

bool IndicatorTable::put(const ParsedRecord& record, BlockTables& tables) {
  const Field* value = first_of(record.fields, Role::Value);
  const Field* kind = first_of(record.fields, Role::Kind);
  if (value == nullptr || value->is_blank()) return false;
  const std::string written = text_of(*value);
  std::string plain = refanged(written);
  // What a column calls "type" may be anything else: its values have to name kinds of indicators.
  std::string_view key = kind != nullptr ? key_by_name(text_of(*kind), plain) : key_by_look(plain);
  if (key.empty() && kind != nullptr && text_of(*kind) == "ip:port") {
    plain = plain.substr(0, plain.rfind(':'));
    key = key_by_look(plain);
  }
  if (key.empty()) return false;
  DocumentedRows* const rows = tables.documented("ThreatIntelIndicators");
  if (rows == nullptr) return false;
  data_.assign(1, '{');
  for (const Field& field : record.fields) {
    if (!field.is_blank()) append_member(data_, field.name, field);
  }
  data_.push_back('}');
  const auto from = moment(first_of(record.fields, Role::From));
  const auto until = moment(first_of(record.fields, Role::Until));
  if (from) {
    rows->fill_time(time_column, *from);
    rows->fill_time("ValidFrom", *from);
  }
  if (until) rows->fill_time("ValidUntil", *until);
  if (const Field* confidence = first_of(record.fields, Role::Confidence)) {
    rows->set("Confidence", *confidence, confidence->name);
  }
  if (const Field* tags = first_of(record.fields, Role::Tags)) rows->fill("Tags", text_of(*tags));
  if (const Field* id = first_of(record.fields, Role::Id)) rows->fill("Id", text_of(*id));
  const Observable observable{std::string(key), plain};
  rows->fill("ObservableKey", observable.key);
  rows->fill("ObservableValue", observable.value);
  rows->fill("Pattern", pattern_of(observable));
  rows->fill("IsActive", "true");
  rows->fill("IsDeleted", "false");
  rows->fill("Revoked", "false");
  rows->fill_dynamic("Data", data_);
  rows->fill("Type", "ThreatIntelIndicators");
  rows->end_row(record.number);
  return true;
}

Source indicator_table_source() {
  return {"indicator_list", "lists of indicators",
          []() -> std::unique_ptr<Normaliser> { return std::make_unique<IndicatorTable>(); }};
}

}  // namespace huntbook::ingest
