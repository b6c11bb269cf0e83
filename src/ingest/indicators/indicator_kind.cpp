#include "ingest/indicators/indicator_kind.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"

namespace huntbook::ingest {

namespace {

struct Name {
  std::string_view name;  // small, with blanks, '-' and '_' gone
  std::string_view key;   // empty: see how the value looks
};
constexpr std::array names = {
    Name{"ip", ""},
    Name{"ipaddress", ""},
    Name{"ipv4", ""},
    Name{"ipv4addr", ""},
    Name{"ipv6", ""},
    Name{"ipv6addr", ""},
    Name{"ipsrc", ""},
    Name{"ipdst", ""},
    Name{"ipport", ""},
    Name{"cidr", ""},
    Name{"ipnetwork", ""},
    Name{"hash", ""},
    Name{"filehash", ""},
    Name{"address", ""},
    Name{"dns", "domain-name:value"},
    Name{"domain", "domain-name:value"},
    Name{"domainname", "domain-name:value"},
    Name{"fqdn", "domain-name:value"},
    Name{"hostname", "domain-name:value"},
    Name{"host", "domain-name:value"},
    Name{"url", "url:value"},
    Name{"uri", "url:value"},
    Name{"link", "url:value"},
    Name{"email", "email-addr:value"},
    Name{"emailaddr", "email-addr:value"},
    Name{"emailaddress", "email-addr:value"},
    Name{"emailsrc", "email-addr:value"},
    Name{"emaildst", "email-addr:value"},
    Name{"emailsubject", "email-message:subject"},
    Name{"md5", "file:hashes.MD5"},
    Name{"md5hash", "file:hashes.MD5"},
    Name{"filemd5", "file:hashes.MD5"},
    Name{"filehashmd5", "file:hashes.MD5"},
    Name{"sha1", "file:hashes.'SHA-1'"},
    Name{"sha1hash", "file:hashes.'SHA-1'"},
    Name{"filesha1", "file:hashes.'SHA-1'"},
    Name{"filehashsha1", "file:hashes.'SHA-1'"},
    Name{"sha256", "file:hashes.'SHA-256'"},
    Name{"sha256hash", "file:hashes.'SHA-256'"},
    Name{"filesha256", "file:hashes.'SHA-256'"},
    Name{"filehashsha256", "file:hashes.'SHA-256'"},
    Name{"sha512", "file:hashes.'SHA-512'"},
    Name{"filehashsha512", "file:hashes.'SHA-512'"},
    Name{"ssdeep", "file:hashes.SSDEEP"},
    Name{"filename", "file:name"},
    Name{"filepath", "file:x_path"},
    Name{"windowspath", "file:x_path"},
    Name{"linuxpath", "file:x_path"},
    Name{"mutex", "mutex:name"},
    Name{"regkey", "windows-registry-key:key"},
    Name{"registrykey", "windows-registry-key:key"},
    Name{"useragent", "network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'"},
    Name{"as", "autonomous-system:number"},
    Name{"asn", "autonomous-system:number"},
    Name{"x509fingerprintsha1", "x509-certificate:hashes.'SHA-1'"},
    Name{"x509fingerprintsha256", "x509-certificate:hashes.'SHA-256'"},
    Name{"x509fingerprintmd5", "x509-certificate:hashes.MD5"},
    Name{"certificatethumbprint", "x509-certificate:hashes.'SHA-1'"},
};

// Last parts of file names that would pass for top-level domains.
constexpr auto file_endings = std::to_array<std::string_view>(
    {"bat",  "bin", "cmd", "conf", "csv", "dat",  "dll", "doc", "docx", "elf", "exe",  "gif", "gz",  "htm",
     "html", "ini", "jar", "jpg",  "js",  "json", "lnk", "log", "msi",  "pdf", "php",  "png", "ps1", "rar",
     "rtf",  "scr", "sys", "tar",  "tmp", "txt",  "vbs", "xls", "xlsx", "xml", "yaml", "yml"});

bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_ipv4(std::string_view text) {
  int parts = 0;
  while (true) {
    const std::size_t end = text.find('.');
    const std::string_view part = text.substr(0, end);
    if (part.empty() || part.size() > 3 || !std::ranges::all_of(part, is_digit)) return false;
    int value = 0;
    for (const char c : part) value = value * 10 + (c - '0');
    if (value > 255 || ++parts > 4) return false;
    if (end == std::string_view::npos) return parts == 4;
    text.remove_prefix(end + 1);
  }
}

bool is_ipv6(std::string_view text) {
  const auto colons = std::ranges::count(text, ':');
  return colons >= 2 && colons <= 7 && text.size() <= 45 &&
         std::ranges::all_of(text, [](char c) { return is_hex(c) || c == ':' || c == '.'; });
}

bool is_prefix_size(std::string_view text, int most) {
  if (text.empty() || text.size() > 3 || !std::ranges::all_of(text, is_digit)) return false;
  int value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return value <= most;
}

bool is_domain(std::string_view text) {
  constexpr std::size_t longest = 253;
  if (text.size() > longest || text.find('.') == std::string_view::npos) return false;
  std::string_view last;
  while (true) {
    const std::size_t end = text.find('.');
    last = text.substr(0, end);
    const bool sound = std::ranges::all_of(last, [](char c) {
      return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
             static_cast<unsigned char>(c) >= 0x80;
    });
    if (last.empty() || last.size() > 63 || !sound) return false;
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  const std::string lower = ascii_lower(last);
  if (std::ranges::binary_search(file_endings, lower)) return false;
  return lower.starts_with("xn--") || (lower.size() >= 2 && std::ranges::all_of(lower, [](char c) {
                                         return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
                                       }));
}

bool is_url(std::string_view text) {
  const std::size_t scheme = text.find("://");
  if (scheme == std::string_view::npos || scheme == 0 || scheme + 3 >= text.size()) return false;
  return std::ranges::all_of(text.substr(0, scheme),
                             [](char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.'; }) &&
         text.find_first_of(" \t\"<>") == std::string_view::npos;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

}  // namespace

std::string refanged(std::string_view raw) {
  std::string text(trimmed(raw, " \t\r\n"));
  if (text.empty()) return text;
  for (const std::string_view dot : {"[.]", "(.)", "{.}", "[dot]", "(dot)", "[DOT]"}) replace_all(text, dot, ".");
  for (const std::string_view at : {"[@]", "(@)", "[at]", "(at)"}) replace_all(text, at, "@");
  replace_all(text, "[://]", "://");
  replace_all(text, "[:]", ":");
  for (const std::string_view scheme : {"hxxps://", "hXXps://", "HXXPS://"}) {
    if (text.starts_with(scheme)) text.replace(0, scheme.size(), "https://");
  }
  for (const std::string_view scheme : {"hxxp://", "hXXp://", "HXXP://"}) {
    if (text.starts_with(scheme)) text.replace(0, scheme.size(), "http://");
  }
  return text;
}

std::string_view key_by_look(std::string_view value) {
  if (value.empty()) return {};
  if (is_ipv4(value)) return "ipv4-addr:value";
  if (is_ipv6(value)) return "ipv6-addr:value";
  if (const std::size_t slash = value.find('/'); slash != std::string_view::npos) {
    const std::string_view address = value.substr(0, slash);
    const std::string_view size = value.substr(slash + 1);
    if (is_ipv4(address) && is_prefix_size(size, 32)) return "ipv4-addr:value";
    if (is_ipv6(address) && is_prefix_size(size, 128)) return "ipv6-addr:value";
  }
  if (is_url(value)) return "url:value";
  if (std::ranges::all_of(value, is_hex)) {
    if (value.size() == 32) return "file:hashes.MD5";
    if (value.size() == 40) return "file:hashes.'SHA-1'";
    if (value.size() == 64) return "file:hashes.'SHA-256'";
    if (value.size() == 128) return "file:hashes.'SHA-512'";
  }
  if (const std::size_t at = value.find('@'); at != std::string_view::npos && at > 0) {
    return is_domain(value.substr(at + 1)) && value.find_first_of(" \t") == std::string_view::npos ? "email-addr:value"
                                                                                                   : std::string_view();
  }
  return is_domain(value) ? "domain-name:value" : std::string_view();
}

std::string_view key_by_name(std::string_view name, std::string_view value) {
  std::string plain;
  for (const char c : name) {
    if (c != ' ' && c != '-' && c != '_' && c != ':') plain.push_back(ascii_lower(c));
  }
  for (const Name& known : names) {
    if (known.name == plain) return known.key.empty() ? key_by_look(value) : known.key;
  }
  return {};
}

std::string pattern_of(const Observable& observable) {
  std::string pattern = "[" + observable.key + " = '";
  for (const char c : observable.value) {
    if (c == '\'' || c == '\\') pattern.push_back('\\');
    pattern.push_back(c);
  }
  return pattern + "']";
}

}  // namespace huntbook::ingest
