#include "case/table_growth.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/time.hpp"
#include "case/documented_tables.hpp"
#include "case/rebuild.hpp"
#include "case/spare_columns.hpp"
#include "case/widening.hpp"

namespace huntbook::casefile {

namespace {

bool has_values(const Column& column) {
  if (column.type() == ScalarType::String) return column.texts().byte_size() > column.size() * sizeof(std::uint64_t);
  if (!column.has_nulls()) return column.size() > 0;
  return std::ranges::any_of(column.validity(), [](std::uint8_t valid) { return valid != 0; });
}

nlohmann::json json_value(const Column& column, std::size_t row) {
  switch (column.type()) {
    case ScalarType::Bool:
      return column.bool_at(row);
    case ScalarType::Int:
      return column.int_at(row);
    case ScalarType::Long:
      return column.long_at(row);
    case ScalarType::Real:
      return column.real_at(row);
    case ScalarType::DateTime:
      return format_datetime(column.long_at(row));
    case ScalarType::TimeSpan:
      return format_timespan(column.long_at(row));
    case ScalarType::Dynamic: {
      nlohmann::json parsed = nlohmann::json::parse(column.text_at(row), nullptr, false);
      if (!parsed.is_discarded()) return parsed;
      return std::string(column.text_at(row));
    }
    case ScalarType::Decimal:
    case ScalarType::String:
    case ScalarType::Guid:
      return std::string(column.text_at(row));
  }
  return nullptr;
}

// Puts the values of `overflow` columns of a batch into its _Extra column, beside what stands there.
Column merged_extra(const Schema& schema, const Batch& batch, const Column* extra,
                    const std::vector<std::size_t>& overflow) {
  Column merged(ScalarType::Dynamic);
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    nlohmann::json fields = nlohmann::json::object();
    bool more = false;
    if (extra != nullptr && !extra->is_null(row)) {
      fields = nlohmann::json::parse(extra->text_at(row), nullptr, false);
      if (!fields.is_object()) fields = nlohmann::json{{"_Extra", std::string(extra->text_at(row))}};
      more = true;
    }
    for (std::size_t index : overflow) {
      const Column& column = batch.columns[index];
      if (column.is_null(row) || (column.type() == ScalarType::String && column.text_at(row).empty())) continue;
      fields[schema[index].name] = json_value(column, row);
      more = true;
    }
    if (more) {
      merged.push_text(fields.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    } else {
      merged.push_null();
    }
  }
  return merged;
}

class Growth {
 public:
  Growth(engine::Connection& connection, TableEntry& entry, Schema schema, std::vector<Batch> batches,
         std::int64_t spare_id, std::vector<std::string>& notes)
      : connection_(connection),
        entry_(entry),
        schema_(std::move(schema)),
        batches_(std::move(batches)),
        spare_id_(spare_id),
        notes_(notes) {}

  Result<void> run() {
    HUNTBOOK_CHECK(check_shape());
    std::vector<std::size_t> overflow;
    for (std::size_t index = 0; index < schema_.size(); ++index)
      if (!place(index)) overflow.push_back(index);
    if (!overflow.empty()) keep_in_extra(overflow);
    std::vector<std::size_t> stored;
    std::vector<std::string> sources;
    for (std::size_t index = 0; index < schema_.size(); ++index) {
      if (std::ranges::binary_search(overflow, index) || !any_values(index)) continue;
      HUNTBOOK_TRY(std::string source, fit(index));
      stored.push_back(index);
      sources.push_back(std::move(source));
    }
    HUNTBOOK_CHECK(add_columns());
    std::uint64_t rows = 0;
    for (const Batch& batch : batches_) rows += batch.rows();
    // The last append before which columns can be added.
    if (may_alter() && entry_.rows_in_transaction + rows > most_rows_before_altering) {
      for (const SpareColumn& spare : name_spares(entry_)) HUNTBOOK_CHECK(add_column(spare.source, spare.type));
    }
    entry_.rows_in_transaction += rows;
    return insert(stored, sources);
  }

 private:
  Result<void> check_shape() const {
    for (const Batch& batch : batches_) {
      bool matches = batch.columns.size() == schema_.size();
      for (std::size_t index = 0; matches && index < schema_.size(); ++index)
        matches = batch.columns[index].type() == schema_[index].type && batch.columns[index].size() == batch.rows();
      if (!matches) return fail(ErrorKind::Internal, fmt::format("rows for {} do not match their schema", entry_.name));
    }
    return {};
  }

  bool any_values(std::size_t index) const {
    return std::ranges::any_of(batches_, [&](const Batch& batch) { return has_values(batch.columns[index]); });
  }

  // Makes the column known to the table; false where it has too many.
  bool place(std::size_t index) {
    if (entry_.find(schema_[index].name) != nullptr) return true;
    if (entry_.columns.size() >= max_columns) return false;
    entry_.add({schema_[index].name, schema_[index].type, {}, false});
    return true;
  }

  void keep_in_extra(const std::vector<std::size_t>& overflow) {
    auto position = std::ranges::find(schema_, extra_column, &ColumnInfo::name);
    auto at = static_cast<std::size_t>(position - schema_.begin());
    bool present = position != schema_.end();
    for (Batch& batch : batches_) {
      Column merged = merged_extra(schema_, batch, present ? &batch.columns[at] : nullptr, overflow);
      if (present) {
        batch.columns[at] = std::move(merged);
      } else {
        batch.columns.push_back(std::move(merged));
      }
    }
    if (present) {
      schema_[at].type = ScalarType::Dynamic;
    } else {
      schema_.push_back({std::string(extra_column), ScalarType::Dynamic});
    }
  }

  // Brings the batches' column and the table's to one type and makes the engine column; its name.
  Result<std::string> fit(std::size_t index) {
    StoredColumn& column = *entry_.find(schema_[index].name);
    ScalarType incoming = schema_[index].type;
    // A column of the evidence's own that had no value yet has no type to keep either.
    if (column.source.empty() && !is_documented(column)) column.type = incoming;
    if (column.type != incoming) {
      if (column.type == ScalarType::Long && incoming == ScalarType::Int) {
        convert(index, long_column);
      } else {
        if (column.type != ScalarType::String) HUNTBOOK_CHECK(widen(column, incoming));
        if (incoming != ScalarType::String) convert(index, text_column);
      }
    }
    if (column.source.empty()) {
      if (auto spare = take_spare(entry_, column.type)) {
        column.source = *std::move(spare);
      } else {
        column.source = entry_.next_source();
        added_.push_back(column.source);
      }
    }
    return column.source;
  }

  bool may_alter() const { return entry_.rows_in_transaction <= most_rows_before_altering; }
  bool is_added(const std::string& source) const { return std::ranges::find(added_, source) != added_.end(); }

  Result<void> make_anew(const StoredColumn* widened) {
    HUNTBOOK_CHECK(rebuild_table(connection_, entry_, spare_id_++, added_, widened));
    added_.clear();
    return {};
  }

  Result<void> add_columns() {
    if (added_.empty()) return {};
    if (!may_alter()) return make_anew(nullptr);
    for (const StoredColumn& column : entry_.columns) {
      if (!is_added(column.source)) continue;
      HUNTBOOK_CHECK(add_column(column.source, column.type));
    }
    added_.clear();
    return {};
  }

  Result<void> add_column(const std::string& source, ScalarType type) {
    HUNTBOOK_CHECK(connection_.execute(
        fmt::format("ALTER TABLE {} ADD COLUMN {}", entry_.relation(), column_definition(source, type))));
    return {};
  }

  bool is_documented(const StoredColumn& column) const {
    const DocumentedTable* documented = find_documented(entry_.name);
    return column.hidden ||
           (documented != nullptr &&
            std::ranges::find(documented->columns, column.name, &ColumnInfo::name) != documented->columns.end());
  }

  Result<void> widen(StoredColumn& column, ScalarType incoming) {
    if (!column.source.empty() && !is_added(column.source)) {
      HUNTBOOK_CHECK(may_alter() ? widen_stored(connection_, entry_, column) : make_anew(&column));
    }
    notes_.push_back(fmt::format("{}.{} was {} and became string, since this file has {}", entry_.name, column.name,
                                 name_of(column.type), name_of(incoming)));
    column.type = ScalarType::String;
    return {};
  }

  void convert(std::size_t index, Column (*conversion)(const Column&)) {
    for (Batch& batch : batches_) batch.columns[index] = conversion(batch.columns[index]);
  }

  Result<void> insert(const std::vector<std::size_t>& stored, const std::vector<std::string>& sources) {
    std::vector<Batch> chosen(batches_.size());
    if (stored.empty()) {  // rows without any value are rows all the same
      for (std::size_t batch = 0; batch < batches_.size(); ++batch) {
        Column& file = chosen[batch].columns.emplace_back(ScalarType::Long);
        for (std::size_t row = 0; row < batches_[batch].rows(); ++row) file.push_null();
      }
      return connection_.insert(entry_.relation(), {entry_.find(file_column)->source}, std::move(chosen));
    }
    for (std::size_t batch = 0; batch < batches_.size(); ++batch)
      for (std::size_t index : stored) chosen[batch].columns.push_back(std::move(batches_[batch].columns[index]));
    batches_.clear();
    return connection_.insert(entry_.relation(), sources, std::move(chosen));
  }

  engine::Connection& connection_;
  TableEntry& entry_;
  Schema schema_;
  std::vector<Batch> batches_;
  std::int64_t spare_id_;
  std::vector<std::string> added_;  // sources that the engine table lacks as yet
  std::vector<std::string>& notes_;
};

}  // namespace

Result<void> append_to_table(engine::Connection& connection, TableEntry& entry, const Schema& schema,
                             std::vector<Batch> batches, std::int64_t spare_id, std::vector<std::string>& notes) {
  std::erase_if(batches, [](const Batch& batch) { return batch.rows() == 0; });
  return Growth(connection, entry, schema, std::move(batches), spare_id, notes).run();
}

Result<void> create_table(engine::Connection& connection, TableEntry& entry) {
  // The engine wants one column at least; every row has its file.
  StoredColumn& file = *entry.find(file_column);
  file.source = entry.next_source();
  HUNTBOOK_CHECK(connection.execute(fmt::format("CREATE TABLE {} ({} BIGINT)", entry.relation(), file.source)));
  return {};
}

}  // namespace huntbook::casefile
