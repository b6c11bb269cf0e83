// Windows event logs: what the writer of the scenario wrote comes back event for event, and damage loses no more than
// it touches.
#include <gtest/gtest.h>

#include "base/byte_cursor.hpp"
#include "ingest/evtx/binary_xml.hpp"
#include "ingest/evtx/evtx_blocks.hpp"
#include "ingest/evtx/evtx_parser.hpp"
#include "ingest/evtx/layout.hpp"
#include "ingest/evtx/value.hpp"
#include "memory_sink.hpp"
#include "scenario/evtx/evtx_writer.hpp"

namespace huntbook::ingest {
namespace {

using scenario::EvtxEvent;
using scenario::EvtxValue;
using scenario::EvtxWriter;

EvtxEvent logon(std::uint64_t record) {
  EvtxEvent event;
  event.provider = "Microsoft-Windows-Security-Auditing";
  event.provider_guid = "{54849625-5478-4994-A5BA-3E3B0328C30D}";
  event.id = 4624;
  event.version = 2;
  event.task = 12'544;
  event.keywords = 0x8020000000000000;
  event.time = *parse_datetime("2024-03-13T03:00:00.1234567Z") + static_cast<Ticks>(record);
  event.record = record;
  event.process = 640;
  event.thread = 712;
  event.channel = "Security";
  event.computer = "ws-7.harbourline.example";
  event.data = {{"SubjectUserSid", EvtxValue::sid("S-1-5-18")},
                {"TargetUserName", EvtxValue::text("j.öst😀")},
                {"TargetLogonId", EvtxValue::hex64(0x3E7)},
                {"LogonType", EvtxValue::uint32(10)},
                {"LogonGuid", EvtxValue::guid("{0F8FAD5B-D9CB-469F-A165-70867728950E}")},
                {"IpAddress", EvtxValue::text("")},
                {"ProcessId", EvtxValue::hex32(0x25C)}};
  return event;
}

std::string log_of(const std::vector<EvtxEvent>& events, bool dirty = false) {
  EvtxWriter writer;
  for (const EvtxEvent& event : events) EXPECT_TRUE(writer.add(event));
  writer.finish();
  const std::string chunks = writer.take_chunks();
  return writer.header(dirty) + chunks;
}

struct Read {
  std::vector<std::vector<std::pair<std::string, std::string>>> records;
  std::vector<std::size_t> data_counts;
  std::vector<Rejection> rejected;
  std::uint64_t read = 0;
  std::vector<std::string> remarks;
};

Read read(std::string_view log) {
  testing::TextInput bytes(std::string(log), 10'007);
  const auto blocks = evtx_blocks(bytes, std::size_t{4} << 20);
  const auto parser = evtx_parser();
  Read result;
  while (true) {
    auto block = blocks->next();
    EXPECT_TRUE(block);
    if (!block || !*block) break;
    ParsedBlock parsed;
    parser->parse(**block, parsed);
    result.read += (*block)->records.size() + (*block)->rejected.size();
    for (auto& rejection : (*block)->rejected) result.rejected.push_back(rejection);
    for (auto& rejection : parsed.rejected) result.rejected.push_back(rejection);
    for (const ParsedBlock::Entry& entry : parsed.records) {
      auto& record = result.records.emplace_back();
      DecodedRecord decoded;
      decoded.decode({entry.layout, parsed.values_of(entry)});
      result.data_counts.push_back(decoded.data_count());
      for (const Field& field : decoded.fields()) record.emplace_back(field.name, field.text);
    }
  }
  result.remarks = blocks->remarks();
  EXPECT_EQ(result.read, result.records.size() + result.rejected.size());
  return result;
}

TEST(Evtx, GivesTheSystemPartAndThenTheEventsOwnData) {
  const Read result = read(log_of({logon(77)}));
  ASSERT_EQ(result.records.size(), 1U);
  EXPECT_EQ(result.data_counts.front(), 7U);
  using Fields = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(result.records.front(), (Fields{{"SourceName", "Microsoft-Windows-Security-Auditing"},
                                            {"ProviderGuid", "{54849625-5478-4994-A5BA-3E3B0328C30D}"},
                                            {"EventID", "4624"},
                                            {"Version", "2"},
                                            {"Level", "0"},
                                            {"Task", "12544"},
                                            {"OpcodeValue", "0"},
                                            {"Keywords", "0x8020000000000000"},
                                            {"TimeCreated", "2024-03-13T03:00:00.1234644Z"},
                                            {"RecordNumber", "77"},
                                            {"ExecutionProcessID", "640"},
                                            {"ThreadID", "712"},
                                            {"Channel", "Security"},
                                            {"Computer", "ws-7.harbourline.example"},
                                            {"SubjectUserSid", "S-1-5-18"},
                                            {"TargetUserName", "j.öst😀"},
                                            {"TargetLogonId", "0x3e7"},
                                            {"LogonType", "10"},
                                            {"LogonGuid", "{0F8FAD5B-D9CB-469F-A165-70867728950E}"},
                                            {"IpAddress", ""},
                                            {"ProcessId", "0x25c"}}));
  EXPECT_TRUE(result.remarks.empty());
}

TEST(Evtx, BecomesRowsOfTheTablesOfItsChannel) {
  EvtxEvent failed = logon(2);
  failed.id = 4625;
  failed.keywords = 0x8010000000000000;
  EvtxEvent other = logon(3);
  other.channel = "Microsoft-Windows-Sysmon/Operational";
  other.level = 4;
  other.data = {{"Image", EvtxValue::text("C:\\a.exe")}, {"Port", EvtxValue::uint16(443)}};
  const testing::TestRun run = testing::run_text(log_of({logon(1), failed, other}));
  EXPECT_EQ(run.format, "evtx");
  const auto& security = run.sink.tables.at("SecurityEvent").rows;
  ASSERT_EQ(security.size(), 2U);
  EXPECT_EQ(security[0].at("TimeGenerated"), "2024-03-13T03:00:00.1234568Z");
  EXPECT_EQ(security[0].at("Level"), "8");
  EXPECT_EQ(security[1].at("Level"), "16");
  EXPECT_EQ(security[0].at("TargetUserName"), "j.öst😀");
  EXPECT_EQ(security[0].at("Computer"), "ws-7.harbourline.example");
  const auto& windows = run.sink.tables.at("WindowsEvent").rows;
  ASSERT_EQ(windows.size(), 1U);
  EXPECT_EQ(windows[0].at("EventData"), R"({"Image":"C:\\a.exe","Port":443})");
  EXPECT_EQ(windows[0].at("EventLevelName"), "Information");
}

TEST(Evtx, AnEventWithoutDataIsWhole) {
  EvtxEvent event = logon(5);
  event.data.clear();
  const Read result = read(log_of({event, logon(6)}));
  ASSERT_EQ(result.records.size(), 2U);
  EXPECT_EQ(result.data_counts.front(), 0U);
  EXPECT_EQ(result.records.front()[9].second, "5");
}

TEST(Evtx, ReadsEveryRecordOfManyChunks) {
  std::vector<EvtxEvent> events;
  for (std::uint64_t record = 1; record <= 5'000; ++record) events.push_back(logon(record));
  const std::string log = log_of(events);
  EXPECT_GT(log.size(), std::size_t{15} * evtx::chunk_size);
  const Read result = read(log);
  ASSERT_EQ(result.records.size(), 5'000U);
  for (std::size_t i = 0; i < 5'000; ++i) EXPECT_EQ(result.records[i][9].second, std::to_string(i + 1));
  EXPECT_TRUE(result.rejected.empty());
}

TEST(Evtx, MakesArraysOfListsAndOfElementsOfOneName) {
  EvtxEvent event = logon(1);
  event.data = {{"", EvtxValue::text("one")},
                {"", EvtxValue::text("two \"quoted\"")},
                {"Names", EvtxValue::texts({"a", "", "ü"})},
                {"On", EvtxValue::boolean(true)}};
  const Read result = read(log_of({event}));
  const auto& record = result.records.at(0);
  ASSERT_EQ(result.data_counts.front(), 3U);
  EXPECT_EQ(record[record.size() - 3].second, R"(["one","two \"quoted\""])");
  EXPECT_EQ(record[record.size() - 2].second, R"(["a","","ü"])");
  EXPECT_EQ(record[record.size() - 1].second, "true");
}

TEST(Evtx, TakesUserDataByItsElements) {
  EvtxEvent event = logon(1);
  event.user_data = "LogFileCleared";
  event.data = {{"SubjectUserName", EvtxValue::text("admin")}, {"SubjectLogonId", EvtxValue::hex64(0x1234)}};
  const Read result = read(log_of({event}));
  const auto& record = result.records.at(0);
  ASSERT_EQ(result.data_counts.front(), 2U);
  EXPECT_EQ(record[record.size() - 2], (std::pair<std::string, std::string>{"SubjectUserName", "admin"}));
  EXPECT_EQ(record[record.size() - 1], (std::pair<std::string, std::string>{"SubjectLogonId", "0x1234"}));
}

TEST(Evtx, AnEventWithoutDataIsAnEvent) {
  EvtxEvent event = logon(1);
  event.data.clear();
  const Read result = read(log_of({event}));
  ASSERT_EQ(result.records.size(), 1U);
  EXPECT_EQ(result.data_counts.front(), 0U);
}

TEST(Evtx, ReadsALogThatIsCutOffAtAnyPlace) {
  std::vector<EvtxEvent> events;
  for (std::uint64_t record = 1; record <= 400; ++record) events.push_back(logon(record));
  const std::string log = log_of(events);
  for (std::size_t size = 1; size < log.size(); size += 997) {
    const Read result = read(std::string_view(log).substr(0, size));
    EXPECT_LE(result.records.size(), 400U);
    const bool at_a_chunk = size % evtx::chunk_size == evtx::file_header_size;
    if (size > evtx::file_header_size + evtx::chunk_header_size && result.records.size() < 400 && !at_a_chunk) {
      EXPECT_FALSE(result.rejected.empty()) << size;
    }
  }
}

TEST(Evtx, ReadsAroundADamagedRecord) {
  std::vector<EvtxEvent> events;
  for (std::uint64_t record = 1; record <= 100; ++record) events.push_back(logon(record));
  std::string log = log_of(events);
  std::size_t at = evtx::file_header_size + evtx::chunk_header_size;
  for (int i = 0; i < 50; ++i) at += ByteCursor(log, at + 4).u32("record size");
  log[at + 4] = '\x7F';  // its size
  const Read result = read(log);
  EXPECT_EQ(result.records.size(), 99U);
  ASSERT_EQ(result.rejected.size(), 1U);
  EXPECT_EQ(result.rejected.front().offset, at);
  EXPECT_EQ(result.rejected.front().reason, "the record's size is wrong or the record is cut off");
  EXPECT_EQ(result.remarks, std::vector<std::string>{"1 chunk with a wrong checksum of the records"});
}

TEST(Evtx, FlagsAndReadsChunksWithWrongHeaders) {
  std::vector<EvtxEvent> events;
  for (std::uint64_t record = 1; record <= 600; ++record) events.push_back(logon(record));
  std::string log = log_of(events, true);
  log[evtx::file_header_size] = 'x';                          // the first chunk's signature
  log[evtx::file_header_size + evtx::chunk_size + 130] ^= 1;  // the second one's list of names
  const Read result = read(log);
  EXPECT_EQ(result.records.size(), 600U);
  EXPECT_TRUE(result.rejected.empty());
  EXPECT_EQ(result.remarks,
            (std::vector<std::string>{"the log was open when it was copied", "1 chunk without a sound header",
                                      "1 chunk with a wrong checksum of the header"}));
}

TEST(Evtx, AnyByteMayBeWrong) {
  std::vector<EvtxEvent> events;
  for (std::uint64_t record = 1; record <= 30; ++record) events.push_back(logon(record));
  const std::string log = log_of(events);
  for (std::size_t at = evtx::file_header_size; at < evtx::file_header_size + 12'000; at += 7) {
    std::string damaged = log;
    damaged[at] = static_cast<char>(damaged[at] ^ 0xFF);
    const Read result = read(damaged);  // holds read = stored + rejected
    EXPECT_GE(result.read, 1U);
  }
}

TEST(Evtx, LimitsTheNamesThatTheTemplatesOfAChunkUnfoldTo) {
  const std::string log = log_of({logon(1)});
  const std::string_view chunk = std::string_view(log).substr(evtx::file_header_size);
  ByteCursor record(chunk, evtx::chunk_header_size + 4);
  const std::size_t end = evtx::chunk_header_size + record.u32("size") - evtx::record_trailer_size;
  std::vector<evtx::Value> values;
  const auto fragment = evtx::read_fragment(chunk, evtx::chunk_header_size + evtx::record_header_size, end, values);
  ASSERT_TRUE(fragment);
  std::size_t left = evtx::most_text;
  ASSERT_TRUE(evtx::compile(chunk, *fragment, left));
  const std::size_t taken = evtx::most_text - left;
  EXPECT_GT(taken, 100U);
  left = taken + 1;
  EXPECT_TRUE(evtx::compile(chunk, *fragment, left));
  const auto refused = evtx::compile(chunk, *fragment, left);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("names and texts in this chunk"), std::string::npos);
}

TEST(Evtx, ShowsValuesAsWindowsDoes) {
  using evtx::ValueType;
  const auto text = [](ValueType type, std::string_view bytes) {
    std::string out;
    return append_value(out, type, bytes) == FieldKind::Null ? "null" : out;
  };
  EXPECT_EQ(text(ValueType::Int8, "\xFF"), "-1");
  EXPECT_EQ(text(ValueType::Int16, std::string_view("\x00\x80", 2)), "-32768");
  EXPECT_EQ(text(ValueType::UInt64, std::string(8, '\xFF')), "18446744073709551615");
  EXPECT_EQ(text(ValueType::Binary, std::string_view("\x00\xAB", 2)), "00AB");
  EXPECT_EQ(text(ValueType::AnsiString, std::string_view("abc\0def", 7)), "abc");
  EXPECT_EQ(text(ValueType::Sid, std::string_view("\x01\x02\0\0\0\0\0\x05\x20\0\0\0\x20\x02\0\0", 16)), "S-1-5-32-544");
  EXPECT_EQ(text(ValueType::Sid, std::string_view("\x01\x0F\0\0\0\0\0\x05", 8)), "null");
  EXPECT_EQ(text(ValueType::FileTime, std::string(8, '\0')), "1601-01-01T00:00:00Z");
  EXPECT_EQ(text(ValueType::FileTime, std::string(8, '\x7F')), "9187201950435737471");
  EXPECT_EQ(text(ValueType::SystemTime, std::string_view("\xE8\x07\x03\0\x03\0\x0D\0\x03\0\0\0\x05\0\x7B\0", 16)),
            "2024-03-13T03:00:05.123Z");
  EXPECT_EQ(text(ValueType::UInt32, "\x01"), "null");
}

}  // namespace
}  // namespace huntbook::ingest
