#include "ingest/external/parquet_records.hpp"

#include <algorithm>

#include "ingest/external/text_rows.hpp"
#include "ingest/record/json_text.hpp"

namespace huntbook::ingest {

namespace {

// Columns of the file that the request needs; those that it asks for and that are not there have no value.
std::vector<std::size_t> needed_columns(const kql::ExternalRequest& request, const std::vector<std::string>& columns) {
  std::vector<bool> needed(columns.size(), false);
  for (const kql::ExternalColumn& column : request.columns) {
    const auto* path = std::get_if<kql::RecordPath>(&column.source);
    if (path == nullptr) continue;
    if (path->steps.empty()) needed.assign(columns.size(), true);
    if (path->steps.empty()) continue;
    const auto* name = std::get_if<std::string>(&path->steps.front());
    const auto found = name != nullptr ? std::ranges::find(columns, *name) : columns.end();
    if (found != columns.end()) needed[static_cast<std::size_t>(found - columns.begin())] = true;
  }
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < needed.size(); ++i) {
    if (needed[i]) places.push_back(i);
  }
  return places;
}

Field field_of(std::string_view name, std::string_view json) {
  Field field{name, json, FieldKind::Null, false};
  if (json.empty() || json == "null") return field;
  const char first = json.front();
  field.kind = first == '{' || first == '['   ? FieldKind::Nested
               : first == '"'                 ? FieldKind::Text
               : first == 't' || first == 'f' ? FieldKind::Bool
                                              : FieldKind::Number;
  if (field.kind == FieldKind::Text) {
    field.text = json.substr(1, json.size() - 2);
    field.escaped = field.text.find('\\') != std::string_view::npos;
  }
  return field;
}

}  // namespace

Result<void> read_parquet_records(const ExternalFile& file, engine::ParquetRows& rows, const TakeBatch& take) {
  TextRows texts(file.request, file.location, take);
  const std::vector<std::size_t> places = needed_columns(file.request, rows.columns());
  const bool whole_wanted = std::ranges::any_of(file.request.columns, [](const kql::ExternalColumn& column) {
    const auto* path = std::get_if<kql::RecordPath>(&column.source);
    return path != nullptr && path->steps.empty();
  });
  HUNTBOOK_TRY(const auto stream, rows.read(places));
  std::vector<Field> fields;
  std::string whole;
  while (true) {
    if (file.stop != nullptr && *file.stop) return fail(ErrorKind::Cancelled, "stopped on request");
    HUNTBOOK_TRY(const auto batch, stream->next());
    if (!batch) return texts.finish();
    const Column& numbers = batch->columns.back();
    for (std::size_t row = 0; row < batch->rows(); ++row) {
      const std::int64_t number = numbers.long_at(row) + 1;
      if (file.request.ignore_first_record && number == 1) continue;
      fields.clear();
      whole = "{";
      for (std::size_t i = 0; i < places.size(); ++i) {
        const std::string& name = rows.columns()[places[i]];
        const Column& column = batch->columns[i];
        fields.push_back(field_of(name, column.is_null(row) ? std::string_view() : column.text_at(row)));
        if (whole_wanted) append_member(whole, name, fields.back());
      }
      whole += "}";
      HUNTBOOK_CHECK(texts.add_record(fields, whole, static_cast<std::uint64_t>(number)));
    }
  }
}

}  // namespace huntbook::ingest
