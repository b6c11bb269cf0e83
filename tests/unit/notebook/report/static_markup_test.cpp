#include "notebook/report/static_markup.hpp"

#include <gtest/gtest.h>

#include "../../render/sample_rows.hpp"
#include "render/chart/chart.hpp"
#include "render/html_table.hpp"

namespace huntbook::report {
namespace {

TEST(StaticMarkup, PassesWhatOurWritersMake) {
  const render::Sample sample = render::SampleBuilder()
                                    .longs("t", {640'000'000'000'000'000}, ScalarType::DateTime)
                                    .texts("a", {"<script>\"'&url("})
                                    .texts("b", {"url(#x)"})
                                    .longs("n", {5})
                                    .done();
  EXPECT_TRUE(is_static_markup(render::html_table(sample.schema, sample.rows, {.row_cap = 0}), MarkupKind::Html));
  EXPECT_TRUE(is_static_markup(render::html_table(sample.schema, sample.rows, {}), MarkupKind::Html));
  for (const char* kind : {"timechart", "areachart", "scatterchart", "columnchart", "piechart", "card", "timeline",
                           "matrix", "barchart"}) {
    const auto svg =
        render::draw_chart(*render::chart_spec(kind, {{"title", "a \"b\" <c>"}}), {sample.schema, sample.rows, 9});
    ASSERT_TRUE(svg) << kind;
    EXPECT_TRUE(is_static_markup(*svg, MarkupKind::Svg)) << kind << *svg;
  }
}

TEST(StaticMarkup, RefusesWhatCouldActOrBreakOut) {
  for (const char* html :
       {"<script>x</script>", "<div onclick=\"x\"></div>", "<div class='x'></div>", "</div></div>", "<div>",
        "<!-- x -->", "<img src=\"x\">", "<a href=\"javascript:x\">y</a>", "<div style=\"x\"></div>", "<DIV></DIV>",
        "<div class=\"a", "<div\nclass=\"a\"></div>", "<table><tr></table></tr>", "<iframe></iframe>", "a > b"}) {
    EXPECT_FALSE(is_static_markup(html, MarkupKind::Html)) << html;
  }
  for (const char* svg : {"<svg onload=\"x\"></svg>", "<svg ><script>x</script></svg>", "<svg ><foreignObject/></svg>",
                          "<svg ><rect fill=\"url(http://x)\"/></svg>", "<svg ><rect fill=\"&#117;rl(x)\"/></svg>",
                          "<svg ><use href=\"#x\"/></svg>", "<svg ><a href=\"x\"></a></svg>", "<div></div>",
                          "<svg ><![CDATA[x]]></svg>"}) {
    EXPECT_FALSE(is_static_markup(svg, MarkupKind::Svg)) << svg;
  }
}

}  // namespace
}  // namespace huntbook::report
