#include "scenario/writers/sign_in_log.hpp"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/json_text.hpp"

namespace huntbook::scenario {

namespace {

constexpr std::string_view tenant_id = "6f9d1f6e-52c1-4b8f-9a0e-2a4d6c8b0e13";

std::string_view reason_of(int error) {
  switch (error) {
    case 0:
      return "Other.";
    case 50126:
      return "Invalid username or password or Invalid on-premise username or password.";
    case 50053:
      return "Account is locked because user tried to sign in too many times with an incorrect user ID or password.";
    default:
      return "Sign-in failed.";
  }
}

void append_properties(const SignIn& sign_in, const std::string& time, JsonWriter& json) {
  json.begin_object();
  json.member("id", sign_in.id);
  json.member("createdDateTime", time);
  json.member("userDisplayName", sign_in.person->name);
  json.member("userPrincipalName", sign_in.person->mail);
  json.member("userId", sign_in.person->id);
  json.member("appId", sign_in.application_id);
  json.member("appDisplayName", sign_in.application);
  json.member("ipAddress", sign_in.client.address);
  json.key("status");
  json.begin_object();
  json.key("errorCode");
  json.integer(sign_in.error);
  json.member("failureReason", reason_of(sign_in.error));
  json.end_object();
  json.member("clientAppUsed", "Browser");
  json.member("userAgent", sign_in.client.user_agent);
  json.key("deviceDetail");
  json.begin_object();
  json.member("deviceId", "");
  json.member("operatingSystem", sign_in.client.system);
  json.member("browser", sign_in.client.browser);
  json.end_object();
  json.key("location");
  json.begin_object();
  json.member("city", sign_in.client.city);
  json.member("countryOrRegion", sign_in.client.country);
  json.end_object();
  json.member("correlationId", sign_in.id);
  json.member("conditionalAccessStatus", "notApplied");
  json.key("isInteractive");
  json.boolean(true);
  json.member("tokenIssuerType", "AzureAD");
  json.member("authenticationRequirement", "singleFactorAuthentication");
  json.member("riskLevelDuringSignIn", "none");
  json.member("riskState", "none");
  json.end_object();
}

}  // namespace

Result<SignInLog> SignInLog::create(const std::filesystem::path& path) {
  HUNTBOOK_TRY(EvidenceFile file, EvidenceFile::create(path));
  return SignInLog(std::move(file));
}

void SignInLog::add(const SignIn& sign_in) {
  const std::string time = format_datetime(sign_in.time);
  JsonWriter json(file_.text());
  json.begin_object();
  json.member("time", time);
  json.member("resourceId", fmt::format("/tenants/{}/providers/Microsoft.aadiam", tenant_id));
  json.member("operationName", "Sign-in activity");
  json.member("operationVersion", "1.0");
  json.member("category", "SignInLogs");
  json.member("tenantId", tenant_id);
  json.member("resultType", fmt::format("{}", sign_in.error));
  if (sign_in.error != 0) json.member("resultDescription", reason_of(sign_in.error));
  json.key("durationMs");
  json.integer(0);
  json.member("callerIpAddress", sign_in.client.address);
  json.member("correlationId", sign_in.id);
  json.member("identity", sign_in.person->name);
  json.key("Level");
  json.integer(4);
  json.member("location", sign_in.client.country);
  json.key("properties");
  append_properties(sign_in, time, json);
  json.end_object();
  file_.text() += '\n';
  file_.flush();
}

}  // namespace huntbook::scenario
