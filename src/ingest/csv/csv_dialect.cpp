#include "ingest/csv/csv_dialect.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "ingest/csv/csv_scanner.hpp"

namespace huntbook::ingest {

namespace {

// Cell counts of the whole records in a text, at most `limit` of them.
std::vector<std::vector<std::string>> first_records(std::string_view head, bool whole, const CsvDialect& dialect,
                                                    std::size_t limit, std::size_t& header_size) {
  std::vector<std::vector<std::string>> records;
  const auto scanner = csv_scanner(dialect);
  std::size_t at = 0;
  while (at < head.size() && records.size() < limit) {
    const auto end = scanner->end_of_record(head.substr(at));
    if (!end && !whole) break;
    const std::size_t size = end.value_or(head.size() - at);
    const std::string_view record = scanner->trim(head.substr(at, size));
    at += size;
    if (record.empty()) continue;
    std::vector<CsvCell> cells;
    if (!split_cells(record, dialect, cells)) break;
    std::vector<std::string> texts;
    texts.reserve(cells.size());
    for (const CsvCell& cell : cells) texts.push_back(cell.doubled ? cell_text(cell.text) : std::string(cell.text));
    if (records.empty()) header_size = at;
    records.push_back(std::move(texts));
  }
  return records;
}

void name_columns(CsvDialect& dialect) {
  std::vector<std::string>& names = dialect.columns;
  dialect.utc.assign(names.size(), false);
  std::set<std::string> used;
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::string& name = names[i];
    while (!name.empty() && (name.back() == ' ' || name.back() == '\t')) name.pop_back();
    name.erase(0, name.find_first_not_of(" \t"));
    // As the portal of Log Analytics shows columns with times.
    constexpr std::string_view utc = " [UTC]";
    dialect.utc[i] = name.ends_with(utc);
    for (const std::string_view zone : {utc, std::string_view(" [Local Time]")}) {
      if (name.ends_with(zone)) name.resize(name.size() - zone.size());
    }
    if (name.empty()) name = "Column" + std::to_string(i + 1);
    const std::string first = name;
    for (int copy = 2; used.contains(name); ++copy) name = first + "_" + std::to_string(copy);
    used.insert(name);
  }
}

bool is_printable(const std::vector<std::string>& cells) {
  return std::ranges::all_of(cells, [](const std::string& cell) {
    return std::ranges::none_of(cell, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; });
  });
}

}  // namespace

std::optional<CsvDialect> csv_dialect(std::string_view head, bool whole, char delimiter) {
  constexpr std::size_t sample = 50;
  constexpr std::string_view candidates = ",\t;|";
  std::optional<CsvDialect> best;
  for (char candidate : delimiter != 0 ? std::string_view(&delimiter, 1) : candidates) {
    CsvDialect dialect;
    dialect.delimiter = candidate;
    std::size_t header_size = 0;
    auto records = first_records(head, whole, dialect, sample, header_size);
    if (records.empty() || !is_printable(records[0])) continue;
    if (delimiter == 0) {
      const std::size_t width = records[0].size();
      const bool even = std::ranges::all_of(records, [width](const auto& cells) { return cells.size() == width; });
      if (width < 2 || !even || (best && best->columns.size() >= width)) continue;
    }
    dialect.columns = std::move(records[0]);
    name_columns(dialect);
    dialect.prefix = header_size;
    dialect.prefix_lines = static_cast<std::uint64_t>(std::ranges::count(head.substr(0, header_size), '\n'));
    best = std::move(dialect);
  }
  return best;
}

}  // namespace huntbook::ingest
