#include "net/file_url.hpp"

#include <fmt/format.h>

#include "base/ascii.hpp"

namespace huntbook::net {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = ascii_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace

Result<std::string> path_of_file_url(std::string_view url) {
  std::string_view rest = url.substr(url.find(':') + 1);
  if (rest.starts_with("//")) {
    rest.remove_prefix(2);
    const std::string_view host = rest.substr(0, rest.find('/'));
    if (!host.empty() && !equal_ignoring_case(host, "localhost"))
      return fail(ErrorKind::User, fmt::format("'{}' is a file of another machine", url),
                  "file:///folder/name is a file of this one");
    rest.remove_prefix(host.size());
  }
  std::string path;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] != '%') {
      path += rest[i];
      continue;
    }
    const int high = i + 2 < rest.size() ? hex_digit(rest[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(rest[i + 2]) : -1;
    if (low < 0 || (high == 0 && low == 0))
      return fail(ErrorKind::User, fmt::format("'{}' holds a malformed escape", url), "%20 stands for a blank");
    path += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return path;
}

std::string shown_url(std::string_view url) {
  std::string shown;
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) {
    shown = url.substr(0, scheme + 3);
    url.remove_prefix(scheme + 3);
    const std::string_view authority = url.substr(0, url.find_first_of("/?#"));
    if (const std::size_t user = authority.rfind('@'); user != std::string_view::npos) url.remove_prefix(user + 1);
  }
  url = url.substr(0, url.find('#'));
  const std::size_t query = url.find('?');
  shown += url.substr(0, query);
  if (query == std::string_view::npos) return shown;
  url.remove_prefix(query);
  bool in_value = false;
  for (char c : url) {
    if (c == '&') in_value = false;
    if (!in_value) shown += c;
    if (c == '=' && !in_value) {
      in_value = true;
      shown += "...";
    }
  }
  return shown;
}

}  // namespace huntbook::net
