#include <gtest/gtest.h>

#include "ingest/dns/dns_line.hpp"
#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

const std::string windows_log =
    "DNS Server log file creation at 3/11/2024 8:00:00 AM\r\nLog file wrap at 3/11/2024 8:00:00 AM\r\n\r\n"
    "Message logging key (for packets - other items use a subset of these fields):\r\n\tField #  Information\r\n\r\n"
    "3/11/2024 8:15:30 AM 0E5C PACKET  000001D2F6D5A3B0 UDP Rcv 192.0.2.53      0002   Q [0001   D   NOERROR] A      "
    "(2)c2(7)example(0)\r\n\r\n"
    "3/11/2024 12:15:31 PM 0E5C PACKET  000001D2F6D5A3B0 UDP Snd 192.0.2.53      0002 R Q [8385 A DR NXDOMAIN] A      "
    "(2)c2(7)example(0)\r\n"
    "3/11/2024 8:15:32 AM 0E5C Note: something else\r\n";

TEST(WindowsDns, PacketsBecomeDnsEvents) {
  const TestRun run = run_source(windows_log, "dns.log");
  EXPECT_EQ(run.format, "dns-debug");
  const auto& rows = run.sink.tables.at("DnsEvents").rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].at("TimeGenerated"), "2024-03-11T08:15:30Z");
  EXPECT_EQ(rows[0].at("ClientIP"), "192.0.2.53");
  EXPECT_EQ(rows[0].at("Name"), "c2.example");
  EXPECT_EQ(rows[0].at("QueryType"), "A");
  EXPECT_EQ(rows[0].at("EventId"), "256");
  EXPECT_EQ(rows[0].at("SubType"), "LookupQuery");
  EXPECT_EQ(rows[0].at("_Extra"),
            R"({"Protocol":"UDP","Direction":"Rcv","Packet":"0002","Flags":"0001   D   NOERROR"})");
  EXPECT_EQ(rows[1].at("TimeGenerated"), "2024-03-11T12:15:31Z");
  EXPECT_EQ(rows[1].at("EventId"), "258");
  EXPECT_EQ(rows[1].at("Result"), "NXDOMAIN");
  EXPECT_EQ(rows[1].at("ResultCode"), "3");
  ASSERT_EQ(run.sink.rejections.size(), 1U);
  EXPECT_EQ(run.sink.rejections[0].line, 10U);
  EXPECT_EQ(run.result.records_read, 3U) << "the header is no record";
  EXPECT_EQ(run.result.zones.assumed, 2U);
}

TEST(WindowsDns, ZonesAndRegions) {
  TestOptions options;
  options.all_tables = true;
  options.zone = AssumedZone(ticks_per_hour);
  const TestRun run = run_text(windows_log, options);
  EXPECT_EQ(run.sink.tables.at("DnsEvents").rows[0].at("TimeGenerated"), "2024-03-11T07:15:30Z");
  const auto time = [](const std::string& when) {
    const auto line =
        read_windows_dns(when + " 0E5C PACKET  0000 TCP Snd 2001:db8::1 00ff R Q [8081 DR NOERROR] AAAA (0)");
    return line ? line->time : "none";
  };
  EXPECT_EQ(time("11.03.2024 08:15:30"), "2024-03-11 08:15:30");
  EXPECT_EQ(time("2024-03-11 8:15:30"), "2024-03-11 08:15:30");
  EXPECT_EQ(time("13/03/2024 8:15:30"), "2024-03-13 08:15:30");
  EXPECT_EQ(time("3/11/2024 12:00:00 AM"), "2024-03-11 00:00:00");
  EXPECT_EQ(time("3/11/2024 25:00:00"), "none");
  EXPECT_EQ(time("3/41/2024 5:00:00"), "none");
}

TEST(BindQueries, BecomeDnsEvents) {
  const TestRun run = run_source(
      "11-Mar-2024 08:15:30.123 queries: info: client @0x7f3c2c0e 192.0.2.53#53124 (c2.example): query: c2.example IN "
      "A +E(0)K "
      "(192.0.2.2)\n"
      "11-Mar-2024 08:15:31.000 client 2001:db8::1#1 (c2.example): view internal: query: c2.example IN TXT +T "
      "(2001:db8::2)\n"
      "11-Mar-2024 08:15:32.000 general: info: zone example/IN: loaded serial 1\n");
  EXPECT_EQ(run.format, "bind-query");
  const auto& rows = run.sink.tables.at("DnsEvents").rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].at("TimeGenerated"), "2024-03-11T08:15:30.123Z");
  EXPECT_EQ(rows[0].at("ClientIP"), "192.0.2.53");
  EXPECT_EQ(rows[0].at("Name"), "c2.example");
  EXPECT_EQ(rows[0].at("QueryType"), "A");
  EXPECT_EQ(rows[0].at("_Extra"), R"({"Protocol":"UDP","Direction":"Rcv","Flags":"+E(0)K","Server":"192.0.2.2"})");
  EXPECT_EQ(rows[1].at("ClientIP"), "2001:db8::1");
  EXPECT_EQ(rows[1].at("QueryType"), "TXT");
  EXPECT_EQ(run.sink.rejections.size(), 1U);
}

TEST(DnsNames, LabelsWithTheirLengths) {
  EXPECT_EQ(dns_name("(3)www(7)example(3)com(0)"), "www.example.com");
  EXPECT_EQ(dns_name("(0)"), ".");
  EXPECT_EQ(dns_name("www.example.com"), "www.example.com");
  for (const char* odd : {"(", "(3)ww", "(99)x", "(x)www(0)", "(3)www", "(3)wwwx(0)"}) {
    const std::string name = dns_name(odd);
    EXPECT_TRUE(name == odd || name == "www") << odd;
  }
}

}  // namespace
}  // namespace huntbook::ingest::testing
