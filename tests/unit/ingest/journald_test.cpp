#include <string>

#include <gtest/gtest.h>

#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

using Row = std::map<std::string, std::string>;

std::string binary_field(const std::string& name, const std::string& value) {
  std::string size;
  for (int i = 0; i < 8; ++i) size.push_back(static_cast<char>(value.size() >> (8 * i) & 0xFF));
  return name + "\n" + size + value + "\n";
}

std::string entry(const std::string& fields) {
  return "__CURSOR=s=1;i=2\n__REALTIME_TIMESTAMP=1709200000000250\n_HOSTNAME=lx4\n" + fields + "\n";
}

const std::vector<Row>& rows_of(const TestRun& run) {
  return run.sink.tables.at("Syslog").rows;
}

TEST(JournalExport, FieldsAndTheirColumns) {
  const TestRun run =
      run_text(entry("_SOURCE_REALTIME_TIMESTAMP=1709200000000000\nPRIORITY=6\nSYSLOG_FACILITY=10\nSYSLOG_IDENTIFIER="
                     "sshd\n_PID=7\n"
                     "SYSLOG_PID=8\n_COMM=sshd-x\nMESSAGE=Accepted password for a from 192.0.2.1 port 9 ssh2\n") +
               entry("_COMM=worker\nSYSLOG_PID=9\nPRIORITY=x\n" + binary_field("MESSAGE", "a\n\nb=c\n\n")) +
               entry("MESSAGE=last\n"));
  EXPECT_EQ(run.format, "journald");
  ASSERT_EQ(rows_of(run).size(), 3U);
  const Row& first = rows_of(run)[0];
  EXPECT_EQ(first.at("TimeGenerated"), "2024-02-29T09:46:40Z");
  EXPECT_EQ(first.at("EventTime"), "2024-02-29T09:46:40Z");
  EXPECT_EQ(first.at("Computer"), "lx4");
  EXPECT_EQ(first.at("Facility"), "authpriv");
  EXPECT_EQ(first.at("SeverityLevel"), "info");
  EXPECT_EQ(first.at("ProcessName"), "sshd");
  EXPECT_EQ(first.at("ProcessID"), "7");
  EXPECT_EQ(first.at("_Extra"), R"({"__CURSOR":"s=1;i=2","__REALTIME_TIMESTAMP":"1709200000000250",)"
                                R"("_SOURCE_REALTIME_TIMESTAMP":"1709200000000000","SYSLOG_PID":"8","_COMM":"sshd-x",)"
                                R"("EventType":"Logon","EventResult":"Success","Method":"password","TargetUser":"a",)"
                                R"("SrcIp":"192.0.2.1","SrcPort":"9"})");
  const Row& second = rows_of(run)[1];
  EXPECT_EQ(second.at("TimeGenerated"), "2024-02-29T09:46:40.00025Z");
  EXPECT_EQ(second.at("SyslogMessage"), "a\n\nb=c\n\n") << "line ends in a value end nothing";
  EXPECT_EQ(second.at("ProcessName"), "worker");
  EXPECT_EQ(second.at("ProcessID"), "9");
  EXPECT_NE(second.at("_Extra").find(R"("PRIORITY":"x")"), std::string::npos) << "what no column takes is kept";
  EXPECT_EQ(rows_of(run)[2].at("SyslogMessage"), "last");
}

TEST(JournalExport, FaultsAreRejectedAlone) {
  std::string huge = "BIG\n";
  huge += std::string("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F", 8) + "x\n\n";
  const TestRun run = run_text(entry("a b=1\n") + entry("MESSAGE=x\n") + entry("=1\n") + huge);
  EXPECT_EQ(rows_of(run).size(), 1U);
  EXPECT_EQ(run.result.records_read, 4U);
  ASSERT_EQ(run.sink.rejections.size(), 3U);
  EXPECT_EQ(run.sink.rejections[0].reason, "a field without a name");
  EXPECT_EQ(run.sink.rejections[0].offset, 0U);
  EXPECT_EQ(run.sink.rejections[2].reason, "a field that is longer than the entry");
}

TEST(JournalExport, CutAtEveryPlaceAndInBlocksOfAnySize) {
  const std::string log = entry(binary_field("MESSAGE", "a\n\nb") + "PRIORITY=3\n") + "\n\n" + entry("MESSAGE=c\n");
  for (std::size_t size = 1; size <= log.size(); ++size) {
    const TestRun run = run_text(log.substr(0, size), {.forced = "journald"});
    EXPECT_EQ(run.result.records_read, run.result.records_stored + run.result.records_rejected) << size;
    EXPECT_LE(run.result.records_rejected, 1U) << size;
  }
  for (const std::size_t block : {std::size_t{1}, std::size_t{37}, std::size_t{100}}) {
    TestOptions options;
    options.run.blocks.block = block;
    EXPECT_EQ(rows_of(run_text(log, options)), rows_of(run_text(log))) << block;
  }
}

TEST(JournalJson, BytesAndLists) {
  const TestRun run = run_text(
      R"({"__CURSOR":"c","__REALTIME_TIMESTAMP":"1709200000000000","_HOSTNAME":"lx4","MESSAGE":[104,105,255],"A":["1","2"]})"
      "\n"
      R"({"__CURSOR":"c","__REALTIME_TIMESTAMP":"99999999999999999999","_HOSTNAME":"lx4","MESSAGE":[1,300],"B":null})"
      "\n");
  EXPECT_EQ(run.format, "jsonl");
  ASSERT_EQ(rows_of(run).size(), 2U);
  EXPECT_EQ(rows_of(run)[0].at("SyslogMessage"), "hi\xEF\xBF\xBD");
  EXPECT_NE(rows_of(run)[0].at("_Extra").find(R"("A":["1","2"])"), std::string::npos);
  EXPECT_EQ(rows_of(run)[1].count("TimeGenerated"), 0U) << "no such time";
  EXPECT_EQ(rows_of(run)[1].at("SyslogMessage"), "[1,300]") << "no bytes";
}

}  // namespace
}  // namespace huntbook::ingest::testing
