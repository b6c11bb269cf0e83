#include "engine/duckdb/functions/text_parts.hpp"

#include <algorithm>
#include <string>

#include "base/ascii.hpp"
#include "base/json_text.hpp"
#include "engine/duckdb/functions/register.hpp"

namespace huntbook::engine::duckdb {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

bool starts_with_drive(std::string_view path) {
  return path.size() >= 2 && is_letter(path[0]) && path[1] == ':';
}

// Takes "name://" off the path; file:///C:/x loses its third slash as well.
std::string_view take_scheme(std::string_view& path) {
  std::size_t at = path.find("://");
  if (at == std::string_view::npos || at == 0) return {};
  std::string_view scheme = path.substr(0, at);
  bool is_scheme =
      is_letter(scheme[0]) && std::ranges::all_of(scheme, [](char c) { return is_letter(c) || is_digit(c); });
  if (!is_scheme) return {};
  path.remove_prefix(at + 3);
  if (path.starts_with('/') && starts_with_drive(path.substr(1))) path.remove_prefix(1);
  return scheme;
}

std::string_view after_last(std::string_view text, std::string_view marks) {
  std::size_t at = text.find_last_of(marks);
  return at == std::string_view::npos ? text : text.substr(at + 1);
}

}  // namespace

bool parse_path(JsonResult& out, std::string_view path) {
  if (path.empty()) return false;
  static constexpr std::string_view slashes = "/\\";
  std::string_view scheme = take_scheme(path);
  std::string_view without_prefix = path.starts_with("\\\\?\\") ? path.substr(4) : path;
  std::string_view root = starts_with_drive(without_prefix) ? without_prefix.substr(0, 2) : std::string_view();

  std::string_view directory;
  std::string_view file = path;
  if (std::size_t slash = path.find_last_of(slashes); slash != std::string_view::npos) {
    directory = path.substr(0, slash);
    file = path.substr(slash + 1);
  } else if (!root.empty()) {
    directory = root;
    file = path.substr(2);
  }
  std::string_view directory_name = directory == root ? std::string_view() : after_last(directory, slashes);

  std::string_view stream;
  if (std::size_t colon = file.find(':'); colon != std::string_view::npos) {
    stream = file.substr(colon + 1);
    file = file.substr(0, colon);
  }
  std::size_t dot = file.rfind('.');

  JsonWriter json(out.buffer());
  json.begin_object();
  json.member("Scheme", scheme);
  json.member("RootPath", root);
  json.member("DirectoryPath", directory);
  json.member("DirectoryName", directory_name);
  json.member("Filename", file);
  json.member("Extension", dot == std::string_view::npos ? std::string_view() : file.substr(dot + 1));
  json.member("AlternateDataStreamName", stream);
  json.end_object();
  return true;
}

bool parse_version(JsonResult& out, std::string_view version) {
  std::string digits;
  int parts = 0;
  for (bool more = true; more; ++parts) {
    std::size_t end = version.find('.');
    std::string_view part = version.substr(0, end);
    more = end != std::string_view::npos;
    if (more) version.remove_prefix(end + 1);
    if (parts == 4 || part.empty() || part.size() > 8 || !std::ranges::all_of(part, is_digit)) return false;
    digits.append(8 - part.size(), '0').append(part);
  }
  digits.append(static_cast<std::size_t>(4 - parts) * 8, '0');
  out.assign(digits);
  return true;
}

bool parse_csv(JsonResult& out, std::string_view text) {
  JsonWriter json(out.buffer());
  json.begin_array();
  std::string field;
  bool in_quotes = false;
  for (std::size_t at = 0;; ++at) {
    bool ended = at == text.size() || (!in_quotes && (text[at] == '\n' || text[at] == '\r'));
    if (ended || (!in_quotes && text[at] == ',')) {
      json.string(field);
      field.clear();
      if (ended) break;
    } else if (text[at] != '"') {
      field += text[at];
    } else if (!in_quotes) {
      // A quote within a field that did not start with one is text.
      if (field.empty()) {
        in_quotes = true;
      } else {
        field += '"';
      }
    } else if (at + 1 < text.size() && text[at + 1] == '"') {
      field += '"';
      ++at;
    } else {
      in_quotes = false;
    }
  }
  json.end_array();
  return true;
}

bool parse_command_line(JsonResult& out, std::string_view line) {
  JsonWriter json(out.buffer());
  json.begin_array();
  std::size_t at = 0;
  if (!line.empty()) {
    bool quoted = line[0] == '"';
    std::size_t end = quoted ? line.find('"', 1) : std::min(line.find(' '), line.find('\t'));
    end = std::min(end, line.size());
    json.string(line.substr(quoted ? 1 : 0, end - (quoted ? 1 : 0)));
    at = std::min(quoted ? end + 1 : end, line.size());
  }
  std::string argument;
  while (true) {
    while (at < line.size() && is_blank(line[at])) ++at;
    if (at >= line.size()) break;
    argument.clear();
    bool in_quotes = false;
    while (at < line.size() && (in_quotes || !is_blank(line[at]))) {
      std::size_t backslashes = std::min(line.find_first_not_of('\\', at), line.size()) - at;
      at += backslashes;
      if (at >= line.size() || line[at] != '"') {
        argument.append(backslashes, '\\');
        if (backslashes == 0) argument += line[at++];
        continue;
      }
      argument.append(backslashes / 2, '\\');
      if (backslashes % 2 != 0) {
        argument += '"';
        ++at;
        continue;
      }
      // Within quotes a doubled quote is text and ends them; a third one opens them anew.
      ++at;
      if (in_quotes && at < line.size() && line[at] == '"') {
        argument += '"';
        ++at;
      }
      in_quotes = !in_quotes;
    }
    json.string(argument);
  }
  json.end_array();
  return true;
}

void add_text_part_functions(ScalarFunctions& table) {
  table.add<&parse_path>("hb_parse_path");
  table.add<&parse_version>("hb_parse_version");
  table.add<&parse_csv>("hb_parse_csv");
  table.add<&parse_command_line>("hb_parse_command_line");
}

}  // namespace huntbook::engine::duckdb
