// Whole ingests against a ledger in memory: the rules for files, archives and repeats.
#include "ingest/pipeline/ingest.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "memory_sink.hpp"
#include "packed.hpp"

namespace huntbook::ingest::testing {
namespace {

namespace fs = std::filesystem;
using casefile::EvidenceRecord;
using casefile::EvidenceStatus;

class MemoryLedger final : public Ledger {
 public:
  class File final : public LedgerFile {
   public:
    explicit File(MemoryLedger& ledger) : ledger_(ledger), id_(static_cast<std::int64_t>(ledger.rows.size()) + 1) {}
    Result<void> append(std::string_view table, const Schema& schema, std::vector<Batch> batches) override {
      return sink_.append(table, schema, std::move(batches));
    }
    Result<void> reject(Rejection rejection) override { return sink_.reject(std::move(rejection)); }
    std::int64_t id() const override { return id_; }
    Result<EvidenceRecord> commit(EvidenceRecord record, const std::atomic<bool>*) override {
      record.id = id_;
      ledger_.rows.push_back(record);
      for (auto& [name, table] : sink_.tables) {
        for (auto& row : table.rows) ledger_.tables[name].push_back(std::move(row));
        for (const auto& [column, type] : table.types) ledger_.types[name][column] = type;
      }
      for (auto& rejection : sink_.rejections) ledger_.rejections.push_back(std::move(rejection));
      return record;
    }

   private:
    MemoryLedger& ledger_;
    std::int64_t id_;
    MemorySink sink_;
  };

  Result<std::unique_ptr<LedgerFile>> begin_file() override { return std::make_unique<File>(*this); }
  fs::path case_folder() const override { return folder; }
  Result<std::optional<EvidenceRecord>> with_hash(std::string_view sha256) override {
    for (const EvidenceRecord& row : rows) {
      if (row.sha256 == sha256) return row;
    }
    return std::nullopt;
  }
  Result<bool> has_size(std::uint64_t size) override {
    return std::ranges::any_of(rows, [size](const EvidenceRecord& row) { return row.size == size; });
  }
  const DocumentedTables& documented() const override { return some_documented_tables(); }
  KnownTypes stored_types(std::string_view table) const override {
    const auto found = stored.find(std::string(table));
    return found == stored.end() ? KnownTypes{} : found->second;
  }

  fs::path folder;
  std::vector<EvidenceRecord> rows;
  std::map<std::string, std::vector<std::map<std::string, std::string>>> tables;
  std::map<std::string, std::map<std::string, std::string>> types;
  std::map<std::string, KnownTypes> stored;
  std::vector<Rejection> rejections;
};

class IngestTest : public ::testing::Test {
 protected:
  IngestTest() : folder_(fs::temp_directory_path() / ("huntbook_ingest_" + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~IngestTest() override { fs::remove_all(folder_); }

  fs::path write(const std::string& name, const std::string& content) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << content;
    return folder_ / name;
  }
  Summary take(const std::vector<fs::path>& paths, const Options& options = {}) {
    auto summary = ingest(ledger_, paths, options);
    if (!summary) throw std::runtime_error(summary.error().message);
    return std::move(*summary);
  }

  fs::path folder_;
  MemoryLedger ledger_;
};

TEST_F(IngestTest, AFolderIsTakenInOrderAndFaultsDoNotStopIt) {
  write("in/b.json", "{\"a\":1}\n");
  write("in/a/x.csv", "a,b\n1,2\n1,2,3\n");
  write("in/c.bin", std::string(64, '\1'));
  write("in/d.json", "");
  write("outside.json", "{\"z\":1}\n");
  fs::create_symlink(folder_ / "outside.json", folder_ / "in" / "link.json");
  const Summary summary = take({folder_ / "in"});
  ASSERT_EQ(summary.files.size(), 4U) << "links out of the folder are not followed";
  EXPECT_TRUE(summary.files[0].path.ends_with("a/x.csv"));
  EXPECT_EQ(summary.files[0].status, EvidenceStatus::StoredPartly);
  EXPECT_EQ(summary.files[0].records_read, 2U);
  EXPECT_EQ(summary.files[1].status, EvidenceStatus::Stored);
  EXPECT_EQ(summary.files[1].format, "jsonl");
  EXPECT_EQ(summary.files[2].status, EvidenceStatus::Rejected);
  EXPECT_EQ(summary.files[2].note, "the file is binary and of no known format");
  EXPECT_EQ(summary.files[3].note, "the file is empty");
  EXPECT_EQ(ledger_.tables.at("b").at(0).at("_File"), std::to_string(summary.files[1].id));
  EXPECT_EQ(ledger_.rows.size(), 4U);
  EXPECT_FALSE(summary.failed());
}

TEST_F(IngestTest, WhatWasSeenBeforeIsSkipped) {
  const auto first = write("one.json", "{\"a\":1}\n");
  const auto copy = write("copy.json", "{\"a\":1}\n");
  const auto bad = write("bad.txt", "prose only\n");
  EXPECT_EQ(take({first}).files.at(0).sha256.size(), 64U);
  const Summary again = take({copy, first});
  ASSERT_EQ(again.files.size(), 2U);
  EXPECT_EQ(again.files[0].status, EvidenceStatus::Skipped);
  EXPECT_EQ(again.files[0].note, "seen before as " + first.string());
  EXPECT_EQ(again.files[1].note, "seen before");
  EXPECT_EQ(ledger_.rows.size(), 1U);
  EXPECT_FALSE(again.failed());
  EXPECT_TRUE(take({bad}).failed());
  EXPECT_TRUE(take({bad}).failed());
  EXPECT_EQ(ledger_.rows.size(), 2U) << "rejected again for the same reason: no second row";
  Options text;
  text.format = "text";
  EXPECT_EQ(take({bad}, text).files.at(0).status, EvidenceStatus::Stored) << "a rejected file may be tried anew";
}

TEST_F(IngestTest, MembersOfArchivesAreFilesOfTheirOwn) {
  const std::string inner = zip_of({{"deep.json", "{\"d\":1}\n"}, {"deeper.zip", zip_of({{"x.json", "{}"}})}});
  const auto path = write(
      "all.zip",
      zip_of({{"../../etc/cron.d/evil.json", "{\"a\":1}\n{\"a\":2}\n"}, {"inner.zip", inner}, {"empty.txt", ""}}));
  Options options;
  options.limits.max_depth = 2;
  const Summary summary = take({path}, options);
  std::vector<std::string> paths;
  paths.reserve(summary.files.size());
  for (const EvidenceRecord& file : summary.files) paths.push_back(file.path.substr(path.string().size()));
  EXPECT_EQ(paths, (std::vector<std::string>{"!/../../etc/cron.d/evil.json", "!/inner.zip!/deep.json",
                                             "!/inner.zip!/deeper.zip", "!/inner.zip", "!/empty.txt", ""}));
  EXPECT_EQ(ledger_.tables.at("evil").size(), 2U);
  EXPECT_EQ(summary.files[2].note, "archives are nested more than 2 deep");
  EXPECT_EQ(summary.files.back().format, "zip");
  EXPECT_EQ(summary.files.back().note, "3 members");
  EXPECT_EQ(summary.files.back().size, fs::file_size(path));
  EXPECT_FALSE(fs::exists(folder_ / "etc"));
  const Summary again = take({path});
  ASSERT_EQ(again.files.size(), 1U);
  EXPECT_EQ(again.files[0].status, EvidenceStatus::Skipped);
}

TEST_F(IngestTest, WhatIsPackedWithinCountsForTheOutermostFile) {
  std::string lines;
  for (std::size_t i = 0; i < 1'000; ++i)
    lines += "{\"i\":" + std::to_string(i * 7919 % 10'007) + ",\"a\":\"" + std::string(200, 'x') + "\"}\n";
  const std::string inner = zip_of({{"log.json", lines}});
  Members copies;
  for (int i = 0; i < 50; ++i) copies.emplace_back(std::to_string(i) + ".zip", inner);
  const std::string outer = packed({"ustar", "gzip"}, copies);
  Options options;
  options.limits.free_bytes = 100'000;
  options.limits.max_ratio = 100;
  // No layer alone is out of proportion: neither the compressed tar nor one of the archives in it.
  ASSERT_LT(50 * inner.size() / outer.size(), 90U);
  ASSERT_LT(lines.size() / inner.size(), 90U);
  ASSERT_GT(50 * lines.size() / outer.size(), 400U);
  EXPECT_EQ(take({write("inner.zip", inner)}, options).files.back().status, EvidenceStatus::Stored);

  const auto path = write("outer.tar.gz", outer);
  const Summary summary = take({path}, options);
  const std::string reason =
      "the outermost file unpacks, with what is packed within it, to more than 100 times its size";
  EXPECT_EQ(summary.files.back().path, path.string());
  EXPECT_EQ(summary.files.back().status, EvidenceStatus::StoredPartly);
  EXPECT_NE(summary.files.back().note.find(reason), std::string::npos) << summary.files.back().note;
  EXPECT_EQ(ledger_.rejections.back().reason, reason) << "of the record that was being read";
  EXPECT_LT(summary.files.size(), 50U) << "what follows is not opened any more";
}

TEST_F(IngestTest, MembersOfArchivesWithinCountForTheOutermostFile) {
  const std::string inner = zip_of({{"a.json", "{\"a\":1}\n"}, {"b.json", "{\"b\":1}\n"}});
  Options options;
  options.limits.max_members = 9;
  const auto nine = write("nine.zip", zip_of({{"1.zip", inner}, {"2.zip", inner}, {"3.zip", inner}}));
  EXPECT_EQ(take({nine}, options).files.back().status, EvidenceStatus::Stored);
  const auto ten = write("ten.zip", zip_of({{"1.zip", inner}, {"2.zip", inner}, {"3.zip", inner}, {"c.json", "{}"}}));
  const Summary summary = take({ten}, options);
  EXPECT_EQ(summary.files.back().status, EvidenceStatus::StoredPartly);
  EXPECT_EQ(summary.files.back().note, "3 members; more than 9 members, with those of archives within");
}

TEST_F(IngestTest, FilesThatAreNoLogsAreListedAsNotRead) {
  const auto hive = write("NTUSER.DAT", std::string("regf\1\0\0\0", 8));
  const auto document =
      write("notes.docx", zip_of({{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", "<w/>"}}));
  const Summary summary = take({hive, document});
  ASSERT_EQ(summary.files.size(), 2U);
  EXPECT_EQ(summary.files[0].status, EvidenceStatus::NotRead);
  EXPECT_EQ(summary.files[0].note, "the file is a registry hive");
  EXPECT_EQ(summary.files[1].status, EvidenceStatus::NotRead);
  EXPECT_EQ(summary.files[1].note, "the file is an Office document");
  EXPECT_TRUE(summary.failed());
  EXPECT_EQ(ledger_.rows.size(), 2U);
  EXPECT_EQ(take({hive}).files.at(0).note, "the file is a registry hive") << "looked at again, not listed twice";
  EXPECT_EQ(ledger_.rows.size(), 2U);
}

TEST_F(IngestTest, StrictEndsAtTheFirstRejection) {
  const auto good = write("good.json", "{\"a\":1}\n");
  const auto bad = write("bad.json", "{\"a\":1}\n{\"a\":}\n");
  const auto prose = write("prose.txt", "prose only\n");
  Options options;
  options.strict = true;
  const auto record = ingest(ledger_, {good, bad}, options);
  ASSERT_FALSE(record.has_value());
  EXPECT_NE(record.error().message.find("bad.json: record at byte 8, line 2: "), std::string::npos)
      << record.error().message;
  ASSERT_EQ(ledger_.rows.size(), 1U) << "what stands before it stays";
  const auto file = ingest(ledger_, {prose}, options);
  ASSERT_FALSE(file.has_value());
  EXPECT_NE(file.error().message.find("prose.txt: the text is of no known format"), std::string::npos);
  EXPECT_EQ(ledger_.rows.size(), 1U);
}

TEST_F(IngestTest, ADamagedArchiveIsNotedAndItsMembersStay) {
  std::string zip = zip_of({{"a.json", "{\"a\":1}\n"}, {"b.json", "{\"a\":2}\n"}});
  const Summary summary = take({write("cut.zip", zip.substr(0, zip.size() / 4))});
  EXPECT_EQ(summary.files.back().status == EvidenceStatus::Rejected ||
                summary.files.back().status == EvidenceStatus::StoredPartly,
            true);
  EXPECT_FALSE(summary.files.back().note.empty());
}

TEST_F(IngestTest, TruncatedGzipStoresWhatIsThere) {
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += "{\"i\":" + std::to_string(i * 7919 % 100'003) + "}\n";
  const std::string whole = gzip_of(text);
  const Summary summary = take({write("x.json.gz", whole.substr(0, whole.size() / 2))});
  const EvidenceRecord& file = summary.files.at(0);
  EXPECT_EQ(file.status, EvidenceStatus::StoredPartly);
  EXPECT_EQ(file.format, "jsonl (gzip)");
  EXPECT_EQ(file.records_rejected, 1U);
  EXPECT_GT(file.records_stored, 10'000U);
  EXPECT_EQ(file.records_read, file.records_stored + 1);
  EXPECT_NE(file.note.find("gzip stream is truncated"), std::string::npos);
  EXPECT_EQ(ledger_.rejections.at(0).reason, "gzip stream is truncated");
}

TEST_F(IngestTest, LateConflictsKeepTheSpelling) {
  std::string text = "v,w\n";
  for (int i = 0; i < 1000; ++i) text += "1.50," + std::to_string(i) + "\n";
  text += "none,1\n";
  Options options;
  options.run.blocks.block = 1'000;
  const Summary summary = take({write("x.csv", text)}, options);
  EXPECT_EQ(ledger_.tables.at("x").at(0).at("v"), "1.50");
  EXPECT_EQ(ledger_.types.at("x").at("v"), "string");
  EXPECT_EQ(ledger_.types.at("x").at("w"), "long");
  EXPECT_EQ(summary.files.at(0).note, "x.v holds values of several types, stored as string");
  EXPECT_EQ(summary.files.at(0).size, text.size());
}

TEST_F(IngestTest, StoredTextColumnsKeepTheSpellingOfMore) {
  ledger_.stored["x"] = {{"v", ScalarType::String}};
  take({write("x.csv", "v,w\n1.50,2\n")});
  EXPECT_EQ(ledger_.tables.at("x").at(0).at("v"), "1.50");
}

TEST_F(IngestTest, Utf16AndMarks) {
  std::string wide("\xFF\xFE");
  for (char c : std::string("a,b\n1,x\n")) wide += {c, '\0'};
  const Summary summary = take({write("w.csv", wide), write("m.csv",
                                                            "\xEF\xBB\xBF"
                                                            "a,b\n1,2\n")});
  EXPECT_EQ(summary.files[0].format, "csv (utf-16)");
  EXPECT_EQ(ledger_.tables.at("w").at(0).at("b"), "x");
  EXPECT_EQ(ledger_.tables.at("m").at(0).at("a"), "1");
}

TEST_F(IngestTest, OptionsAreChecked) {
  EXPECT_EQ(ingest(ledger_, {folder_ / "nothing"}, {}).error().kind, ErrorKind::Usage);
  Options options;
  options.format = "exe";
  EXPECT_EQ(ingest(ledger_, {folder_}, options).error().kind, ErrorKind::Usage);
  options = {};
  options.timezone = "W. Europe Standard Time";
  EXPECT_EQ(ingest(ledger_, {folder_}, options).error().kind, ErrorKind::Usage);
  options.timezone = "+02:00";
  options.as = "Mine";
  take({write("x.json", "{\"TimeGenerated\":\"2024-01-01 02:00:00\"}\n")}, options);
  EXPECT_EQ(ledger_.tables.at("Mine").at(0).at("TimeGenerated"), "2024-01-01T00:00:00Z");
  EXPECT_EQ(ledger_.rows.at(0).timezone, "+02:00");
  EXPECT_EQ(ledger_.rows.at(0).first_event, parse_datetime("2024-01-01T00:00:00Z"));
}

TEST_F(IngestTest, StoppingLeavesNothingOfTheFileAtHand) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "{\"i\":" + std::to_string(i) + "}\n";
  const auto first = write("a.json", "{\"a\":1}\n");
  const auto second = write("b.json", text);
  std::atomic<bool> stop = false;
  Options options;
  options.stop = &stop;
  options.run.blocks.block = 10'000;
  options.progress = [&stop](const Progress& progress) { stop = progress.file.ends_with("b.json"); };
  take({first});
  const Summary summary = take({first, second}, options);
  EXPECT_TRUE(summary.cancelled);
  EXPECT_EQ(summary.files.size(), 1U);
  EXPECT_EQ(ledger_.rows.size(), 1U);
  EXPECT_EQ(ledger_.tables.count("b"), 0U);
}

}  // namespace
}  // namespace huntbook::ingest::testing
