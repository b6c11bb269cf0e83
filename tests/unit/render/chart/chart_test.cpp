#include "render/chart/chart.hpp"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "../sample_rows.hpp"
#include "base/time.hpp"

namespace huntbook::render {
namespace {

using Properties = std::vector<std::pair<std::string, std::string>>;

Result<std::string> draw(std::string_view kind, const Properties& properties, const Sample& sample) {
  HUNTBOOK_TRY(const ChartSpec spec, chart_spec(kind, properties));
  return draw_chart(spec, {sample.schema, sample.rows, 0});
}

// Where HUNTBOOK_CHART_DIR is set, pictures are left there to be looked at.
std::string picture(std::string_view kind, const Properties& properties, const Sample& sample,
                    const std::string& name) {
  const Result<std::string> svg = draw(kind, properties, sample);
  EXPECT_TRUE(svg) << (svg ? "" : svg.error().message);
  if (!svg) return {};
  EXPECT_EQ(*svg, *draw(kind, properties, sample)) << "the same rows give the same bytes";
  if (const char* folder = std::getenv("HUNTBOOK_CHART_DIR")) {
    std::ofstream(std::string(folder) + "/" + name + ".svg") << *svg;
  }
  return *svg;
}

const Ticks start = *parse_datetime("2019-01-14T20:00:00Z");

Sample hourly(std::size_t series) {
  std::vector<std::optional<std::int64_t>> times, counts;
  std::vector<std::string> accounts;
  for (std::size_t s = 0; s < series; ++s) {
    for (int hour = 0; hour < 30; ++hour) {
      times.push_back(start + hour * ticks_per_hour);
      counts.push_back(static_cast<std::int64_t>((hour * 7 + s * 13) % 40 + 5 * (series - s)));
      accounts.push_back("user" + std::to_string(s));
    }
  }
  return SampleBuilder()
      .longs("TimeGenerated", times, ScalarType::DateTime)
      .texts("Account", accounts)
      .longs("count_", counts)
      .done();
}

Sample hostile() {
  const std::string script = "</text><script>alert(1)</script>\" onload=\"x\x01";
  return SampleBuilder()
      .texts("<b>key", {script, "b"})
      .texts("other", {"x", script})
      .longs("n", {3, 200})
      .longs("t", {start, start + ticks_per_hour}, ScalarType::DateTime)
      .done();
}

TEST(ChartSpec, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(chart_spec("treemap", {}).error().message, "render treemap is known, not supported yet");
  EXPECT_EQ(chart_spec("sparkles", {}).error().message, "render sparkles: there is no chart of this kind");
  EXPECT_EQ(chart_spec("timechart", {{"ysplit", "panels"}}).error().message,
            "render property 'ysplit' is known, not supported yet");
  EXPECT_EQ(chart_spec("timechart", {{"glitter", "1"}}).error().message, "render property 'glitter' is not known");
  EXPECT_EQ(chart_spec("timechart", {{"yaxis", "cubic"}}).error().message,
            "render property yaxis=cubic: expected linear or log");
}

TEST(ChartSpec, ReadsKustosProperties) {
  const ChartSpec spec =
      *chart_spec("columnchart", {{"kind", "stacked100"}, {"series", "a, b"}, {"legend", "hidden"}, {"ymax", "5"}});
  EXPECT_EQ(spec.stacking, Stacking::Stacked100);
  EXPECT_EQ(spec.series, (std::vector<std::string>{"a", "b"}));
  EXPECT_FALSE(spec.legend);
  EXPECT_EQ(spec.ymax, 5);
}

TEST(Charts, ShowHostileTextAsText) {
  const Sample sample = hostile();
  for (const char* kind : {"barchart", "columnchart", "piechart", "card", "timeline", "matrix"}) {
    const std::string svg = picture(kind, {{"title", "<script>x</script>"}}, sample, std::string("hostile_") + kind);
    EXPECT_EQ(svg.find("<script"), std::string::npos) << kind;
    EXPECT_EQ(svg.find("\" onload"), std::string::npos) << kind;
    EXPECT_EQ(svg.find('\x01'), std::string::npos) << kind;
  }
}

TEST(Charts, SayThatThereIsNoData) {
  const Sample empty =
      SampleBuilder().longs("t", {}, ScalarType::DateTime).texts("a", {}).texts("b", {}).longs("n", {}).done();
  for (const char* kind : {"timechart", "linechart", "areachart", "scatterchart", "barchart", "columnchart", "piechart",
                           "card", "timeline"}) {
    EXPECT_NE(picture(kind, {}, empty, std::string("empty_") + kind).find(">No "), std::string::npos) << kind;
  }
}

TEST(TimeChart, DrawsALinePerSeriesAndGroupsTheRest) {
  const std::string few = picture("timechart", {{"title", "Logons per hour"}}, hourly(3), "timechart");
  EXPECT_NE(few.find(">user2</text>"), std::string::npos);
  const std::string many = picture("timechart", {}, hourly(14), "timechart_many");
  EXPECT_NE(many.find(">6 others</text>"), std::string::npos);
  picture("areachart", {{"kind", "stacked"}}, hourly(4), "area_stacked");
  picture("columnchart", {{"title", "Events per hour"}}, hourly(4), "columns_time");
}

TEST(TimeChart, NeedsATimeAndANumber) {
  const Sample sample = SampleBuilder().texts("a", {"x"}).longs("n", {1}).done();
  EXPECT_EQ(draw("timechart", {}, sample).error().message, "a timechart needs a datetime column");
  EXPECT_EQ(draw("linechart", {{"xcolumn", "z"}}, sample).error().message,
            "render property xcolumn: the result has no column 'z'");
  EXPECT_EQ(draw("columnchart", {}, SampleBuilder().texts("a", {"x"}).done()).error().message,
            "a chart needs a column of numbers besides its x axis");
}

TEST(TimeChart, IsNotStretchedByImpossibleTimes) {
  const Sample sample = SampleBuilder()
                            .longs("t", {start, start + ticks_per_hour, filetime_epoch}, ScalarType::DateTime)
                            .longs("n", {1, 2, 3})
                            .done();
  EXPECT_NE(picture("timechart", {}, sample, "impossible").find("1 row with a time before 1971"), std::string::npos);
}

TEST(ColumnChart, LogScaleShowsOnesBesideThousands) {
  const Sample sample = SampleBuilder()
                            .texts("EventType", {"SYSCALL", "CRED_ACQ", "LOGIN", "a rather long name of an event type"})
                            .longs("n", {13046, 120, 9, 1})
                            .done();
  picture("columnchart", {{"yaxis", "log"}, {"title", "Event types"}}, sample, "columns_log");
  picture("barchart", {{"yaxis", "log"}}, sample, "bars_log");
  picture("piechart", {{"title", "Event types"}}, sample, "pie");
  picture("card", {}, sample, "card");
}

TEST(Timeline, HighlightsAndCountsEvents) {
  std::vector<std::optional<std::int64_t>> times;
  std::vector<std::string> accounts;
  std::vector<bool> rdp;
  for (int i = 0; i < 400; ++i) {
    times.push_back(start + i * 7 * ticks_per_minute);
    accounts.push_back(i % 3 == 0 ? "NT AUTHORITY\\SYSTEM" : i % 5 == 0 ? "CONTOSO\\alice" : "CONTOSO\\adm-bob");
    rdp.push_back(i == 211 || i == 340);
  }
  const Sample sample = SampleBuilder()
                            .longs("TimeGenerated", times, ScalarType::DateTime)
                            .texts("Account", accounts)
                            .bools("RemoteDesktop", rdp)
                            .done();
  const std::string svg =
      picture("timeline", {{"highlight", "RemoteDesktop"}, {"title", "Logons"}}, sample, "timeline");
  EXPECT_NE(svg.find(">RemoteDesktop</text>"), std::string::npos);
  EXPECT_NE(svg.find(">134</text>"), std::string::npos);
  EXPECT_EQ(draw("timeline", {{"xcolumn", "Account"}}, sample).error().message,
            "render property xcolumn: column 'Account' is string, not datetime");
}

TEST(Matrix, RareCellsStandOut) {
  const Sample sample = SampleBuilder()
                            .texts("Account", {"SYSTEM", "SYSTEM", "DWM-1", "MSTICAdmin", "MSTICAdmin", "ian"})
                            .longs("LogonType", {5, 0, 2, 4, 10, 3})
                            .longs("count_", {1400, 2, 40, 12, 1, 3})
                            .done();
  const std::string svg = picture("matrix", {{"title", "Logons"}}, sample, "matrix");
  EXPECT_NE(svg.find("fill=\"#c8461c\""), std::string::npos) << "the strongest colour";
  EXPECT_LT(svg.find(">2</text>"), svg.find(">10</text>")) << "numeric keys in numeric order";
}

}  // namespace
}  // namespace huntbook::render
