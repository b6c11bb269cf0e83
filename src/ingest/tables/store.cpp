#include "ingest/tables/store.hpp"

#include <limits>

#include "base/ascii.hpp"
#include "ingest/record/json_text.hpp"
#include "ingest/record/value_reader.hpp"

namespace huntbook::ingest {

namespace {

std::string_view plain_text(const Field& field, std::string& scratch) {
  if (!field.escaped) return field.text;
  scratch.clear();
  append_unescaped(scratch, field.text);
  return scratch;
}

std::optional<std::int64_t> read_integer(std::string_view text) {
  if (text.size() > 2 && text.ends_with(".0")) text.remove_suffix(2);
  return read_long(text);
}

bool store_bool(const Field& field, std::string_view text, Column& column) {
  std::optional<bool> value = read_bool(text);
  if (!value && field.kind != FieldKind::Text && (text == "0" || text == "1")) value = text == "1";
  if (value) column.push_bool(*value);
  return value.has_value();
}

bool store_dynamic(const Field& field, Column& column, std::string& scratch) {
  if (field.is_text()) {
    const std::string_view text = plain_text(field, scratch);
    if ((text.front() == '{' || text.front() == '[') && is_json(text)) {
      column.push_text(text);
      return true;
    }
  }
  std::string json;
  append_json(json, field);
  column.push_text(json);
  return true;
}

}  // namespace

bool store(const Field& field, std::string_view name, Column& column, LocalTimes& times, std::string& scratch) {
  if (field.is_blank()) {
    column.push_null();
    return true;
  }
  const ScalarType type = column.type();
  if (type == ScalarType::String) {
    append_text(column.texts().open_row(), field);
    column.texts().finish_row();
    return true;
  }
  if (type == ScalarType::Dynamic) return store_dynamic(field, column, scratch);
  if (field.kind == FieldKind::Nested) return false;
  const std::string_view text = trimmed(plain_text(field, scratch), " ");
  if (text.empty()) {
    column.push_null();
    return true;
  }
  switch (type) {
    case ScalarType::Bool:
      return store_bool(field, text, column);
    case ScalarType::Int: {
      const auto value = read_integer(text);
      if (!value || *value < std::numeric_limits<std::int32_t>::min() ||
          *value > std::numeric_limits<std::int32_t>::max()) {
        return false;
      }
      column.push_int(static_cast<std::int32_t>(*value));
      return true;
    }
    case ScalarType::Long: {
      const auto value = read_integer(text);
      if (value) column.push_long(*value);
      return value.has_value();
    }
    case ScalarType::Real: {
      const auto value = read_real(text);
      if (value) column.push_real(*value);
      return value.has_value();
    }
    case ScalarType::Decimal: {
      if (!read_real(text) || text.find_first_of("eE") != std::string_view::npos) return false;
      column.push_text(text);
      return true;
    }
    case ScalarType::DateTime: {
      auto written = read_datetime(text);
      if (!written) return false;
      written->zoned = written->zoned || field.utc;
      const auto value = times.moment(*written, name);
      if (value) column.push_long(*value);
      return value.has_value();
    }
    case ScalarType::TimeSpan: {
      const auto value = parse_timespan(text);
      if (value) column.push_long(*value);
      return value.has_value();
    }
    case ScalarType::Guid: {
      const auto value = read_guid(text);
      if (value) column.push_text(*value);
      return value.has_value();
    }
    case ScalarType::String:
    case ScalarType::Dynamic:
      break;
  }
  return false;
}

}  // namespace huntbook::ingest
