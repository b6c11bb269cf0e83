// Operators and sources that bring tables together.
#include <array>
#include <utility>

#include <fmt/format.h>

#include "grammar/steps.hpp"

namespace huntbook::fuzz {

namespace {

constexpr std::array join_kinds = {"inner",     "innerunique", "leftouter",    "rightouter",
                                   "fullouter", "leftsemi",    "rightsemi",    "leftanti",
                                   "rightanti", "anti",        "leftantisemi", "rightantisemi"};
constexpr std::array lookup_kinds = {"leftouter", "inner"};
constexpr std::array union_properties = {"",
                                         "kind = inner ",
                                         "kind = outer ",
                                         "withsource = From ",
                                         "isfuzzy = true ",
                                         "kind = inner withsource = From ",
                                         "withsource = From isfuzzy = true "};
constexpr std::array search_kinds = {"", "kind = case_sensitive ", "kind = case_insensitive "};
constexpr std::array search_texts = {"\"admin\"", "\"min*\"",         "\"*in*\"",        "\"4624\"",
                                     "*",         "Account:\"adm*\"", "\"a\" and \"b\"", "not(\"admin\")"};
constexpr std::array table_lists = {"Events", "Hosts", "Events, Hosts", "Hosts, Nothing", "H*", "*"};

// Keys of a join: columns of one type, one pair or two.
std::string keys(QueryMaker& maker, const Schema& left, const Schema& right) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const ColumnInfo& a : left)
    for (const ColumnInfo& b : right)
      if (a.type == b.type && a.type != ScalarType::Dynamic && a.type != ScalarType::Real)
        pairs.emplace_back(a.name, b.name);
  if (pairs.empty()) return {};
  std::string text;
  const std::size_t count = 1 + maker.choices().below(2);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& [a, b] = maker.choices().of(pairs);
    text += i == 0 ? "" : ", ";
    text += a == b ? a : fmt::format("$left.{} == $right.{}", a, b);
  }
  return text;
}

// Column names of a join's result are the binder's business; the left ones stay where rows of the left come out.
std::string join(QueryMaker& maker, const Schema& scope) {
  Schema right;
  const std::string query = maker.inner_query(right);
  const std::string on = keys(maker, scope, right);
  if (query.empty() || on.empty()) return {};
  return fmt::format(" | join kind={} {} on {}", maker.choices().of(join_kinds), query, on);
}

std::string lookup(QueryMaker& maker, const Schema& scope) {
  Schema right;
  const std::string query = maker.inner_query(right);
  const std::string on = keys(maker, scope, right);
  if (query.empty() || on.empty()) return {};
  return fmt::format(" | lookup kind={} {} on {}", maker.choices().of(lookup_kinds), query, on);
}

std::string more_tables(QueryMaker& maker, Schema& scope) {
  std::string text;
  const std::size_t count = 1 + maker.choices().below(2);
  for (std::size_t i = 0; i < count; ++i) {
    Schema columns;
    std::string table = maker.inner_query(columns);
    if (table.empty()) table = maker.table_name();
    text += (i == 0 ? "" : ", ") + table;
    if (scope.empty()) scope = columns;
  }
  return text;
}

}  // namespace

std::string table_step(QueryMaker& maker, Schema& scope) {
  switch (maker.choices().below(4)) {
    case 0:
    case 1:
      return join(maker, scope);
    case 2:
      return lookup(maker, scope);
    default: {
      const std::string_view properties = maker.choices().of(union_properties);
      return fmt::format(" | union {}{}", properties, more_tables(maker, scope));
    }
  }
}

std::string search_step(QueryMaker& maker, Schema& /*scope*/) {
  const std::string_view kind = maker.choices().of(search_kinds);
  return fmt::format(" | search {}{}", kind, maker.choices().of(search_texts));
}

std::string tables_source(QueryMaker& maker, Schema& scope) {
  const std::size_t which = maker.choices().below(4);
  scope.clear();
  if (which < 2) {
    const std::string_view properties = maker.choices().of(union_properties);
    return fmt::format("union {}{}", properties, more_tables(maker, scope));
  }
  scope = maker.table_schema("Hosts");
  const std::string_view in = maker.choices().of(table_lists);
  if (which == 2) {
    const std::string_view kind = maker.choices().of(search_kinds);
    return fmt::format("search {}in ({}) {}", kind, in, maker.choices().of(search_texts));
  }
  const std::string predicate = maker.expressions().predicate(scope, 2);
  constexpr std::array outputs = {"", " project-smart", " project Account, Id", " project Account, Id:long, pack(*)"};
  const std::string_view output = maker.choices().of(outputs);
  scope = {{"Account", ScalarType::String}, {"Id", ScalarType::Long}};
  return fmt::format("find {}in ({}) where {}{}", maker.choices().once_in(2) ? "withsource = From " : "", in, predicate,
                     output);
}

}  // namespace huntbook::fuzz
