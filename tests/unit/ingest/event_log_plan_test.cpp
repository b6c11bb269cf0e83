// The short way of event logs' values into columns gives what the long way over named texts gives, also for damaged
// logs.
#include <deque>

#include <gtest/gtest.h>

#include "ingest/evtx/evtx_blocks.hpp"
#include "ingest/evtx/evtx_parser.hpp"
#include "ingest/pipeline/router.hpp"
#include "memory_sink.hpp"
#include "scenario/evtx/evtx_writer.hpp"

namespace huntbook::ingest {
namespace {

using scenario::EvtxEvent;
using scenario::EvtxValue;
using Tables = std::map<std::string, testing::MemorySink::Table, std::less<>>;

EvtxEvent event_of(std::string_view provider, std::string_view channel, std::uint64_t record) {
  EvtxEvent event;
  event.provider = provider;
  event.channel = channel;
  event.version = 2;
  event.time = *parse_datetime("2024-03-13T03:00:00.1234567Z") + static_cast<Ticks>(record) * ticks_per_second;
  event.record = record;
  event.process = 640;
  event.thread = 712;
  event.computer = "ws-7.harbourline.example";
  return event;
}

std::string some_log() {
  scenario::EvtxWriter writer;
  for (std::uint64_t i = 1; i <= 40; i += 2) {
    EvtxEvent audit = event_of("Microsoft-Windows-Security-Auditing", i % 4 == 1 ? "Security" : "security", i);
    audit.provider_guid = "{54849625-5478-4994-A5BA-3E3B0328C30D}";
    audit.id = static_cast<std::uint16_t>(i % 8 == 1 ? 4688 : 4624);
    audit.keywords = i % 8 == 3 ? 0x8010000000000000 : 0x8020000000000000;
    audit.data = {{"SubjectUserSid", EvtxValue::sid(i % 8 == 5 ? "S-1-5-18" : "S-1-5-21-1-2-3-1104")},
                  {"SubjectUserName", EvtxValue::text("WS-7$")},
                  {"SubjectDomainName", EvtxValue::text("HARBOURLINE")},
                  {"TargetUserName", EvtxValue::text(i % 8 == 7 ? "" : "j.öst😀")},
                  {"TargetLogonId", EvtxValue::hex64(0x3E7 + i)},
                  {"LogonType", EvtxValue::uint32(i % 8 == 3 ? 99 : 10)},
                  {"LogonGuid", EvtxValue::guid("{0F8FAD5B-D9CB-469F-A165-70867728950E}")},
                  {"NewProcessName", EvtxValue::text("C:\\Windows\\System32\\cmd.exe")},
                  {"Level", EvtxValue::text("its own")},
                  {"TimeGenerated", EvtxValue::text("not that of the log")},
                  {"NoSuchColumn", EvtxValue::uint32(7)}};
    EXPECT_TRUE(writer.add(audit));
    EvtxEvent other = event_of("Microsoft-Windows-Sysmon", "Microsoft-Windows-Sysmon/Operational", i + 1);
    other.id = 1;
    other.level = 4;
    other.data = {{"UtcTime", EvtxValue::text("2024-03-13 03:00:00.123")},
                  {"ProcessId", EvtxValue::uint32(4)},
                  {"CommandLine", EvtxValue::text("cmd \"quoted\" \\ \t\n")},
                  {"User", EvtxValue::text("")},
                  {"Level", EvtxValue::uint32(9)}};
    EXPECT_TRUE(writer.add(other));
  }
  writer.finish();
  const std::string chunks = writer.take_chunks();
  return writer.header() + chunks;
}

// The tables of a log; `short_way`: with the records as the reader gives them, else as named texts.
Tables tables_of(std::string_view log, bool short_way) {
  testing::TextInput bytes{std::string(log)};
  const auto blocks = evtx_blocks(bytes, std::size_t{1} << 20);
  const auto parser = evtx_parser();
  const Routing routing{testing::all_documented_tables(), "Log", false, {}, {}};
  Router router(routing);
  testing::MemorySink sink;
  while (true) {
    auto block = blocks->next();
    EXPECT_TRUE(block);
    if (!block || !*block) return std::move(sink.tables);
    ParsedBlock parsed;
    parser->parse(**block, parsed);
    std::deque<DecodedRecord> decoded;
    for (ParsedBlock::Entry& entry : parsed.records) {
      if (short_way) break;
      DecodedRecord& record = decoded.emplace_back();
      record.decode({entry.layout, parsed.values_of(entry)});
      entry.first_field = parsed.fields.size();
      entry.field_count = record.fields().size();
      entry.data_count = record.data_count();
      entry.layout = nullptr;
      parsed.fields.insert(parsed.fields.end(), record.fields().begin(), record.fields().end());
    }
    RoutedBlock routed = router.route(**block, parsed);
    for (TableRows& rows : routed.tables) {
      std::vector<Batch> batches;
      batches.push_back(std::move(rows.batch));
      EXPECT_TRUE(sink.append(rows.table, rows.schema, std::move(batches)));
    }
  }
}

void expect_the_same(std::string_view log) {
  const Tables quick = tables_of(log, true);
  const Tables slow = tables_of(log, false);
  ASSERT_EQ(quick.size(), slow.size());
  for (const auto& [name, table] : quick) {
    const auto other = slow.find(name);
    ASSERT_NE(other, slow.end()) << name;
    EXPECT_EQ(table.types, other->second.types) << name;
    EXPECT_EQ(table.rows, other->second.rows) << name;
  }
}

TEST(EventLogPlan, GivesWhatNamedTextsGive) {
  const std::string log = some_log();
  const Tables tables = tables_of(log, true);
  EXPECT_EQ(tables.at("SecurityEvent").rows.size(), 20U);
  EXPECT_EQ(tables.at("WindowsEvent").rows.size(), 20U);
  expect_the_same(log);
}

TEST(EventLogPlan, GivesWhatNamedTextsGiveOfDamagedLogs) {
  const std::string log = some_log();
  for (std::size_t at = 4'096 + 512; at < 4'096 + 6'000; at += 5) {
    std::string damaged = log;
    damaged[at] = static_cast<char>(damaged[at] + 1 + at % 7);
    expect_the_same(damaged);
    if (HasFailure()) FAIL() << "with another byte at " << at;
  }
}

}  // namespace
}  // namespace huntbook::ingest
