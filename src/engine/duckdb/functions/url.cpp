#include "engine/duckdb/functions/url.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/ascii.hpp"
#include "base/json_text.hpp"
#include "base/utf8.hpp"
#include "engine/duckdb/functions/register.hpp"

namespace huntbook::engine::duckdb {
namespace {

bool is_scheme(std::string_view text) {
  return !text.empty() && is_letter(text[0]) && std::ranges::all_of(text, [](char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
  });
}

// Cuts `text` at the first `mark`: what follows it, which is nothing where there is no mark.
std::string_view cut_tail(std::string_view& text, char mark) {
  std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return {};
  std::string_view tail = text.substr(at + 1);
  text = text.substr(0, at);
  return tail;
}

struct Authority {
  std::string_view user, password, host, port;
};

Authority split_authority(std::string_view text) {
  Authority parts;
  if (std::size_t at = text.rfind('@'); at != std::string_view::npos) {
    parts.user = text.substr(0, at);
    parts.password = cut_tail(parts.user, ':');
    text.remove_prefix(at + 1);
  }
  // The colons of an IPv6 address stand in brackets.
  std::size_t bracket = text.rfind(']');
  std::size_t colon = text.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || bracket < colon)) {
    parts.port = text.substr(colon + 1);
    text = text.substr(0, colon);
  }
  parts.host = text;
  return parts;
}

void write_parameters(JsonWriter& json, std::string_view query) {
  struct Pair {
    std::string_view name, value;
  };
  std::vector<Pair> pairs;
  while (!query.empty()) {
    std::size_t end = std::min(query.find('&'), query.size());
    std::string_view name = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    std::string_view value = cut_tail(name, '=');
    if (!name.empty()) pairs.push_back({name, value});
  }
  // Of equal names the last one stays; sorting keeps a hostile query from costing the square of its length.
  std::ranges::stable_sort(pairs, {}, &Pair::name);
  json.key("Query Parameters");
  json.begin_object();
  for (std::size_t i = 0; i < pairs.size(); ++i)
    if (i + 1 == pairs.size() || pairs[i + 1].name != pairs[i].name) json.member(pairs[i].name, pairs[i].value);
  json.end_object();
}

bool is_unreserved(char c) {
  return is_letter(c) || is_digit(c) || std::string_view("-_.!*()").find(c) != std::string_view::npos;
}

bool encode(TextResult& out, std::string_view text, std::string_view blank) {
  static constexpr std::string_view digits = "0123456789abcdef";
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (is_unreserved(c)) {
      out.buffer() += c;
    } else if (c == ' ') {
      out.append(blank);
    } else {
      out.buffer() += '%';
      out.buffer() += digits[byte >> 4];
      out.buffer() += digits[byte & 15];
    }
  }
  return true;
}

std::optional<std::uint32_t> hexadecimal(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  std::uint32_t value = 0;
  for (char c : text.substr(at, count)) {
    std::uint32_t digit = 0;
    if (is_digit(c)) {
      digit = static_cast<std::uint32_t>(c - '0');
    } else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') {
      digit = static_cast<std::uint32_t>((c | 0x20) - 'a' + 10);
    } else {
      return std::nullopt;
    }
    value = value * 16 + digit;
  }
  return value;
}

}  // namespace

bool parse_url(JsonResult& out, std::string_view url) {
  if (url.empty()) return false;
  std::string_view rest = url;
  std::string_view fragment = cut_tail(rest, '#');
  std::string_view query = cut_tail(rest, '?');
  std::string_view scheme;
  if (std::size_t colon = rest.find(':');
      colon != std::string_view::npos && is_scheme(rest.substr(0, colon)) && rest.substr(colon).starts_with("://")) {
    scheme = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
  }
  Authority authority;
  if (rest.starts_with("//")) {
    rest.remove_prefix(2);
    std::size_t end = std::min(rest.find('/'), rest.size());
    authority = split_authority(rest.substr(0, end));
    rest.remove_prefix(end);
  }
  JsonWriter json(out.buffer());
  json.begin_object();
  json.member("Scheme", scheme);
  json.member("Host", authority.host);
  json.member("Port", authority.port);
  json.member("Path", rest);
  json.member("Username", authority.user);
  json.member("Password", authority.password);
  write_parameters(json, query);
  json.member("Fragment", fragment);
  json.end_object();
  return true;
}

bool parse_urlquery(JsonResult& out, std::string_view query) {
  if (query.starts_with('?')) query.remove_prefix(1);
  JsonWriter json(out.buffer());
  json.begin_object();
  write_parameters(json, query);
  json.end_object();
  return true;
}

bool url_encode(TextResult& out, std::string_view url) {
  return encode(out, url, "+");
}

bool url_encode_component(TextResult& out, std::string_view url) {
  return encode(out, url, "%20");
}

bool url_decode(TextResult& out, std::string_view url) {
  for (std::size_t at = 0; at < url.size();) {
    bool is_escape = url[at] == '%';
    if (is_escape && at + 1 < url.size() && (url[at + 1] == 'u' || url[at + 1] == 'U')) {
      if (auto value = hexadecimal(url, at + 2, 4)) {
        append_utf8(out.buffer(), *value);
        at += 6;
        continue;
      }
    } else if (is_escape) {
      if (auto value = hexadecimal(url, at + 1, 2)) {
        out.buffer() += static_cast<char>(*value);
        at += 3;
        continue;
      }
    }
    out.buffer() += url[at] == '+' ? ' ' : url[at];
    ++at;
  }
  return true;
}

void add_url_functions(ScalarFunctions& table) {
  table.add<&parse_url>("hb_parse_url");
  table.add<&parse_urlquery>("hb_parse_urlquery");
  table.add<&url_encode>("hb_url_encode");
  table.add<&url_encode_component>("hb_url_encode_component");
  table.add<&url_decode>("hb_url_decode");
}

}  // namespace huntbook::engine::duckdb
