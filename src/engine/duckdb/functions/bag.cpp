// Functions over sets and property bags in dynamic values. Sets are arrays whose elements are compared as JSON text;
// where a key stands in several bags, the first one's value stays.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/json_text.hpp"
#include "engine/duckdb/functions/register.hpp"
#include "engine/duckdb/json_slices.hpp"

namespace huntbook::engine::duckdb {

namespace {

using MaybeText = std::optional<std::string_view>;
using Elements = std::vector<std::string_view>;
using Members = std::vector<JsonMember>;
using Texts = std::span<const MaybeText>;
using Set = std::unordered_set<std::string_view>;

constexpr int most_depth = 64;  // of paths and of trees that are walked

void write_array(JsonResult& out, const Elements& elements) {
  JsonWriter writer(out.buffer());
  writer.begin_array();
  for (std::string_view element : elements) writer.raw(element);
  writer.end_array();
}

void write_object(std::string& text, const Members& members) {
  text.push_back('{');
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i != 0) text.push_back(',');
    text.append(members[i].key);
    text.push_back(':');
    text.append(members[i].value);
  }
  text.push_back('}');
}

Elements distinct(const Elements& elements) {
  Set seen;
  Elements result;
  for (std::string_view element : elements)
    if (seen.insert(element).second) result.push_back(element);
  return result;
}

bool set_union(JsonResult& out, Texts arrays) {
  Elements all;
  for (MaybeText array : arrays) {
    auto elements = array ? json_elements(*array) : std::nullopt;
    if (!elements) return false;
    all.insert(all.end(), elements->begin(), elements->end());
  }
  write_array(out, distinct(all));
  return true;
}

template <bool keep_common>
bool set_filter(JsonResult& out, Texts arrays) {
  auto first = !arrays.empty() && arrays[0] ? json_elements(*arrays[0]) : std::nullopt;
  if (!first) return false;
  Elements rest = distinct(*first);
  for (MaybeText array : arrays.subspan(1)) {
    auto elements = array ? json_elements(*array) : std::nullopt;
    if (!elements) return false;
    Set others(elements->begin(), elements->end());
    std::erase_if(rest, [&](std::string_view element) { return others.contains(element) != keep_common; });
  }
  write_array(out, rest);
  return true;
}

std::optional<bool> has_element(MaybeText array, MaybeText value) {
  auto elements = array ? json_elements(*array) : std::nullopt;
  if (!elements) return std::nullopt;
  return std::ranges::any_of(*elements, [&](auto element) { return json_equal(element, value.value_or("null")); });
}

std::optional<bool> set_equals(std::string_view left, std::string_view right) {
  auto l = json_elements(left);
  auto r = json_elements(right);
  if (!l || !r) return std::nullopt;
  return Set(l->begin(), l->end()) == Set(r->begin(), r->end());
}

std::optional<double> jaccard(std::string_view left, std::string_view right) {
  auto l = json_elements(left);
  auto r = json_elements(right);
  if (!l || !r) return std::nullopt;
  Set a(l->begin(), l->end());
  Set b(r->begin(), r->end());
  auto common = static_cast<double>(std::ranges::count_if(a, [&](auto element) { return b.contains(element); }));
  auto total = static_cast<double>(a.size() + b.size()) - common;
  return total == 0 ? std::nullopt : std::optional(common / total);
}

bool bag_keys(JsonResult& out, std::string_view bag) {
  auto members = json_members(bag);
  if (!members) return false;
  Elements keys;
  for (const JsonMember& member : *members) keys.push_back(member.key);
  write_array(out, keys);
  return true;
}

bool merge(JsonResult& out, std::span<const std::string_view> bags) {
  Set seen;
  Members all;
  bool any = false;
  for (std::string_view bag : bags) {
    auto members = json_members(bag);
    if (!members) continue;
    any = true;
    for (const JsonMember& member : *members)
      if (seen.insert(member.key).second) all.push_back(member);
  }
  if (any) write_object(out.buffer(), all);
  return any;
}
bool bag_merge(JsonResult& out, Texts bags) {
  Elements present;
  for (MaybeText bag : bags)
    if (bag) present.push_back(*bag);
  return merge(out, present);
}
// The same over the elements of an array; no bag at all gives an empty one.
bool merge_bags(JsonResult& out, std::string_view array) {
  auto bags = json_elements(array);
  if (!bags) return false;
  if (!merge(out, *bags)) out.assign("{}");
  return true;
}

// The keys of a path such as $.a.b or $['a']['b']; the whole text as one key where it does not start with '$'.
std::optional<std::vector<std::string>> path_keys(std::string_view path) {
  if (!path.starts_with("$.") && !path.starts_with("$[")) return std::vector{std::string(path)};
  std::vector<std::string> keys;
  for (std::size_t i = 1; i < path.size();) {
    if (path[i] == '.') {
      std::size_t end = std::min(path.find_first_of(".[", i + 1), path.size());
      keys.emplace_back(path.substr(i + 1, end - i - 1));
      i = end;
    } else {
      std::string_view rest = path.substr(i);
      if (rest.size() < 4 || rest[0] != '[' || (rest[1] != '\'' && rest[1] != '"')) return std::nullopt;
      std::size_t close = rest.find(std::string{rest[1], ']'}, 2);
      if (close == std::string_view::npos) return std::nullopt;
      keys.emplace_back(rest.substr(2, close - 2));
      i += close + 2;
    }
    if (keys.back().empty() || keys.size() > most_depth) return std::nullopt;
  }
  return keys;
}

std::optional<bool> has_key(std::string_view bag, std::string_view path) {
  auto keys = path_keys(path);
  if (!json_members(bag) || !keys) return std::nullopt;
  std::string_view value = bag;
  for (const std::string& key : *keys) {
    auto members = json_members(value);
    if (!members) return false;
    auto found = std::ranges::find_if(*members, [&](const JsonMember& m) { return json_string_is(m.key, key); });
    if (found == members->end()) return false;
    value = found->value;
  }
  return true;
}

std::string without(std::string_view bag, std::span<const std::string> keys) {
  auto members = json_members(bag);
  if (!members) return std::string(bag);
  auto found = std::ranges::find_if(*members, [&](const JsonMember& m) { return json_string_is(m.key, keys.front()); });
  if (found == members->end()) return std::string(bag);
  std::string inner;
  if (keys.size() == 1) {
    members->erase(found);
  } else {
    inner = without(found->value, keys.subspan(1));
    found->value = inner;
  }
  std::string result;
  write_object(result, *members);
  return result;
}

bool remove_keys(JsonResult& out, std::string_view bag, std::string_view paths) {
  auto list = json_elements(paths);
  if (!json_members(bag) || !list) return false;
  std::string result(bag);
  for (std::string_view element : *list) {
    if (json_kind(element) != JsonKind::String) continue;
    if (auto keys = path_keys(json_unescaped(element))) result = without(result, *keys);
  }
  out.assign(result);
  return true;
}

std::string with(std::string_view bag, std::span<const std::string> keys, std::string_view value) {
  Members members = json_members(bag).value_or(Members{});
  std::string inner = keys.size() == 1 ? std::string(value) : std::string();
  auto found = std::ranges::find_if(members, [&](const JsonMember& m) { return json_string_is(m.key, keys.front()); });
  std::string quoted;
  append_json_string(quoted, keys.front());
  if (keys.size() > 1)
    inner = with(found == members.end() ? std::string_view("{}") : found->value, keys.subspan(1), value);
  if (found == members.end()) {
    members.push_back({quoted, inner});
  } else {
    found->value = inner;
  }
  std::string result;
  write_object(result, members);
  return result;
}

bool set_key(JsonResult& out, MaybeText bag, std::string_view path, MaybeText value) {
  auto keys = path_keys(path);
  if (!bag || !json_members(*bag) || !keys) return false;
  out.assign(with(*bag, *keys, value.value_or("null")));
  return true;
}

bool bag_zip(JsonResult& out, std::string_view keys, std::string_view values) {
  auto names = json_elements(keys);
  auto list = json_elements(values);
  if (!names || !list) return false;
  Set seen;
  Members members;
  for (std::size_t i = 0; i < names->size(); ++i)
    if (json_kind((*names)[i]) == JsonKind::String && seen.insert((*names)[i]).second)
      members.push_back({(*names)[i], i < list->size() ? (*list)[i] : std::string_view("null")});
  write_object(out.buffer(), members);
  return true;
}

// Paths in the order in which they are met, each once.
class PathCollector {
 public:
  void collect(std::string_view value, const std::string& prefix, int depth) {
    if (auto members = json_members(value)) {
      for (const JsonMember& member : *members)
        visit(prefix + "['" + json_unescaped(member.key) + "']", member.value, depth);
    } else if (auto elements = json_elements(value)) {
      // All elements stand under index 0.
      for (std::string_view element : *elements) visit(prefix + "[0]", element, depth);
    }
  }
  const std::vector<std::string>& paths() const { return paths_; }

 private:
  void visit(const std::string& path, std::string_view value, int depth) {
    if (seen_.insert(path).second) paths_.push_back(path);
    if (depth < most_depth) collect(value, path, depth + 1);
  }

  std::vector<std::string> paths_;
  std::unordered_set<std::string> seen_;
};

bool treepath(JsonResult& out, std::string_view value) {
  if (!json_members(value) && !json_elements(value)) return false;
  PathCollector collector;
  collector.collect(value, "", 0);
  JsonWriter writer(out.buffer());
  writer.begin_array();
  for (const std::string& path : collector.paths()) writer.string(path);
  writer.end_array();
  return true;
}

// Members in the order of their names, at every level; values that nest deeper than is walked stay as they are.
void write_canonical(std::string& text, std::string_view value, int depth) {
  if (depth > most_depth) {
    text.append(value);
  } else if (auto members = json_members(value)) {
    std::ranges::stable_sort(*members, {}, &JsonMember::key);
    text.push_back('{');
    for (std::size_t i = 0; i < members->size(); ++i) {
      if (i != 0) text.push_back(',');
      text.append((*members)[i].key);
      text.push_back(':');
      write_canonical(text, (*members)[i].value, depth + 1);
    }
    text.push_back('}');
  } else if (auto elements = json_elements(value)) {
    text.push_back('[');
    for (std::size_t i = 0; i < elements->size(); ++i) {
      if (i != 0) text.push_back(',');
      write_canonical(text, (*elements)[i], depth + 1);
    }
    text.push_back(']');
  } else {
    text.append(value);
  }
}
bool canonical(TextResult& out, std::string_view value) {
  write_canonical(out.buffer(), value, 0);
  return true;
}

}  // namespace

void add_bag_functions(ScalarFunctions& table) {
  table.add<&set_union>("hb_set_union");
  table.add<&set_filter<true>>("hb_set_intersect");
  table.add<&set_filter<false>>("hb_set_difference");
  table.add<&has_element>("hb_set_has_element");
  table.add<&set_equals>("hb_set_equals");
  table.add<&jaccard>("hb_jaccard_index");
  table.add<&bag_keys>("hb_bag_keys");
  table.add<&bag_merge>("hb_bag_merge");
  table.add<&merge_bags>("hb_merge_bags");
  table.add<&has_key>("hb_bag_has_key");
  table.add<&remove_keys>("hb_bag_remove_keys");
  table.add<&set_key>("hb_bag_set_key");
  table.add<&bag_zip>("hb_bag_zip");
  table.add<&treepath>("hb_treepath");
  table.add<&canonical>("hb_dynamic_to_json");
}

}  // namespace huntbook::engine::duckdb
