#include "notebook/report/markdown.hpp"

#include <gtest/gtest.h>

namespace huntbook::report {
namespace {

std::string render(std::string_view markdown) {
  return MarkdownRenderer().render(markdown);
}

TEST(Markdown, RendersWhatAnAnalystWrites) {
  EXPECT_EQ(render("a *b* **c** `d`"), "<p>a <em>b</em> <strong>c</strong> <code>d</code></p>\n");
  EXPECT_EQ(render("- x\n- y"), "<ul>\n<li>x</li>\n<li>y</li>\n</ul>\n");
  EXPECT_EQ(render("```kql\nT | where a < 1\n```"), "<pre><code>T | where a &lt; 1\n</code></pre>\n");
  const std::string table = render("|a|b|\n|---|---:|\n|1|2|");
  EXPECT_NE(table.find("<td class=\"hb-number\">2</td>"), std::string::npos) << table;
}

TEST(Markdown, ShowsRawHtmlAsText) {
  EXPECT_EQ(render("<script>alert(1)</script>"), "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
  EXPECT_EQ(render("x <b onmouseover=\"y\">z"), "<p>x &lt;b onmouseover=&quot;y&quot;&gt;z</p>\n");
}

TEST(Markdown, KeepsOnlySafeLinks) {
  EXPECT_EQ(render("[a](https://example.org/?q=\"x\")").find("<a rel=\"noreferrer\" href=\"https://example.org/"), 3U);
  for (const char* link : {"[a](javascript:alert(1))", "[a](JaVaScRiPt:x)", "[a](data:text/html,x)", "[a](vbscript:x)",
                           "[a](file:///etc/passwd)", "[a](&#106;avascript:x)"}) {
    EXPECT_EQ(render(link).find("<a"), std::string::npos) << link;
  }
}

TEST(Markdown, LoadsNoPictures) {
  EXPECT_EQ(render("![alt](http://198.51.100.7/x.png)"), "<p><span class=\"picture-text\">alt</span></p>\n");
  EXPECT_NE(render("![alt](data:image/png;base64,AAAA)").find("<img alt=\"\" src=\"data:image/png;base64,AAAA\">"),
            std::string::npos);
  EXPECT_EQ(render("![alt](data:image/svg+xml;base64,AAAA)").find("<img"), std::string::npos);
}

TEST(Markdown, GivesHeadingsAnchorsOnce) {
  MarkdownRenderer renderer;
  renderer.render("# Logons <b>\n# Logons <b>");
  ASSERT_EQ(renderer.headings().size(), 2U);
  EXPECT_EQ(renderer.headings()[0].text, "Logons <b>");
  EXPECT_EQ(renderer.headings()[0].level, 2U);
  EXPECT_NE(renderer.headings()[0].anchor, renderer.headings()[1].anchor);
}

}  // namespace
}  // namespace huntbook::report
