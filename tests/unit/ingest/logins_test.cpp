#include <string>

#include <gtest/gtest.h>

#include "ingest/logins/login_parser.hpp"
#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

void put(std::string& record, std::size_t at, std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) record[at + i] = static_cast<char>(value >> (8 * i) & 0xFF);
}

std::string record_of(int type, const std::string& user, const std::string& host, std::uint64_t seconds,
                      bool wide = false) {
  std::string record(wide ? 400 : 384, '\0');
  put(record, 0, static_cast<std::uint64_t>(type), 2);
  put(record, 4, 710, 4);
  record.replace(8, 5, "pts/1");
  record.replace(44, user.size(), user);
  record.replace(76, host.size(), host);
  put(record, wide ? 344 : 340, seconds, wide ? 8 : 4);
  put(record, wide ? 352 : 344, 250'000, 4);
  return record;
}

constexpr std::uint64_t moment = 1'709'200'000;

TEST(LoginRecords, LogonsAndWhatElseHappens) {
  const TestRun run =
      run_text(record_of(2, "reboot", "6.1.0", moment) + record_of(7, "wera", "203.0.113.66", moment) +
                   record_of(8, "", "", moment) + record_of(1, "shutdown", "", moment) + std::string(384, '\0'),
               {.name = "/var/log/wtmp.1"});
  EXPECT_EQ(run.format, "wtmp");
  const auto& rows = run.sink.tables.at("LoginRecords").rows;
  ASSERT_EQ(rows.size(), 5U);
  EXPECT_EQ(rows[0].at("EventType"), "Boot");
  EXPECT_EQ(rows[1].at("EventType"), "Logon");
  EXPECT_EQ(rows[1].at("EventResult"), "Success");
  EXPECT_EQ(rows[1].at("User"), "wera");
  EXPECT_EQ(rows[1].at("Line"), "pts/1");
  EXPECT_EQ(rows[1].at("SrcIp"), "203.0.113.66") << "of the host's name";
  EXPECT_EQ(rows[1].at("TimeGenerated"), "2024-02-29T09:46:40.25Z");
  EXPECT_EQ(rows[2].at("EventType"), "Logoff");
  EXPECT_EQ(rows[3].at("EventType"), "Shutdown");
  EXPECT_EQ(rows[4].at("EventType"), "Empty");
  EXPECT_EQ(rows[4].count("TimeGenerated"), 0U);
}

TEST(LoginRecords, FailuresAndAddressesOfBothKinds) {
  std::string four = record_of(6, "root", "name", moment);
  put(four, 348, 0x0100'0CCB, 4);
  std::string six = record_of(6, "root", "name", moment);
  six.replace(348, 16, std::string("\x20\x01\x0D\xB8\0\0\0\0\0\0\0\0\0\0\0\x07", 16));
  const TestRun run = run_text(four + six, {.name = "btmp"});
  const auto& rows = run.sink.tables.at("LoginRecords").rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].at("EventType"), "Logon");
  EXPECT_EQ(rows[0].at("EventResult"), "Failure");
  EXPECT_EQ(rows[0].at("SrcIp"), "203.12.0.1");
  EXPECT_EQ(rows[1].at("SrcIp"), "2001:db8::7");
}

TEST(LoginRecords, RecordsWithWideTimes) {
  const TestRun run =
      run_text(record_of(7, "ana", "", moment, true) + record_of(7, "karla", "", moment + 1, true), {.name = "wtmp"});
  const auto& rows = run.sink.tables.at("LoginRecords").rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[1].at("User"), "karla");
  EXPECT_EQ(rows[1].at("TimeGenerated"), "2024-02-29T09:46:41.25Z");
}

TEST(LoginRecords, CutRecordsAreRejectedAndOtherBytesAreNoRecords) {
  const std::string records = record_of(7, "a", "h", moment) + record_of(7, "b", "h", moment);
  for (std::size_t size = 385; size < records.size(); size += 13) {
    const TestRun run = run_text(records.substr(0, size), {.name = "wtmp", .forced = "wtmp"});
    EXPECT_EQ(run.result.records_stored, 1U) << size;
    EXPECT_EQ(run.result.records_rejected, 1U) << size;
  }
  EXPECT_FALSE(login_record_size(std::string(384, '\0')));
  EXPECT_FALSE(login_record_size(std::string(384, 'x')));
  EXPECT_FALSE(login_record_size(""));
  EXPECT_FALSE(login_record_size(record_of(7, "a\x01", "h", moment)));
  EXPECT_FALSE(login_record_size(record_of(7, "a", "h", 5))) << "1970 is no time of a login";
  EXPECT_EQ(login_record_size(records), std::size_t{384});
}

}  // namespace
}  // namespace huntbook::ingest::testing
