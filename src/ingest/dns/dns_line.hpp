// One line of a DNS server's log, taken apart: of the debug log of Windows' DNS server (its own header explains the
// fields) or of BIND's query log (BIND 9 Administrator Reference Manual, "query logging").
#pragma once

#include <cstdint>
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

// How Windows writes 3/11/2024, which its region decides.
enum class DateOrder : std::uint8_t { MonthFirst, DayFirst };

// Nothing where the line is none of a packet (headers, notes, other events of the server). A date that cannot be in
// the order given is read in the other one.
std::optional<DnsLine> read_windows_dns(std::string_view line, DateOrder order = DateOrder::MonthFirst);
// What the date at the start of a line of that log shows; nothing where it may be either.
std::optional<DateOrder> date_order_of(std::string_view line);
std::optional<DnsLine> read_bind_query(std::string_view line);

// (3)www(7)example(3)com(0) as www.example.com; other texts as they are.
std::string dns_name(std::string_view labels);

}  // namespace huntbook::ingest
