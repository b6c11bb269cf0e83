#include "engine/duckdb/functions/string.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "base/json_text.hpp"
#include "base/utf8.hpp"
#include "engine/duckdb/functions/json_read.hpp"
#include "engine/duckdb/functions/register.hpp"

namespace huntbook::engine::duckdb {
namespace {

bool starts_codepoint(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

// Byte offset `count` code points after `from`; the text's end where it is shorter.
std::size_t advance(std::string_view text, std::size_t from, std::int64_t count) {
  while (count > 0 && from < text.size()) {
    ++from;
    while (from < text.size() && !starts_codepoint(text[from])) ++from;
    --count;
  }
  return from;
}

constexpr std::int64_t most_repetitions = 1024;
constexpr std::size_t most_bytes = std::size_t{64} << 20;  // no cell grows beyond

}  // namespace

std::int64_t count_codepoints(std::string_view text) {
  return std::ranges::count_if(text, starts_codepoint);
}

bool substring(TextResult& out, std::string_view text, std::int64_t start, std::int64_t length) {
  if (length <= 0) return true;
  if (start < 0) start = std::max<std::int64_t>(0, start + count_codepoints(text));
  std::size_t first = advance(text, 0, start);
  out.append(text.substr(first, advance(text, first, length) - first));
  return true;
}

bool substring_to_end(TextResult& out, std::string_view text, std::int64_t start) {
  return substring(out, text, start, std::numeric_limits<std::int64_t>::max());
}

bool reverse(TextResult& out, std::string_view text) {
  for (std::size_t end = text.size(); end > 0;) {
    std::size_t start = end - 1;
    while (start > 0 && !starts_codepoint(text[start])) --start;
    out.append(text.substr(start, end - start));
    end = start;
  }
  return true;
}

bool strrep(TextResult& out, std::string_view text, std::int64_t times, std::string_view delimiter) {
  times = std::min(times, most_repetitions);
  for (std::int64_t i = 0; i < times && out.buffer().size() < most_bytes; ++i) {
    if (i > 0) out.append(delimiter);
    out.append(text);
  }
  return true;
}

namespace {

struct Replacement {
  std::string lookup;
  std::optional<std::string> rewrite;  // none: what matches stays as it is
};

std::vector<Replacement> replacements(std::string_view lookups, std::string_view rewrites) {
  std::vector<Replacement> result;
  auto read = [](std::string_view json) {
    std::vector<std::optional<std::string>> texts;
    simdjson::dom::array array;
    auto document = parse_dynamic(json);
    if (!document || document->get(array) != simdjson::SUCCESS) return texts;
    for (simdjson::dom::element element : array) {
      std::string_view text;
      texts.push_back(element.get(text) == simdjson::SUCCESS ? std::optional<std::string>(text) : std::nullopt);
    }
    return texts;
  };
  auto from = read(lookups);
  auto to = read(rewrites);
  for (std::size_t i = 0; i < from.size() && i < to.size(); ++i)
    if (from[i] && !from[i]->empty()) result.push_back({*from[i], to[i]});
  return result;
}

}  // namespace

bool replace_strings(TextResult& out, std::string_view text, std::string_view lookups, std::string_view rewrites) {
  thread_local Remembered<std::vector<Replacement>> remembered;
  thread_local std::string key;
  key.assign(lookups);
  key += '\n';  // never within a JSON array that Huntbook wrote
  key += rewrites;
  const auto& all = remembered.get(key, [&](std::string_view) { return replacements(lookups, rewrites); });
  // Pieces of the text, those that a lookup has claimed among them: later lookups leave these alone.
  struct Piece {
    std::string_view text;
    bool claimed;
  };
  std::vector<Piece> pieces = {{text, false}};
  std::vector<Piece> next;
  for (const Replacement& replacement : all) {
    next.clear();
    for (const Piece& piece : pieces) {
      std::string_view rest = piece.text;
      for (std::size_t at = 0; !piece.claimed && (at = rest.find(replacement.lookup)) != std::string_view::npos;) {
        if (at > 0) next.push_back({rest.substr(0, at), false});
        next.push_back({replacement.rewrite ? *replacement.rewrite : replacement.lookup, true});
        rest.remove_prefix(at + replacement.lookup.size());
      }
      if (!rest.empty()) next.push_back({rest, piece.claimed});
    }
    pieces.swap(next);
  }
  for (const Piece& piece : pieces) out.append(piece.text);
  return true;
}

bool translate(TextResult& out, std::string_view search, std::string_view replacement, std::string_view text) {
  auto parts = [](std::string_view from) {
    std::vector<std::string_view> result;
    for (std::size_t at = 0; at < from.size();) {
      std::size_t next = advance(from, at, 1);
      result.push_back(from.substr(at, next - at));
      at = next;
    }
    return result;
  };
  std::vector<std::string_view> from = parts(search);
  std::vector<std::string_view> to = parts(replacement);
  for (std::string_view character : parts(text)) {
    auto found = std::ranges::find(from, character);
    if (found == from.end()) {
      out.append(character);
    } else if (!to.empty()) {
      out.append(to[std::min(static_cast<std::size_t>(found - from.begin()), to.size() - 1)]);
    }
  }
  return true;
}

std::optional<SearchWindow> search_window(std::string_view text, std::int64_t start, std::int64_t length) {
  if (length < -1) return std::nullopt;
  if (start < 0) start = std::max<std::int64_t>(0, start + count_codepoints(text));
  SearchWindow window{advance(text, 0, start), text.size(), start};
  if (length >= 0) window.last = advance(text, window.first, length);
  return window;
}

std::optional<std::int64_t> indexof(std::string_view text, std::string_view match, std::int64_t start,
                                    std::int64_t length, std::int64_t occurrence) {
  if (occurrence < 0) return std::nullopt;
  std::optional<SearchWindow> window = search_window(text, start, length);
  if (!window) return std::nullopt;
  if (occurrence == 0) return -1;
  // Each occurrence is looked for within `length` characters from the one before (Kusto docs, "indexof()", idx8).
  std::size_t from = window->first;
  for (std::size_t last = window->last;; last = length < 0 ? text.size() : advance(text, from, length)) {
    std::size_t at = from > text.size() ? std::string_view::npos : text.substr(0, last).find(match, from);
    if (at == std::string_view::npos) return -1;
    if (--occurrence == 0) return window->position + count_codepoints(text.substr(window->first, at - window->first));
    from = at + 1;
  }
}

std::int64_t countof(std::string_view text, std::string_view search) {
  if (search.empty()) return 0;
  std::int64_t count = 0;
  for (std::size_t at = text.find(search); at != std::string_view::npos; at = text.find(search, at + 1)) ++count;
  return count;
}

std::int64_t strcmp(std::string_view left, std::string_view right) {
  int order = left.compare(right);
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

namespace {

// Calls with each part until it returns false.
template <class Part>
void each_part(std::string_view text, std::string_view delimiter, Part part) {
  while (true) {
    std::size_t end = delimiter.empty() ? std::string_view::npos : text.find(delimiter);
    if (!part(text.substr(0, end)) || end == std::string_view::npos) return;
    text.remove_prefix(end + delimiter.size());
  }
}

}  // namespace

bool split(JsonResult& out, std::string_view text, std::string_view delimiter) {
  JsonWriter json(out.buffer());
  json.begin_array();
  each_part(text, delimiter, [&](std::string_view part) {
    json.string(part);
    return true;
  });
  json.end_array();
  return true;
}

bool split_part(JsonResult& out, std::string_view text, std::string_view delimiter, std::int64_t index) {
  JsonWriter json(out.buffer());
  json.begin_array();
  each_part(text, delimiter, [&](std::string_view part) {
    if (index == 0) json.string(part);
    if (index <= 0) return false;
    --index;
    return true;
  });
  json.end_array();
  return true;
}

bool codepoints_of(JsonResult& out, std::string_view text) {
  JsonWriter json(out.buffer());
  json.begin_array();
  while (!text.empty()) {
    CodePoint point = decode_utf8(text);
    json.integer(point.value);
    text.remove_prefix(point.size);
  }
  json.end_array();
  return true;
}

bool codepoints_to_string(TextResult& out, std::span<const std::string_view> values) {
  auto add = [&](simdjson::dom::element element) {
    std::int64_t value = 0;
    if (element.get(value) != simdjson::SUCCESS) return false;
    if (value < 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return false;
    append_utf8(out.buffer(), static_cast<std::uint32_t>(value));
    return true;
  };
  for (std::string_view value : values) {
    auto document = parse_dynamic(value);
    simdjson::dom::array array;
    bool good = document.has_value();
    if (good && document->get(array) == simdjson::SUCCESS) {
      for (simdjson::dom::element element : array) good = good && add(element);
    } else {
      good = good && add(*document);
    }
    if (!good) {
      out.clear();
      return true;
    }
  }
  return true;
}

void add_string_functions(ScalarFunctions& table) {
  table.add<&substring>("hb_substring");
  table.add<&substring_to_end>("hb_substring");
  table.add<&reverse>("hb_reverse");
  table.add<&strrep>("hb_strrep");
  table.add<&replace_strings>("hb_replace_strings");
  table.add<&translate>("hb_translate");
  table.add<&indexof>("hb_indexof");
  table.add<&countof>("hb_countof");
  table.add<&strcmp>("hb_strcmp");
  table.add<&is_ascii>("hb_is_ascii");
  table.add<&split>("hb_split");
  table.add<&split_part>("hb_split");
  table.add<&codepoints_of>("hb_codepoints_of");
  table.add<&codepoints_to_string>("hb_codepoints_to_string");
}

}  // namespace huntbook::engine::duckdb
