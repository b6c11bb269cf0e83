// The same event from several files: stored once, counted, and never mistaken for another one.
#include <tuple>

#include <gtest/gtest.h>

#include "case/documented_tables.hpp"
#include "case/event_identity.hpp"
#include "case_folder.hpp"

namespace huntbook::casefile {
namespace {

using Strings = std::vector<std::string>;

constexpr Ticks noon = unix_epoch + 20'000 * ticks_per_day + 12 * ticks_per_hour;

struct Event {
  std::int64_t record_id = 0;  // 0: none
  Ticks time = noon;
  std::string data = "{}";
  std::string host = "ws1";
  std::string extra = {};
  std::string channel = "System";
};

class DuplicateEvents : public CaseFolder {
 protected:
  void SetUp() override {
    CaseFolder::SetUp();
    file_ = created();
    ASSERT_NE(file_, nullptr);
  }

  // Takes a file in that holds these events.
  EvidenceRecord take(const std::vector<Event>& events) {
    const Schema schema{{"TimeGenerated", ScalarType::DateTime},
                        {"Computer", ScalarType::String},
                        {"Channel", ScalarType::String},
                        {"EventID", ScalarType::Int},
                        {"EventRecordId", ScalarType::String},
                        {"EventData", ScalarType::Dynamic},
                        {"_Extra", ScalarType::Dynamic},
                        {"_File", ScalarType::Long},
                        {"_Record", ScalarType::Long}};
    auto started = file_->begin_file();
    EXPECT_TRUE(started);
    std::vector<Batch> batches;
    batches.push_back(make_batch(schema));
    std::vector<Column>& columns = batches[0].columns;
    std::int64_t record = 0;
    for (const Event& event : events) {
      columns[0].push_long(event.time);
      columns[1].push_text(event.host);
      columns[2].push_text(event.channel);
      columns[3].push_int(7);
      columns[4].push_text(event.record_id == 0 ? "" : std::to_string(event.record_id));
      columns[5].push_text(event.data);
      if (event.extra.empty()) {
        columns[6].push_null();
      } else {
        columns[6].push_text(event.extra);
      }
      columns[7].push_long((*started)->evidence_id());
      columns[8].push_long(record++);
    }
    auto appended = (*started)->append("WindowsEvent", schema, std::move(batches));
    EXPECT_TRUE(appended) << appended.error().message;
    EvidenceRecord described;
    described.records_read = described.records_stored = events.size();
    auto committed = (*started)->commit(described);
    EXPECT_TRUE(committed) << committed.error().message;
    return committed.value_or(EvidenceRecord{});
  }

  Strings ids() { return values(*file_, "WindowsEvent", "EventRecordId"); }

  std::unique_ptr<CaseFile> file_;
};

TEST_F(DuplicateEvents, OfOverlappingFilesAreStoredOnceAndCounted) {
  EXPECT_EQ(take({{1}, {2, noon + 1}, {3, noon + 2}}).records_duplicate, 0U);
  const EvidenceRecord second = take({{2, noon + 1}, {3, noon + 2}, {4, noon + 3}});
  EXPECT_EQ(second.records_duplicate, 2U);
  EXPECT_EQ(second.records_stored, 3U) << "what they say is in the case";
  EXPECT_EQ(second.note, "");
  EXPECT_EQ(ids(), (Strings{"1", "2", "3", "4"}));
  EXPECT_EQ(values(*file_, "WindowsEvent", "_File"), (Strings{"1", "1", "1", "2"}));
  const auto ledger = file_->evidence();
  ASSERT_TRUE(ledger && ledger->size() == 2);
  EXPECT_EQ(ledger->at(0).records_duplicate, 0U);
  EXPECT_EQ(ledger->at(1).records_duplicate, 2U);
  EXPECT_EQ(take({{1}, {4, noon + 3}}).records_duplicate, 2U) << "of a file without anything new";
  EXPECT_EQ(ids().size(), 4U);
}

TEST_F(DuplicateEvents, AStopLeavesTheFileOut) {
  take({{1}, {2}});
  auto started = file_->begin_file();
  ASSERT_TRUE(started);
  const Schema schema = {{"TimeGenerated", ScalarType::DateTime}, {"EventRecordId", ScalarType::String}};
  std::vector<Batch> batches{make_batch(schema)};
  batches[0].columns[0].push_long(noon);
  batches[0].columns[1].push_text("9");
  ASSERT_TRUE((*started)->append("WindowsEvent", schema, std::move(batches)));
  const std::atomic<bool> stop = true;
  const auto committed = (*started)->commit({}, &stop);
  ASSERT_FALSE(committed);
  EXPECT_EQ(committed.error().kind, ErrorKind::Cancelled);
  started->reset();
  EXPECT_EQ(ids(), (Strings{"1", "2"}));
  EXPECT_EQ(take({{3}}).id, 2);
}

TEST_F(DuplicateEvents, WithinOneFileAreStoredOnce) {
  EXPECT_EQ(take({{1}, {2}, {1}, {1}}).records_duplicate, 2U);
  EXPECT_EQ(ids(), (Strings{"1", "2"}));
  EXPECT_EQ(values(*file_, "WindowsEvent", "_Record"), (Strings{"0", "1"})) << "the first one stays";
}

TEST_F(DuplicateEvents, OfOneIdentityThatSayOtherThingsAreAllKept) {
  take({{1, noon, R"({"Image":"calc.exe"})"}});
  const EvidenceRecord second = take({{1, noon, R"({"Image":"evil.exe"})"}, {1, noon, R"({"Image":"calc.exe"})"}});
  EXPECT_EQ(second.records_duplicate, 1U);
  EXPECT_EQ(second.note, "WindowsEvent: 1 event that another file tells of too, with other values: both are kept");
  EXPECT_EQ(values(*file_, "WindowsEvent", "EventData"),
            (Strings{R"({"Image":"calc.exe"})", R"({"Image":"evil.exe"})"}));
}

TEST_F(DuplicateEvents, OfClearedLogsOtherHostsAndOtherChannelsAreNone) {
  take({{1}});
  EXPECT_EQ(take({{1, noon + ticks_per_day}}).records_duplicate, 0U) << "the log was cleared and counts from 1 again";
  EXPECT_EQ(take({{1, noon + 2 * ticks_per_millisecond}}).records_duplicate, 0U);
  EXPECT_EQ(take({{1, noon, "{}", "ws2"}}).records_duplicate, 0U);
  EXPECT_EQ(take({{1, noon, "{}", "ws1", "", "Application"}}).records_duplicate, 0U);
  EXPECT_EQ(ids().size(), 5U);
}

TEST_F(DuplicateEvents, WithoutAnIdAreNone) {
  take({{0}, {0}});
  EXPECT_EQ(take({{0}}).records_duplicate, 0U);
  EXPECT_EQ(values(*file_, "WindowsEvent", "_File").size(), 3U);
}

TEST_F(DuplicateEvents, InAnotherFormAreTheSame) {
  take({{1, noon + 1'234'567, R"({"Id":412,"On":true,"At":"2024-05-06T10:00:00.5Z","Text":"a\r\nb","List":[1,-2]})",
         "ws1", R"({"ProviderGuid":"{5770385F-C22A-43E0-BF4C-06F5698FFBD9}"})"}});
  const Ticks microseconds = noon + 1'234'560;
  const std::string guid = R"({"ProviderGuid":"5770385F-C22A-43E0-BF4C-06F5698FFBD9"})";
  const std::string data = R"("On":"true","At":"2024-05-06T10:00:00.500000Z","Text":"a\nb","List":["1","-2"]})";
  EXPECT_EQ(take({{1, microseconds, R"({"Id":"412",)" + data, "ws1", guid}}).records_duplicate, 1U);
  EXPECT_EQ(take({{1, microseconds, R"({"Id":"0412",)" + data, "ws1", guid}}).records_duplicate, 0U);
}

TEST_F(DuplicateEvents, AreKnownWithoutWhatToolsShowWithThem) {
  take({{1, noon, "{}", "ws1", R"({"Message":"It has come.","Keywords":"0x8"})"}});
  EXPECT_EQ(take({{1, noon, "{}", "ws1", R"({"Keywords":"0x8","Carved":true})"}}).records_duplicate, 1U);
  EXPECT_EQ(take({{1, noon, "{}", "ws1", R"({"Keywords":"0x9"})"}}).records_duplicate, 0U);
}

TEST_F(DuplicateEvents, AreFoundWhateverTextsTheyHold) {
  const std::string host("it's \0 {}\n\"", 11);
  take({{1, noon, "no JSON", host, "\"text\""}});
  EXPECT_EQ(take({{1, noon, "no JSON", host, "\"text\""}}).records_duplicate, 1U);
  EXPECT_EQ(take({{1, noon, "no JSOM", host, "\"text\""}}).records_duplicate, 0U);
}

TEST_F(DuplicateEvents, ComeOutTheSameInEveryOrder) {
  const std::vector<Event> first = {{1}, {2, noon + 1}, {2, noon + 1}, {3, noon + 2, R"({"a":1})"}};
  const std::vector<Event> second = {{3, noon + 2, R"({"a":2})"}, {2, noon + 1}, {4, noon + 3}};
  const auto rows = [&] {
    return std::tuple(ids(), values(*file_, "WindowsEvent", "EventData"),
                      values(*file_, "WindowsEvent", "TimeGenerated"));
  };
  take(first);
  take(second);
  const auto one = rows();
  file_.reset();
  std::filesystem::remove_all(folder_);
  file_ = created();
  take(second);
  take(first);
  EXPECT_EQ(rows(), one);
}

// More rows than are compared at a time, in a table that is made anew on the way (case/rebuild.hpp).
TEST_F(DuplicateEvents, OfLargeFilesAreFoundInSlices) {
  const Schema schema{{"TimeGenerated", ScalarType::DateTime},
                      {"EventRecordId", ScalarType::String},
                      {"_File", ScalarType::Long},
                      {"_Record", ScalarType::Long}};
  const auto take_range = [&](std::int64_t begin, std::int64_t end) {
    auto started = file_->begin_file();
    EXPECT_TRUE(started);
    for (std::int64_t at = begin; at < end; at += 100'000) {
      std::vector<Batch> batches;
      batches.push_back(make_batch(schema));
      for (std::int64_t id = at; id < std::min(at + 100'000, end); ++id) {
        batches[0].columns[0].push_long(noon + id * ticks_per_millisecond);
        batches[0].columns[1].push_text(std::to_string(id));
        batches[0].columns[2].push_long((*started)->evidence_id());
        batches[0].columns[3].push_long(id);
      }
      EXPECT_TRUE((*started)->append("WindowsEvent", schema, std::move(batches)));
    }
    auto committed = (*started)->commit({});
    EXPECT_TRUE(committed) << committed.error().message;
    return committed.value_or(EvidenceRecord{}).records_duplicate;
  };
  EXPECT_EQ(take_range(0, 200'000), 0U);
  EXPECT_EQ(take_range(100'000, 1'300'000), 100'000U);
  EXPECT_EQ(take_range(1'299'999, 1'300'001), 1U);
  const Strings stored = ids();
  EXPECT_EQ(stored.size(), 1'300'001U);
  EXPECT_EQ(std::ranges::adjacent_find(stored), stored.end());
}

TEST(EventIdentities, NameColumnsThatTheirTablesHave) {
  for (const EventIdentity& identity : event_identities()) {
    const DocumentedTable* const table = find_documented(identity.table);
    ASSERT_NE(table, nullptr) << identity.table;
    const auto has = [&](std::string_view name) {
      return std::ranges::find(table->columns, name, &ColumnInfo::name) != table->columns.end();
    };
    EXPECT_TRUE(has("TimeGenerated")) << identity.table;
    EXPECT_NE(has(identity.id), identity.id_in_extra) << identity.table << "." << identity.id;
    for (const std::string_view column : identity.within) EXPECT_TRUE(has(column)) << identity.table << "." << column;
    for (const std::string_view column : identity.shown_columns)
      EXPECT_TRUE(has(column)) << identity.table << "." << column;
  }
}

}  // namespace
}  // namespace huntbook::casefile
