// One line of a DNS server's log, taken apart: of the debug log of Windows' DNS server (its own header explains the
// fields) or of BIND's query log (BIND 9 Administrator Reference Manual, "query logging").
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace huntbook::ingest {

struct DnsLine {
  std::string time;  // as read_datetime() takes it, without a zone
  std::string_view client;
  std::string name;  // www.example.com
  std::string_view type;
  std::string_view protocol;   // UDP, TCP; empty: unknown
  std::string_view direction;  // Rcv, Snd
  bool response = false;
  std::string_view opcode;  // Q, N, U, ?
  std::string_view result;  // NOERROR, NXDOMAIN, ...; empty: unknown
  std::string_view packet;  // the transaction's number
  std::string_view flags;   // as they stand in the log
  std::string_view server;  // the address that was asked
};

// Nothing where the line is none of a packet (headers, notes, other events of the server).
std::optional<DnsLine> read_windows_dns(std::string_view line);
std::optional<DnsLine> read_bind_query(std::string_view line);

// (3)www(7)example(3)com(0) as www.example.com; other texts as they are.
std::string dns_name(std::string_view labels);

}  // namespace huntbook::ingest
