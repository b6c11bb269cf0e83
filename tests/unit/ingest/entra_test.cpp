#include <gtest/gtest.h>

#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

const std::string signin =
    R"({"id":"66ea54eb-1111-4ee5-be62-000000000001","createdDateTime":"2024-03-11T08:15:30.1234567Z","userDisplayName":"Mona Berg",)"
    R"("userPrincipalName":"mona@contoso.example","userId":"26be570a-0000-4289-b4e2-a37c68080001","appId":"a1","appDisplayName":)"
    R"("Office 365","ipAddress":"203.0.113.9","clientAppUsed":"Browser","correlationId":"c1","conditionalAccessStatus":"failure",)"
    R"("isInteractive":true,"riskDetail":"none","riskLevelAggregated":"high","riskEventTypes_v2":["unfamiliarFeatures"],)"
    R"("resourceDisplayName":"Graph","resourceId":"r1","status":{"errorCode":50126,"failureReason":"Invalid username","additionalDetails":null},)"
    R"("deviceDetail":{"deviceId":"","browser":"Chrome 120"},"location":{"city":"Berlin","countryOrRegion":"DE"},)"
    R"("appliedConditionalAccessPolicies":[{"displayName":"MFA"}],"novel":1})";

void expect_signin(const std::map<std::string, std::string>& row) {
  EXPECT_EQ(row.at("TimeGenerated"), "2024-03-11T08:15:30.1234567Z");
  EXPECT_EQ(row.at("CreatedDateTime"), "2024-03-11T08:15:30.1234567Z");
  EXPECT_EQ(row.at("UserPrincipalName"), "mona@contoso.example");
  EXPECT_EQ(row.at("IPAddress"), "203.0.113.9");
  EXPECT_EQ(row.at("ResultType"), "50126");
  EXPECT_EQ(row.at("ResultDescription"), "Invalid username");
  EXPECT_EQ(row.at("Location"), "DE");
  EXPECT_EQ(row.at("LocationDetails"), R"({"city":"Berlin","countryOrRegion":"DE"})");
  EXPECT_EQ(row.at("DeviceDetail"), R"({"deviceId":"","browser":"Chrome 120"})");
  EXPECT_EQ(row.at("RiskEventTypes_V2"), R"(["unfamiliarFeatures"])");
  EXPECT_EQ(row.at("ConditionalAccessPolicies"), R"([{"displayName":"MFA"}])");
  EXPECT_EQ(row.at("ResourceIdentity"), "r1");
  EXPECT_EQ(row.at("Identity"), "Mona Berg");
  EXPECT_EQ(row.at("OperationName"), "Sign-in activity");
}

TEST(EntraLogs, SignInsOfGraph) {
  const TestRun run = run_source("{\"@odata.context\":\"https://graph.example\",\"value\":[" + signin + "]}");
  const auto& row = run.sink.tables.at("SigninLogs").rows.at(0);
  expect_signin(row);
  EXPECT_EQ(row.at("Category"), "SignInLogs");
  EXPECT_EQ(row.at("Type"), "SigninLogs");
  EXPECT_EQ(row.at("_Extra"), R"({"novel":1})");
}

TEST(EntraLogs, SignInsOfDiagnosticSettings) {
  const auto envelope = [](const std::string& category) {
    return R"({"time":"2024-03-11T08:17:00Z","resourceId":"/tenants/t/providers/Microsoft.aadiam","operationName":"Sign-in activity",)"
           R"("operationVersion":"1.0","category":")" +
           category +
           R"(","tenantId":"t","resultType":"50126","resultSignature":"None","durationMs":0,"callerIpAddress":"203.0.113.9",)"
           R"("correlationId":"c1","identity":"Mona Berg","Level":4,"location":"DE","properties":)" +
           signin + "}\n";
  };
  const TestRun run = run_source(envelope("SignInLogs") + envelope("NonInteractiveUserSignInLogs") +
                                 envelope("ServicePrincipalSignInLogs") + envelope("NetworkAccessTrafficLogs"));
  const auto& row = run.sink.tables.at("SigninLogs").rows.at(0);
  expect_signin(row);
  EXPECT_EQ(row.at("ResourceId"), "/tenants/t/providers/Microsoft.aadiam");
  EXPECT_EQ(row.at("AADTenantId"), "t");
  EXPECT_EQ(row.at("Level"), "4");
  EXPECT_EQ(row.at("DurationMs"), "0");
  EXPECT_EQ(row.at("_Extra"), R"({"time":"2024-03-11T08:17:00Z","novel":1})") << "what both say is kept once";
  EXPECT_EQ(run.sink.tables.at("AADNonInteractiveUserSignInLogs").rows.at(0).at("IPAddress"), "203.0.113.9");
  EXPECT_EQ(run.sink.tables.at("AADServicePrincipalSignInLogs").rows.size(), 1U);
  EXPECT_EQ(run.sink.tables.at("file").rows.size(), 1U) << "a category of another product";
}

TEST(EntraLogs, GraphSaysWhichKindOfSignInItIs) {
  const auto with = [](const std::string& more) { return signin.substr(0, signin.size() - 1) + more + "}\n"; };
  const TestRun run = run_source(with(R"(,"signInEventTypes":["nonInteractiveUser"])") +
                                 with(R"(,"signInEventTypes":["managedIdentity"])") +
                                 with(R"(,"signInEventTypes":["interactiveUser"])"));
  EXPECT_EQ(run.sink.tables.at("AADNonInteractiveUserSignInLogs").rows.size(), 1U);
  EXPECT_EQ(run.sink.tables.at("AADManagedIdentitySignInLogs").rows.size(), 1U);
  EXPECT_EQ(run.sink.tables.at("SigninLogs").rows.size(), 1U);
}

TEST(EntraLogs, DirectoryAudits) {
  const std::string audit =
      R"({"id":"Directory_1","category":"UserManagement","correlationId":"c","result":"success","resultReason":"","activityDisplayName":)"
      R"("Add user","activityDateTime":"2024-03-11T08:15:30Z","loggedByService":"Core Directory","operationType":"Add",)"
      R"("initiatedBy":{"app":null,"user":{"displayName":null,"userPrincipalName":"admin@contoso.example"}},)"
      R"("targetResources":[{"displayName":"new"}],"additionalDetails":[]})";
  const TestRun run = run_source(
      "[" + audit +
      R"(,{"time":"2024-03-11T08:15:31Z","resourceId":"/tenants/t","operationName":"Add user","category":"AuditLogs","tenantId":"t",)"
      R"("properties":)" +
      audit + "}]");
  const auto& rows = run.sink.tables.at("AuditLogs").rows;
  ASSERT_EQ(rows.size(), 2U);
  for (const auto& row : rows) {
    EXPECT_EQ(row.at("TimeGenerated"), "2024-03-11T08:15:30Z");
    EXPECT_EQ(row.at("OperationName"), "Add user");
    EXPECT_EQ(row.at("AADOperationType"), "Add");
    EXPECT_EQ(row.at("Identity"), "admin@contoso.example");
    EXPECT_EQ(row.at("TargetResources"), R"([{"displayName":"new"}])");
  }
  EXPECT_EQ(rows[0].at("Category"), "UserManagement");
}

TEST(EntraLogs, PortalExport) {
  const TestRun run = run_source(
      "Date (UTC),Request ID,User agent,Correlation ID,User ID,User,Username,User type,Application,Application ID "
      ",Resource,"
      "Status,Sign-in error code,Failure reason,Client app,Device ID,Browser,Operating System,Compliant,Managed,IP "
      "address,"
      "Location,Conditional Access,Latency\n"
      "2024-03-11T08:15:30Z,66ea54eb-1111-4ee5-be62-000000000001,Mozilla/5.0,c1,u1,Mona "
      "Berg,mona@contoso.example,Member,"
      "Office 365,a1,Graph,Failure,50126,Invalid username,Browser,,Chrome 120,Windows "
      "10,false,true,203.0.113.9,\"Berlin, "
      "Land Berlin, DE\",notApplied,212\n"
      "2024-03-11T08:16:30Z,66ea54eb-1111-4ee5-be62-000000000002,,c2,u1,Mona Berg,mona@contoso.example,Member,"
      "Office 365,a1,Graph,Success,None,Other.,Browser,,,,,,203.0.113.9,,notApplied,\n");
  const auto& rows = run.sink.tables.at("SigninLogs").rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].at("TimeGenerated"), "2024-03-11T08:15:30Z");
  EXPECT_EQ(rows[0].at("Id"), "66ea54eb-1111-4ee5-be62-000000000001");
  EXPECT_EQ(rows[0].at("AppId"), "a1");
  EXPECT_EQ(rows[0].at("ResultType"), "50126");
  EXPECT_EQ(rows[0].at("Status"), R"({"errorCode":50126,"failureReason":"Invalid username"})");
  EXPECT_EQ(rows[0].at("DeviceDetail"),
            R"({"operatingSystem":"Windows 10","browser":"Chrome 120","isCompliant":false,"isManaged":true})");
  EXPECT_EQ(rows[0].at("Location"), "DE");
  EXPECT_EQ(rows[0].at("LocationDetails"), R"({"city":"Berlin","state":"Land Berlin","countryOrRegion":"DE"})");
  EXPECT_EQ(rows[0].at("_Extra"), R"({"Status":"Failure"})");
  EXPECT_EQ(rows[1].at("ResultType"), "0");
}

TEST(EntraLogs, PortalExportOfAudits) {
  const TestRun run = run_source(
      "Date (UTC),CorrelationId,Service,Category,Activity,Result,ResultReason,ActorType,ActorDisplayName,ActorObjectId,"
      "ActorUserPrincipalName,ActorServicePrincipalId,IPAddress,AdditionalDetail1Key,AdditionalDetail1Value,"
      "Target1Type,"
      "Target1DisplayName,Target1ObjectId,Target1ModifiedProperty1Name,Target1ModifiedProperty1OldValue,"
      "Target1ModifiedProperty1NewValue\n"
      "2024-03-11T08:15:30Z,c,Core Directory,RoleManagement,Add member to role,success,,User,Mona "
      "Berg,u1,mona@contoso.example,,"
      "203.0.113.9,User-Agent,Mozilla,User,Temp,t1,Role.DisplayName,,Global Administrator\n"
      "2024-03-11T08:16:30Z,c,Core Directory,UserManagement,Add user,success,,Application,Sync,,,sp1,,,,,,,,,\n");
  const auto& rows = run.sink.tables.at("AuditLogs").rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].at("TimeGenerated"), "2024-03-11T08:15:30Z");
  EXPECT_EQ(rows[0].at("OperationName"), "Add member to role");
  EXPECT_EQ(rows[0].at("LoggedByService"), "Core Directory");
  EXPECT_EQ(
      rows[0].at("InitiatedBy"),
      R"({"user":{"id":"u1","displayName":"Mona Berg","userPrincipalName":"mona@contoso.example","ipAddress":"203.0.113.9"}})");
  EXPECT_EQ(
      rows[0].at("TargetResources"),
      R"([{"type":"User","displayName":"Temp","id":"t1","modifiedProperties":[{"displayName":"Role.DisplayName","newValue":"Global Administrator"}]}])");
  EXPECT_EQ(rows[0].at("AdditionalDetails"), R"([{"key":"User-Agent","value":"Mozilla"}])");
  EXPECT_EQ(rows[0].at("_Extra"), R"({"ActorType":"User"})");
  EXPECT_EQ(rows[1].at("InitiatedBy"), R"({"app":{"displayName":"Sync","servicePrincipalId":"sp1"}})");
  EXPECT_EQ(rows[1].at("Identity"), "Sync");
}

TEST(ActivityLog, PortalExport) {
  const TestRun run = run_source(
      "Correlation id,Operation name,Status,Event category,Level,Time,Subscription,Event initiated by,Resource "
      "type,Resource group,"
      "Resource\n"
      "c,Delete Virtual Machine,Succeeded,Administrative,Informational,2024-03-11T08:15:30.5Z,S1,mona@contoso.example,"
      "Microsoft.Compute/virtualMachines,rg,/subscriptions/S1/resourceGroups/rg/providers/Microsoft.Compute/"
      "virtualMachines/VM1\n");
  const auto& row = run.sink.tables.at("AzureActivity").rows.at(0);
  EXPECT_EQ(row.at("TimeGenerated"), "2024-03-11T08:15:30.5Z");
  EXPECT_EQ(row.at("OperationName"), "Delete Virtual Machine");
  EXPECT_EQ(row.at("ActivityStatusValue"), "Succeeded");
  EXPECT_EQ(row.at("Caller"), "mona@contoso.example");
  EXPECT_EQ(row.at("SubscriptionId"), "S1");
  EXPECT_EQ(row.at("Resource"), "VM1");
  EXPECT_EQ(row.at("_ResourceId"),
            "/subscriptions/s1/resourcegroups/rg/providers/microsoft.compute/virtualmachines/vm1");
  EXPECT_EQ(row.at("_Extra"), R"({"Resource type":"Microsoft.Compute/virtualMachines"})");
}

TEST(ActivityLog, OfDiagnosticSettingsAndOfTheRestInterface) {
  const TestRun run = run_source(
      R"({"records":[{"time":"2024-03-11T08:15:30.5Z","resourceId":"/SUBSCRIPTIONS/S1/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.COMPUTE/VIRTUALMACHINES/VM1",)"
      R"("operationName":"MICROSOFT.COMPUTE/VIRTUALMACHINES/DELETE","category":"Administrative","resultType":"Start","resultSignature":"Started.",)"
      R"("durationMs":0,"callerIpAddress":"203.0.113.9","correlationId":"c","identity":{"authorization":{"action":"x"},"claims":{"appid":"app",)"
      R"("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn":"mona@contoso.example"}},"level":"Information","properties":{"message":"m"}},)"
      R"({"authorization":{"action":"x"},"caller":"mona@contoso.example","claims":{"appid":"app"},"correlationId":"c","eventDataId":"e","eventName":{"value":"BeginRequest"},)"
      R"("category":{"value":"Administrative","localizedValue":"Administrative"},"eventTimestamp":"2024-03-11T08:15:30.5Z","level":"Informational",)"
      R"("operationId":"o","operationName":{"value":"Microsoft.Compute/virtualMachines/delete","localizedValue":"Delete Virtual Machine"},)"
      R"("resourceGroupName":"RG","resourceProviderName":{"value":"Microsoft.Compute"},"resourceId":"/subscriptions/S1/resourceGroups/RG/providers/Microsoft.Compute/virtualMachines/VM1",)"
      R"("status":{"value":"Succeeded","localizedValue":"Succeeded"},"subscriptionId":"S1","httpRequest":{"clientIpAddress":"203.0.113.9"},"properties":{"message":"m"}}]})");
  const auto& rows = run.sink.tables.at("AzureActivity").rows;
  ASSERT_EQ(rows.size(), 2U);
  for (const auto& row : rows) {
    EXPECT_EQ(row.at("TimeGenerated"), "2024-03-11T08:15:30.5Z");
    EXPECT_EQ(row.at("Caller"), "mona@contoso.example");
    EXPECT_EQ(row.at("CallerIpAddress"), "203.0.113.9");
    EXPECT_EQ(row.at("CategoryValue"), "Administrative");
    EXPECT_EQ(row.at("SubscriptionId"), "S1");
    EXPECT_EQ(row.at("ResourceGroup"), "RG");
    EXPECT_EQ(row.at("Resource"), "VM1");
    EXPECT_EQ(row.at("Authorization_d"), R"({"action":"x"})");
    EXPECT_EQ(row.at("Properties"), R"({"message":"m"})");
  }
  EXPECT_EQ(rows[0].at("ActivityStatusValue"), "Start");
  EXPECT_EQ(rows[0].at("OperationNameValue"), "MICROSOFT.COMPUTE/VIRTUALMACHINES/DELETE");
  EXPECT_EQ(rows[1].at("OperationNameValue"), "Microsoft.Compute/virtualMachines/delete");
  EXPECT_EQ(rows[1].at("OperationName"), "Delete Virtual Machine");
  EXPECT_EQ(rows[1].at("ActivityStatus"), "Succeeded");
}

}  // namespace
}  // namespace huntbook::ingest::testing
