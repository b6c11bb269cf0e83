// Windows events as XML: the same rows as the event log gives, whatever stands around the events and wherever the file
// is cut.
#include <gtest/gtest.h>

#include "ingest/winxml/event_document.hpp"
#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

const std::string name_space = "http://schemas.microsoft.com/win/2004/08/events/event";

std::string event(const std::string& id, const std::string& channel, const std::string& rest) {
  return "<Event xmlns='" + name_space +
         "'><System><Provider Name='Microsoft-Windows-Test' Guid='{54849625-5478-4994-A5BA-3E3B0328C30D}'/><EventID>" +
         id +
         "</EventID><Version>2</Version><Level>4</Level><Task>1</Task><Opcode>0</Opcode>"
         "<Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2024-05-06T14:00:03.1234567Z'/>"
         "<EventRecordID>77</EventRecordID><Correlation/><Execution ProcessID='4' ThreadID='8'/><Channel>" +
         channel + "</Channel><Computer>ws1.example.net</Computer><Security UserID='S-1-5-18'/></System>" + rest +
         "</Event>";
}

std::string data_event(const std::string& value) {
  return event("1", "System", "<EventData><Data Name='Value'>" + value + "</Data></EventData>");
}

std::vector<std::string> values_of(const TestRun& run) {
  std::vector<std::string> values;
  if (!run.sink.tables.contains("WindowsEvent")) return values;
  for (const auto& row : run.sink.tables.at("WindowsEvent").rows) values.push_back(row.at("EventData"));
  return values;
}

std::string of(const std::string& value) {
  return R"({"Value":")" + value + R"("})";
}

TEST(EventXml, FillsTheTablesAsAnEventLogDoes) {
  const TestRun run = run_text(
      "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\r\n<Events>" +
      event("4624", "Security",
            "<EventData><Data Name='SubjectUserName'>DC$</Data><Data Name='SubjectDomainName'>LAB</Data>"
            "<Data Name='TargetUserName'>ann</Data><Data Name='TargetDomainName'>LAB</Data>"
            "<Data Name='LogonType'>10</Data></EventData><RenderingInfo Culture='en-US'><Message>An account was "
            "successfully logged on.</Message><Level>Information</Level><Task>Logon</Task>"
            "<Keywords><Keyword>Audit Success</Keyword></Keywords></RenderingInfo>") +
      event("7045", "System", "<EventData><Data Name='ServiceName'>a &lt;b&gt; &amp;amp; &#x41;</Data></EventData>") +
      "</Events>\r\n");
  EXPECT_EQ(run.format, "winxml");
  EXPECT_EQ(run.result.records_read, 2U);
  EXPECT_EQ(run.result.records_stored, 2U);
  const auto& logon = run.sink.tables.at("SecurityEvent").rows.at(0);
  EXPECT_EQ(logon.at("TimeGenerated"), "2024-05-06T14:00:03.1234567Z");
  EXPECT_EQ(logon.at("EventID"), "4624");
  EXPECT_EQ(logon.at("Account"), "LAB\\ann");
  EXPECT_EQ(logon.at("LogonType"), "10");
  EXPECT_EQ(logon.at("LogonTypeName"), "10 - RemoteInteractive");
  EXPECT_EQ(logon.at("Level"), "4");
  EXPECT_EQ(logon.at("EventRecordId"), "77");
  EXPECT_NE(logon.at("_Extra").find(R"("Message":"An account was successfully logged on.")"), std::string::npos);
  EXPECT_NE(logon.at("_Extra").find(R"("Category":"Logon")"), std::string::npos);
  EXPECT_NE(logon.at("_Extra").find(R"("KeywordNames":{"Keyword":"Audit Success"})"), std::string::npos);
  const auto& service = run.sink.tables.at("WindowsEvent").rows.at(0);
  EXPECT_EQ(service.at("Provider"), "Microsoft-Windows-Test");
  EXPECT_EQ(service.at("EventData"), R"({"ServiceName":"a <b> &amp; A"})");
}

TEST(EventXml, MayBeSetOnLinesOfItsOwn) {
  const TestRun run = run_text(
      "<Event xmlns='" + name_space +
      "'>\n  <System>\n    <Provider Name='P'>\n    </Provider>\n    <EventID>1</EventID>\n"
      "    <TimeCreated SystemTime='2024-05-06T14:00:03.123456Z'>\n    </TimeCreated>\n    <Correlation>\n"
      "    </Correlation>\n    <Channel>System</Channel>\n    <Computer>ws1</Computer>\n    <Security>\n"
      "    </Security>\n  </System>\n  <EventData>\n    <Data Name='Value'>a</Data>\n  </EventData>\n</Event>\n");
  const auto& row = run.sink.tables.at("WindowsEvent").rows.at(0);
  EXPECT_EQ(row.at("TimeGenerated"), "2024-05-06T14:00:03.123456Z");
  EXPECT_EQ(row.at("Provider"), "P");
  EXPECT_EQ(row.at("EventData"), of("a"));
  EXPECT_FALSE(row.contains("Correlation") && !row.at("Correlation").empty());
  EXPECT_FALSE(row.contains("_Extra") && row.at("_Extra").find("\\n") != std::string::npos) << row.at("_Extra");
}

TEST(EventXml, UserDataIsTakenBelowItsOutermostElement) {
  const TestRun run =
      run_text(event("104", "System",
                     "<UserData><LogFileCleared xmlns='urn:x'><SubjectUserName>ann</SubjectUserName><Channel>System"
                     "</Channel></LogFileCleared></UserData>"));
  EXPECT_EQ(values_of(run), std::vector<std::string>{R"({"SubjectUserName":"ann","Channel":"System"})"});
}

TEST(EventXml, ValuesOfOneNameAreAnArrayAndBlanksStay) {
  const TestRun run =
      run_text(event("1", "Application", "<EventData><Data>a</Data><Data> </Data><Data>x\r\ny</Data></EventData>"));
  EXPECT_EQ(values_of(run), std::vector<std::string>{R"({"Data":["a"," ","x\r\ny"]})"});
}

TEST(EventXml, EventsStandOneAfterAnother) {
  const std::string plain = data_event("a") + data_event("b");
  const std::string numbered = "Record 1\n<?xml version=\"1.0\"?>\n" + data_event("a") +
                               "\n\nRecord 2\n<?xml version=\"1.0\"?>\n" + data_event("b") + "\n";
  const std::string commented = "<!-- <x> --><Events>\n" + data_event("a") + "<!-- b -->\n" + data_event("b");
  for (const std::string& text : {plain, numbered, commented}) {
    const TestRun run = run_text(text);
    EXPECT_EQ(values_of(run), (std::vector{of("a"), of("b")})) << text;
    EXPECT_EQ(run.result.records_rejected, 0U) << text;
  }
}

TEST(EventXml, WhatLooksLikeAnEventInAValueIsNone) {
  const TestRun run = run_text(data_event("<![CDATA[</Event><Event x>]]>") + data_event("<!-- </Event> -->b") +
                               event("1", "System", "<EventData><Data Name='Value' Other='a>b'>c</Data></EventData>"));
  EXPECT_EQ(values_of(run),
            (std::vector<std::string>{of("</Event><Event x>"), of("b"), R"({"Value":{"Other":"a>b","#text":"c"}})"}));
}

TEST(EventXml, ABrokenEventCostsNoOtherOne) {
  const std::string cut = data_event("lost").substr(0, 200);
  const TestRun run = run_text(data_event("a") + cut + data_event("b") + "<Event><EventData/></Event>" +
                               data_event("<b>no end") + data_event("c"));
  EXPECT_EQ(values_of(run), (std::vector{of("a"), of("b"), of("c")}));
  ASSERT_EQ(run.sink.rejections.size(), 3U);
  EXPECT_EQ(run.sink.rejections[0].offset, data_event("a").size());
  EXPECT_TRUE(run.sink.rejections[0].reason.starts_with("XML: ")) << run.sink.rejections[0].reason;
  EXPECT_EQ(run.sink.rejections[1].reason, "an event without its System part");
  EXPECT_EQ(run.result.records_read, 6U);
  EXPECT_EQ(run.result.records_stored, 3U);
}

TEST(EventXml, TextBetweenEventsIsNotLostWithoutAWord) {
  const TestRun run = run_text(data_event("a") + "\nsomething else\n" + data_event("b") + "and more");
  EXPECT_EQ(values_of(run), (std::vector{of("a"), of("b")}));
  ASSERT_EQ(run.sink.rejections.size(), 2U);
  EXPECT_EQ(run.sink.rejections[0].head, "something else");
  EXPECT_EQ(run.sink.rejections[0].reason, "text that is no event");
  EXPECT_EQ(run.sink.rejections[1].head, "and more");
}

TEST(EventXml, IsAccountedForWhereverItIsCut) {
  const std::string text = "<Events>" + data_event("a") + "\n" + data_event("b") + "</Events>";
  const std::size_t first_end = 8 + data_event("a").size();
  const std::size_t second_end = first_end + 1 + data_event("b").size();
  for (std::size_t size = 60; size < text.size(); ++size) {
    TestOptions options;
    options.forced = "winxml";
    options.run.blocks.block = 97;
    const TestRun run = run_text(text.substr(0, size), options);
    EXPECT_EQ(run.result.records_read, run.result.records_stored + run.result.records_rejected) << size;
    EXPECT_EQ(run.result.records_stored, (size >= first_end ? 1U : 0U) + (size >= second_end ? 1U : 0U)) << size;
  }
}

TEST(EventXml, BlocksOfAnySizeGiveTheSame) {
  std::string text;
  for (const char* value : {"a", "b", "c", "d"}) text += data_event(value);
  text.insert(data_event("a").size(), data_event("x").substr(0, 300));
  for (const std::size_t block : {1U, 7U, 64U, 511U, 4096U}) {
    TestOptions options;
    options.run.blocks.block = block;
    const TestRun run = run_text(text, options);
    EXPECT_EQ(values_of(run), (std::vector{of("a"), of("b"), of("c"), of("d")})) << block;
    EXPECT_EQ(run.result.records_rejected, 1U) << block;
  }
}

TEST(EventXml, BadBytesAreRepairedAndCounted) {
  const TestRun run = run_text(data_event("a\xFF") + data_event("b"));
  EXPECT_EQ(values_of(run), (std::vector{of("a\xEF\xBF\xBD"), of("b")}));
  EXPECT_EQ(run.result.repaired, 1U);
}

TEST(EventXml, EntitiesAreNotResolved) {
  const TestRun run =
      run_text("<?xml version=\"1.0\"?><!DOCTYPE x SYSTEM \"file:///etc/passwd\">" + data_event("&x; &lt;"));
  EXPECT_EQ(values_of(run), std::vector{of("&x; <")});
}

TEST(EventXml, DepthAndPartsAreBounded) {
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  std::string closing;
  for (int i = 0; i < 100; ++i) closing += "</a>";
  std::string many;
  for (int i = 0; i < 30'000; ++i) many += "<a/>";
  const TestRun run = run_text(event("1", "System", "<UserData>" + deep + closing + "</UserData>") +
                               event("1", "System", "<EventData>" + many + "</EventData>") + data_event("a"));
  EXPECT_EQ(values_of(run), std::vector{of("a")});
  ASSERT_EQ(run.sink.rejections.size(), 2U);
  EXPECT_EQ(run.sink.rejections[0].reason, "XML: elements nested deeper than 64");
  EXPECT_EQ(run.sink.rejections[1].reason, "XML: more than 20000 parts");
}

TEST(EventXml, OtherXmlIsNotTaken) {
  EXPECT_THROW(run_text("<?xml version=\"1.0\"?><Task><Event>x</Event></Task>"), std::runtime_error);
}

TEST(EventDataObject, IsMadeOfXmlText) {
  EXPECT_EQ(event_data_object("<DataItem type=\"System.XmlData\"><EventData xmlns=\"x\"><Data Name=\"A\">1</Data>"
                              "<Data Name=\"B\">x</Data><Data/></EventData></DataItem>"),
            R"({"A":"1","B":"x","Data":""})");
  EXPECT_EQ(event_data_object("<UserData><Some xmlns='y'><A>1</A></Some></UserData>"), R"({"A":"1"})");
  EXPECT_EQ(event_data_object("<b>none</b>"), std::nullopt);
  EXPECT_EQ(event_data_object("no XML"), std::nullopt);
}

}  // namespace
}  // namespace huntbook::ingest::testing
