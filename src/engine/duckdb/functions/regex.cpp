#include "engine/duckdb/functions/regex.hpp"

#include <array>
#include <memory>
#include <string>
#include <vector>

#include <re2/re2.h>

#include "base/json_text.hpp"
#include "base/regex_dialect.hpp"
#include "engine/duckdb/functions/json_read.hpp"
#include "engine/duckdb/functions/register.hpp"
#include "engine/duckdb/functions/string.hpp"

namespace huntbook::engine::duckdb {
namespace {

using re2::RE2;
using re2::StringPiece;

constexpr std::size_t most_groups = 17;  // the match and 16 groups
using Groups = std::array<StringPiece, most_groups>;

const RE2& compiled(std::string_view pattern) {
  thread_local Remembered<std::unique_ptr<RE2>> patterns;
  return *patterns.get(pattern, [](std::string_view text) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(std::int64_t{64} << 20);
    return std::make_unique<RE2>(StringPiece(text.data(), text.size()), options);
  });
}

StringPiece piece(std::string_view text) {
  return {text.data(), text.size()};
}
std::string_view view(StringPiece text) {
  return {text.data(), text.size()};
}

// Calls with each match, which do not overlap, until it returns false.
template <class Match>
void each_match(const RE2& pattern, std::string_view text, std::size_t first, std::size_t last, Match match) {
  int groups = std::min<int>(pattern.NumberOfCapturingGroups() + 1, most_groups);
  Groups found;
  std::size_t at = first;
  while (at <= last && pattern.Match(piece(text), at, last, RE2::UNANCHORED, found.data(), groups)) {
    auto begin = static_cast<std::size_t>(found[0].data() - text.data());
    if (!match(begin, found)) return;
    std::size_t end = begin + found[0].size();
    if (end == begin) {
      ++end;
      while (end < last && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    }
    at = end;
  }
}

}  // namespace

bool matches_regex(std::string_view text, std::string_view pattern) {
  return RE2::PartialMatch(piece(text), compiled(pattern));
}

namespace {

// Patterns that come with the rows are in Kusto's dialect. Null: not a pattern, or one that RE2 cannot do.
const RE2* compiled_if_valid(std::string_view pattern) {
  thread_local Remembered<std::unique_ptr<RE2>> patterns;
  return patterns
      .get(pattern,
           [](std::string_view text) -> std::unique_ptr<RE2> {
             Result<std::string> translated = re2_pattern_of(text);
             if (!translated) return nullptr;
             RE2::Options options;
             options.set_log_errors(false);
             options.set_max_mem(std::int64_t{8} << 20);
             auto regex = std::make_unique<RE2>(*translated, options);
             return regex->ok() ? std::move(regex) : nullptr;
           })
      .get();
}

// Of patterns that come with the rows: one that is none matches nothing.
bool matches_any_regex(std::string_view text, std::string_view pattern) {
  const RE2* regex = compiled_if_valid(pattern);
  return regex != nullptr && RE2::PartialMatch(piece(text), *regex);
}

}  // namespace

bool extract(TextResult& out, std::string_view pattern, std::int64_t group, std::string_view text) {
  const RE2& regex = compiled(pattern);
  if (group < 0 || group > regex.NumberOfCapturingGroups() || group >= std::int64_t{most_groups}) return true;
  Groups found;
  int wanted = static_cast<int>(group) + 1;
  if (regex.Match(piece(text), 0, text.size(), RE2::UNANCHORED, found.data(), wanted))
    out.append(view(found[static_cast<std::size_t>(group)]));
  return true;
}

bool extract_all(JsonResult& out, std::string_view pattern, std::string_view groups, std::string_view text) {
  thread_local Remembered<std::vector<std::size_t>> lists;
  const std::vector<std::size_t>& wanted = lists.get(groups, [](std::string_view json) {
    std::vector<std::size_t> numbers;
    simdjson::dom::array array;
    auto document = parse_dynamic(json);
    if (document && document->get(array) == simdjson::SUCCESS) {
      for (simdjson::dom::element element : array)
        if (std::uint64_t number = 0; element.get(number) == simdjson::SUCCESS && number < most_groups)
          numbers.push_back(number);
    }
    return numbers;
  });
  JsonWriter json(out.buffer());
  bool any = false;
  json.begin_array();
  each_match(compiled(pattern), text, 0, text.size(), [&](std::size_t, const Groups& found) {
    any = true;
    if (wanted.size() != 1) json.begin_array();
    for (std::size_t group : wanted) json.string(view(found[group]));
    if (wanted.size() != 1) json.end_array();
    return true;
  });
  json.end_array();
  return any;
}

bool replace_regex(TextResult& out, std::string_view text, std::string_view pattern, std::string_view rewrite) {
  std::size_t copied = 0;
  each_match(compiled(pattern), text, 0, text.size(), [&](std::size_t begin, const Groups& found) {
    out.append(text.substr(copied, begin - copied));
    copied = begin + found[0].size();
    for (std::size_t i = 0; i < rewrite.size(); ++i) {
      if (rewrite[i] != '\\' || i + 1 == rewrite.size()) {
        out.buffer() += rewrite[i];
      } else if (char c = rewrite[++i]; c >= '0' && c <= '9') {
        out.append(view(found[static_cast<std::size_t>(c - '0')]));
      } else {
        if (c != '\\') out.buffer() += '\\';
        out.buffer() += c;
      }
    }
    return true;
  });
  out.append(text.substr(copied));
  return true;
}

bool remove_match(TextResult& out, std::string_view pattern, std::string_view text) {
  StringPiece found;
  if (!compiled(pattern).Match(piece(text), 0, text.size(), RE2::UNANCHORED, &found, 1)) {
    out.append(text);
    return true;
  }
  auto begin = static_cast<std::size_t>(found.data() - text.data());
  out.append(text.substr(0, begin));
  out.append(text.substr(begin + found.size()));
  return true;
}

std::optional<std::int64_t> indexof_regex(std::string_view text, std::string_view pattern, std::int64_t start,
                                          std::int64_t length, std::int64_t occurrence) {
  // Unlike indexof(), a negative start is refused (Kusto docs, "indexof_regex()", idx5).
  if (occurrence < 0 || start < 0) return std::nullopt;
  std::optional<SearchWindow> window = search_window(text, start, length);
  if (!window) return std::nullopt;
  std::int64_t index = -1;
  std::int64_t left = occurrence;
  each_match(compiled(pattern), text, window->first, window->last, [&](std::size_t begin, const Groups&) {
    if (--left != 0) return left > 0;
    index = window->position + count_codepoints(text.substr(window->first, begin - window->first));
    return false;
  });
  return index;
}

std::int64_t countof_regex(std::string_view text, std::string_view pattern) {
  std::int64_t count = 0;
  each_match(compiled(pattern), text, 0, text.size(), [&](std::size_t, const Groups&) { return ++count > 0; });
  return count;
}

bool regex_quote(TextResult& out, std::string_view text) {
  static constexpr std::string_view special = "\\.+*?()|[]{}^$#&-~";
  for (char c : text) {
    if (special.find(c) != std::string_view::npos) out.append("\\");
    out.buffer() += c;
  }
  return true;
}

void add_regex_functions(ScalarFunctions& table) {
  table.add<&matches_regex>("hb_matches_regex");
  table.add<&matches_any_regex>("hb_matches_any_regex");
  table.add<&extract>("hb_extract");
  table.add<&extract_all>("hb_extract_all");
  table.add<&replace_regex>("hb_replace_regex");
  table.add<&remove_match>("hb_remove_match");
  table.add<&indexof_regex>("hb_indexof_regex");
  table.add<&countof_regex>("hb_countof_regex");
  table.add<&regex_quote>("hb_regex_quote");
}

}  // namespace huntbook::engine::duckdb
