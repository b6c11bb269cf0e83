#include "notebook/report/report.hpp"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "base/time.hpp"
#include "notebook/result_view.hpp"

namespace huntbook::report {
namespace {

using notebook::CapturedResult;
using notebook::CellKind;
using notebook::Document;
using notebook::JsonValue;

// Left behind by script, were any to run: the title of the page would change.
constexpr std::string_view attack =
    "<script>document.title='OWNED'</script><img src=x onerror=\"document.title='OWNED'\">\x1b[2J</pre></details>";

CapturedResult logons(const char* kind) {
  CapturedResult result;
  result.info.schema = {{"TimeGenerated", ScalarType::DateTime},
                        {"Account", ScalarType::String},
                        {"LogonType", ScalarType::Long},
                        {"count_", ScalarType::Long}};
  result.info.render = kql::RenderSpec{kind, {{"title", "Logons of the host"}}};
  if (std::string_view(kind) == "matrix") {
    result.info.render->properties = {{"series", "Account"}, {"xcolumn", "LogonType"}, {"title", "Logons by type"}};
  }
  result.rows = make_batch(result.info.schema);
  const Ticks start = *parse_datetime("2024-05-14T06:00:00Z");
  const std::vector<std::string> accounts = {"NT AUTHORITY\\SYSTEM", "CORP\\svc-backup", "CORP\\m.keller",
                                             std::string(attack)};
  for (int i = 0; i < 160; ++i) {
    const std::size_t who = i % 40 == 39 ? 3 : static_cast<std::size_t>(i * 7 % 3);
    result.rows.columns[0].push_long(start + i * 11 * ticks_per_minute);
    result.rows.columns[1].push_text(accounts[who]);
    result.rows.columns[2].push_long(who == 3 ? 10 : who == 0 ? 5 : i % 5 == 0 ? 2 : 3);
    result.rows.columns[3].push_long(who == 3 ? 1 : 3 + i % 17);
  }
  result.total_rows = 22'979;
  return result;
}

ReportInput sample(const Document& document) {
  ReportInput input;
  input.case_name = "Keller Logistics " + std::string(attack);
  input.notebook = &document;
  casefile::EvidenceRecord record;
  record.path = "evidence/security.jsonl.gz!/" + std::string(attack);
  record.sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  record.format = "winlogbeat";
  record.size = 18'223'411;
  record.records_read = 22'981;
  record.records_stored = 22'979;
  record.records_rejected = 2;
  record.first_event = parse_datetime("2024-05-12T00:00:03Z");
  record.last_event = parse_datetime("2024-05-19T23:58:41Z");
  input.evidence = {record};
  casefile::Observation first;
  first.caption = "Remote desktop logon from outside";
  first.description = "An account that nobody uses logged on over RDP, from an address outside of the company.";
  first.severity = "High";
  first.tags = {"rdp", "initial access"};
  first.link = "#cell-x";
  first.query = "SecurityEvent | where LogonType == 10";
  first.captured = notebook::view_result(logons("timeline"), 5).bundle.dump();
  casefile::Observation second;
  second.caption = std::string(attack);
  second.description = std::string(attack);
  second.severity = std::string(attack);
  second.tags = {std::string(attack)};
  second.link = "javascript:document.title='OWNED'";
  second.query = std::string(attack);
  second.captured =
      JsonValue({{"text/html", std::string(attack)},
                 {"image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x\"><script>y</script></svg>"}})
          .dump();
  input.observations = {first, second};
  return input;
}

Document investigated() {
  Document document;
  document.add(CellKind::Markdown, "# Windows host WS-17\nWhat happened on the host, " + std::string(attack));
  document.add(CellKind::Markdown, "## Logons\nWho came in, and **how**? Look at the *rare* cells first.");
  document.add(CellKind::Code, "SecurityEvent | summarize count() by Account, LogonType | render matrix");
  document.set_outputs(2, {notebook::display_data(notebook::view_result(logons("matrix"), 8).bundle)}, 1);
  document.add(CellKind::Markdown, "## Logons over time\n[click](javascript:document.title='OWNED')");
  document.add(CellKind::Code, std::string(attack));
  document.set_outputs(
      4,
      {notebook::display_data(notebook::view_result(logons("columnchart"), 8).bundle),
       JsonValue{{"output_type", "stream"}, {"text", std::string(attack)}},
       JsonValue{{"output_type", "error"}, {"traceback", {"error: nothing here", std::string(attack)}}},
       JsonValue{{"output_type", "display_data"}, {"data", {{"text/html", std::string(attack)}}}}},
      2);
  return document;
}

TEST(Report, ShowsHostileEvidenceAsText) {
  const Document document = investigated();
  const std::string html = make_report(sample(document));
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find("<img src=x"), std::string::npos);
  EXPECT_EQ(html.find('\x1b'), std::string::npos);
  EXPECT_EQ(html.find("href=\"javascript"), std::string::npos);
  EXPECT_EQ(html.find("src=\"http"), std::string::npos);
  EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
  EXPECT_NE(html.find("data:image/svg+xml;base64,"), std::string::npos) << "a picture that is not ours is an image";
  // For the test in a browser, and to be looked at.
  if (const char* path = std::getenv("HUNTBOOK_REPORT_SAMPLE")) std::ofstream(path) << html;
}

TEST(Report, NamesEvidenceObservationsAndSections) {
  const Document document = investigated();
  const std::string html = make_report(sample(document));
  EXPECT_NE(html.find("<h1>Windows host WS-17</h1>"), std::string::npos);
  EXPECT_NE(html.find("9f86d081884c7d65"), std::string::npos);
  EXPECT_NE(html.find("22,981 (2 rejected)"), std::string::npos);
  EXPECT_LT(html.find("Remote desktop logon"), html.find(">Logons</h2>"));
  EXPECT_NE(html.find("8 of 22,979 rows shown"), std::string::npos);
  EXPECT_NE(html.find("2024-05-12 – 2024-05-19"), std::string::npos);
}

TEST(Report, ShowsAKeptResultOnceAndLinksToIt) {
  Document document;
  document.add(CellKind::Code, ".observe \"Logons\" <| Logons");
  const notebook::ResultView view = notebook::view_result(logons("table"), 5);
  document.set_outputs(0,
                       {notebook::display_data(view.bundle),
                        JsonValue{{"output_type", "stream"}, {"text", "observation kept: Logons\n"}}},
                       1);
  ReportInput input;
  input.case_name = "c";
  input.notebook = &document;
  casefile::Observation observation;
  observation.caption = "Logons";
  observation.link = "#cell-" + document.id(0);
  observation.captured = view.bundle.dump();
  input.observations = {observation};
  const std::string html = make_report(input);
  const std::string rows = "5 of 22,979 rows shown";
  ASSERT_NE(html.find(rows), std::string::npos);
  EXPECT_EQ(html.find(rows), html.rfind(rows));
  EXPECT_NE(html.find("<a href=\"#observation-1\">observation 1, Logons</a>"), std::string::npos);
  EXPECT_NE(html.find("id=\"observation-1\""), std::string::npos);
  EXPECT_EQ(html.find("observation kept"), std::string::npos);

  // Once the cell shows something else, both are shown.
  document.set_outputs(0, {notebook::display_data(notebook::view_result(logons("table"), 6).bundle)}, 1);
  EXPECT_NE(make_report(input).find("6 of 22,979 rows shown"), std::string::npos);
}

TEST(Report, LeavesOutCellsThatAreForTheAnalystAlone) {
  const auto document = Document::parse(R"({"cells": [
    {"cell_type": "markdown", "metadata": {"tags": ["remove-cell"]}, "source": "how to run this"},
    {"cell_type": "markdown", "metadata": {}, "source": "what it shows"}],
    "metadata": {}, "nbformat": 4, "nbformat_minor": 5})");
  ASSERT_TRUE(document);
  ReportInput input;
  input.notebook = &*document;
  const std::string html = make_report(input);
  EXPECT_EQ(html.find("how to run this"), std::string::npos);
  EXPECT_NE(html.find("what it shows"), std::string::npos);
}

TEST(Report, IsTheSameByteForByte) {
  const Document document = investigated();
  EXPECT_EQ(make_report(sample(document)), make_report(sample(document)));
}

TEST(Report, StandsWithoutANotebook) {
  ReportInput input;
  input.case_name = "empty";
  const std::string html = make_report(input);
  EXPECT_NE(html.find("The case holds no evidence."), std::string::npos);
}

}  // namespace
}  // namespace huntbook::report
