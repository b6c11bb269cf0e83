// Records carved out of what an event log no longer counts as its own.
#include <cstring>

#include <gtest/gtest.h>

#include "ingest/evtx/layout.hpp"
#include "memory_sink.hpp"
#include "scenario/evtx/evtx_writer.hpp"

namespace huntbook::ingest::testing {
namespace {

using scenario::EvtxValue;

constexpr std::size_t first_chunk = evtx::file_header_size;

std::string log_of(std::uint64_t first, std::size_t count) {
  scenario::EvtxWriter writer;
  for (std::uint64_t record = first; record < first + count; ++record) {
    scenario::EvtxEvent event;
    event.provider = "Test";
    event.id = 7;
    event.time = *parse_datetime("2024-03-13T03:00:00Z") + static_cast<Ticks>(record) * ticks_per_second;
    event.record = record;
    event.channel = "System";
    event.computer = "ws1";
    event.data = {{"Value", EvtxValue::text("v" + std::to_string(record))}};
    EXPECT_TRUE(writer.add(event));
  }
  writer.finish();
  const std::string chunks = writer.take_chunks();
  return writer.header() + chunks;
}

template <typename Number>
Number number_at(const std::string& bytes, std::size_t at) {
  Number value{};
  std::memcpy(&value, bytes.data() + at, sizeof(value));
  return value;
}

template <typename Number>
void put(std::string& bytes, std::size_t at, Number value) {
  std::memcpy(bytes.data() + at, &value, sizeof(value));
}

std::vector<std::size_t> records_of(const std::string& log, std::size_t chunk) {
  std::vector<std::size_t> places;
  const std::size_t end = chunk + number_at<std::uint32_t>(log, chunk + 48);
  for (std::size_t at = chunk + evtx::chunk_header_size; at < end; at += number_at<std::uint32_t>(log, at + 4))
    places.push_back(at);
  return places;
}

// The chunk counts its first `count` records only; those behind bear ids from `id` on, as leftovers do.
void leave_over(std::string& log, std::size_t chunk, std::size_t count, std::uint64_t id) {
  const std::vector<std::size_t> places = records_of(log, chunk);
  put(log, chunk + 32, number_at<std::uint64_t>(log, places[count - 1] + 8));
  put(log, chunk + 48, static_cast<std::uint32_t>(places[count] - chunk));
  for (std::size_t i = count; i < places.size(); ++i) put(log, places[i] + 8, id++);
}

TestRun carved(const std::string& log, bool carve = true, const std::string& forced = {}) {
  TestOptions options;
  options.carve = carve;
  options.forced = forced;
  options.run.threads = 2;
  return run_text(log, options);
}

std::vector<std::string> values_of(const TestRun& run, bool of_carved) {
  std::vector<std::string> values;
  if (!run.sink.tables.contains("WindowsEvent")) return values;
  for (const auto& row : run.sink.tables.at("WindowsEvent").rows) {
    const auto extra = row.find("_Extra");
    const bool is_carved = extra != row.end() && extra->second.find(R"("Carved":true)") != std::string::npos;
    if (is_carved == of_carved) values.push_back(row.at("EventData").substr(10, row.at("EventData").size() - 12));
  }
  return values;
}

using Values = std::vector<std::string>;

TEST(EvtxCarving, LeftoversComeOutOnRequestOnly) {
  std::string log = log_of(101, 6);
  leave_over(log, first_chunk, 2, 50);
  const TestRun plain = carved(log, false);
  EXPECT_EQ(values_of(plain, false), (Values{"v101", "v102"}));
  EXPECT_EQ(values_of(plain, true), Values{});
  ASSERT_FALSE(plain.result.remarks.empty());
  EXPECT_EQ(plain.result.remarks.back(), "the unused part of chunks holds 4 possible records, which --carve reads");
  const TestRun run = carved(log);
  EXPECT_EQ(values_of(run, false), (Values{"v101", "v102"}));
  EXPECT_EQ(values_of(run, true), (Values{"v103", "v104", "v105", "v106"}));
  EXPECT_EQ(run.result.records_read, 6U);
  EXPECT_EQ(run.result.records_stored, 6U);
  EXPECT_EQ(run.result.remarks.back(), "4 possible records carved out of the unused part of chunks");
}

TEST(EvtxCarving, WhatIsReadAnywayComesOutOnce) {
  std::string log = log_of(1, 400);
  const std::size_t second_chunk = first_chunk + evtx::chunk_size;
  ASSERT_GT(log.size(), second_chunk + evtx::chunk_size - 1);
  const std::vector<std::size_t> first = records_of(log, first_chunk);
  const std::vector<std::size_t> second = records_of(log, second_chunk);
  leave_over(log, first_chunk, first.size() - 3, 9'000);
  // One of the three is a record of the second chunk, and the two others are the same.
  std::memcpy(log.data() + first[first.size() - 3] + 8, log.data() + second[1] + 8, 16);
  std::memcpy(log.data() + first[first.size() - 2] + 8, log.data() + first[first.size() - 1] + 8, 16);
  const TestRun run = carved(log);
  EXPECT_EQ(values_of(run, true).size(), 1U);
  EXPECT_EQ(values_of(run, false).size(), 397U);
}

TEST(EvtxCarving, ARecordWhoseTemplateIsGoneIsRejected) {
  std::string log = log_of(101, 4);
  leave_over(log, first_chunk, 2, 50);
  const std::size_t third = records_of(log_of(101, 4), first_chunk)[2];
  log[third + evtx::record_header_size + 6] ^= 1;  // within the template's id
  const TestRun run = carved(log);
  EXPECT_EQ(values_of(run, true), Values{"v104"});
  ASSERT_EQ(run.sink.rejections.size(), 1U);
  EXPECT_EQ(run.sink.rejections[0].offset, third);
  EXPECT_TRUE(run.sink.rejections[0].reason.starts_with("carved: binary XML: the template at byte "));
  EXPECT_TRUE(run.sink.rejections[0].reason.ends_with(" was overwritten"));
}

TEST(EvtxCarving, ChunksAreFoundAnywhere) {
  std::string log = log_of(1, 5);
  const std::string chunk = log.substr(first_chunk);
  leave_over(log, first_chunk, 4, 70);
  const std::string other = log_of(501, 3).substr(first_chunk);
  const std::string junk(777, '\x01');
  // A chunk, one that the next overwrites, one that the file's end cuts off behind its records.
  const std::string image = junk + chunk + junk + log_of(901, 2).substr(first_chunk, 30'000) + other +
                            log.substr(first_chunk, 20'000) + std::string(3, '\0');
  for (const std::string& forced : {std::string(), std::string("evtx-carve")}) {
    const TestRun run = carved(image, true, forced);
    EXPECT_EQ(run.format, "evtx-carve");
    EXPECT_EQ(values_of(run, true),
              (Values{"v1", "v2", "v3", "v4", "v5", "v901", "v902", "v501", "v502", "v503", "v5"}));
    EXPECT_EQ(values_of(run, false), Values{});
    EXPECT_EQ(run.result.records_read, run.result.records_stored + run.result.records_rejected);
    ASSERT_EQ(run.result.remarks.size(), 1U);
    EXPECT_EQ(run.result.remarks[0], "carved: 4 chunks of event logs");
  }
  EXPECT_THROW(carved(image, false), std::runtime_error);
  EXPECT_EQ(carved(junk + std::string(9, '\0')).result.remarks[0], "carved: no chunk of an event log");
}

TEST(EvtxCarving, CutsAtAnyPlaceAreAccountedFor) {
  std::string log = log_of(101, 6);
  leave_over(log, first_chunk, 3, 50);
  const std::size_t last = records_of(log_of(101, 6), first_chunk).back() + 1'000;
  for (std::size_t size = first_chunk + 1; size < last; size += 37) {
    for (const char* forced : {"evtx", "evtx-carve"}) {
      const TestRun run = carved(log.substr(0, size), true, forced);
      EXPECT_EQ(run.result.records_read, run.result.records_stored + run.result.records_rejected) << size;
      EXPECT_LE(values_of(run, true).size() + values_of(run, false).size(), 6U) << size;
    }
  }
}

}  // namespace
}  // namespace huntbook::ingest::testing
