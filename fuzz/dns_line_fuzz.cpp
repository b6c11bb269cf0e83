// Logs of DNS servers of any bytes: what is taken of a line must stand in it, a name must not outgrow its labels, and
// both readers must account for every line of a file.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ingest/dns/dns_formats.hpp"
#include "ingest/dns/dns_line.hpp"
#include "read_all.hpp"

using huntbook::fuzz::require;
namespace ingest = huntbook::ingest;

namespace {

void check(std::string_view text, const std::optional<ingest::DnsLine>& line) {
  if (!line) return;
  for (const std::string_view part : {line->client, line->type, line->opcode, line->result, line->packet, line->flags,
                                      line->server, line->protocol, line->direction}) {
    const bool inside = part.data() >= text.data() && part.data() + part.size() <= text.data() + text.size();
    require(part.empty() || inside || part.size() <= 3);  // Rcv, Q, UDP and TCP are the reader's own words
  }
  require(!line->client.empty() && !line->type.empty());
  require(line->time.size() >= 16 && line->time.size() <= text.size() + 8);
  require(line->name.size() <= text.size());
  require(line->protocol == "UDP" || line->protocol == "TCP");
  require(line->direction == "Rcv" || line->direction == "Snd");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(text, ingest::read_windows_dns(text));
  check(text, ingest::read_bind_query(text));
  require(ingest::dns_name(text).size() <= size);
  ingest::BlockSizes sizes;
  sizes.block = 256;
  for (const ingest::Format& format : {ingest::windows_dns_format(), ingest::bind_query_format()}) {
    const auto detected = format.forced({text, true, "dns.log"});
    require(detected.has_value());
    huntbook::fuzz::Bytes bytes(text);
    const auto blocks = detected->blocks(bytes, sizes);
    const auto parser = detected->parser();
    huntbook::fuzz::read_all(*blocks, *parser, 16);
  }
  return 0;
}
