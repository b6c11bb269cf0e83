#include "render/html_table.hpp"

#include <gtest/gtest.h>

#include "base/time.hpp"
#include "sample_rows.hpp"

namespace huntbook::render {
namespace {

TEST(HtmlTable, ShowsHostileTextAsText) {
  const Sample sample = SampleBuilder().texts("<b>", {"<script>alert(1)</script>", "\x1b[2J"}).done();
  EXPECT_EQ(html_table(sample.schema, sample.rows, {}),
            "<div class=\"hb-table\"><table>\n<thead><tr><th>&lt;b&gt;</th></tr></thead>\n<tbody>\n"
            "<tr><td>&lt;script&gt;alert(1)&lt;/script&gt;</td></tr>\n<tr><td class=\"hb-short\">\\x1b[2J</td></tr>\n"
            "</tbody>\n</table>\n<p class=\"hb-note\">2 rows</p></div>\n");
}

TEST(HtmlTable, SaysWhatItDoesNotShow) {
  const Sample sample = SampleBuilder().longs("n", {1, 2, 3}).done();
  const std::string html =
      html_table(sample.schema, sample.rows, {.row_cap = 2, .total_rows = 22979, .note = "query time <x>"});
  EXPECT_NE(html.find("2 of 22,979 rows shown; 22,977 more are not shown here · query time &lt;x&gt;"),
            std::string::npos);
  EXPECT_EQ(html.find("<td class=\"hb-number\">3</td>"), std::string::npos);
}

TEST(HtmlTable, CutsLongCellsAtACharacter) {
  const Sample sample = SampleBuilder().texts("s", {"ééé"}).done();
  const std::string html = html_table(sample.schema, sample.rows, {.cell_cap = 3});
  EXPECT_NE(html.find("<td class=\"hb-short\">é<span class=\"hb-cut\">… 4 more bytes</span></td>"), std::string::npos);
}

TEST(HtmlTable, SetsTimesForTheEyeAndLosesNothingOfThem) {
  const Sample sample =
      SampleBuilder()
          .longs("t", {*parse_datetime("2024-03-16T03:18:28.836251Z"), std::nullopt}, ScalarType::DateTime)
          .done();
  const std::string html = html_table(sample.schema, sample.rows, {});
  EXPECT_NE(html.find("<td class=\"hb-time\">2024-03-16 03:18:28<span class=\"hb-minor\">.836251Z</span></td>"),
            std::string::npos);
  EXPECT_NE(html.find("<td class=\"hb-time\"></td>"), std::string::npos);
}

TEST(HtmlTable, SaysThatThereAreNoRows) {
  const Sample sample = SampleBuilder().texts("s", {}).done();
  EXPECT_NE(html_table(sample.schema, sample.rows, {}).find("no rows"), std::string::npos);
}

}  // namespace
}  // namespace huntbook::render
