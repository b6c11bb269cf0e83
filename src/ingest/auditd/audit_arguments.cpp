#include "ingest/auditd/audit_arguments.hpp"

#include <algorithm>
#include <charconv>

#include <simdjson.h>

#include "base/json_text.hpp"
#include "ingest/auditd/audit_values.hpp"
#include "ingest/record/utf8.hpp"

namespace huntbook::ingest {

void AuditArguments::clear() {
  arguments_.clear();
  declared_.reset();
}

bool AuditArguments::add(const AuditField& field) {
  const char* const end = field.name.data() + field.name.size();
  if (field.name == "argc") {
    std::int64_t count = 0;
    const char* const value_end = field.value.data() + field.value.size();
    if (std::from_chars(field.value.data(), value_end, count).ptr == value_end) declared_ = count;
    return false;
  }
  if (field.name.size() < 2 || field.name[0] != 'a') return false;
  std::uint32_t index = 0;
  const auto read = std::from_chars(field.name.data() + 1, end, index);
  if (read.ec != std::errc{} || (read.ptr != end && *read.ptr != '[')) return false;
  // Pieces of one argument follow one another.
  const bool goes_on = read.ptr != end && !arguments_.empty() && arguments_.back().index == index;
  Argument& argument = goes_on ? arguments_.back() : arguments_.emplace_back(Argument{index, {}});
  if (field.quoted || !append_audit_hex(argument.text, field.value)) argument.text.append(field.value);
  return true;
}

void AuditArguments::finish() {
  if (!std::ranges::is_sorted(arguments_, {}, &Argument::index)) {
    std::ranges::stable_sort(arguments_, {}, &Argument::index);
  }
  for (Argument& argument : arguments_) {
    std::ranges::replace(argument.text, '\0', ' ');
    if (!simdjson::validate_utf8(argument.text)) argument.text = repaired_utf8(argument.text);
  }
}

std::string AuditArguments::command_line() const {
  std::string line;
  for (const Argument& argument : arguments_) {
    if (&argument != arguments_.data()) line.push_back(' ');
    line += argument.text;
  }
  return line;
}

std::string AuditArguments::json() const {
  std::string json = "[";
  for (const Argument& argument : arguments_) {
    if (json.size() > 1) json.push_back(',');
    append_json_string(json, argument.text);
  }
  json.push_back(']');
  return json;
}

}  // namespace huntbook::ingest
