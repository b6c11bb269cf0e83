#include <gtest/gtest.h>

#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

TEST(Csv, TypesCellsAndGaps) {
  const TestRun run = run_text(
      "id,flag,n,x,when,doc,code\n"
      "a,True,1,1,2019-02-12 14:22:40.697,\"{\"\"k\"\":[1]}\",007\n"
      "b,false,,2.5,2019-02-12T14:22:40Z,,12\n");
  const auto& table = run.sink.tables.at("Data");
  EXPECT_EQ(run.format, "csv");
  EXPECT_EQ(table.types.at("flag"), "bool");
  EXPECT_EQ(table.types.at("n"), "long");
  EXPECT_EQ(table.types.at("x"), "real");
  EXPECT_EQ(table.types.at("when"), "datetime");
  EXPECT_EQ(table.types.at("doc"), "dynamic");
  EXPECT_EQ(table.types.at("code"), "string");
  EXPECT_EQ(table.rows[0].at("doc"), R"({"k":[1]})");
  EXPECT_EQ(table.rows[0].at("when"), "2019-02-12T14:22:40.697Z");
  EXPECT_EQ(table.rows[1].count("n"), 0U);
}

TEST(Csv, QuotesDelimitersAndLineEndsInCells) {
  const TestRun run =
      run_text("a,b\r\n\"x,\"\"y\"\"\",\"line 1\r\nline 2\"\r\n5\" disk,say \"hi\"\r\n\"\",\"tail\" rest\r\n");
  const auto& rows = run.sink.tables.at("Data").rows;
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].at("a"), "x,\"y\"");
  EXPECT_EQ(rows[0].at("b"), "line 1\r\nline 2");
  EXPECT_EQ(rows[1].at("a"), "5\" disk");
  EXPECT_EQ(rows[1].at("b"), "say \"hi\"");
  EXPECT_EQ(rows[2].at("b"), "tail rest");
}

TEST(Csv, RejectsWhatDoesNotFitTheHeader) {
  const TestRun run = run_text("a,b\n1,2\n3,4,5\n6\n\n7,\"open\n8,9\n", {.name = "x.csv"});
  EXPECT_EQ(run.sink.tables.at("Data").rows.size(), 2U);
  ASSERT_EQ(run.sink.rejections.size(), 2U);
  EXPECT_EQ(run.sink.rejections[0].reason, "record has 3 cells, the header 2");
  EXPECT_EQ(run.sink.rejections[0].line, 3U);
  EXPECT_EQ(run.sink.rejections[1].reason, "a quoted cell does not end");
  EXPECT_EQ(run.sink.rejections[1].line, 6U);
  EXPECT_EQ(run.result.records_read, 4U);
}

TEST(Csv, ColumnNamesAreMadeUnique) {
  const TestRun run = run_text(",a,a, b ,\n0,1,2,3,4\n");
  EXPECT_EQ(run.sink.tables.at("Data").columns,
            (std::vector<std::string>{"Column1", "a", "a_2", "b", "Column5", "_File", "_Record"}));
}

TEST(Csv, OtherDelimitersAndZeekLogs) {
  EXPECT_EQ(run_text("a\tb\n1\t2\n").format, "tsv");
  EXPECT_EQ(run_text("a;b\n1;2\n").sink.tables.at("Data").rows.at(0).at("b"), "2");
  const TestRun zeek = run_text(
      "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n"
      "#fields\tts\tid.orig_h\tduration\ttags\n#types\ttime\taddr\tinterval\tset[string]\n"
      "1692161622.036086\t192.0.2.1\t-\t(empty)\n1692161623\t192.0.2.2\t1.5\t\"q\n#close\t2023-08-16-01-28-55\n");
  EXPECT_EQ(zeek.format, "zeek");
  const auto& table = zeek.sink.tables.at("Zeek_conn");
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.types.at("TimeGenerated"), "datetime");
  EXPECT_EQ(table.rows[0].at("TimeGenerated"), "2023-08-16T04:53:42.036086Z");
  EXPECT_EQ(table.rows[0].at("id_orig_h"), "192.0.2.1");
  EXPECT_EQ(table.rows[0].count("duration"), 0U);
  EXPECT_EQ(table.rows[1].at("tags"), R"(["\"q"])");
}

TEST(Csv, QuotedLineEndsAcrossBlocks) {
  std::string text = "a,b\n";
  for (int i = 0; i < 500; ++i) {
    text += std::to_string(i) + ",\"one\ntwo \"\"" + std::string(static_cast<std::size_t>(i % 50), '\n') + "\"\"\"\n";
  }
  for (std::size_t block : {64U, 100U, 1000U}) {
    TestOptions options;
    options.run.blocks.block = block;
    const TestRun run = run_text(text, options);
    ASSERT_EQ(run.sink.tables.at("Data").rows.size(), 500U) << block;
    EXPECT_EQ(run.sink.tables.at("Data").rows[499].at("_Record"), "500");
    EXPECT_TRUE(run.sink.rejections.empty());
  }
}

TEST(Csv, NulBytesAndBadUtf8Survive) {
  const TestRun run = run_text(std::string("first,second\nx\0y,a bit of text and caf\xE9\n", 40), {.name = "x.csv"});
  const auto& row = run.sink.tables.at("Data").rows.at(0);
  EXPECT_EQ(row.at("first"), std::string("x\0y", 3));
  EXPECT_EQ(row.at("second"), "a bit of text and caf\xEF\xBF\xBD");
  EXPECT_EQ(run.result.repaired, 1U);
}

TEST(Csv, AHeaderAloneIsReadAsNoRecords) {
  const TestRun run = run_text("a,b\n", {.name = "x.csv"});
  EXPECT_EQ(run.result.records_read, 0U);
  EXPECT_TRUE(run.sink.tables.empty());
}

TEST(Text, LinesOnRequest) {
  EXPECT_THROW(run_text("just some prose\nof two lines\n"), std::runtime_error);
  const TestRun lines = run_text("just some prose\n\nof two lines", {.forced = "text"});
  EXPECT_EQ(lines.sink.tables.at("Data").rows.size(), 2U);
  EXPECT_EQ(lines.sink.tables.at("Data").rows[1].at("RawData"), "of two lines");
}

}  // namespace
}  // namespace huntbook::ingest::testing
