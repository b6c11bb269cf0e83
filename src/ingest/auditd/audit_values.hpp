// What the encoded values of audit records stand for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huntbook::ingest {

// Text that the kernel wrote in hexadecimal because of blanks, quotes or control characters in it. False, with nothing
// appended, where `hex` is no even number (2 at least) of upper-case hexadecimal digits.
bool append_audit_hex(std::string& out, std::string_view hex);

// A socket's address, decoded from the bytes of a `saddr` field.
struct SocketAddress {
  std::string_view family;  // "inet", "inet6", "local", "netlink", ... empty: unknown
  std::string address;      // of inet and inet6
  std::optional<int> port;  // of inet and inet6
  std::string path;         // of local; an abstract one begins with '@'
};

// Nothing where the bytes are too few for what their family needs (`struct sockaddr_*` of the kernel's headers).
std::optional<SocketAddress> read_socket_address(std::string_view bytes);

// Whether the text is an IPv4 or IPv6 address.
bool is_ip_address(std::string_view text);

}  // namespace huntbook::ingest
