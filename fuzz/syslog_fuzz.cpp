// The reader of syslog files on any bytes, with and without the search for years, and of what the messages say.
#include "ingest/syslog/message_facts.hpp"
#include "ingest/syslog/syslog_lines.hpp"
#include "ingest/syslog/syslog_parser.hpp"
#include "read_all.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  huntbook::ingest::BlockSizes sizes;
  sizes.block = 256;
  for (const bool needs_years : {false, true}) {
    huntbook::fuzz::Bytes bytes(text);
    const auto blocks = huntbook::ingest::syslog_lines(bytes, sizes, needs_years, {huntbook::unix_epoch, "the start"});
    const auto parser = huntbook::ingest::syslog_parser({});
    huntbook::fuzz::read_all(*blocks, *parser, 16);
  }
  std::vector<huntbook::ingest::MessageFact> facts;
  for (const char* program : {"sshd", "sudo", "su", "CRON", "useradd", "systemd-logind", "other"}) {
    huntbook::ingest::find_message_facts(program, text, facts);
  }
  for (const auto& fact : facts) huntbook::fuzz::require(!fact.value.empty());
  return 0;
}
