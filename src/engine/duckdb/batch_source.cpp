#include "engine/duckdb/batch_source.hpp"

#include <algorithm>
#include <cstring>
#include <exception>

#include <fmt/format.h>

#include "engine/duckdb/column_type.hpp"
#include "engine/duckdb/scalar_function.hpp"
#include "engine/duckdb/text.hpp"

namespace huntbook::engine::duckdb {

namespace {

using SharedSource = std::shared_ptr<const BatchSource>;

duckdb_type vector_type_of(ScalarType type) {
  switch (type) {
    case ScalarType::Bool:
      return DUCKDB_TYPE_BOOLEAN;
    case ScalarType::Int:
      return DUCKDB_TYPE_INTEGER;
    case ScalarType::Long:
    case ScalarType::DateTime:
    case ScalarType::TimeSpan:
      return DUCKDB_TYPE_BIGINT;
    case ScalarType::Real:
      return DUCKDB_TYPE_DOUBLE;
    case ScalarType::Decimal:
    case ScalarType::String:
    case ScalarType::Dynamic:
    case ScalarType::Guid:
      return DUCKDB_TYPE_VARCHAR;
  }
  return DUCKDB_TYPE_VARCHAR;
}

// State of one scan: which columns it reads and which run of slices comes next.
struct Scan {
  SharedSource source;
  std::vector<std::size_t> columns;
  std::atomic<std::size_t> next_run = 0;
};

// The slices that one thread of a scan has taken and not given out yet.
struct TakenRun {
  std::size_t next = 0;
  std::size_t end = 0;
};

void bind_scan(duckdb_bind_info info) {
  try {
    auto* sources = static_cast<BatchSources*>(api().bind_get_extra_info(info));
    duckdb_value parameter = api().bind_get_parameter(info, 0);
    std::int64_t id = api().get_int64(parameter);
    api().destroy_value(&parameter);
    SharedSource source = sources->find(id);
    if (source == nullptr) return api().bind_set_error(info, "these rows are gone");
    for (std::size_t index = 0; index < source->schema.size(); ++index) {
      duckdb_logical_type type = api().create_logical_type(vector_type_of(source->schema[index].type));
      api().bind_add_result_column(info, fmt::format("c{}", index).c_str(), type);
      api().destroy_logical_type(&type);
    }
    api().bind_set_cardinality(info, source->rows, true);
    api().bind_set_bind_data(info, new SharedSource(std::move(source)),
                             [](void* data) { delete static_cast<SharedSource*>(data); });
  } catch (const std::exception& error) {
    api().bind_set_error(info, error.what());
  }
}

void init_scan(duckdb_init_info info) {
  try {
    auto scan = std::make_unique<Scan>();
    scan->source = *static_cast<SharedSource*>(api().init_get_bind_data(info));
    scan->columns.resize(api().init_get_column_count(info));
    for (std::size_t index = 0; index < scan->columns.size(); ++index)
      scan->columns[index] = api().init_get_column_index(info, index);
    api().init_set_max_threads(info, std::max<std::size_t>(1, scan->source->runs.size()));
    api().init_set_init_data(info, scan.release(), [](void* data) { delete static_cast<Scan*>(data); });
  } catch (const std::exception& error) {
    api().init_set_error(info, error.what());
  }
}

void init_thread(duckdb_init_info info) {
  try {
    api().init_set_init_data(info, new TakenRun, [](void* data) { delete static_cast<TakenRun*>(data); });
  } catch (const std::exception& error) {
    api().init_set_error(info, error.what());
  }
}

// Returns whether the slice holds nulls.
bool write_validity(duckdb_vector output, std::span<const std::uint8_t> validity) {
  if (validity.empty() || std::ranges::find(validity, 0) == validity.end()) return false;
  api().vector_ensure_validity_writable(output);
  std::uint64_t* words = api().vector_get_validity(output);
  for (std::size_t row = 0; row < validity.size(); row += 64) {
    std::uint64_t word = 0;
    std::size_t count = std::min<std::size_t>(64, validity.size() - row);
    for (std::size_t bit = 0; bit < count; ++bit) word |= std::uint64_t{validity[row + bit] != 0} << bit;
    words[row / 64] = word;
  }
  return true;
}

bool is_ascii(std::string_view bytes) {
  unsigned char all = 0;
  for (char byte : bytes) all |= static_cast<unsigned char>(byte);
  return all < 0x80;
}

TextCell cell_of(std::string_view text) {
  TextCell cell{};
  cell.length = static_cast<std::uint32_t>(text.size());
  if (text.size() <= 12) {
    std::memcpy(reinterpret_cast<char*>(&cell) + sizeof(cell.length), text.data(), text.size());
  } else {
    std::memcpy(cell.head, text.data(), sizeof(cell.head));
    cell.tail.pointer = text.data();
  }
  return cell;
}

// How texts get into the engine: as pointers to what outlives the result, or copied.
enum class Texts { InPlace, Copied };

void write_texts(duckdb_vector output, const BatchSource& source, const Column& column, const BatchSource::Slice& slice,
                 Texts how) {
  const TextColumn& texts = column.texts();
  std::string_view first = texts[slice.first_row];
  std::string_view last = texts[slice.first_row + slice.rows - 1];
  std::string_view bytes(first.data(), static_cast<std::size_t>(last.data() + last.size() - first.data()));
  std::span<const std::uint8_t> validity = column.validity();
  if (!validity.empty()) validity = validity.subspan(slice.first_row, slice.rows);
  if (bytes.empty() && validity.empty()) return api().vector_reference_value(output, source.empty_text);
  write_validity(output, validity);
  auto* cells = static_cast<TextCell*>(api().vector_get_data(output));
  if (how == Texts::InPlace && is_ascii(bytes)) {
    for (std::size_t row = 0; row < slice.rows; ++row) cells[row] = cell_of(texts[slice.first_row + row]);
    return;
  }
  for (std::size_t row = 0; row < slice.rows; ++row) {
    std::string_view text = texts[slice.first_row + row];
    if ((how == Texts::InPlace || text.size() <= 12) && is_valid_utf8(text)) {
      cells[row] = cell_of(text);
    } else {
      assign_text(output, row, text);
    }
  }
}

template <class Value>
void write_values(duckdb_vector output, std::span<const Value> values, const Column& column,
                  const BatchSource::Slice& slice) {
  std::memcpy(api().vector_get_data(output), values.data() + slice.first_row, slice.rows * sizeof(Value));
  if (column.has_nulls()) write_validity(output, column.validity().subspan(slice.first_row, slice.rows));
}

void write_column(duckdb_vector output, const BatchSource& source, const Column& column,
                  const BatchSource::Slice& slice, Texts how) {
  switch (vector_type_of(column.type())) {
    case DUCKDB_TYPE_BOOLEAN:
      return write_values(output, column.bools(), column, slice);
    case DUCKDB_TYPE_INTEGER:
      return write_values(output, column.ints(), column, slice);
    case DUCKDB_TYPE_BIGINT:
      return write_values(output, column.longs(), column, slice);
    case DUCKDB_TYPE_DOUBLE:
      return write_values(output, column.reals(), column, slice);
    default:
      return write_texts(output, source, column, slice, how);
  }
}

void run_scan(duckdb_function_info info, duckdb_data_chunk output) {
  try {
    auto* scan = static_cast<Scan*>(api().function_get_init_data(info));
    const BatchSource& source = *scan->source;
    auto* taken = static_cast<TakenRun*>(api().function_get_local_init_data(info));
    if (taken->next == taken->end) {
      std::size_t run = scan->next_run.fetch_add(1);
      if (run >= source.runs.size()) return api().data_chunk_set_size(output, 0);
      taken->next = source.runs[run];
      taken->end = run + 1 < source.runs.size() ? source.runs[run + 1] : source.slices.size();
    }
    const BatchSource::Slice& slice = source.slices[taken->next++];
    const Batch* rows = source.spool ? source.spool->kept(slice.batch) : &source.batches[slice.batch];
    const Texts how = rows != nullptr ? Texts::InPlace : Texts::Copied;
    Batch read;
    if (rows == nullptr) {
      Result<Batch> block = source.spool->read(slice.batch, scan->columns);
      if (!block) return api().function_set_error(info, block.error().message.c_str());
      read = std::move(*block);
      rows = &read;
    }
    for (std::size_t index = 0; index < scan->columns.size(); ++index) {
      std::size_t column = scan->columns[index];
      if (column >= source.schema.size()) continue;  // the row id, which nobody reads
      write_column(api().data_chunk_get_vector(output, index), source, rows->columns[column], slice, how);
    }
    api().data_chunk_set_size(output, slice.rows);
  } catch (const std::exception& error) {
    api().function_set_error(info, error.what());
  }
}

}  // namespace

BatchSource::BatchSource(Schema schema_of_batches, std::vector<Batch> kept_batches, std::size_t run_rows)
    : schema(std::move(schema_of_batches)), empty_text(api().create_varchar_length("", 0)) {
  exchange(std::move(kept_batches), run_rows);
}

void BatchSource::exchange(std::vector<Batch> others, std::size_t run_rows) {
  batches = std::move(others);
  slices.clear();
  runs.clear();
  rows = 0;
  const std::size_t vector_rows = api().vector_size();
  std::size_t left_in_run = 0;
  for (std::size_t batch = 0; batch < batches.size(); ++batch) {
    std::size_t count = batches[batch].rows();
    for (std::size_t first = 0; first < count;) {
      if (left_in_run == 0) {
        runs.push_back(slices.size());
        left_in_run = run_rows == 0 ? vector_rows : run_rows;
      }
      std::size_t taken = std::min({vector_rows, count - first, left_in_run});
      slices.push_back({batch, first, taken});
      left_in_run = run_rows == 0 ? 0 : left_in_run - taken;
      first += taken;
    }
    rows += count;
  }
}

BatchSource::BatchSource(Schema schema_of_rows, std::shared_ptr<const RowSpool> spooled)
    : schema(std::move(schema_of_rows)), spool(std::move(spooled)), empty_text(api().create_varchar_length("", 0)) {
  for (std::size_t block = 0; block < spool->blocks(); ++block) {
    runs.push_back(block);
    slices.push_back({block, 0, spool->rows_of(block)});
    rows += slices.back().rows;
  }
}

BatchSource::~BatchSource() {
  api().destroy_value(&empty_text);
}

Result<void> BatchSources::register_function(duckdb_connection connection) {
  duckdb_table_function function = api().create_table_function();
  duckdb_logical_type id_type = api().create_logical_type(DUCKDB_TYPE_BIGINT);
  api().table_function_set_name(function, "hb_batches");
  api().table_function_add_parameter(function, id_type);
  api().table_function_set_extra_info(function, this, nullptr);
  api().table_function_set_bind(function, bind_scan);
  api().table_function_set_init(function, init_scan);
  api().table_function_set_local_init(function, init_thread);
  api().table_function_set_function(function, run_scan);
  api().table_function_supports_projection_pushdown(function, true);
  bool done = api().register_table_function(connection, function) == DuckDBSuccess;
  api().destroy_logical_type(&id_type);
  api().destroy_table_function(&function);
  if (!done) return fail(ErrorKind::Internal, "the engine refused the function hb_batches");
  return {};
}

std::int64_t BatchSources::add(std::shared_ptr<const BatchSource> source) {
  std::lock_guard lock(mutex_);
  sources_.emplace(next_id_, std::move(source));
  return next_id_++;
}

void BatchSources::remove(std::int64_t id) {
  std::lock_guard lock(mutex_);
  sources_.erase(id);
}

std::shared_ptr<const BatchSource> BatchSources::find(std::int64_t id) const {
  std::lock_guard lock(mutex_);
  auto found = sources_.find(id);
  return found == sources_.end() ? nullptr : found->second;
}

std::string select_from_source(std::int64_t id, const Schema& schema) {
  std::string sql = "SELECT ";
  for (std::size_t index = 0; index < schema.size(); ++index) {
    if (index > 0) sql += ", ";
    ScalarType type = schema[index].type;
    if (type == ScalarType::Decimal || type == ScalarType::Guid) {
      sql += fmt::format("try_cast(c{0} AS {1}) AS c{0}", index, engine_type_of(type));
    } else {
      sql += fmt::format("c{}", index);
    }
  }
  return sql + fmt::format(" FROM hb_batches({})", id);
}

}  // namespace huntbook::engine::duckdb
