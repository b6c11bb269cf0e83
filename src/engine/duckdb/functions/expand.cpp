// What the operators mv-expand and parse are built on.
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <re2/re2.h>

#include "base/json_text.hpp"
#include "engine/duckdb/functions/register.hpp"
#include "engine/duckdb/json_slices.hpp"

namespace huntbook::engine::duckdb {

namespace {

// The value as the JSON array of the rows that mv-expand makes of it (Kusto docs, "mv-expand operator"): the elements
// of an array; the members of a bag, each as a bag of one or as [key, value]; null and other scalars as themselves.
bool expand(TextResult& out, std::optional<std::string_view> value, bool pairs) {
  std::string& json = out.buffer();
  json.clear();
  if (!value) {
    json = "[null]";
    return true;
  }
  JsonKind kind = json_kind(*value);
  if (kind == JsonKind::Array) {
    json.assign(*value);
    return true;
  }
  auto members = kind == JsonKind::Object ? json_members(*value) : std::nullopt;
  json += '[';
  if (!members) {
    json.append(*value);
  } else {
    for (const JsonMember& member : *members) {
      if (json.size() > 1) json += ',';
      json += pairs ? '[' : '{';
      json.append(member.key);
      json += pairs ? ',' : ':';
      json.append(member.value);
      json += pairs ? ']' : '}';
    }
  }
  json += ']';
  return true;
}

// Compiled patterns of this thread; a query has few, but a hostile one could make many.
const RE2& compiled(std::string_view pattern) {
  constexpr std::size_t most = 64;
  thread_local std::map<std::string, std::unique_ptr<RE2>, std::less<>> cache;
  auto known = cache.find(pattern);
  if (known != cache.end()) return *known->second;
  if (cache.size() >= most) cache.clear();
  RE2::Options options;
  options.set_log_errors(false);
  return *cache
              .emplace(std::string(pattern),
                       std::make_unique<RE2>(re2::StringPiece(pattern.data(), pattern.size()), options))
              .first->second;
}

// The texts of the pattern's groups as a JSON array; null where the pattern does not match.
bool parse_groups(TextResult& out, std::string_view text, std::string_view pattern) {
  const RE2& regex = compiled(pattern);
  if (!regex.ok()) return false;
  std::vector<re2::StringPiece> groups(static_cast<std::size_t>(regex.NumberOfCapturingGroups()) + 1);
  if (!regex.Match(re2::StringPiece(text.data(), text.size()), 0, text.size(), RE2::UNANCHORED, groups.data(),
                   static_cast<int>(groups.size())))
    return false;
  std::string& json = out.buffer();
  json = "[";
  for (std::size_t i = 1; i < groups.size(); ++i) {
    if (i > 1) json += ',';
    append_json_string(json, std::string_view(groups[i].data() == nullptr ? "" : groups[i].data(), groups[i].size()));
  }
  json += ']';
  return true;
}

}  // namespace

void add_expand_functions(ScalarFunctions& table) {
  table.add<&expand>("hb_expand");
  table.add<&parse_groups>("hb_parse_groups");
}

}  // namespace huntbook::engine::duckdb
