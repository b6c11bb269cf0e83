#include "case/documented_tables.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <string>

namespace huntbook::casefile {

namespace {

Schema parse(std::string_view tsv) {
  Schema columns;
  while (!tsv.empty()) {
    std::string_view line = tsv.substr(0, tsv.find('\n'));
    tsv.remove_prefix(std::min(tsv.size(), line.size() + 1));
    std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) continue;
    columns.push_back(
        {std::string(line.substr(0, tab)), scalar_type_named(line.substr(tab + 1)).value_or(ScalarType::String)});
  }
  return columns;
}

}  // namespace

const DocumentedTable* find_documented(std::string_view name) {
  const auto schemas = embedded_schemas();
  const auto found = std::ranges::lower_bound(schemas, name, {}, &EmbeddedSchema::table);
  if (found == schemas.end() || found->table != name) return nullptr;
  static std::mutex mutex;
  static std::map<std::string_view, DocumentedTable> parsed;
  const std::scoped_lock lock(mutex);
  const auto [place, is_new] = parsed.try_emplace(found->table);
  if (is_new) place->second = {found->table, parse(found->tsv)};
  return &place->second;
}

}  // namespace huntbook::casefile
