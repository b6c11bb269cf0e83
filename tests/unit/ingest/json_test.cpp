#include <stdexcept>

#include <gtest/gtest.h>

#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

TEST(JsonLines, TypesComeFromTheValues) {
  const TestRun run =
      run_text(R"({"b":true,"l":1,"r":1.5,"t":"2024-01-02T03:04:05.1234567Z","s":"x","d":{"a":[1]},"n":null})"
               "\n"
               R"({"b":false,"l":-2,"r":2,"t":"2024-01-02","s":"","d":[],"z":"007"})"
               "\n");
  EXPECT_EQ(run.format, "jsonl");
  const auto& table = run.sink.tables.at("Data");
  EXPECT_EQ(table.types.at("b"), "bool");
  EXPECT_EQ(table.types.at("l"), "long");
  EXPECT_EQ(table.types.at("r"), "real");
  EXPECT_EQ(table.types.at("t"), "datetime");
  EXPECT_EQ(table.types.at("s"), "string");
  EXPECT_EQ(table.types.at("d"), "dynamic");
  EXPECT_EQ(table.types.at("n"), "string") << "a column without values is there all the same";
  EXPECT_EQ(table.types.at("z"), "string");
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[0].at("t"), "2024-01-02T03:04:05.1234567Z");
  EXPECT_EQ(table.rows[0].at("d"), R"({"a":[1]})");
  EXPECT_EQ(table.rows[1].at("z"), "007");
  EXPECT_EQ(table.rows[1].at("_Record"), "2");
  EXPECT_EQ(run.result.records_read, 2U);
  EXPECT_EQ(run.result.records_stored, 2U);
  EXPECT_EQ(table.columns, (std::vector<std::string>{"b", "l", "r", "t", "s", "d", "n", "z", "_File", "_Record"}));
}

TEST(JsonLines, ConflictingTypesAreText) {
  const TestRun run = run_text("{\"a\":1,\"o\":{\"x\":1},\"b\":true}\n{\"a\":\"1.50\",\"o\":\"text\",\"b\":0}\n");
  const auto& table = run.sink.tables.at("Data");
  EXPECT_EQ(table.types.at("a"), "string");
  EXPECT_EQ(table.rows[0].at("a"), "1");
  EXPECT_EQ(table.rows[1].at("a"), "1.50");
  EXPECT_EQ(table.types.at("o"), "string");
  EXPECT_EQ(table.rows[0].at("o"), R"({"x":1})");
  EXPECT_EQ(table.rows[0].at("b"), "true");
}

TEST(JsonLines, BadLinesAreRejectedAloneWithTheirPlace) {
  const TestRun run = run_text("{\"a\":1}\n\n{\"a\":\n{\"a\":2}\n[1]\n{\"a\":3} x\n{\"a\":0x1}\n{\"a\":4}");
  EXPECT_EQ(run.sink.tables.at("Data").rows.size(), 3U);
  ASSERT_EQ(run.sink.rejections.size(), 4U);
  EXPECT_EQ(run.sink.rejections[0].line, 3U);
  EXPECT_EQ(run.sink.rejections[0].offset, 9U);
  EXPECT_EQ(run.sink.rejections[0].head, "{\"a\":");
  EXPECT_EQ(run.sink.rejections[0].reason, "JSON is incomplete");
  EXPECT_EQ(run.sink.rejections[1].reason, "not a JSON object");
  EXPECT_EQ(run.sink.rejections[2].reason, "text after the JSON object");
  EXPECT_EQ(run.result.records_read, 7U);
  EXPECT_EQ(run.result.records_read, run.result.records_stored + run.result.records_rejected);
  EXPECT_EQ(run.sink.tables.at("Data").rows[2].at("_Record"), "7");
}

TEST(JsonLines, EscapesControlCharactersAndSurrogates) {
  const TestRun run = run_text(R"({"a\u0041":"\ud83d\ude00 \u0000 \"q\" \\","lone":"x\ud800y","d":{"k":"\udc00"}})"
                               "\n");
  const auto& row = run.sink.tables.at("Data").rows.at(0);
  EXPECT_EQ(row.at("aA"), std::string("\xF0\x9F\x98\x80 \0 \"q\" \\", 12));
  EXPECT_EQ(row.at("lone"), "x\xEF\xBF\xBDy");
  EXPECT_EQ(row.at("d"), R"({"k":"\ufffd"})") << "kept text must be JSON that every parser takes";
  EXPECT_EQ(run.result.repaired, 1U);
}

TEST(JsonLines, BytesThatAreNoUtf8AreReplacedAndCounted) {
  const TestRun run = run_text("{\"a\":\"caf\xE9\"}\n{\"a\":\"fine\"}\n{\"a\":\"\xED\xA0\x80\"}\n");
  const auto& rows = run.sink.tables.at("Data").rows;
  EXPECT_EQ(rows.at(0).at("a"), "caf\xEF\xBF\xBD");
  EXPECT_EQ(rows.at(1).at("a"), "fine");
  EXPECT_EQ(run.result.repaired, 2U);
}

TEST(JsonLines, HostileNestingAndControlCharactersAreRefused) {
  std::string deep = "{\"a\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}\n";
  const TestRun run = run_text("{\"a\":1}\n" + deep + "{\"a\":\"x\x01y\"}\n");
  ASSERT_EQ(run.sink.rejections.size(), 2U);
  EXPECT_EQ(run.sink.rejections[0].reason, "JSON is nested deeper than 128 levels");
  EXPECT_EQ(run.sink.rejections[0].head.size(), 200U);
  EXPECT_EQ(run.sink.rejections[1].reason, "JSON string holds an unescaped control character");
  EXPECT_EQ(run.sink.rejections[1].head, "{\"a\":\"x\\x01y\"}");
}

TEST(JsonLines, SecondValuesAndHiddenNamesAreKeptInExtra) {
  const TestRun run = run_text(R"({"a":1,"a":2,"_File":"f","_Extra":{"x":1}})"
                               "\n");
  const auto& row = run.sink.tables.at("Data").rows.at(0);
  EXPECT_EQ(row.at("a"), "1");
  EXPECT_EQ(row.at("_Extra"), R"({"a":2,"_File":"f","_Extra":{"x":1}})");
}

TEST(JsonLines, MoreColumnsThanATableTakesGoToExtra) {
  std::string wide = "{\"c0\":0";
  for (std::size_t i = 1; i < max_own_columns + 10; ++i) wide += ",\"c" + std::to_string(i) + "\":" + std::to_string(i);
  const TestRun run = run_text(wide + "}\n");
  const auto& table = run.sink.tables.at("Data");
  EXPECT_EQ(table.columns.size(), max_own_columns + 3);
  EXPECT_NE(table.rows.at(0).at("_Extra").find("\"c1995\":1995"), std::string::npos);
}

TEST(JsonValues, ArraysAndWrappersAndPrettyPrinting) {
  for (const char* text : {
           "[{\"a\":1},{\"a\":2}]",
           "[\n  {\n    \"a\": 1\n  },\n  {\n    \"a\": 2\n  }\n]\n",
           "{\"value\":[{\"a\":1},{\"a\":2}]}",
           "{\n\"@odata.context\": \"https://x/[y]\", \"records\" : [ {\"a\":1} , {\"a\":2} ],\"next\":{\"a\":9}}",
           "{\"Records\":[{\"a\":1},{\"a\":2}]}\n",
           "{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n",
       }) {
    const TestRun run = run_text(text);
    EXPECT_EQ(run.format, "json") << text;
    ASSERT_EQ(run.sink.tables.count("Data"), 1U) << text;
    const auto& rows = run.sink.tables.at("Data").rows;
    ASSERT_EQ(rows.size(), 2U) << text;
    EXPECT_EQ(rows[0].at("a"), "1") << text;
    EXPECT_EQ(rows[1].at("a"), "2") << text;
    EXPECT_EQ(run.result.records_rejected, 0U) << text;
  }
}

TEST(JsonValues, ALoneObjectWithAnArrayOfItsOwnIsALine) {
  const TestRun run = run_text(R"({"id":7,"tags":["a","b"]})");
  EXPECT_EQ(run.sink.tables.at("Data").rows.at(0).at("tags"), R"(["a","b"])");
}

TEST(JsonValues, ElementsThatAreNoObjectsAndACutEndAreRejected) {
  const TestRun run = run_text("[{\"a\":1}, 7, \"x\", {\"a\":2}, {\"a\":");
  EXPECT_EQ(run.sink.tables.at("Data").rows.size(), 2U);
  ASSERT_EQ(run.sink.rejections.size(), 3U);
  EXPECT_EQ(run.sink.rejections[0].head, "7");
  EXPECT_EQ(run.sink.rejections[2].reason, "JSON is incomplete");
}

TEST(JsonLines, BlocksAndThreadsDoNotChangeTheRows) {
  std::string text;
  for (int i = 0; i < 3'000; ++i) {
    text += "{\"i\":" + std::to_string(i) + ",\"t\":\"" + std::string(static_cast<std::size_t>(i % 300), 'x') + "\"}\n";
    if (i % 100 == 7) text += "broken\n";
  }
  TestOptions one;
  one.run.threads = 1;
  const TestRun whole = run_text(text, one);
  for (unsigned threads : {1U, 4U}) {
    TestOptions options;
    options.run.threads = threads;
    options.run.blocks.block = 1'000;
    options.run.appends.rows = 500;
    const TestRun run = run_text(text, options);
    EXPECT_EQ(run.sink.tables.at("Data").rows, whole.sink.tables.at("Data").rows);
    EXPECT_EQ(run.sink.appends, 6U) << "each append but the last is a whole one";
    ASSERT_EQ(run.sink.rejections.size(), 30U);
    EXPECT_EQ(run.sink.rejections[29].line, whole.sink.rejections[29].line);
    EXPECT_EQ(run.sink.rejections[29].offset, whole.sink.rejections[29].offset);
  }
}

TEST(JsonLines, LaterConflictsAreReportedForASecondReading) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "{\"a\":1.50,\"b\":1}\n";
  text += "{\"a\":\"none\",\"b\":2.5}\n";
  TestOptions options;
  options.run.blocks.block = 500;
  const TestRun first = run_text(text, options);
  EXPECT_EQ(first.result.widened.at("Data").at("a"), ScalarType::String);
  EXPECT_EQ(first.result.widened.at("Data").at("b"), ScalarType::Real);
  options.known = first.result.widened;
  const TestRun second = run_text(text, options);
  EXPECT_TRUE(second.result.widened.empty());
  EXPECT_EQ(second.sink.tables.at("Data").rows.at(0).at("a"), "1.50") << "the spelling is that of the evidence";
  EXPECT_EQ(second.sink.tables.at("Data").types.at("b"), "real");
}

TEST(LongRecords, AreRejectedWithinBounds) {
  std::string text = "{\"a\":1}\n{\"a\":\"";
  text.append(std::size_t{100} << 20, 'x');
  text += "\"}\n{\"a\":2}\n";
  const TestRun run = run_text(std::move(text));
  ASSERT_EQ(run.sink.rejections.size(), 1U);
  EXPECT_EQ(run.sink.rejections[0].reason, "record longer than 64 MiB");
  EXPECT_EQ(run.sink.rejections[0].line, 2U);
  EXPECT_EQ(run.sink.rejections[0].offset, 8U);
  EXPECT_EQ(run.sink.rejections[0].head.size(), 200U);
  const auto& rows = run.sink.tables.at("Data").rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[1].at("a"), "2");
  EXPECT_EQ(rows[1].at("_Record"), "3");
  EXPECT_EQ(run.result.records_read, 3U);
}

TEST(LongRecords, EveryPlaceOfTheLimitIsSound) {
  for (std::size_t size = 80; size < 200; ++size) {
    TestOptions options;
    options.run.blocks.block = 64;
    options.run.blocks.longest_record = 100;
    std::string text = "{\"a\":1}\n{\"b\":\"" + std::string(size, 'y') + "\"}\n{\"a\":2}\n{\"a\":3}\n";
    const TestRun run = run_text(text, options);
    EXPECT_EQ(run.sink.tables.at("Data").rows.size(), size + 8 > 100 ? 3U : 4U) << size;
    EXPECT_EQ(run.result.records_read, 4U) << size;
    EXPECT_EQ(run.sink.tables.at("Data").rows.back().at("_Record"), "4") << size;
  }
}

}  // namespace
}  // namespace huntbook::ingest::testing
