#include "ingest/pipeline/appender.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/value_text.hpp"
#include "ingest/tables/type_guess.hpp"

namespace huntbook::ingest {

namespace {

// The column in a type that common_type() gave for it.
Column converted(Column column, ScalarType type) {
  if (column.type() == type) return column;
  Column result(type);
  for (std::size_t row = 0; row < column.size(); ++row) {
    if (column.is_null(row)) {
      result.push_null();
    } else if (type == ScalarType::Real) {
      result.push_real(static_cast<double>(column.long_at(row)));
    } else {
      result.push_text(value_text(column, row));
    }
  }
  return result;
}

Column constant(std::int64_t value, std::size_t rows) {
  Column column(ScalarType::Long);
  for (std::size_t row = 0; row < rows; ++row) column.push_long(value);
  return column;
}

// The rows [first, end) of a block.
TableRows part_of(const TableRows& rows, std::size_t first, std::size_t end) {
  TableRows part{rows.table, rows.schema, make_batch(rows.schema), {}, {}, {}};
  for (std::size_t column = 0; column < rows.schema.size(); ++column) {
    for (std::size_t row = first; row < end; ++row)
      part.batch.columns[column].push_from(rows.batch.columns[column], row);
  }
  part.record_numbers.assign(rows.record_numbers.begin() + static_cast<std::ptrdiff_t>(first),
                             rows.record_numbers.begin() + static_cast<std::ptrdiff_t>(end));
  return part;
}

std::size_t bytes_of(const TableRows& rows) {
  return rows.batch.byte_size() + rows.record_numbers.size() * 24;
}

}  // namespace

Result<void> Appender::add(TableRows rows) {
  Pending& pending = pending_[rows.table];
  for (std::string& name : rows.column_order) {
    if (std::ranges::find(pending.order, name) == pending.order.end()) pending.order.push_back(std::move(name));
  }
  for (const ColumnInfo& column : rows.schema) {
    const auto [known, is_new] = pending.types.try_emplace(column.name, column.type);
    if (is_new || known->second == column.type) continue;
    known->second = common_type(known->second, column.type);
    widened_[rows.table][column.name] = known->second;
  }
  keep(pending, std::move(rows));
  for (auto& [table, waiting] : pending_) {
    const bool enough = waiting.rows >= sizes_.rows || (bytes_ >= sizes_.bytes && waiting.bytes * 4 >= bytes_);
    if (enough) HUNTBOOK_CHECK(flush(table, waiting, false));
  }
  return {};
}

void Appender::keep(Pending& pending, TableRows rows) {
  const std::size_t bytes = bytes_of(rows);
  pending.rows += rows.record_numbers.size();
  pending.bytes += bytes;
  bytes_ += bytes;
  pending.blocks.push_back(std::move(rows));
}

// What is behind the last whole append waits for the next one.
TableRows Appender::take_rest(Pending& pending) {
  const std::size_t rest = pending.rows - sizes_.rows;
  TableRows& last = pending.blocks.back();
  const std::size_t whole = last.record_numbers.size() - rest;
  TableRows kept = part_of(last, whole, last.record_numbers.size());
  last = part_of(last, 0, whole);
  return kept;
}

Result<void> Appender::finish() {
  for (auto& [table, pending] : pending_) {
    if (pending.rows > 0) HUNTBOOK_CHECK(flush(table, pending, true));
  }
  return {};
}

Result<void> Appender::flush(const std::string& table, Pending& pending, bool last) {
  std::optional<TableRows> rest;
  if (!last && pending.rows > sizes_.rows) rest = take_rest(pending);
  Schema schema;
  const auto add_column = [&](const std::string& name) {
    const auto type = pending.types.find(name);
    if (type != pending.types.end()) {
      schema.push_back({name, type->second});
    } else if (last) {
      schema.push_back({name, ScalarType::String});
    }
  };
  const std::string extra(extra_column);
  for (const std::string& name : pending.order) {
    if (name != extra) add_column(name);
  }
  if (pending.types.contains(extra)) add_column(extra);
  schema.push_back({std::string(file_column), ScalarType::Long});
  schema.push_back({std::string(record_column), ScalarType::Long});
  std::map<std::string_view, std::size_t> place;
  for (std::size_t i = 0; i < schema.size(); ++i) place.emplace(schema[i].name, i);

  std::vector<Batch> batches;
  for (TableRows& rows : pending.blocks) {
    Batch batch = make_batch(schema);
    const std::size_t count = rows.record_numbers.size();
    for (std::size_t i = 0; i < rows.schema.size(); ++i) {
      const auto column = place.find(rows.schema[i].name);
      batch.columns[column->second] = converted(std::move(rows.batch.columns[i]), schema[column->second].type);
    }
    for (std::size_t i = 0; i + 2 < schema.size(); ++i) {
      while (batch.columns[i].size() < count) batch.columns[i].push_null();
    }
    batch.columns[schema.size() - 2] = constant(file_id_, count);
    for (std::uint64_t number : rows.record_numbers) {
      batch.columns[schema.size() - 1].push_long(static_cast<std::int64_t>(number));
    }
    batches.push_back(std::move(batch));
  }
  bytes_ -= pending.bytes;
  pending.blocks.clear();
  pending.rows = 0;
  pending.bytes = 0;
  if (rest) keep(pending, std::move(*rest));
  return sink_.append(table, schema, std::move(batches));
}

}  // namespace huntbook::ingest
