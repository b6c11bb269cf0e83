// The reader of Linux audit logs on any bytes.
#include "ingest/auditd/audit_events.hpp"
#include "ingest/auditd/audit_parser.hpp"
#include "read_all.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  huntbook::fuzz::Bytes bytes({reinterpret_cast<const char*>(data), size});
  huntbook::ingest::BlockSizes sizes;
  sizes.block = 512;
  const auto blocks = huntbook::ingest::audit_events(huntbook::ingest::lines_of_log(bytes), true, sizes);
  const auto parser = huntbook::ingest::audit_parser();
  huntbook::fuzz::read_all(*blocks, *parser, 32);
  return 0;
}
