#include "case/spare_columns.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/duckdb/column_type.hpp"

namespace huntbook::casefile {

namespace {

constexpr std::array types_kept = {ScalarType::String, ScalarType::Dynamic, ScalarType::Long,
                                   ScalarType::Int,    ScalarType::Bool,    ScalarType::Real};

// Dates and spans are longs to the engine, and empty ones look the same.
ScalarType kept_as(ScalarType type) {
  return type == ScalarType::DateTime || type == ScalarType::TimeSpan ? ScalarType::Long : type;
}

std::size_t spares_wanted(const TableEntry& entry, ScalarType type) {
  const auto in_use = static_cast<std::size_t>(std::ranges::count_if(entry.columns, [&](const StoredColumn& column) {
    return !column.source.empty() && !column.hidden && kept_as(column.type) == type;
  }));
  return std::clamp<std::size_t>(in_use / 2, 2, 16);
}

}  // namespace

std::vector<SpareColumn> name_spares(TableEntry& entry) {
  std::vector<SpareColumn> named;
  if (entry.kept) return named;
  for (const ScalarType type : types_kept) {
    const auto kept = static_cast<std::size_t>(std::ranges::count(entry.spares, type, &SpareColumn::type));
    for (std::size_t count = kept; count < spares_wanted(entry, type); ++count)
      named.push_back({type, entry.next_source()});
  }
  entry.spares.insert(entry.spares.end(), named.begin(), named.end());
  return named;
}

std::optional<std::string> take_spare(TableEntry& entry, ScalarType type) {
  const auto spare = std::ranges::find(entry.spares, kept_as(type), &SpareColumn::type);
  if (spare == entry.spares.end()) return std::nullopt;
  std::string source = std::move(spare->source);
  entry.spares.erase(spare);
  return source;
}

Result<void> drop_spares(engine::Connection& connection, TableEntry& entry) {
  for (const SpareColumn& spare : entry.spares)
    HUNTBOOK_CHECK(connection.execute(fmt::format("ALTER TABLE {} DROP COLUMN {}", entry.relation(), spare.source)));
  entry.spares.clear();
  return {};
}

std::string column_definition(const std::string& source, ScalarType type) {
  return fmt::format("{} {}{}", source, engine::duckdb::engine_type_of(type),
                     type == ScalarType::String ? " DEFAULT ''" : "");
}

}  // namespace huntbook::casefile
