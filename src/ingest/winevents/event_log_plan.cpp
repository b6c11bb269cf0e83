#include "ingest/winevents/event_log_plan.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <numeric>

#include "base/json_text.hpp"
#include "ingest/evtx/value.hpp"
#include "ingest/record/json_text.hpp"
#include "ingest/winevents/activity.hpp"
#include "ingest/winevents/system_fields.hpp"

namespace huntbook::ingest {

namespace {

using Role = EventFieldRole;
using evtx::ValueType;

ValueType type_of(const EncodedValue& value) {
  return static_cast<ValueType>(value.type);
}

template <typename Number>
std::optional<std::int64_t> whole(std::string_view bytes) {
  Number number{};
  if (bytes.size() < sizeof(number)) return std::nullopt;
  std::memcpy(&number, bytes.data(), sizeof(number));
  return static_cast<std::int64_t>(number);
}

// The number that a value of a whole type holds; not those that are shown as hexadecimal, nor the widest unsigned.
std::optional<std::int64_t> whole_of(const EncodedValue& value) {
  if (value.made) return std::nullopt;
  switch (type_of(value)) {
    case ValueType::Int8:
      return whole<std::int8_t>(value.bytes);
    case ValueType::UInt8:
      return whole<std::uint8_t>(value.bytes);
    case ValueType::Int16:
      return whole<std::int16_t>(value.bytes);
    case ValueType::UInt16:
      return whole<std::uint16_t>(value.bytes);
    case ValueType::Int32:
      return whole<std::int32_t>(value.bytes);
    case ValueType::UInt32:
      return whole<std::uint32_t>(value.bytes);
    case ValueType::Int64:
      return whole<std::int64_t>(value.bytes);
    default:
      return std::nullopt;
  }
}

std::optional<Ticks> time_of(const EncodedValue& value) {
  if (value.made || type_of(value) != ValueType::FileTime) return std::nullopt;
  return evtx::read_file_time(value.bytes);
}

std::optional<std::uint64_t> keywords_of(const EncodedValue& value) {
  if (value.made || type_of(value) != ValueType::HexInt64) return std::nullopt;
  const auto bits = whole<std::int64_t>(value.bytes);
  return bits ? std::optional(static_cast<std::uint64_t>(*bits)) : std::nullopt;
}

}  // namespace

EventLogPlan::EventLogPlan(const RecordLayout& layout, const DocumentedTable& table)
    : security_(table.name == "SecurityEvent"),
      append_text_(layout.append_text),
      time_generated_(table.slot_of(time_column)),
      time_created_(table.slot_of("TimeCreated")),
      level_column_(table.slot_of("Level")),
      level_name_column_(table.slot_of("EventLevelName")),
      event_data_column_(table.slot_of("EventData")),
      type_column_(table.slot_of("Type")) {
  for (const Place& column : {time_generated_, time_created_, level_name_column_}) {
    if (column) taken_.push_back(*column);
  }
  const auto see = [](Place& place, std::size_t value) {
    if (!place) place = value;
  };
  // As in any other form of the events, what every event has comes first.
  std::vector<std::size_t> order(layout.fields.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_partition(order, [&](std::size_t i) { return !layout.fields[i].is_data; });
  for (const std::size_t i : order) {
    const RecordLayout::Name& field = layout.fields[i];
    Step step;
    const auto into_column = [&](std::string_view column) { step = column_step(table, column); };
    const SystemField* const system = field.is_data ? nullptr : system_field(field.name);
    if (field.is_data && !security_) {
      step.way = Step::Way::EventData;
      append_json_string(step.key, field.name);
      step.key += ':';
    } else if (field.is_data) {
      into_column(field.name);
    } else if (system != nullptr && system->role == Role::TimeCreated) {
      see(time_, i);
      continue;
    } else if (system != nullptr && system->role == Role::Level) {
      see(level_, i);
      into_column(security_ ? system->security : system->windows);
    } else if (system != nullptr && (system->role == Role::None || system->role == Role::EventId ||
                                     system->role == Role::Keywords || system->role == Role::AccountType)) {
      if (system->role == Role::Keywords) see(keywords_, i);
      const std::string_view column = security_ ? system->security : system->windows;
      if (!column.empty()) {
        into_column(column);
      } else if (security_ && system->role == Role::AccountType) {
        into_column(field.name);
      }
    } else if (system != nullptr) {
      usable_ = false;  // a name that only collectors use
    } else if (security_) {
      into_column(field.name);
    }
    step.value = i;
    step.source = field.name;
    steps_.push_back(std::move(step));
  }
  usable_ = usable_ && time_ && time_generated_;
}

EventLogPlan::Step EventLogPlan::column_step(const DocumentedTable& table, std::string_view column) {
  Step step;
  step.way = Step::Way::Other;
  step.column = column;
  if (const auto slot = table.slot_of(column)) {
    step.slot = *slot;
    if (std::ranges::find(taken_, *slot) != taken_.end()) return step;
    taken_.push_back(*slot);
    const ScalarType type = table.columns[*slot].type;
    if (type == ScalarType::String) step.way = Step::Way::Text;
    if (type == ScalarType::Int) step.way = Step::Way::Int;
  }
  return step;
}

bool EventLogPlan::put(const EncodedRecord& record, DocumentedRows& rows) {
  if (!usable_) return false;
  const auto time = time_of(record.values[*time_]);
  if (!time) return false;
  std::int64_t level_number = -1;
  if (level_) {
    const std::optional<std::int64_t> number = whole_of(record.values[*level_]);
    if (!number) return false;
    level_number = *number;
  }
  const auto keywords = keywords_ ? keywords_of(record.values[*keywords_]) : std::nullopt;
  if (keywords_ && !keywords) return false;

  rows.open(*time_generated_).push_long(*time);
  if (time_created_) rows.open(*time_created_).push_long(*time);
  // An audit's own level is 0; Azure Monitor shows the legacy one.
  const bool is_audit = security_ && keywords && level_number == 0;
  const std::string_view audit_level = is_audit ? level_of_keywords(*keywords) : std::string_view();
  event_data_.assign(1, '{');
  for (Step& step : steps_) {
    if (!audit_level.empty() && step.value == *level_) {
      rows.fill(level_column_, audit_level);
      rows.fill(level_name_column_, level_name(0));
    } else {
      run(step, record.values[step.value], rows);
    }
  }
  if (security_) return true;
  if (event_data_.size() > 1 && event_data_column_) {
    event_data_.push_back('}');
    rows.open(*event_data_column_).push_text(event_data_);
  }
  if (level_number >= 0 && level_number <= 5)
    rows.fill(level_name_column_, level_name(static_cast<std::int32_t>(level_number)));
  rows.fill(type_column_, "WindowsEvent");
  return true;
}

void EventLogPlan::Step::remember(const EncodedValue& that) {
  last = that;
  last_bytes = that.bytes;
  last.bytes = {};
}

void EventLogPlan::run(Step& step, const EncodedValue& value, DocumentedRows& rows) {
  switch (step.way) {
    case Step::Way::EventData:
      return add_member(step, value);
    case Step::Way::Text:
      if (value.bytes.empty()) return;
      if (!value.made) return put_text(step, value, rows);
      if (value.kind != FieldKind::Null) rows.open_texts(step.slot).push_back(value.bytes);
      return;
    case Step::Way::Int: {
      const std::optional<std::int64_t> number = whole_of(value);
      if (!number || *number < std::numeric_limits<std::int32_t>::min() ||
          *number > std::numeric_limits<std::int32_t>::max()) {
        break;
      }
      return rows.open(step.slot).push_int(static_cast<std::int32_t>(*number));
    }
    case Step::Way::Extra:
      return put_extra(step, value, rows);
    case Step::Way::Other:
      break;
  }
  if (!value.bytes.empty()) rows.set(step.column, decoded(step, value), step.source);
}

void EventLogPlan::put_text(Step& step, const EncodedValue& value, DocumentedRows& rows) const {
  TextColumn& texts = rows.open_texts(step.slot);
  const bool laborious = type_of(value) == ValueType::Sid || type_of(value) == ValueType::Guid;
  if (laborious && step.is_last(value)) return texts.push_back(step.last_text);
  std::string& out = texts.open_row();
  const std::size_t before = out.size();
  const FieldKind kind = append_text_(out, value.type, value.bytes);
  if (kind == FieldKind::Null) out.resize(before);
  // An empty text leaves the column as it is: not filled.
  if (out.size() == before) return;
  texts.finish_row();
  if (!laborious) return;
  step.remember(value);
  step.last_text.assign(out, before);
}

void EventLogPlan::put_extra(Step& step, const EncodedValue& value, DocumentedRows& rows) {
  if (value.bytes.empty()) return;
  if (!step.is_last(value)) {
    const Field field = decoded(step, value);
    if (field.is_blank()) return;
    step.remember(value);
    step.last_text.assign(1, '{');
    append_member(step.last_text, step.source, field);
    step.last_text.erase(0, 1);
  }
  rows.extra_member(step.last_text);
}

void EventLogPlan::add_member(const Step& step, const EncodedValue& value) {
  if (event_data_.size() > 1) event_data_ += ',';
  event_data_ += step.key;
  append_json(event_data_, decoded(step, value));
}

Field EventLogPlan::decoded(const Step& step, const EncodedValue& value) {
  if (value.made) return {step.source, value.bytes, value.kind, false};
  text_.clear();
  const FieldKind kind = append_text_(text_, value.type, value.bytes);
  return {step.source, text_, kind, false};
}

}  // namespace huntbook::ingest
