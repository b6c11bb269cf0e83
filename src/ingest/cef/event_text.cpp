#include "ingest/cef/event_text.hpp"

#include <string>

#include "base/ascii.hpp"

namespace huntbook::ingest {

namespace {

bool is_key_character(char c) {
  return is_letter(c) || is_digit(c) || c == '_' || c == '.' || c == '-' || c == '[' || c == ']';
}

// The part up to the next '|' that no backslash stands before.
bool take_part(std::string_view& text, std::string_view& part) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '|') {
      part = text.substr(0, at);
      text.remove_prefix(at + 1);
      return true;
    }
  }
  return false;
}

std::string_view without_blanks(std::string_view text) {
  return trimmed(text, " \t\r");
}

// Values run to the blank before the next key.
void read_cef_pairs(std::string_view text, std::vector<EventPair>& pairs) {
  std::string_view key;
  std::size_t value_begin = 0;
  std::size_t word_begin = 0;  // of the word at hand, which is a key where '=' follows
  bool word_is_key = true;
  const auto close = [&](std::size_t end) {
    const std::string_view value = without_blanks(text.substr(value_begin, end - value_begin));
    if (!key.empty() || !value.empty()) pairs.push_back({key, value});
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\\') {
      ++at;
      word_is_key = false;
    } else if (c == ' ') {
      word_begin = at + 1;
      word_is_key = true;
    } else if (c == '=' && word_is_key && at > word_begin) {
      close(word_begin);
      key = text.substr(word_begin, at - word_begin);
      value_begin = at + 1;
      word_is_key = false;
    } else if (!is_key_character(c)) {
      word_is_key = false;
    }
  }
  close(text.size());
}

void read_leef_pairs(std::string_view text, char delimiter, std::vector<EventPair>& pairs) {
  while (!text.empty()) {
    const std::size_t end = text.find(delimiter);
    const std::string_view pair = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    const std::size_t equals = pair.find('=');
    const bool keyed = equals != std::string_view::npos && equals > 0;
    const std::string_view key = keyed ? without_blanks(pair.substr(0, equals)) : std::string_view();
    const std::string_view value = without_blanks(keyed ? pair.substr(equals + 1) : pair);
    if (!key.empty() || !value.empty()) pairs.push_back({key, value});
  }
}

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// LEEF 2.0 names its delimiter as a character or as x09, 0x09.
std::optional<char> delimiter_of(std::string_view text) {
  if (text.size() == 1) return text[0];
  if (text.starts_with("0x") || text.starts_with("0X")) text.remove_prefix(1);
  if (text.size() < 2 || text.size() > 3 || (text[0] != 'x' && text[0] != 'X')) return std::nullopt;
  int code = 0;
  for (const char c : text.substr(1)) {
    if (hex_digit(c) < 0) return std::nullopt;
    code = code * 16 + hex_digit(c);
  }
  return static_cast<char>(code);
}

}  // namespace

std::size_t find_cef_event(std::string_view line) {
  for (std::size_t at = 0; (at = line.find("EF:", at)) != std::string_view::npos; at += 3) {
    const bool cef = at >= 1 && line[at - 1] == 'C';
    const bool leef = at >= 2 && line[at - 1] == 'E' && line[at - 2] == 'L';
    if (!cef && !leef) continue;
    std::size_t end = at + 3;
    while (end < line.size() && (is_digit(line[end]) || line[end] == '.')) ++end;
    if (end == at + 3 || end == line.size() || line[end] != '|') continue;
    return cef ? at - 1 : at - 2;
  }
  return std::string_view::npos;
}

std::optional<EventText> read_cef_event(std::string_view line) {
  const std::size_t begin = find_cef_event(line);
  if (begin == std::string_view::npos) return std::nullopt;
  EventText event;
  event.before = without_blanks(line.substr(0, begin));
  event.leef = line[begin] == 'L';
  std::string_view rest = line.substr(begin);
  std::string_view format;
  if (!take_part(rest, format) || !take_part(rest, event.vendor) || !take_part(rest, event.product) ||
      !take_part(rest, event.version) || !take_part(rest, event.event_class)) {
    return std::nullopt;
  }
  if (!event.leef) {
    if (!take_part(rest, event.name)) return std::nullopt;
    // The last part may lack its end where no extension follows.
    if (!take_part(rest, event.severity)) {
      event.severity = without_blanks(rest);
      rest = {};
    }
    read_cef_pairs(rest, event.pairs);
    return event;
  }
  char delimiter = '\t';
  if (format.ends_with(":2.0")) {
    std::string_view part;
    std::string_view after = rest;
    if (take_part(after, part) && (part.empty() || delimiter_of(part))) {
      delimiter = delimiter_of(part).value_or('\t');
      rest = after;
    }
  }
  read_leef_pairs(rest, delimiter, event.pairs);
  return event;
}

bool has_escapes(std::string_view value) {
  return value.find('\\') != std::string_view::npos;
}

std::string unescaped_value(std::string_view value) {
  std::string text;
  text.reserve(value.size());
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (value[at] != '\\' || at + 1 == value.size()) {
      text.push_back(value[at]);
      continue;
    }
    const char next = value[at + 1];
    const char plain = next == 'n' ? '\n' : next == 'r' ? '\r' : next;
    if (plain == next && next != '\\' && next != '|' && next != '=') {
      text.push_back('\\');  // no escape: paths are often written without any
    } else {
      ++at;
      text.push_back(plain);
    }
  }
  return text;
}

}  // namespace huntbook::ingest
