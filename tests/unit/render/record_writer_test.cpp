#include "render/record_writer.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "sample_rows.hpp"

namespace huntbook::render {
namespace {

Sample accounts() {
  return SampleBuilder()
      .texts("Account", {"NT AUTHORITY\\SYSTEM", "東京\x1b[2J"})
      .longs("n", {4624, std::nullopt})
      .done();
}

std::string write(std::unique_ptr<RecordWriter> writer, const Sample& sample) {
  return write_all(*writer, sample.schema, sample.rows);
}

TEST(TextWriter, AlignsByDisplayWidth) {
  EXPECT_EQ(write(make_text_writer({}), accounts()),
            "Account                 n\n"
            "───────────────────  ────\n"
            "NT AUTHORITY\\SYSTEM  4624\n"
            "東京\\x1b[2J              \n");
}

TEST(TextWriter, ClipsOnlyWhenAsked) {
  EXPECT_EQ(write(make_text_writer({.cell_width = 6}), accounts()),
            "Accou…     n\n"
            "──────  ────\n"
            "NT AU…  4624\n"
            "東京\\…      \n");
}

TEST(TextWriter, ShowsAnEmptyResultAsItsHeader) {
  EXPECT_EQ(write(make_text_writer({}), SampleBuilder().texts("a", {}).done()), "a\n─\n");
}

TEST(TextWriter, StreamsPastTheRowsThatItMeasures) {
  std::vector<std::optional<std::int64_t>> numbers(2500, 1);
  const std::string text = write(make_text_writer({}), SampleBuilder().longs("n", numbers).done());
  EXPECT_EQ(std::ranges::count(text, '\n'), 2502);
}

Sample mostly_empty() {
  return SampleBuilder()
      .texts("Account", {"a", "b"})
      .texts("NeverFilled", {"", ""})
      .longs("Count", {std::nullopt, 2})
      .longs("AlsoNever", {std::nullopt, std::nullopt})
      .done();
}

TEST(TextWriter, LeavesOutEmptyColumnsOfATableWiderThanTheScreen) {
  EXPECT_EQ(write(make_text_writer({.screen_width = 20}), mostly_empty()),
            "Account  Count\n"
            "───────  ─────\n"
            "a             \n"
            "b            2\n"
            "(2 columns without a value in these rows are left out; a file or a pipe gets all 4)\n");
}

TEST(TextWriter, KeepsEmptyColumnsWhereTheyFitOrNoScreenIsThere) {
  const std::string whole = write(make_text_writer({}), mostly_empty());
  EXPECT_NE(whole.find("NeverFilled"), std::string::npos);
  EXPECT_EQ(write(make_text_writer({.screen_width = 40}), mostly_empty()), whole);
}

TEST(TextWriter, KeepsAllColumnsWhereNoneHasAValue) {
  const Sample sample = SampleBuilder().texts("First", {""}).texts("Second", {""}).done();
  EXPECT_EQ(write(make_text_writer({.screen_width = 5}), sample), "First  Second\n─────  ──────\n       \n");
}

TEST(TextWriter, BringsAColumnInWhereItHasAValueFurtherDown) {
  std::vector<std::string> late(1001, "");
  late.back() = "here";
  const std::string text =
      write(make_text_writer({.screen_width = 8}),
            SampleBuilder().texts("Name", std::vector<std::string>(1001, "x")).texts("Late", late).done());
  EXPECT_TRUE(text.starts_with("Name\n────\nx\n"));
  EXPECT_TRUE(text.ends_with("x\n\nName  Late\n────  ────\nx     here\n")) << text.substr(text.size() - 80);
}

TEST(JsonWriter, WritesOneObject) {
  EXPECT_EQ(write(make_json_writer(), accounts()),
            R"({"columns":[{"name":"Account","type":"string"},{"name":"n","type":"long"}],)"
            R"("rows":[["NT AUTHORITY\\SYSTEM",4624],["東京\u001b[2J",null]]})"
            "\n");
}

TEST(NdjsonWriter, WritesOneObjectARow) {
  EXPECT_EQ(write(make_ndjson_writer(), accounts()),
            "{\"Account\":\"NT AUTHORITY\\\\SYSTEM\",\"n\":4624}\n{\"Account\":\"東京\\u001b[2J\",\"n\":null}\n");
}

TEST(CsvWriter, QuotesAsRfc4180) {
  const Sample sample = SampleBuilder().texts("a,b", {"say \"hi\"", "two\nlines", " x", ""}).done();
  EXPECT_EQ(write(make_csv_writer(false), sample), "\"a,b\"\n\"say \"\"hi\"\"\"\n\"two\nlines\"\n\" x\"\n\n");
}

TEST(CsvWriter, GuardsFormulasInTextOnly) {
  const Sample sample = SampleBuilder()
                            .texts("cmd", {"=cmd|'/c calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "plain"})
                            .longs("n", {-1, -2, -3, -4, -5, -6})
                            .done();
  EXPECT_EQ(write(make_csv_writer(true), sample),
            "cmd,n\n'=cmd|'/c calc'!A0,-1\n'+1,-2\n'-1,-3\n'@SUM(A1),-4\n'\tx,-5\nplain,-6\n");
  EXPECT_NE(write(make_csv_writer(false), sample).find("\n=cmd"), std::string::npos);
}

}  // namespace
}  // namespace huntbook::render
