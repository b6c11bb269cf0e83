// One file, one transaction; tables that take the shape of the evidence.
#include <gtest/gtest.h>

#include "case_folder.hpp"

namespace huntbook::casefile {
namespace {

using Strings = std::vector<std::string>;

class Ingest : public CaseFolder {
 protected:
  // One batch of one column.
  template <class Value>
  static std::vector<Batch> one(ScalarType type, std::vector<Value> list) {
    std::vector<Batch> batches;
    batches.push_back(make_batch({{"", type}}));
    Column& column = batches[0].columns[0];
    for (const Value& value : list) {
      if constexpr (std::is_same_v<Value, std::string>) {
        column.push_text(value);
      } else if constexpr (std::is_same_v<Value, bool>) {
        column.push_bool(value);
      } else if constexpr (std::is_same_v<Value, double>) {
        column.push_real(value);
      } else if (type == ScalarType::Int) {
        column.push_int(static_cast<std::int32_t>(value));
      } else {
        column.push_long(value);
      }
    }
    return batches;
  }

  template <class Value>
  static EvidenceRecord ingest(CaseFile& file, std::string_view table_name, std::string_view name, ScalarType type,
                               std::vector<Value> list) {
    auto started = file.begin_file();
    EXPECT_TRUE(started);
    auto appended = (*started)->append(table_name, {{std::string(name), type}}, one(type, std::move(list)));
    EXPECT_TRUE(appended) << appended.error().message;
    auto committed = (*started)->commit({});
    EXPECT_TRUE(committed) << committed.error().message;
    return committed.value_or(EvidenceRecord{});
  }
};

TEST_F(Ingest, CommitKeepsRowsLedgerAndErrors) {
  {
    auto file = created();
    auto started = file->begin_file();
    ASSERT_TRUE(started);
    EXPECT_EQ((*started)->evidence_id(), 1);
    ASSERT_TRUE((*started)->append("T", {{"x", ScalarType::Long}}, one<std::int64_t>(ScalarType::Long, {1, 2})));
    ASSERT_TRUE((*started)->reject({0, 17, 3, "bad", "head"}));
    EvidenceRecord record;
    record.path = "a.zip!/b.json";
    record.sha256 = "abc123";
    record.records_read = 3;
    record.first_event = 7;
    record.status = EvidenceStatus::StoredPartly;
    ASSERT_TRUE((*started)->commit(record));
  }
  auto file = opened();
  EXPECT_EQ(values(*file, "T", "x"), (Strings{"1", "2"}));
  auto found = file->evidence_with_hash("abc123");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->path, "a.zip!/b.json");
  EXPECT_EQ((*found)->status, EvidenceStatus::StoredPartly);
  EXPECT_EQ((*found)->first_event, 7);
  EXPECT_EQ((*found)->last_event, std::nullopt);
  auto hostile = file->evidence_with_hash("ab' OR 1=1");
  ASSERT_TRUE(hostile);
  EXPECT_FALSE(hostile->has_value());
  auto errors = file->errors();
  ASSERT_TRUE(errors && errors->size() == 1);
  EXPECT_EQ(errors->front().evidence_id, 1);
  EXPECT_EQ(errors->front().offset, 17U);
}

TEST_F(Ingest, DroppedWithoutCommitLeavesNothing) {
  auto file = created();
  {
    auto started = file->begin_file();
    ASSERT_TRUE(started);
    ASSERT_TRUE((*started)->append("T", {{"x", ScalarType::Long}}, one<std::int64_t>(ScalarType::Long, {1})));
    EXPECT_FALSE(file->begin_file()) << "one file at a time";
  }
  EXPECT_EQ(table(*file, "T"), nullptr);
  EXPECT_EQ(file->evidence()->size(), 0U);
  EXPECT_EQ(ingest<std::int64_t>(*file, "T", "x", ScalarType::Long, {5}).id, 1);
  EXPECT_EQ(values(*file, "T", "x"), Strings{"5"});
}

TEST_F(Ingest, ColumnsAppearWithTheirFirstValue) {
  auto file = created();
  ingest<std::int64_t>(*file, "SecurityEvent", "EventID", ScalarType::Int, {4688});
  EXPECT_FALSE(column(*file, "SecurityEvent", "EventID")->source.empty());
  EXPECT_TRUE(column(*file, "SecurityEvent", "Account")->source.empty());
  ingest<std::string>(*file, "SecurityEvent", "Account", ScalarType::String, {"", ""});
  EXPECT_TRUE(column(*file, "SecurityEvent", "Account")->source.empty()) << "no value yet";
  ingest<std::string>(*file, "SecurityEvent", "Account", ScalarType::String, {"CONTOSO\\ann", ""});
  EXPECT_EQ(values(*file, "SecurityEvent", "Account"), (Strings{"", "", "", "", "CONTOSO\\ann"}));
  EXPECT_EQ(column(*file, "SecurityEvent", "EventID")->type, ScalarType::Int);
}

TEST_F(Ingest, ColumnsThatDifferInCaseOnlyAreTwo) {
  auto file = created();
  ingest<std::string>(*file, "T", "name", ScalarType::String, {"a"});
  ingest<std::string>(*file, "T", "Name", ScalarType::String, {"b"});
  EXPECT_EQ(values(*file, "T", "name"), (Strings{"", "a"}));
  EXPECT_EQ(values(*file, "T", "Name"), (Strings{"", "b"}));
  ingest<std::string>(*file, "t", "name", ScalarType::String, {"other table"});
  EXPECT_EQ(values(*file, "t", "name"), Strings{"other table"});
}

TEST_F(Ingest, DifferingTypesWidenToString) {
  auto file = created();
  ingest<std::int64_t>(*file, "T", "x", ScalarType::DateTime, {unix_epoch, unix_epoch + 1});
  EvidenceRecord record = ingest<std::string>(*file, "T", "x", ScalarType::String, {"yesterday"});
  EXPECT_NE(record.note.find("T.x"), std::string::npos);
  EXPECT_EQ(column(*file, "T", "x")->type, ScalarType::String);
  EXPECT_EQ(values(*file, "T", "x"), (Strings{"1970-01-01T00:00:00.0000001Z", "1970-01-01T00:00:00Z", "yesterday"}));
  ingest<double>(*file, "T", "x", ScalarType::Real, {2.5});
  ingest<bool>(*file, "T", "x", ScalarType::Bool, {true});
  EXPECT_EQ(values(*file, "T", "x").size(), 5U);
  EXPECT_EQ(values(*file, "T", "x")[3], "true");
}

TEST_F(Ingest, EveryStoredTypeWidensToItsText) {
  auto file = created();
  auto widened = [&](std::string_view table_name) {
    ingest<std::string>(*file, table_name, "x", ScalarType::String, {"~"});
    return values(*file, table_name, "x").front();
  };
  ingest<double>(*file, "Reals", "x", ScalarType::Real, {2.0});
  EXPECT_EQ(widened("Reals"), "2");
  ingest<std::int64_t>(*file, "Spans", "x", ScalarType::TimeSpan, {ticks_per_day + 1});
  EXPECT_EQ(widened("Spans"), "1.00:00:00.0000001");
  ingest<std::string>(*file, "Guids", "x", ScalarType::Guid, {"74be27de-1e4e-49d9-b579-fe0b331d3642"});
  EXPECT_EQ(widened("Guids"), "74be27de-1e4e-49d9-b579-fe0b331d3642");
  ingest<std::string>(*file, "Decimals", "x", ScalarType::Decimal, {"1.50"});
  EXPECT_EQ(widened("Decimals"), "1.5");
  ingest<bool>(*file, "Bools", "x", ScalarType::Bool, {false});
  EXPECT_EQ(widened("Bools"), "false");
}

TEST_F(Ingest, WideningInTheMiddleOfAFileAndRollback) {
  auto file = created();
  ingest<std::int64_t>(*file, "T", "x", ScalarType::Long, {1});
  {
    auto started = file->begin_file();
    ASSERT_TRUE(started);
    ASSERT_TRUE((*started)->append("T", {{"x", ScalarType::Long}}, one<std::int64_t>(ScalarType::Long, {2})));
    auto appended = (*started)->append("T", {{"x", ScalarType::String}}, one<std::string>(ScalarType::String, {"b"}));
    ASSERT_TRUE(appended) << appended.error().message;
  }
  EXPECT_EQ(column(*file, "T", "x")->type, ScalarType::Long);
  EXPECT_EQ(values(*file, "T", "x"), Strings{"1"});
  auto started = file->begin_file();
  ASSERT_TRUE(started);
  ASSERT_TRUE((*started)->append("T", {{"x", ScalarType::Long}}, one<std::int64_t>(ScalarType::Long, {2})));
  ASSERT_TRUE((*started)->append("T", {{"x", ScalarType::String}}, one<std::string>(ScalarType::String, {"b"})));
  ASSERT_TRUE((*started)->append("T", {{"y", ScalarType::Long}}, one<std::int64_t>(ScalarType::Long, {3})));
  auto committed = (*started)->commit({});
  ASSERT_TRUE(committed) << committed.error().message;
  EXPECT_EQ(values(*file, "T", "x"), (Strings{"", "1", "2", "b"}));
}

TEST_F(Ingest, TooManyColumnsGoIntoExtra) {
  auto file = created();
  Schema schema;
  std::vector<Batch> batches(1);
  for (int index = 0; index < 2100; ++index) {
    schema.push_back({"f" + std::to_string(index), ScalarType::Long});
    batches[0].columns.emplace_back(ScalarType::Long).push_long(index);
  }
  auto started = file->begin_file();
  ASSERT_TRUE(started);
  auto appended = (*started)->append("Wide", schema, std::move(batches));
  ASSERT_TRUE(appended) << appended.error().message;
  ASSERT_TRUE((*started)->commit({}));
  EXPECT_EQ(table(*file, "Wide")->columns.size(), 2000U);
  EXPECT_EQ(values(*file, "Wide", "f1000"), Strings{"1000"});
  EXPECT_NE(values(*file, "Wide", "_Extra").front().find("\"f2099\":2099"), std::string::npos);
}

TEST_F(Ingest, NulBytesAndHugeTextsSurvive) {
  std::string huge(20'000'000, 'x');
  {
    auto file = created();
    ingest<std::string>(*file, "T", "s", ScalarType::String, {std::string("a\0b", 3), huge});
  }
  auto file = opened();
  EXPECT_EQ(values(*file, "T", "s"), (Strings{std::string("a\0b", 3), huge}));
}

TEST_F(Ingest, OwnTablesAndMismatchedRowsAreRefused) {
  auto file = created();
  auto started = file->begin_file();
  ASSERT_TRUE(started);
  EXPECT_EQ(
      (*started)->append("Evidence", {{"x", ScalarType::Long}}, one<std::int64_t>(ScalarType::Long, {1})).error().kind,
      ErrorKind::User);
  EXPECT_EQ((*started)->append("T", {{"x", ScalarType::String}}, one<std::int64_t>(ScalarType::Long, {1})).error().kind,
            ErrorKind::Internal);
}

}  // namespace
}  // namespace huntbook::casefile
