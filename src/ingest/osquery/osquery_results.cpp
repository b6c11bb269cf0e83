#include "ingest/osquery/osquery_results.hpp"

#include <charconv>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "ingest/json/json_parser.hpp"
#include "ingest/record/field_values.hpp"
#include "ingest/record/json_text.hpp"

namespace huntbook::ingest {

namespace {

// The elements of an array; `json` is valid.
std::vector<std::string_view> elements_of(std::string_view json) {
  std::vector<std::string_view> elements;
  int depth = 0;
  bool in_string = false;
  std::size_t begin = 1;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_string = false;
      }
      continue;
    }
    in_string = c == '"';
    if (c == '[' || c == '{') ++depth;
    const bool closes = c == ']' || c == '}';
    if ((c == ',' && depth == 1) || (closes && depth == 1)) {
      std::string_view element = json.substr(begin, i - begin);
      while (!element.empty() && static_cast<unsigned char>(element.front()) <= ' ') element.remove_prefix(1);
      if (!element.empty()) elements.push_back(element);
      begin = i + 1;
    }
    if (closes) --depth;
  }
  return elements;
}

bool is_nested(const Field* field, char open) {
  return field != nullptr && field->kind == FieldKind::Nested && field->text.starts_with(open);
}

class Osquery final : public Normaliser {
 public:
  bool knows(Record record) const override {
    const bool has_rows = find_field(record, "columns") != nullptr || find_field(record, "snapshot") != nullptr ||
                          find_field(record, "diffResults") != nullptr;
    return has_rows && find_field(record, "name") != nullptr && find_field(record, "hostIdentifier") != nullptr &&
           find_field(record, "unixTime") != nullptr;
  }

  bool put(const ParsedRecord& record, BlockTables& tables) override {
    const Field* const columns = find_field(record.fields, "columns");
    const Field* const snapshot = find_field(record.fields, "snapshot");
    const Field* const differences = find_field(record.fields, "diffResults");
    rows_ = tables.documented("OsqueryResults");
    if (rows_ == nullptr) return false;
    if (is_nested(columns, '{')) {
      row(record, columns->text, text_in(record.fields, "action"), "columns");
    } else if (is_nested(snapshot, '[')) {
      list(record, snapshot->text, "snapshot", "snapshot");
    } else if (is_nested(differences, '{')) {
      ParsedBlock members;
      bool repaired = false;
      if (!read_json_object(differences->text, members, repaired).empty()) return false;
      const Field* const added = find_field(members.fields, "added");
      const Field* const removed = find_field(members.fields, "removed");
      const bool has_added = is_nested(added, '[') && !elements_of(added->text).empty();
      const bool has_removed = is_nested(removed, '[') && !elements_of(removed->text).empty();
      if (has_added || !has_removed) list(record, has_added ? added->text : "[]", "added", "diffResults");
      if (has_removed) list(record, removed->text, "removed", "diffResults");
    } else {
      return false;
    }
    return true;
  }

 private:
  // A row per element; an empty list is a row without columns, since the query has run.
  void list(const ParsedRecord& record, std::string_view json, const std::string& action, std::string_view source) {
    const auto elements = elements_of(json);
    for (const std::string_view element : elements) row(record, element, action, source);
    if (elements.empty()) row(record, {}, action, source);
  }

  void row(const ParsedRecord& record, std::string_view columns, const std::string& action, std::string_view source) {
    const std::string seconds = text_in(record.fields, "unixTime");
    std::int64_t time = 0;
    const auto read = std::from_chars(seconds.data(), seconds.data() + seconds.size(), time);
    const bool timed = read.ec == std::errc{} && read.ptr == seconds.data() + seconds.size() && time >= 0 &&
                       time < (max_datetime - unix_epoch) / ticks_per_second;
    if (timed) rows_->fill_time(time_column, unix_epoch + time * ticks_per_second);
    rows_->fill("Action", action);
    if (!columns.empty()) rows_->fill_dynamic("Columns", columns);
    for (const Field& field : record.fields) {
      if (field.name == "hostIdentifier") {
        rows_->set("Computer", field, field.name);
      } else if (field.name == "name") {
        rows_->set("Name", field, field.name);
      } else if (field.name == "counter") {
        rows_->set("Counter", field, field.name);
      } else if (field.name == "epoch") {
        rows_->set("Epoch", field, field.name);
      } else if (field.name == "decorations") {
        rows_->set("Decorations", field, field.name);
      } else if (field.name != source && field.name != "action" && !(timed && field.name == "unixTime") &&
                 field.kind != FieldKind::Null) {
        rows_->extra(field.name, field);
      }
    }
    rows_->fill("Type", "OsqueryResults");
    rows_->end_row(record.number);
  }

  DocumentedRows* rows_ = nullptr;
};

}  // namespace

Source osquery_source() {
  return {"osquery", "results of osquery's queries",
          []() -> std::unique_ptr<Normaliser> { return std::make_unique<Osquery>(); }};
}

}  // namespace huntbook::ingest
