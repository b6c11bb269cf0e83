#include "ingest/external/text_rows.hpp"

#include <utility>

#include "base/overloaded.hpp"
#include "ingest/external/field_path.hpp"

namespace huntbook::ingest {

namespace {

// Half of a row group of the engine, or bytes enough.
constexpr std::size_t batch_rows = 61'440;
constexpr std::size_t batch_bytes = std::size_t{32} << 20;

}  // namespace

TextRows::TextRows(const kql::ExternalRequest& request, const kql::ExternalLocation& location,
                   std::function<Result<void>(Batch)> take)
    : request_(request), location_(location), take_(std::move(take)) {
  schema_.resize(request.columns.size());
  batch_ = make_batch(schema_);
}

std::string_view TextRows::text_apart(const kql::ExternalColumn& column, std::uint64_t number) {
  if (const auto* constant = std::get_if<kql::ConstantText>(&column.source)) return constant->text;
  if (std::holds_alternative<kql::SourceLocation>(column.source)) return location_.place;
  if (!std::holds_alternative<kql::SourceLineNumber>(column.source)) return {};
  scratch_ = std::to_string(number);
  return scratch_;
}

Result<void> TextRows::add_cells(const std::vector<std::string_view>& cells, std::uint64_t number) {
  for (std::size_t i = 0; i < request_.columns.size(); ++i) {
    const kql::ExternalColumn& column = request_.columns[i];
    const auto* cell = std::get_if<kql::RecordCell>(&column.source);
    std::string_view text;
    if (cell == nullptr) {
      text = text_apart(column, number);
    } else if (cell->ordinal < cells.size()) {
      text = cells[cell->ordinal];
    }
    batch_.columns[i].push_text(text);
  }
  return finish_row();
}

Result<void> TextRows::add_record(Record record, std::string_view whole, std::uint64_t number) {
  for (std::size_t i = 0; i < request_.columns.size(); ++i) {
    const kql::ExternalColumn& column = request_.columns[i];
    std::string_view text;
    if (const auto* path = std::get_if<kql::RecordPath>(&column.source)) {
      scratch_.clear();
      append_value_at(scratch_, record, whole, *path, column);
      text = scratch_;
    } else {
      text = text_apart(column, number);
    }
    batch_.columns[i].push_text(text);
  }
  return finish_row();
}

Result<void> TextRows::finish_row() {
  if (batch_.rows() < batch_rows && (batch_.rows() % 64 != 0 || batch_.byte_size() < batch_bytes)) return {};
  return finish();
}

Result<void> TextRows::finish() {
  if (batch_.rows() == 0) return {};
  return take_(std::exchange(batch_, make_batch(schema_)));
}

}  // namespace huntbook::ingest
