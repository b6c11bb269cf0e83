// Windows events in the forms that tools give them.
#include <gtest/gtest.h>

#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

using Row = std::map<std::string, std::string>;

const Row& only_row(const TestRun& run, const char* table) {
  EXPECT_EQ(run.sink.tables.size(), 1U);
  EXPECT_EQ(run.sink.tables.at(table).rows.size(), 1U);
  return run.sink.tables.at(table).rows.at(0);
}

TEST(EventElement, IsReadAsTheEventLogIs) {
  const TestRun run = run_text(
      R"({"Event":{"#attributes":{"xmlns":"http://schemas.microsoft.com/win/2004/08/events/event"},"System":{)"
      R"("Provider":{"#attributes":{"Name":"Microsoft-Windows-Sysmon","Guid":"{5770385F-C22A-43E0-BF4C-06F5698FFBD9}"}},)"
      R"("EventID":{"#attributes":{"Qualifiers":0},"#text":3},"Version":5,"Level":4,"Task":3,"Opcode":0,)"
      R"("Keywords":"0x8000000000000000","TimeCreated":{"#attributes":{"SystemTime":"2024-05-06T14:00:03.1234567Z"}},)"
      R"("EventRecordID":12,"Correlation":null,"Execution":{"#attributes":{"ProcessID":1,"ThreadID":2}},)"
      R"("Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"ws1","Security":{"#attributes":{"UserID":"S-1-5-18"}}},)"
      R"("EventData":{"Image":"C:\\a.exe","ProcessId":412,"Data":{"#text":["a","b"]}}}})"
      "\n");
  const Row& row = only_row(run, "WindowsEvent");
  EXPECT_EQ(row.at("TimeGenerated"), "2024-05-06T14:00:03.1234567Z");
  EXPECT_EQ(row.at("EventID"), "3");
  EXPECT_EQ(row.at("Provider"), "Microsoft-Windows-Sysmon");
  EXPECT_EQ(row.at("EventRecordId"), "12");
  EXPECT_EQ(row.at("EventLevelName"), "Information");
  EXPECT_EQ(row.at("EventData"), R"({"Image":"C:\\a.exe","ProcessId":412,"Data":["a","b"]})");
  EXPECT_NE(row.at("_Extra").find(R"("Qualifiers":0)"), std::string::npos);
}

TEST(EventElement, AttributesMayStandBesideTheirElement) {
  const TestRun run = run_text(
      R"({"Event_attributes":{"xmlns":"x"},"Event":{"System":{"Provider_attributes":{"Name":"Microsoft-Windows-Eventlog"},)"
      R"("EventID":1102,"TimeCreated_attributes":{"SystemTime":"2024-05-06T14:00:03Z"},"Channel":"Security",)"
      R"("Computer":"dc","Security":null},"UserData":{"LogFileCleared_attributes":{"xmlns":"y"},)"
      R"("LogFileCleared":{"SubjectUserName":"ann","SubjectDomainName":"LAB"}}}})"
      "\n");
  const Row& row = only_row(run, "SecurityEvent");
  EXPECT_EQ(row.at("EventID"), "1102");
  EXPECT_EQ(row.at("Account"), "LAB\\ann");
  EXPECT_EQ(row.at("TimeGenerated"), "2024-05-06T14:00:03Z");
}

std::string numbered(int number, const std::string& value) {
  return "Record " + std::to_string(number) +
         "\n{\n  \"Event\": {\n    \"System\": {\n      \"Provider\": {\"#attributes\": {\"Name\": \"P\"}},\n"
         "      \"EventID\": 1,\n      \"Channel\": \"System\"\n    },\n    \"EventData\": {\"V\": \"" +
         value + "\"}\n  }\n}\n";
}

TEST(EventElement, LinesThatNumberTheRecordsAreNone) {
  const std::string broken = numbered(2, "lost").substr(0, 60);
  TestOptions options;
  for (const std::size_t block : {std::size_t{1}, std::size_t{53}, std::size_t{1} << 20}) {
    options.run.blocks.block = block;
    const TestRun run = run_text(numbered(1, "Record 9") + broken + "\n" + numbered(3, "b"), options);
    const auto& rows = run.sink.tables.at("WindowsEvent").rows;
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].at("EventData"), R"({"V":"Record 9"})");
    EXPECT_EQ(rows[1].at("EventData"), R"({"V":"b"})");
    EXPECT_EQ(run.result.records_rejected, 1U) << block;
    EXPECT_EQ(run.result.records_read, 3U) << block;
  }
}

TEST(PowerShellEvents, GetTheNamesThatTheirMessageGives) {
  const TestRun run = run_text(
      R"([{"Id":22,"Version":5,"Level":4,"Task":22,"Opcode":0,"Keywords":-9223372036854775808,"RecordId":991,)"
      R"("ProviderName":"Microsoft-Windows-Sysmon","ProviderId":"5770385f-c22a-43e0-bf4c-06f5698ffbd9",)"
      R"("LogName":"Microsoft-Windows-Sysmon/Operational","ProcessId":1,"ThreadId":2,"MachineName":"ws1",)"
      R"("UserId":{"BinaryLength":12,"AccountDomainSid":null,"Value":"S-1-5-18"},"TimeCreated":"\/Date(1715004003123)\/",)"
      R"("LevelDisplayName":"Information","Properties":[{"Value":"-"},{"Value":"2024-05-06 14:00:03.100"},{"Value":4},)"
      R"({"Value":"c2.example.net"}],"Message":"Dns query:\r\nRuleName: -\r\nUtcTime: 2024-05-06 14:00:03.100\r\nProcessId: 4\r\nQueryName: c2.example.net"}])");
  const Row& row = only_row(run, "WindowsEvent");
  EXPECT_EQ(row.at("TimeGenerated"), "2024-05-06T14:00:03.123Z");
  EXPECT_EQ(row.at("EventID"), "22");
  EXPECT_EQ(row.at("Computer"), "ws1");
  EXPECT_EQ(row.at("EventRecordId"), "991");
  EXPECT_EQ(row.at("EventData"),
            R"({"RuleName":"-","UtcTime":"2024-05-06 14:00:03.100","ProcessId":4,"QueryName":"c2.example.net"})");
  EXPECT_NE(row.at("_Extra").find(R"("Keywords":"0x8000000000000000")"), std::string::npos);
}

TEST(PowerShellEvents, KeepValuesWithoutNamesInOrder) {
  const std::string members =
      R"("ProviderName":"P","TimeCreated":{"value":"\/Date(1715004003000)\/","DisplayHint":2,"DateTime":"Monday"},)"
      R"("MachineName":"ws1","Properties":[{"Value":"a"},{"Value":7}],"Message":"Title\r\nOther: x\r\nNumber: 7")";
  const TestRun run =
      run_text(R"([{"Id":1,"LogName":"System",)" + members + R"(},{"Id":4662,"LogName":"Security",)" + members + "}]");
  const auto& other = run.sink.tables.at("WindowsEvent").rows.at(0);
  EXPECT_EQ(other.at("EventData"), R"({"Properties":["a",7]})") << "the message says other values";
  EXPECT_EQ(other.at("TimeGenerated"), "2024-05-06T14:00:03Z");
  const auto& security = run.sink.tables.at("SecurityEvent").rows.at(0);
  EXPECT_NE(security.at("_Extra").find(R"("EventProperties":["a",7])"), std::string::npos);
}

TEST(PowerShellEvents, SecurityEventsGetTheNamesOfTheirDefinition) {
  const auto row_of = [](const std::string& version, const std::string& properties) {
    const TestRun run = run_source(
        R"([{"Id":4648,"ProviderName":"Microsoft-Windows-Security-Auditing","LogName":"Security","MachineName":"ws1",)"
        R"("TimeCreated":"\/Date(1715004003000)\/","Message":"text","Version":)" +
        version + R"(,"Properties":[)" + properties + "]}]");
    return only_row(run, "SecurityEvent");
  };
  const std::string values =
      R"({"Value":{"BinaryLength":12,"AccountDomainSid":null,"Value":"S-1-5-18"}},{"Value":"WS1$"},{"Value":"LAB"},)"
      R"({"Value":999},{"Value":"0f8fad5b-d9cb-469f-a165-70867728950e"},{"Value":"mira"},{"Value":"LAB"},)"
      R"({"Value":"00000000-0000-0000-0000-000000000000"},{"Value":"localhost"},{"Value":"localhost"},{"Value":604},)"
      R"({"Value":"C:\\Windows\\a.exe"},{"Value":"::1"})";
  const Row row = row_of("0", values + R"(,{"Value":"0"})");
  EXPECT_EQ(row.at("SubjectUserSid"), "S-1-5-18");
  EXPECT_EQ(row.at("SubjectLogonId"), "0x3e7");
  EXPECT_EQ(row.at("LogonGuid"), "{0F8FAD5B-D9CB-469F-A165-70867728950E}");
  EXPECT_EQ(row.at("TargetUserName"), "mira");
  EXPECT_EQ(row.at("ProcessId"), "0x25c");
  EXPECT_EQ(row.at("IpAddress"), "::1");
  EXPECT_EQ(row.at("TargetAccount"), "LAB\\mira");
  for (const auto& [version, more] : {std::pair("1", R"(,{"Value":"0"})"), std::pair("null", R"(,{"Value":"0"})"),
                                      std::pair("0", ""), std::pair("0", R"(,{"Value":"0"},{"Value":"0"})")}) {
    const Row unnamed = row_of(version, values + more);
    EXPECT_EQ(unnamed.count("SubjectLogonId"), 0U) << version << more;
    EXPECT_NE(unnamed.at("_Extra").find("EventProperties"), std::string::npos) << version << more;
  }
  std::string shallow;
  for (int i = 0; i < 14; ++i)
    shallow += std::string(i > 0 ? "," : "") + R"("System.Diagnostics.Eventing.Reader.EventProperty")";
  EXPECT_EQ(row_of("0", shallow).count("SubjectUserSid"), 0U) << "the JSON is less deep than the values";
}

TEST(Winlogbeat, EightWithTheCommonSchema) {
  const TestRun run = run_text(
      R"({"@timestamp":"2024-05-06T14:00:03.034Z","ecs":{"version":"8.0.0"},"event":{"code":"1","provider":"Microsoft-Windows-Sysmon"},)"
      R"("host":{"name":"ws1.example.net"},"log":{"level":"information"},"message":"Process Create",)"
      R"("process":{"executable":"C:\\a.exe","command_line":"a.exe -x","pid":412,"parent":{"executable":"C:\\b.exe"}},)"
      R"("winlog":{"channel":"Microsoft-Windows-Sysmon/Operational","record_id":12,"provider_guid":"{5770385F-C22A-43E0-BF4C-06F5698FFBD9}",)"
      R"("process":{"pid":1,"thread":{"id":2}},"user":{"identifier":"S-1-5-18"},"event_data":{"RuleName":"r"}}})"
      "\n");
  const Row& row = only_row(run, "WindowsEvent");
  EXPECT_EQ(row.at("EventID"), "1");
  EXPECT_EQ(row.at("Computer"), "ws1.example.net");
  EXPECT_EQ(row.at("Provider"), "Microsoft-Windows-Sysmon");
  EXPECT_EQ(row.at("EventRecordId"), "12");
  EXPECT_EQ(row.at("EventLevelName"), "Information");
  EXPECT_EQ(row.at("EventLevel"), "4");
  EXPECT_EQ(
      row.at("EventData"),
      R"({"RuleName":"r","CommandLine":"a.exe -x","Image":"C:\\a.exe","ParentImage":"C:\\b.exe","ProcessId":412})");
}

TEST(Winlogbeat, DottedNamesAndHitsOfASearch) {
  const std::string dotted =
      R"("@timestamp":"2024-05-06T14:00:03.034Z","winlog.channel":"Security","winlog.event_id":4625,)"
      R"("winlog.computer_name":"ws1","winlog.provider_name":"Microsoft-Windows-Security-Auditing",)"
      R"("winlog.event_data.TargetUserName":"bob","winlog.event_data.TargetDomainName":"LAB","process.pid":9)";
  const std::string lists =
      R"("@timestamp":["2024-05-06T14:00:03.034Z"],"winlog.channel":["Security"],"winlog.event_id":["4625"],)"
      R"("winlog.computer_name":["ws1"],"winlog.event_data.TargetUserName":["bob"],"winlog.event_data.TargetDomainName":["LAB"])";
  for (const std::string& text : {"{" + dotted + "}\n", R"({"_index":"i","_id":"1","_source":{)" + dotted + "}}\n",
                                  R"({"_index":"i","_id":"1","fields":{)" + lists + "}}\n"}) {
    const TestRun run = run_text(text);
    const Row& row = only_row(run, "SecurityEvent");
    EXPECT_EQ(row.at("EventID"), "4625") << text;
    EXPECT_EQ(row.at("Computer"), "ws1") << text;
    EXPECT_EQ(row.at("Account"), "LAB\\bob") << text;
    EXPECT_EQ(row.at("TimeGenerated"), "2024-05-06T14:00:03.034Z") << text;
  }
}

TEST(Exports, EventDataAsXmlTextIsTakenApart) {
  const TestRun run = run_text(
      R"({"TenantId":"t","TimeGenerated":"2024-01-01T00:00:00Z","Type":"WindowsEvent","EventID":1,"EventData":"<EventData><Data Name=\"A\">x \"y\"</Data></EventData>"})"
      "\n"
      R"({"TenantId":"t","TimeGenerated":"2024-01-01T00:00:00Z","Type":"WindowsEvent","EventID":1,"EventData":{"A":1}})"
      "\n"
      R"({"TenantId":"t","TimeGenerated":"2024-01-01T00:00:00Z","Type":"WindowsEvent","EventID":1,"EventData":"{\"A\":2}"})"
      "\n");
  const auto& rows = run.sink.tables.at("WindowsEvent").rows;
  EXPECT_EQ(rows.at(0).at("EventData"), R"({"A":"x \"y\""})");
  EXPECT_EQ(rows.at(1).at("EventData"), R"({"A":1})");
  EXPECT_EQ(rows.at(2).at("EventData"), R"({"A":2})");
}

}  // namespace
}  // namespace huntbook::ingest::testing
