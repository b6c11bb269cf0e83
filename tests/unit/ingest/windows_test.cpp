#include <gtest/gtest.h>

#include "ingest/winevents/activity.hpp"
#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

TEST(WindowsEvents, NxlogSecurityFillsWhatAzureMonitorFills) {
  const TestRun run = run_text(
      R"({"EventTime":"2024-05-06 10:00:01","EventReceivedTime":"2024-05-06 10:00:03","@timestamp":"2024-05-06T14:00:03.5Z",)"
      R"("Hostname":"ws1.example.net","EventType":"AUDIT_SUCCESS","SeverityValue":2,"EventID":4688,"Channel":"Security",)"
      R"("SourceName":"Microsoft-Windows-Security-Auditing","SourceModuleType":"im_msvistalog","Task":13312,)"
      R"("SubjectUserName":"WS1$","SubjectDomainName":"LAB","NewProcessName":"C:\\Windows\\System32\\cmd.exe",)"
      R"("Message":"A new process\r\nhas been created.","RecordNumber":12,"Odd":true})"
      "\n");
  const auto& row = run.sink.tables.at("SecurityEvent").rows.at(0);
  EXPECT_EQ(row.at("TimeGenerated"), "2024-05-06T14:00:01Z") << "the zone follows from the shipper's two stamps";
  EXPECT_EQ(row.at("Computer"), "ws1.example.net");
  EXPECT_EQ(row.at("EventID"), "4688");
  EXPECT_EQ(row.at("Activity"), "4688 - A new process has been created.");
  EXPECT_EQ(row.at("Account"), "LAB\\WS1$");
  EXPECT_EQ(row.at("SubjectAccount"), "LAB\\WS1$");
  EXPECT_EQ(row.at("AccountType"), "Machine");
  EXPECT_EQ(row.at("Process"), "cmd.exe");
  EXPECT_EQ(row.at("EventSourceName"), "Microsoft-Windows-Security-Auditing");
  EXPECT_EQ(row.at("Level"), "8");
  EXPECT_EQ(row.at("Task"), "13312");
  EXPECT_EQ(row.at("Type"), "SecurityEvent");
  EXPECT_NE(row.at("_Extra").find(R"("Message":"A new process\r\nhas been created.")"), std::string::npos);
  EXPECT_NE(row.at("_Extra").find(R"("Odd":true)"), std::string::npos);
  EXPECT_NE(row.at("_Extra").find(R"("EventTime":"2024-05-06 10:00:01")"), std::string::npos);
  EXPECT_EQ(run.result.zones.derived, 1U);
  EXPECT_EQ(run.result.zones.offset, -4 * ticks_per_hour);
}

TEST(WindowsEvents, LogonsAreOfTheirTarget) {
  const TestRun run =
      run_text(R"({"TimeCreated":"2024-05-06T14:00:03.1234567Z","Hostname":"dc","EventID":4624,"Channel":"security",)"
               R"("SourceName":"Microsoft-Windows-Security-Auditing","LogonType":"10","SubjectUserName":"DC$",)"
               R"("SubjectDomainName":"LAB","TargetUserName":"ann","TargetDomainName":"LAB","ProcessName":"-"})"
               "\n");
  const auto& row = run.sink.tables.at("SecurityEvent").rows.at(0);
  EXPECT_EQ(row.at("TimeGenerated"), "2024-05-06T14:00:03.1234567Z");
  EXPECT_EQ(row.at("Account"), "LAB\\ann");
  EXPECT_EQ(row.at("AccountType"), "User");
  EXPECT_EQ(row.at("TargetAccount"), "LAB\\ann");
  EXPECT_EQ(row.at("LogonType"), "10");
  EXPECT_EQ(row.at("LogonTypeName"), "10 - RemoteInteractive");
  EXPECT_EQ(row.at("Process"), "-");
  EXPECT_EQ(row.at("Channel"), "security");
}

TEST(WindowsEvents, OtherChannelsKeepTheirDataAsOneObject) {
  const TestRun run = run_text(
      R"({"TimeCreated":"2024-05-06T14:00:03Z","Hostname":"ws1","EventID":13,"Level":"4","Channel":"Microsoft-Windows-Sysmon/Operational",)"
      R"("SourceName":"Microsoft-Windows-Sysmon","EventType":"SetValue","ProcessId":"0x7a4","Details":"a\\b \"c\""})"
      "\n");
  const auto& row = run.sink.tables.at("WindowsEvent").rows.at(0);
  EXPECT_EQ(row.at("Provider"), "Microsoft-Windows-Sysmon");
  EXPECT_EQ(row.at("EventLevel"), "4");
  EXPECT_EQ(row.at("EventLevelName"), "Information");
  EXPECT_EQ(row.at("EventData"), R"({"EventType":"SetValue","ProcessId":"0x7a4","Details":"a\\b \"c\""})");
}

TEST(WindowsEvents, WinlogbeatSixAndSeven) {
  const TestRun six = run_text(
      R"({"@timestamp":"2024-05-06T14:00:03.034Z","log_name":"Security","event_id":4625,"computer_name":"ws1","level":"Information",)"
      R"("record_number":"77","source_name":"Microsoft-Windows-Security-Auditing","task":"Logon","event_data":{"TargetUserName":"bob","TargetDomainName":"LAB","LogonType":"3","SubjectUserName":"-","SubjectDomainName":"-"}})"
      "\n");
  const auto& failed = six.sink.tables.at("SecurityEvent").rows.at(0);
  EXPECT_EQ(failed.at("EventID"), "4625");
  EXPECT_EQ(failed.at("Account"), "LAB\\bob");
  EXPECT_EQ(failed.at("LogonTypeName"), "3 - Network");
  EXPECT_EQ(failed.at("EventRecordId"), "77");
  EXPECT_EQ(failed.at("TimeGenerated"), "2024-05-06T14:00:03.034Z");
  const TestRun seven = run_text(
      R"({"@timestamp":"2024-05-06T14:00:03.034Z","winlog":{"channel":"Application","event_id":"1000","provider_name":"App","computer_name":"ws2","event_data":{"param1":"x"}},"event":{"code":1000}})"
      "\n");
  const auto& crash = seven.sink.tables.at("WindowsEvent").rows.at(0);
  EXPECT_EQ(crash.at("EventID"), "1000");
  EXPECT_EQ(crash.at("Computer"), "ws2");
  EXPECT_EQ(crash.at("EventData"), R"({"param1":"x"})");
  EXPECT_NE(crash.at("_Extra").find(R"("event":{"code":1000})"), std::string::npos);
}

TEST(WindowsEvents, WithoutAZoneTimesAreTakenAsGiven) {
  const std::string text = R"({"EventTime":"2024-05-06 10:00:01","EventID":1,"Channel":"System","SourceName":"x"})"
                           "\n";
  const TestRun assumed = run_text(text);
  EXPECT_EQ(assumed.sink.tables.at("WindowsEvent").rows.at(0).at("TimeGenerated"), "2024-05-06T10:00:01Z");
  EXPECT_EQ(assumed.result.zones.assumed, 1U);
  const TestRun given = run_text(text, {.zone = AssumedZone(2 * ticks_per_hour)});
  EXPECT_EQ(given.sink.tables.at("WindowsEvent").rows.at(0).at("TimeGenerated"), "2024-05-06T08:00:01Z");
}

TEST(Exports, AreRecognisedByTheirColumns) {
  const TestRun run = run_text(
      ",TenantId,Account,EventID,TimeGenerated,Computer,SubjectUserName,SubjectDomainName,SubjectLogonId,NewProcessId,"
      "NewProcessName,CommandLine,TimeCreatedUtc\n"
      "0,t,LAB\\ws1$,4688,2024-01-15 05:24:24.010,ws1,ws1$,LAB,0x3e7,0x1610,C:\\a\\b.exe,\"b, c\",2024-01-15 "
      "05:24:24.010\n"
      "1,t,LAB\\ws1$,many,2024-01-15 05:24:25,ws1,ws1$,LAB,0x3e7,0x1611,C:\\a\\b.exe,d,\n");
  const auto& rows = run.sink.tables.at("SecurityEvent").rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].at("EventID"), "4688");
  EXPECT_EQ(rows[0].at("TimeGenerated"), "2024-01-15T05:24:24.01Z");
  EXPECT_EQ(rows[0].at("Process"), "b.exe");
  EXPECT_EQ(rows[0].at("CommandLine"), "b, c");
  EXPECT_EQ(rows[0].at("_Extra"), R"({"Column1":"0","TimeCreatedUtc":"2024-01-15 05:24:24.010"})");
  EXPECT_EQ(rows[1].at("_Extra"), R"({"Column1":"1","EventID":"many"})");
  EXPECT_EQ(run.result.strays.at("SecurityEvent.EventID"), 1U);
}

TEST(Exports, NameTheirTable) {
  const TestRun run = run_text(
      R"({"TenantId":"t","TimeGenerated":"2024-01-01T00:00:00Z","Type":"SecurityAlert","AlertName":"x","IsIncident":"False","ExtendedProperties":"{\"a\":1}"})"
      "\n"
      R"({"TenantId":"t","TimeGenerated":"2024-01-01T00:00:00Z","Type":"Custom_CL","n":1})"
      "\n"
      R"({"Type":"file","TimeGenerated":"2024-01-01T00:00:00Z"})"
      "\n");
  EXPECT_EQ(run.sink.tables.at("SecurityAlert").rows.at(0).at("IsIncident"), "false");
  EXPECT_EQ(run.sink.tables.at("SecurityAlert").rows.at(0).at("ExtendedProperties"), R"({"a":1})");
  EXPECT_EQ(run.sink.tables.at("Custom_CL").rows.at(0).at("n"), "1");
  EXPECT_EQ(run.sink.tables.at("Data").rows.at(0).at("Type"), "file");
}

TEST(Exports, AFixedTableTakesAll) {
  const TestRun run =
      run_text("{\"TenantId\":\"t\",\"TimeGenerated\":\"2024-01-01T00:00:00Z\",\"Type\":\"SecurityAlert\"}\n",
               {.table = "Mine", .fixed = true});
  EXPECT_EQ(run.sink.tables.size(), 1U);
  EXPECT_EQ(run.sink.tables.at("Mine").types.at("TimeGenerated"), "datetime");
}

TEST(Activity, IsTheNumberWhereTheEventIsUnknown) {
  EXPECT_EQ(activity_of(412), "412");
  EXPECT_EQ(activity_of(4624), "4624 - An account was successfully logged on.");
  EXPECT_EQ(logon_type_name(6), "");
}

}  // namespace
}  // namespace huntbook::ingest::testing
