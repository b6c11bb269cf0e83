#include "scenario/writers/zeek_log.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace huntbook::scenario {

namespace {

constexpr std::string_view name_server = "10.20.10.10";

bool is_local(std::string_view address) {
  return address.starts_with("10.");
}
char flag(bool value) {
  return value ? 'T' : 'F';
}
std::string_view protocol_name(Protocol protocol) {
  return protocol == Protocol::Tcp ? "tcp" : "udp";
}

// Seconds since 1970 with microseconds, or a length of time so.
void append_seconds(std::string& out, Ticks ticks) {
  fmt::format_to(std::back_inserter(out), "{}.{:06}", ticks / ticks_per_second,
                 ticks % ticks_per_second / ticks_per_microsecond);
}

std::string stamp(Ticks ticks) {
  const CivilTime time = civil_from_ticks(ticks);
  return fmt::format("{:04}-{:02}-{:02}-{:02}-{:02}-{:02}", time.year, time.month, time.day, time.hour, time.minute,
                     time.second);
}

std::string_view history_of(const Connection& connection) {
  if (connection.protocol == Protocol::Udp) return "Dd";
  if (connection.state == "S0") return "S";
  return connection.state == "RSTO" ? "ShADadR" : "ShADadFf";
}

std::uint64_t packets_of(std::uint64_t bytes, const Connection& connection) {
  if (connection.state == "S0") return 0;
  return connection.protocol == Protocol::Udp ? 1 : 4 + bytes / 1'200;
}

}  // namespace

std::string zeek_id(std::uint64_t id) {
  constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string out = "C";
  for (int i = 0; i < 11; ++i, id /= digits.size()) out += digits[id % digits.size()];
  return out;
}

Result<ZeekLog> ZeekLog::create(const std::filesystem::path& path, Ticks opened, std::string_view name,
                                std::string_view fields, std::string_view types) {
  HUNTBOOK_TRY(EvidenceFile file, EvidenceFile::create(path));
  std::string header = fmt::format(
      "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\t{}\n#open\t{}\n#fields {}\n"
      "#types {}\n",
      name, stamp(opened), fields, types);
  // Blanks above part the names for the eye, and those in the first line belong there.
  std::replace(header.begin() + static_cast<std::ptrdiff_t>(header.find('\n')), header.end(), ' ', '\t');
  file.text() = header;
  return ZeekLog(std::move(file));
}

Result<ZeekLog> ZeekLog::create_connections(const std::filesystem::path& path, Ticks opened) {
  return create(
      path, opened, "conn",
      "ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state "
      "local_orig local_resp missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes "
      "tunnel_parents",
      "time string addr port addr port enum string interval count count string bool bool count string count "
      "count count count set[string]");
}

Result<ZeekLog> ZeekLog::create_lookups(const std::filesystem::path& path, Ticks opened) {
  return create(
      path, opened, "dns",
      "ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto trans_id rtt query qclass qclass_name qtype "
      "qtype_name rcode rcode_name AA TC RD RA Z answers TTLs rejected",
      "time string addr port addr port enum count interval string count string count string count string bool "
      "bool bool bool count vector[string] vector[interval] bool");
}

void ZeekLog::add(const Connection& connection) {
  std::string& text = file_.text();
  append_seconds(text, connection.time - unix_epoch);
  const bool answered = connection.state != "S0";
  fmt::format_to(std::back_inserter(text), "\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t", zeek_id(connection.id), connection.source,
                 connection.source_port, connection.target, connection.target_port, protocol_name(connection.protocol),
                 connection.service.empty() ? "-" : connection.service);
  if (answered) {
    append_seconds(text, connection.duration);
    fmt::format_to(std::back_inserter(text), "\t{}\t{}", connection.bytes_out, connection.bytes_in);
  } else {
    text += "-\t-\t-";
  }
  const std::uint64_t packets_out = std::max<std::uint64_t>(1, packets_of(connection.bytes_out, connection));
  const std::uint64_t packets_in = packets_of(connection.bytes_in, connection);
  const std::uint64_t overhead = connection.protocol == Protocol::Udp ? 28 : 52;
  fmt::format_to(std::back_inserter(text), "\t{}\t{}\t{}\t0\t{}\t{}\t{}\t{}\t{}\t(empty)\n", connection.state,
                 flag(is_local(connection.source)), flag(is_local(connection.target)), history_of(connection),
                 packets_out, connection.bytes_out + packets_out * overhead, packets_in,
                 connection.bytes_in + packets_in * overhead);
  last_ = connection.time;
  file_.flush();
}

void ZeekLog::add(const Lookup& lookup) {
  std::string& text = file_.text();
  append_seconds(text, lookup.time - unix_epoch);
  const bool found = !lookup.answer.empty();
  fmt::format_to(std::back_inserter(text),
                 "\t{}\t{}\t{}\t{}\t53\tudp\t{}\t0.00{}\t{}\t1\tC_INTERNET\t1\tA\t{}\t{}\tF\tF\tT\t{}\t0\t{}\t{}\tF\n",
                 zeek_id(lookup.connection), lookup.source, lookup.source_port, name_server, lookup.connection % 65'536,
                 1'200 + lookup.connection % 7'000, lookup.name, found ? 0 : 3, found ? "NOERROR" : "NXDOMAIN",
                 flag(found), found ? std::string_view(lookup.answer) : "-", found ? "300.000000" : "-");
  last_ = lookup.time;
  file_.flush();
}

Result<void> ZeekLog::close() {
  file_.text() += "#close\t" + stamp(last_) + "\n";
  return file_.close();
}

}  // namespace huntbook::scenario
