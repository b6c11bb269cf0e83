#include "ingest/auditd/audit_values.hpp"

#include <array>

#include <arpa/inet.h>

namespace huntbook::ingest {

namespace {

constexpr std::array<signed char, 256> digit_values = [] {
  std::array<signed char, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < 10; ++i) values['0' + i] = static_cast<signed char>(i);
  for (std::size_t i = 0; i < 6; ++i) values['A' + i] = static_cast<signed char>(10 + i);
  return values;
}();

int digit(char c) {
  return digit_values[static_cast<unsigned char>(c)];
}

std::string_view family_name(unsigned family) {
  switch (family) {
    case 1:
      return "local";
    case 2:
      return "inet";
    case 10:
      return "inet6";
    case 16:
      return "netlink";
    case 17:
      return "packet";
    case 29:
      return "can";
    case 31:
      return "bluetooth";
    case 38:
      return "alg";
    case 40:
      return "vsock";
    case 44:
      return "xdp";
    default:
      return {};
  }
}

std::string address_text(int family, const char* bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (inet_ntop(family, bytes, text.data(), text.size()) == nullptr) return {};
  return text.data();
}

}  // namespace

bool append_audit_hex(std::string& out, std::string_view hex) {
  if (hex.size() < 2 || hex.size() % 2 != 0) return false;
  for (const char c : hex) {
    if (digit(c) < 0) return false;
  }
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    out.push_back(static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1])));
  }
  return true;
}

std::optional<SocketAddress> read_socket_address(std::string_view bytes) {
  if (bytes.size() < 2) return std::nullopt;
  const auto byte = [bytes](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(bytes[i])); };
  // The family stands in the machine's byte order, and none has a number above 255.
  const unsigned family = byte(1) == 0 ? byte(0) : byte(0) == 0 ? byte(1) : 0;
  SocketAddress address;
  address.family = family_name(family);
  if (family == 2) {
    if (bytes.size() < 8) return std::nullopt;
    address.port = static_cast<int>(byte(2) * 256 + byte(3));
    address.address = address_text(AF_INET, bytes.data() + 4);
  } else if (family == 10) {
    if (bytes.size() < 24) return std::nullopt;
    address.port = static_cast<int>(byte(2) * 256 + byte(3));
    address.address = address_text(AF_INET6, bytes.data() + 8);
  } else if (family == 1) {
    std::string_view path = bytes.substr(2);
    const bool abstract = path.size() > 1 && path[0] == '\0' && path[1] != '\0';
    if (abstract) path.remove_prefix(1);
    address.path = (abstract ? "@" : "") + std::string(path.substr(0, path.find('\0')));
  }
  return address;
}

bool is_ip_address(std::string_view text) {
  if (text.size() < 2 || text.size() >= INET6_ADDRSTRLEN) return false;
  std::array<char, INET6_ADDRSTRLEN> copy{};
  text.copy(copy.data(), text.size());
  std::array<char, 16> bytes{};
  return inet_pton(AF_INET, copy.data(), bytes.data()) == 1 || inet_pton(AF_INET6, copy.data(), bytes.data()) == 1;
}

}  // namespace huntbook::ingest
