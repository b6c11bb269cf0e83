#include "ingest/zeek/zeek_header.hpp"

namespace huntbook::ingest {

namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// "\x09" and the like, or the character itself.
std::optional<char> separator_of(std::string_view text) {
  if (text.size() == 1) return text[0];
  if (text == "\\x09") return '\t';
  if (text == "\\x20") return ' ';
  if (text == "\\x2c") return ',';
  return std::nullopt;
}

}  // namespace

std::optional<ZeekLog> zeek_header(std::string_view head) {
  constexpr std::string_view first = "#separator ";
  if (!head.starts_with(first)) return std::nullopt;
  ZeekLog log;
  log.dialect.quoted = false;
  log.dialect.comment_prefix = "#";
  std::size_t at = 0;
  while (at < head.size() && head[at] == '#') {
    const std::size_t end = head.find('\n', at);
    if (end == std::string_view::npos) return std::nullopt;
    std::string_view line = head.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    at = end + 1;
    ++log.dialect.prefix_lines;
    if (line.starts_with(first)) {
      const auto separator = separator_of(line.substr(first.size()));
      if (!separator) return std::nullopt;
      log.dialect.delimiter = *separator;
      continue;
    }
    std::vector<std::string> parts = split(line, log.dialect.delimiter);
    const std::string name = parts.front();
    parts.erase(parts.begin());
    if (name == "#fields") {
      log.dialect.columns = std::move(parts);
    } else if (name == "#types") {
      log.types = std::move(parts);
    } else if (name == "#set_separator" && !parts.empty() && parts[0].size() == 1) {
      log.set_separator = parts[0][0];
    } else if (name == "#unset_field" && !parts.empty()) {
      log.dialect.null_cell = parts[0];
    } else if (name == "#empty_field" && !parts.empty()) {
      log.dialect.empty_cell = parts[0];
    } else if (name == "#path" && !parts.empty()) {
      log.path = parts[0];
    }
  }
  if (log.dialect.columns.empty()) return std::nullopt;
  log.dialect.prefix = at;
  return log;
}

}  // namespace huntbook::ingest
