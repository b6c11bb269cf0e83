#include "engine/duckdb/result_stream.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "engine/duckdb/engine_error.hpp"
#include "engine/duckdb/scalar_function.hpp"

namespace huntbook::engine::duckdb {

namespace {

// How the values of one column lie in the engine's vectors.
struct SourceColumn {
  duckdb_type type = DUCKDB_TYPE_INVALID;
  unsigned decimal_scale = 0;
};

struct Cells {
  const void* data;
  InputVector validity;
  std::size_t rows;
  bool valid(std::size_t row) const { return validity.valid(row); }
};

// Appends each row with `push`, given the row number; null rows as nulls.
template <class Push>
void push_rows(const Cells& cells, Column& column, Push&& push) {
  for (std::size_t row = 0; row < cells.rows; ++row) {
    if (cells.valid(row)) {
      push(row);
    } else {
      column.push_null();
    }
  }
}

template <class Value>
void push_integers(const Cells& cells, Column& column) {
  const auto* values = static_cast<const Value*>(cells.data);
  if (column.type() == ScalarType::Int) {
    push_rows(cells, column, [&](std::size_t row) { column.push_int(static_cast<std::int32_t>(values[row])); });
  } else {
    push_rows(cells, column, [&](std::size_t row) { column.push_long(static_cast<std::int64_t>(values[row])); });
  }
}

template <class Value>
void push_decimals(const Cells& cells, Column& column, unsigned scale) {
  const auto* values = static_cast<const Value*>(cells.data);
  push_rows(cells, column, [&](std::size_t row) {
    if constexpr (std::is_same_v<Value, duckdb_hugeint>) {
      Int128 value =
          (static_cast<Int128>(values[row].upper) * (Int128{1} << 64)) + static_cast<Int128>(values[row].lower);
      column.push_text(decimal_text(value, scale));
    } else {
      column.push_text(decimal_text(values[row], scale));
    }
  });
}

// The engine keeps a UUID as a 128-bit integer with the first bit flipped, so that it sorts as text does.
std::string guid_text(const duckdb_hugeint& value) {
  auto upper = static_cast<std::uint64_t>(value.upper) ^ (std::uint64_t{1} << 63);
  std::uint64_t lower = value.lower;
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", upper >> 32, (upper >> 16) & 0xFFFF, upper & 0xFFFF,
                     lower >> 48, lower & 0xFFFF'FFFF'FFFF);
}

bool can_take(ScalarType wanted, duckdb_type type) {
  if (type == DUCKDB_TYPE_SQLNULL) return true;
  switch (wanted) {
    case ScalarType::Bool:
      return type == DUCKDB_TYPE_BOOLEAN;
    case ScalarType::Int:
      return type == DUCKDB_TYPE_INTEGER || type == DUCKDB_TYPE_SMALLINT || type == DUCKDB_TYPE_TINYINT;
    case ScalarType::Long:
    case ScalarType::DateTime:
    case ScalarType::TimeSpan:
      return type == DUCKDB_TYPE_BIGINT || type == DUCKDB_TYPE_INTEGER || type == DUCKDB_TYPE_SMALLINT ||
             type == DUCKDB_TYPE_TINYINT || type == DUCKDB_TYPE_UINTEGER;
    case ScalarType::Real:
      return type == DUCKDB_TYPE_DOUBLE || type == DUCKDB_TYPE_FLOAT;
    case ScalarType::Decimal:
      return type == DUCKDB_TYPE_DECIMAL || type == DUCKDB_TYPE_HUGEINT || type == DUCKDB_TYPE_VARCHAR;
    case ScalarType::String:
    case ScalarType::Dynamic:
      return type == DUCKDB_TYPE_VARCHAR;
    case ScalarType::Guid:
      return type == DUCKDB_TYPE_UUID || type == DUCKDB_TYPE_VARCHAR;
  }
  return false;
}

void convert(const Cells& cells, const SourceColumn& source, Column& column) {
  switch (source.type) {
    case DUCKDB_TYPE_BOOLEAN:
      return push_rows(cells, column, [&, values = static_cast<const std::uint8_t*>(cells.data)](std::size_t row) {
        column.push_bool(values[row] != 0);
      });
    case DUCKDB_TYPE_TINYINT:
      return push_integers<std::int8_t>(cells, column);
    case DUCKDB_TYPE_SMALLINT:
      return push_integers<std::int16_t>(cells, column);
    case DUCKDB_TYPE_INTEGER:
      return push_integers<std::int32_t>(cells, column);
    case DUCKDB_TYPE_UINTEGER:
      return push_integers<std::uint32_t>(cells, column);
    case DUCKDB_TYPE_BIGINT:
      return push_integers<std::int64_t>(cells, column);
    case DUCKDB_TYPE_DOUBLE:
      return push_rows(cells, column, [&, values = static_cast<const double*>(cells.data)](std::size_t row) {
        column.push_real(values[row]);
      });
    case DUCKDB_TYPE_FLOAT:
      return push_rows(cells, column, [&, values = static_cast<const float*>(cells.data)](std::size_t row) {
        column.push_real(static_cast<double>(values[row]));
      });
    case DUCKDB_TYPE_VARCHAR:
      return push_rows(cells, column, [&, values = static_cast<const TextCell*>(cells.data)](std::size_t row) {
        column.push_text(values[row].view());
      });
    case DUCKDB_TYPE_HUGEINT:
      return push_decimals<duckdb_hugeint>(cells, column, 0);
    case DUCKDB_TYPE_UUID:
      return push_rows(cells, column, [&, values = static_cast<const duckdb_hugeint*>(cells.data)](std::size_t row) {
        column.push_text(guid_text(values[row]));
      });
    default:
      for (std::size_t row = 0; row < cells.rows; ++row) column.push_null();
  }
}

void convert_decimals(const Cells& cells, const SourceColumn& source, duckdb_type physical, Column& column) {
  switch (physical) {
    case DUCKDB_TYPE_SMALLINT:
      return push_decimals<std::int16_t>(cells, column, source.decimal_scale);
    case DUCKDB_TYPE_INTEGER:
      return push_decimals<std::int32_t>(cells, column, source.decimal_scale);
    case DUCKDB_TYPE_BIGINT:
      return push_decimals<std::int64_t>(cells, column, source.decimal_scale);
    default:
      return push_decimals<duckdb_hugeint>(cells, column, source.decimal_scale);
  }
}

class Stream : public ResultStream {
 public:
  explicit Stream(Schema schema) : schema_(std::move(schema)) {}
  ~Stream() override {
    if (has_result_) api().destroy_result(&result_);
    if (pending_ != nullptr) api().destroy_pending(&pending_);
    if (own_statement_ != nullptr) api().destroy_prepare(&own_statement_);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  Result<void> start(duckdb_connection connection, const std::string& sql) {
    if (api().prepare(connection, sql.c_str(), &own_statement_) != DuckDBSuccess)
      return std::unexpected(engine_error(text_of(api().prepare_error(own_statement_))));
    return start(own_statement_);
  }
  Result<void> start(duckdb_prepared_statement statement) {
    if (api().pending_prepared_streaming(statement, &pending_) != DuckDBSuccess)
      return std::unexpected(engine_error(text_of(api().pending_error(pending_))));
    has_result_ = true;
    if (api().execute_pending(pending_, &result_) != DuckDBSuccess)
      return std::unexpected(engine_error(text_of(api().result_error(&result_))));
    return check_columns();
  }

  const Schema& schema() const override { return schema_; }

  Result<std::optional<Batch>> next() override {
    while (!finished_) {
      duckdb_data_chunk chunk = api().fetch_chunk(result_);
      if (chunk == nullptr) {
        finished_ = true;
        const char* error = api().result_error(&result_);
        if (error != nullptr && *error != '\0') return std::unexpected(engine_error(error));
        break;
      }
      std::size_t rows = api().data_chunk_get_size(chunk);
      Batch batch = rows == 0 ? Batch{} : batch_of(chunk, rows);
      api().destroy_data_chunk(&chunk);
      if (rows > 0) return batch;
    }
    return std::nullopt;
  }

 private:
  static std::string_view text_of(const char* text) { return text == nullptr ? "unknown error" : text; }

  Result<void> check_columns() {
    // SQL knows no result without columns; a filler stands for it.
    if (schema_.empty()) return {};
    std::size_t count = api().column_count(&result_);
    if (count != schema_.size())
      return fail(ErrorKind::Internal, fmt::format("the engine returned {} columns, not {}", count, schema_.size()));
    sources_.resize(count);
    decimals_.resize(count, DUCKDB_TYPE_INVALID);
    for (std::size_t index = 0; index < count; ++index) {
      duckdb_logical_type type = api().column_logical_type(&result_, index);
      sources_[index].type = api().get_type_id(type);
      if (sources_[index].type == DUCKDB_TYPE_DECIMAL) {
        sources_[index].decimal_scale = api().decimal_scale(type);
        decimals_[index] = api().decimal_internal_type(type);
      }
      api().destroy_logical_type(&type);
      if (!can_take(schema_[index].type, sources_[index].type))
        return fail(ErrorKind::Internal,
                    fmt::format("the engine returned column '{}' as its type {}, which is no {}", schema_[index].name,
                                static_cast<int>(sources_[index].type), name_of(schema_[index].type)));
    }
    return {};
  }

  Batch batch_of(duckdb_data_chunk chunk, std::size_t rows) {
    Batch batch = make_batch(schema_);
    for (std::size_t index = 0; index < sources_.size(); ++index) {
      duckdb_vector vector = api().data_chunk_get_vector(chunk, index);
      const void* data = api().vector_get_data(vector);
      Cells cells{data, {data, api().vector_get_validity(vector)}, rows};
      if (sources_[index].type == DUCKDB_TYPE_DECIMAL) {
        convert_decimals(cells, sources_[index], decimals_[index], batch.columns[index]);
      } else {
        convert(cells, sources_[index], batch.columns[index]);
      }
    }
    return batch;
  }

  Schema schema_;
  std::vector<SourceColumn> sources_;
  std::vector<duckdb_type> decimals_;  // physical types
  duckdb_prepared_statement own_statement_ = nullptr;
  duckdb_pending_result pending_ = nullptr;
  duckdb_result result_{};
  bool has_result_ = false;
  bool finished_ = false;
};

}  // namespace

std::string decimal_text(Int128 unscaled, unsigned scale) {
  bool negative = unscaled < 0;
  std::string digits;
  for (; unscaled != 0; unscaled /= 10) {
    auto digit = static_cast<int>(unscaled % 10);
    digits += static_cast<char>('0' + (negative ? -digit : digit));
  }
  while (digits.size() <= scale) digits += '0';
  std::ranges::reverse(digits);
  std::string fraction = digits.substr(digits.size() - scale);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  std::string text = (negative ? "-" : "") + digits.substr(0, digits.size() - scale);
  return fraction.empty() ? text : text + '.' + fraction;
}

Result<std::unique_ptr<ResultStream>> open_stream(duckdb_connection connection, std::string_view sql,
                                                  const Schema& schema) {
  auto stream = std::make_unique<Stream>(schema);
  HUNTBOOK_CHECK(stream->start(connection, std::string(sql)));
  return stream;
}

Result<std::unique_ptr<ResultStream>> open_stream(duckdb_prepared_statement statement, const Schema& schema) {
  auto stream = std::make_unique<Stream>(schema);
  HUNTBOOK_CHECK(stream->start(statement));
  return stream;
}

}  // namespace huntbook::engine::duckdb
