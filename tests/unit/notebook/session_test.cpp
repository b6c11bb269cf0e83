#include "notebook/session.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/time.hpp"
#include "notebook/execute.hpp"

namespace huntbook::notebook {
namespace {

// Stands for the query layer: notes what it was asked, answers "rows" with two hostile rows, "boom" with an error.
struct Bench {
  std::vector<std::string> texts;
  std::vector<query::RunOptions> options;
  std::vector<casefile::Observation> observations;
  std::vector<std::string> dropped;
  std::vector<casefile::StoredFunction> functions;
  std::vector<std::string> definitions;
  std::vector<std::string> sent;  // what went to tables and files: place, query, rows

  query::RunOutcome run(std::string_view text, const query::RunOptions& run_options, query::ResultSink& sink) {
    texts.emplace_back(text);
    options.push_back(run_options);
    query::RunOutcome outcome;
    if (const auto at = text.find("boom"); at != std::string_view::npos) {
      outcome.diagnostics.push_back(
          {diag::Severity::Error, "KS142", {at, at + 4}, "The name 'boom' is not known.", "did you mean 'room'?"});
      return outcome;
    }
    if (const auto at = text.find("let "); at != std::string_view::npos) {
      outcome.lets = std::string(text.substr(at, text.find(';') - at + 1));
    }
    if (text.find("rows") == std::string_view::npos) return outcome;
    query::ResultInfo info;
    info.schema = {{"Account", ScalarType::String}, {"n", ScalarType::Long}};
    info.query_time = run_options.query_time;
    if (text.find("render") != std::string_view::npos) info.render = kql::RenderSpec{"barchart", {}};
    if (text.find("sparkles") != std::string_view::npos) info.render = kql::RenderSpec{"sparkles", {}};
    Batch batch = make_batch(info.schema);
    const auto give = [&]() -> Result<void> {
      HUNTBOOK_CHECK(sink.begin(info));
      HUNTBOOK_CHECK(sink.batch(batch));
      return sink.end();
    };
    if (text.find("take 0") != std::string_view::npos) {
      if (auto given = give(); !given) outcome.error = given.error();
      return outcome;
    }
    batch.columns[0].push_text("<script>x</script>");
    batch.columns[1].push_long(7);
    batch.columns[0].push_text("\x1b[2J");
    batch.columns[1].push_long(1);
    if (auto given = give(); !given) outcome.error = given.error();
    return outcome;
  }

  // Stands for a table or file.
  class Sent final : public Destination {
   public:
    Sent(Bench& bench, std::string place) : bench_(bench), place_(std::move(place)) {}
    Result<void> begin(const query::ResultInfo&) override { return {}; }
    Result<void> batch(const Batch& batch) override {
      rows_ += batch.rows();
      return {};
    }
    Result<void> end() override { return {}; }
    Result<std::uint64_t> finish() override {
      bench_.sent.push_back(place_);
      return rows_;
    }

   private:
    Bench& bench_;
    std::string place_;
    std::uint64_t rows_ = 0;
  };

  Session session(const std::map<std::string, std::string>& parameters = {}) {
    return Session(
        {.run = [this](std::string_view text, const query::RunOptions& run_options,
                       query::ResultSink& sink) { return run(text, run_options, sink); },
         .table_names = [] { return std::vector<std::string>{"SecurityEvent"}; },
         .observe =
             [this](casefile::Observation observation) {
               observations.push_back(std::move(observation));
               return Result<void>{};
             },
         .drop_observation =
             [this](std::string_view caption) {
               dropped.emplace_back(caption);
               return Result<bool>(caption == "old");
             },
         .keep_table = [this](std::string_view table, std::string_view query) -> Result<std::unique_ptr<Destination>> {
           if (table == "SecurityEvent") return fail(ErrorKind::User, "it holds evidence");
           return std::make_unique<Sent>(*this, fmt::format("{} <| {}", table, query));
         },
         .drop_table = [](std::string_view table) { return Result<bool>(table == "Kept"); },
         .functions = [this] { return functions; },
         .define_function =
             [this](std::string_view text, std::string_view name, bool validate) {
               definitions.push_back(fmt::format("{} {} {}", name, validate, text.substr(text.find("("))));
               return kql::FunctionDefinition{"(a:long)", "{ a }", {}};
             },
         .keep_functions =
             [this](std::vector<casefile::StoredFunction> kept) {
               for (casefile::StoredFunction& function : kept) {
                 std::erase_if(functions, [&](const auto& known) { return known.name == function.name; });
                 functions.push_back(std::move(function));
               }
               return Result<void>{};
             },
         .drop_functions =
             [this](const std::vector<std::string>& names) {
               std::erase_if(functions,
                             [&](const auto& known) { return std::ranges::find(names, known.name) != names.end(); });
               return Result<void>{};
             },
         .export_to = [this](ResultFormat format, std::string_view path) -> Result<std::unique_ptr<Destination>> {
           if (path.starts_with("..")) return fail(ErrorKind::User, "outside");
           const char* name = format == ResultFormat::Parquet ? "parquet" : "another format";
           return std::make_unique<Sent>(*this, fmt::format("{}:{}", name, path));
         },
         .ingest = [](std::string_view path, std::string_view table) -> Result<ingest::Summary> {
           if (path == "full") return fail(ErrorKind::Environment, "the disk is full");
           ingest::Summary summary;
           summary.files.emplace_back();
           summary.files.back().path = fmt::format("{} as '{}'", path, table);
           summary.files.back().records_read = summary.files.back().records_stored = 3;
           return summary;
         }},
        parameters);
  }
};

TEST(Session, ShowsResultsAsMimeBundles) {
  Bench bench;
  const CellOutcome outcome = bench.session().run_cell("rows | render barchart", "c1");
  ASSERT_EQ(outcome.outputs.size(), 1U);
  EXPECT_FALSE(outcome.failed);
  const JsonValue& data = outcome.outputs[0]["data"];
  EXPECT_NE(text_of(data["text/plain"]).find("\\x1b[2J"), std::string::npos);
  EXPECT_NE(text_of(data["text/html"]).find("&lt;script&gt;"), std::string::npos);
  EXPECT_TRUE(text_of(data["image/svg+xml"]).starts_with("<svg "));
  EXPECT_EQ(data["application/vnd.huntbook.v1+json"]["rows"], 2);
  for (const char* type : {"text/html", "image/svg+xml"}) {
    EXPECT_EQ(text_of(data[type]).find("<script"), std::string::npos) << type;
  }
}

TEST(Session, ErrorsPointIntoTheCell) {
  Bench bench;
  const CellOutcome outcome = bench.session().run_cell(".show evidence;\nboom", "c1");
  ASSERT_TRUE(outcome.failed);
  const JsonValue& error = outcome.outputs.back();
  EXPECT_EQ(error["ename"], "KS142");
  EXPECT_EQ(error["evalue"], "The name 'boom' is not known.");
  EXPECT_NE(error["traceback"].dump().find("boom"), std::string::npos);
  EXPECT_NE(error["traceback"].dump().find("^^^^"), std::string::npos);
}

TEST(Session, TellsOfAChartThatCannotBeDrawnAfterItsTable) {
  Bench bench;
  const CellOutcome outcome = bench.session().run_cell("rows sparkles", "c1");
  ASSERT_EQ(outcome.outputs.size(), 2U);
  EXPECT_TRUE(outcome.outputs[0]["data"].contains("text/html"));
  EXPECT_EQ(outcome.outputs[1]["output_type"], "error");
}

TEST(Session, LetsLiveOnInLaterCells) {
  Bench bench;
  Session session = bench.session();
  session.run_cell("let a = 1;", "c1");
  session.run_cell("rows", "c2");
  EXPECT_EQ(bench.options.back().prelude, "let a = 1;");
}

TEST(Session, QueryTimeFollowsAnOriginOrTwoEnds) {
  Bench bench;
  Session session = bench.session();
  EXPECT_FALSE(session.run_cell(".set query_time origin=datetime(2019-01-15 05:00) before=5h after=1h", "c").failed);
  EXPECT_EQ(session.query_time().from, parse_datetime("2019-01-15T00:00:00Z"));
  EXPECT_EQ(session.query_time().to, parse_datetime("2019-01-15T06:00:00Z"));
  const CellOutcome outcome = session.run_cell("rows", "c");
  EXPECT_NE(outcome.outputs[0].dump().find("query time 2019-01-15T00:00:00Z – 2019-01-15T06:00:00Z"),
            std::string::npos);
  EXPECT_FALSE(session.run_cell(".set query_time from=datetime(2019-01-01) to=datetime(2019-02-01)", "c").failed);
  EXPECT_EQ(session.query_time().to, parse_datetime("2019-02-01T00:00:00Z"));
  EXPECT_TRUE(session.run_cell(".set query_time before=5h", "c").failed);
  EXPECT_TRUE(session.run_cell(".set query_time from=5h", "c").failed);
  EXPECT_TRUE(session.run_cell(".set query_time from=datetime(2019-02-02) to=datetime(2019-02-01)", "c").failed);
}

TEST(Session, PinsNow) {
  Bench bench;
  Session session = bench.session();
  session.run_cell(".set now = datetime(2019-01-15)", "c");
  session.run_cell("rows", "c");
  EXPECT_EQ(bench.options.back().now, *parse_datetime("2019-01-15T00:00:00Z"));
}

TEST(Session, KeepsObservationsWithWhatTheyShow) {
  Bench bench;
  const CellOutcome outcome = bench.session().run_cell(
      ".observe \"RDP logon\" with (description=\"from outside\", tags=\"rdp, logon\", severity=high) <| rows", "c7");
  EXPECT_FALSE(outcome.failed) << (outcome.outputs.empty() ? "" : outcome.outputs.back().dump());
  ASSERT_EQ(bench.observations.size(), 1U);
  const casefile::Observation& observation = bench.observations[0];
  EXPECT_EQ(observation.caption, "RDP logon");
  EXPECT_EQ(observation.description, "from outside");
  EXPECT_EQ(observation.tags, (std::vector<std::string>{"rdp", "logon"}));
  EXPECT_EQ(observation.severity, "high");
  EXPECT_EQ(observation.link, "#cell-c7");
  EXPECT_EQ(observation.query, "rows");
  EXPECT_TRUE(JsonValue::parse(observation.captured).contains("text/html"));
}

TEST(Session, KeepsNoObservationOfNothingAndDropsAnEarlierOne) {
  Bench bench;
  const CellOutcome outcome = bench.session().run_cell(".observe \"old\" <| rows | take 0", "c");
  EXPECT_FALSE(outcome.failed);
  EXPECT_TRUE(bench.observations.empty());
  EXPECT_EQ(bench.dropped, (std::vector<std::string>{"old"}));
  EXPECT_NE(outcome.outputs.back().dump().find("no rows, so no observation: old"), std::string::npos);
}

TEST(Session, KeepsFunctionsWithWhatIsSaidOfThem) {
  Bench bench;
  Session session = bench.session();
  const auto fails = [&](std::string_view text) { return session.run_cell(text, "c").failed; };
  EXPECT_FALSE(
      fails(".create function with (docstring = 'it''s', folder=\"A\\\\B\", skipvalidation=\"true\")\n\nf(a:long)\n\n"
            "{ let x = 1;\n\n a }"));
  ASSERT_EQ(bench.functions.size(), 1U);
  EXPECT_EQ(bench.functions[0].docstring, "its");
  EXPECT_EQ(bench.functions[0].folder, "A\\B");
  EXPECT_EQ(bench.definitions.back(), "f false (a:long)\n\n{ let x = 1;\n\n a }");
  EXPECT_TRUE(fails(".create function f(a:long) { a }")) << "it is there";
  EXPECT_FALSE(fails(".create function ifnotexists f(a:long) { a }"));
  EXPECT_EQ(bench.definitions.size(), 1U);
  EXPECT_FALSE(fails(".create-or-alter function with (folder=C) f(a:long) { a } rows"));
  EXPECT_EQ(bench.functions[0].docstring, "its") << "what is not said stays";
  EXPECT_EQ(bench.functions[0].folder, "C");
  EXPECT_EQ(bench.texts.back().find_first_not_of(' '), bench.texts.back().find("rows")) << "the body ends the command";
  EXPECT_TRUE(fails(".alter function g(a:long) { a }"));
  EXPECT_FALSE(fails(".alter function f docstring \"new\""));
  EXPECT_FALSE(fails(".alter function folder f \"D\""));
  EXPECT_EQ(bench.functions[0].docstring + bench.functions[0].folder, "newD");
  EXPECT_TRUE(fails(".create-or-alter function with (view=true) v(a:long) { T }"));
  EXPECT_TRUE(fails(".create function with (colour=red) h() { 1 }"));
  EXPECT_TRUE(fails(".create function h"));
  EXPECT_TRUE(fails(".create table T (a:long)"));
}

TEST(Session, DropsFunctions) {
  Bench bench;
  for (const char* name : {"f", "g", "h"}) bench.functions.push_back({name, "()", "{ 1 }", {}, {}, false});
  Session session = bench.session();
  EXPECT_TRUE(session.run_cell(".drop functions (f, nosuch)", "c").failed);
  EXPECT_EQ(bench.functions.size(), 3U) << "all or none";
  EXPECT_FALSE(session.run_cell(".drop functions (f, nosuch) ifexists", "c").failed);
  EXPECT_FALSE(session.run_cell(".drop function g", "c").failed);
  ASSERT_EQ(bench.functions.size(), 1U);
  EXPECT_EQ(bench.functions[0].name, "h");
  EXPECT_TRUE(session.run_cell(".drop function g", "c").failed);
  EXPECT_FALSE(session.run_cell(".drop function g ifexists", "c").failed);
  session.run_cell(".show functions | where Name == 'h'", "c");
  EXPECT_EQ(bench.texts.back(),
            "datatable(Name:string, Parameters:string, Body:string, Folder:string, DocString:string)"
            "['h','()','{ 1 }','',''] | where Name == 'h'");
  EXPECT_NE(session.run_cell(".show function j", "c").outputs[0].dump().find("there is no function 'j'"),
            std::string::npos);
}

TEST(Session, RefusesCommandsThatAreNotThere) {
  Bench bench;
  Session session = bench.session();
  EXPECT_NE(session.run_cell(".shwo tables", "c").outputs[0].dump().find("did you mean .show?"), std::string::npos);
  for (const char* later : {".investigate 1.2.3.4", ".append T <| rows"}) {
    EXPECT_NE(session.run_cell(later, "c").outputs[0].dump().find("not supported yet"), std::string::npos) << later;
  }
  EXPECT_NE(session.run_cell(".set-or-replace T <| rows", "c").outputs[0].dump().find("replaces what an earlier .set"),
            std::string::npos);
  EXPECT_TRUE(session.run_cell(".drop observation \"new\"", "c").failed);
  EXPECT_FALSE(session.run_cell(".drop observation \"old\"", "c").failed);
}

TEST(Session, KeepsAResultAsATable) {
  Bench bench;
  Session session = bench.session();
  const CellOutcome outcome = session.run_cell(".set T <| rows", "c");
  EXPECT_FALSE(outcome.failed);
  EXPECT_NE(outcome.outputs.back().dump().find("table kept: T (2 rows)"), std::string::npos);
  EXPECT_FALSE(session.run_cell(".set ['my table'] <| rows", "c").failed);
  EXPECT_EQ(bench.sent, (std::vector<std::string>{"T <| rows", "my table <| rows"}));
  const CellOutcome refused = session.run_cell(".set SecurityEvent <| rows", "c");
  EXPECT_NE(refused.outputs[0]["traceback"].dump().find("^^^^^^^^^^^^^"), std::string::npos) << "points at the name";
  for (const char* wrong : {".set T <| boom", ".set T <|", ".set T", ".set 'T' <| rows", ".set [T] <| rows"}) {
    EXPECT_TRUE(session.run_cell(wrong, "c").failed) << wrong;
  }
  EXPECT_EQ(bench.sent.size(), 2U) << "what failed was not finished";
  EXPECT_FALSE(session.run_cell(".drop table Kept", "c").failed);
  EXPECT_TRUE(session.run_cell(".drop table Other", "c").failed);
}

TEST(Session, ExportsAResult) {
  Bench bench;
  Session session = bench.session();
  const CellOutcome outcome = session.run_cell(".export parquet \"a.parquet\" <| rows", "c");
  EXPECT_EQ(bench.sent, (std::vector<std::string>{"parquet:a.parquet"}));
  EXPECT_NE(outcome.outputs.back().dump().find("exported: a.parquet (2 rows)"), std::string::npos);
  for (const char* wrong : {".export xlsx \"a\" <| rows", ".export csv a <| rows", ".export csv \"a\" rows",
                            ".export csv \"../a\" <| rows", ".export csv \"a\" <| boom"}) {
    EXPECT_TRUE(session.run_cell(wrong, "c").failed) << wrong;
  }
  EXPECT_EQ(bench.sent.size(), 1U);
}

TEST(Session, IngestsAndShowsTheLedgersRows) {
  Bench bench;
  Session session = bench.session();
  const CellOutcome outcome = session.run_cell(".ingest \"logs\" as Firewall", "c");
  EXPECT_FALSE(outcome.failed);
  EXPECT_NE(text_of(outcome.outputs[0]["data"]["text/plain"]).find("logs as 'Firewall'"), std::string::npos);
  EXPECT_EQ(session.run_cell(".ingest \"full\"", "c").outputs[0]["ename"], "EnvironmentError");
  EXPECT_TRUE(session.run_cell(".ingest logs", "c").failed);
  EXPECT_TRUE(session.run_cell(".ingest \"logs\" into T", "c").failed);
}

TEST(ChangesCase, KnowsTheCommandsThatDo) {
  for (const char* text : {".set T <| print 1", ".observe \"x\"", "print 1;\n.drop table T", ".ingest \"x\""})
    EXPECT_TRUE(changes_case(text)) << text;
  for (const char* text : {"", "T | where s has '.observe'", ".show tables", ".set now = datetime(2024-01-01)",
                           ".export csv \"a.csv\" <| print 1", "// .drop table T"})
    EXPECT_FALSE(changes_case(text)) << text;
}

TEST(Session, ShowMayBePipedIntoOperators) {
  Bench bench;
  bench.session().run_cell(".show evidence | where x", "c");
  EXPECT_EQ(bench.texts.back(), "Evidence | where x");
  bench.session().run_cell(".show table SecurityEvent schema", "c");
  EXPECT_EQ(bench.texts.back(), "SecurityEvent | getschema ");
}

TEST(Session, ParametersReplaceLetsOfTheirName) {
  Bench bench;
  bench.session({{"who", "alice"}}).run_cell("let who = \"bob\";\nrows", "c");
  EXPECT_EQ(bench.texts.back().find("let"), std::string::npos);
  EXPECT_EQ(std::get<std::string>(bench.options.back().parameters.at("who").value), "alice");
  const CellOutcome outcome = bench.session({{"n", "many"}}).run_cell("let n = 5; rows", "c");
  EXPECT_NE(outcome.outputs[0].dump().find("parameter n=many is no long"), std::string::npos);
}

TEST(Execute, GoesOnPastAFailedCellAndIsDeterministic) {
  const auto run = [] {
    Bench bench;
    Session session = bench.session();
    Document document;
    document.add(CellKind::Markdown, "# boom");
    document.add(CellKind::Code, "boom");
    document.add(CellKind::Code, "rows | render barchart");
    std::size_t calls = 0;
    const auto execution = execute(document, session, [&](const Progress& progress) {
      EXPECT_EQ(progress.cells, 2U);
      EXPECT_EQ(progress.cell, ++calls);
    });
    EXPECT_TRUE(execution && execution->failed == 1 && execution->cells == 2);
    return document.dump();
  };
  const std::string first = run();
  EXPECT_EQ(first, run());
  EXPECT_NE(first.find("image/svg+xml"), std::string::npos);
}

}  // namespace
}  // namespace huntbook::notebook
