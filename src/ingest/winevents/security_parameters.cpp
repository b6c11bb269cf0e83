#include "ingest/winevents/security_parameters.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>
#include <vector>

namespace huntbook::ingest {

namespace {

// Event, version, names; :x is shown in hexadecimal, :g as a GUID, @ stands for the four values that say who acted; a
// line that begins with a blank goes on with the one before it. Taken from the templates in real event logs and, for
// events that are in none of ours, from Microsoft's page of the event ("Advanced security audit policy settings").
constexpr std::string_view definitions = R"(1102 0 @
4611 0 @ LogonProcessName
4616 1 @ PreviousTime NewTime ProcessId:x ProcessName
4624 0 @ TargetUserSid TargetUserName TargetDomainName TargetLogonId:x LogonType LogonProcessName
    AuthenticationPackageName WorkstationName LogonGuid:g TransmittedServices LmPackageName KeyLength ProcessId:x
    ProcessName IpAddress IpPort
4624 1 @ TargetUserSid TargetUserName TargetDomainName TargetLogonId:x LogonType LogonProcessName
    AuthenticationPackageName WorkstationName LogonGuid:g TransmittedServices LmPackageName KeyLength ProcessId:x
    ProcessName IpAddress IpPort ImpersonationLevel
4624 2 @ TargetUserSid TargetUserName TargetDomainName TargetLogonId:x LogonType LogonProcessName
    AuthenticationPackageName WorkstationName LogonGuid:g TransmittedServices LmPackageName KeyLength ProcessId:x
    ProcessName IpAddress IpPort ImpersonationLevel RestrictedAdminMode TargetOutboundUserName TargetOutboundDomainName
    VirtualAccount TargetLinkedLogonId:x ElevatedToken
4625 0 @ TargetUserSid TargetUserName TargetDomainName Status:x FailureReason SubStatus:x LogonType LogonProcessName
    AuthenticationPackageName WorkstationName TransmittedServices LmPackageName KeyLength ProcessId:x ProcessName
    IpAddress IpPort
4627 0 @ TargetUserSid TargetUserName TargetDomainName TargetLogonId:x LogonType EventIdx EventCountTotal
    GroupMembership
4634 0 TargetUserSid TargetUserName TargetDomainName TargetLogonId:x LogonType
4647 0 TargetUserSid TargetUserName TargetDomainName TargetLogonId:x
4648 0 @ LogonGuid:g TargetUserName TargetDomainName TargetLogonGuid:g TargetServerName TargetInfo ProcessId:x
    ProcessName IpAddress IpPort
4656 1 @ ObjectServer ObjectType ObjectName HandleId:x TransactionId:g AccessList AccessReason AccessMask:x
    PrivilegeList RestrictedSidCount ProcessId:x ProcessName ResourceAttributes
4657 0 @ ObjectName ObjectValueName HandleId:x OperationType OldValueType OldValue NewValueType NewValue ProcessId:x
    ProcessName
4658 0 @ ObjectServer HandleId:x ProcessId:x ProcessName
4660 0 @ ObjectServer HandleId:x ProcessId:x ProcessName TransactionId:g
4661 0 @ ObjectServer ObjectType ObjectName HandleId:x TransactionId:g AccessList AccessMask:x PrivilegeList
    Properties RestrictedSidCount ProcessId:x ProcessName
4662 0 @ ObjectServer ObjectType ObjectName OperationType HandleId:x AccessList AccessMask:x Properties AdditionalInfo
    AdditionalInfo2
4663 0 @ ObjectServer ObjectType ObjectName HandleId:x AccessList AccessMask:x ProcessId:x ProcessName
4663 1 @ ObjectServer ObjectType ObjectName HandleId:x AccessList AccessMask:x ProcessId:x ProcessName
    ResourceAttributes
4670 0 @ ObjectServer ObjectType ObjectName HandleId:x OldSd NewSd ProcessId:x ProcessName
4672 0 @ PrivilegeList
4673 0 @ ObjectServer Service PrivilegeList ProcessId:x ProcessName
4674 0 @ ObjectServer ObjectType ObjectName HandleId:x AccessMask PrivilegeList ProcessId:x ProcessName
4688 0 @ NewProcessId:x NewProcessName TokenElevationType ProcessId:x
4688 1 @ NewProcessId:x NewProcessName TokenElevationType ProcessId:x CommandLine
4688 2 @ NewProcessId:x NewProcessName TokenElevationType ProcessId:x CommandLine TargetUserSid TargetUserName
    TargetDomainName TargetLogonId:x ParentProcessName MandatoryLabel
4689 0 @ Status:x ProcessId:x ProcessName
4690 0 @ SourceHandleId:x SourceProcessId:x TargetHandleId:x TargetProcessId:x
4697 0 @ ServiceName ServiceFileName ServiceType:x ServiceStartType ServiceAccount
4698 0 @ TaskName TaskContent
4699 0 @ TaskName TaskContent
4700 0 @ TaskName TaskContent
4701 0 @ TaskName TaskContent
4702 0 @ TaskName TaskContentNew
4703 0 @ TargetUserSid TargetUserName TargetDomainName TargetLogonId:x ProcessName ProcessId:x EnabledPrivilegeList
    DisabledPrivilegeList
4719 0 @ CategoryId SubcategoryId SubcategoryGuid:g AuditPolicyChanges
4720 0 TargetUserName TargetDomainName TargetSid @ PrivilegeList SamAccountName DisplayName UserPrincipalName
    HomeDirectory HomePath ScriptPath ProfilePath UserWorkstations PasswordLastSet AccountExpires PrimaryGroupId
    AllowedToDelegateTo OldUacValue NewUacValue UserAccountControl UserParameters SidHistory LogonHours
4722 0 TargetUserName TargetDomainName TargetSid @
4723 0 TargetUserName TargetDomainName TargetSid @ PrivilegeList
4724 0 TargetUserName TargetDomainName TargetSid @
4725 0 TargetUserName TargetDomainName TargetSid @
4726 0 TargetUserName TargetDomainName TargetSid @ PrivilegeList
4728 0 MemberName MemberSid TargetUserName TargetDomainName TargetSid @ PrivilegeList
4729 0 MemberName MemberSid TargetUserName TargetDomainName TargetSid @ PrivilegeList
4732 0 MemberName MemberSid TargetUserName TargetDomainName TargetSid @ PrivilegeList
4733 0 MemberName MemberSid TargetUserName TargetDomainName TargetSid @ PrivilegeList
4738 0 Dummy TargetUserName TargetDomainName TargetSid @ PrivilegeList SamAccountName DisplayName UserPrincipalName
    HomeDirectory HomePath ScriptPath ProfilePath UserWorkstations PasswordLastSet AccountExpires PrimaryGroupId
    AllowedToDelegateTo OldUacValue NewUacValue UserAccountControl UserParameters SidHistory LogonHours
4740 0 TargetUserName TargetDomainName TargetSid @
4742 0 ComputerAccountChange TargetUserName TargetDomainName TargetSid @ PrivilegeList SamAccountName DisplayName
    UserPrincipalName HomeDirectory HomePath ScriptPath ProfilePath UserWorkstations PasswordLastSet AccountExpires
    PrimaryGroupId AllowedToDelegateTo OldUacValue NewUacValue UserAccountControl UserParameters SidHistory LogonHours
    DnsHostName ServicePrincipalNames
4756 0 MemberName MemberSid TargetUserName TargetDomainName TargetSid @ PrivilegeList
4757 0 MemberName MemberSid TargetUserName TargetDomainName TargetSid @ PrivilegeList
4765 0 SourceUserName SourceSid TargetUserName TargetDomainName TargetSid @ PrivilegeList SidList
4767 0 TargetUserName TargetDomainName TargetSid @
4768 0 TargetUserName TargetDomainName TargetSid ServiceName ServiceSid TicketOptions:x Status:x
    TicketEncryptionType:x PreAuthType IpAddress IpPort CertIssuerName CertSerialNumber CertThumbprint
4769 0 TargetUserName TargetDomainName ServiceName ServiceSid TicketOptions:x TicketEncryptionType:x IpAddress IpPort
    Status:x LogonGuid:g TransmittedServices
4770 0 TargetUserName TargetDomainName ServiceName ServiceSid TicketOptions:x TicketEncryptionType:x IpAddress IpPort
4771 0 TargetUserName TargetSid ServiceName TicketOptions:x Status:x PreAuthType IpAddress IpPort CertIssuerName
    CertSerialNumber CertThumbprint
4776 0 PackageName TargetUserName Workstation Status:x
4778 0 AccountName AccountDomain LogonID:x SessionName ClientName ClientAddress
4779 0 AccountName AccountDomain LogonID:x SessionName ClientName ClientAddress
4798 0 TargetUserName TargetDomainName TargetSid @ CallerProcessId:x CallerProcessName
4799 0 TargetUserName TargetDomainName TargetSid @ CallerProcessId:x CallerProcessName
4800 0 TargetUserSid TargetUserName TargetDomainName TargetLogonId:x SessionId
4801 0 TargetUserSid TargetUserName TargetDomainName TargetLogonId:x SessionId
4985 0 @ TransactionId:g NewState ResourceManager:g ProcessId:x ProcessName
5136 0 OpCorrelationID:g AppCorrelationID @ DSName DSType ObjectDN ObjectGUID:g ObjectClass AttributeLDAPDisplayName
    AttributeSyntaxOID AttributeValue OperationType
5140 1 @ ObjectType IpAddress IpPort ShareName ShareLocalPath AccessMask:x AccessList
5142 0 @ ShareName ShareLocalPath
5145 0 @ ObjectType IpAddress IpPort ShareName ShareLocalPath RelativeTargetName AccessMask:x AccessList AccessReason
5156 1 ProcessID Application Direction SourceAddress SourcePort DestAddress DestPort Protocol FilterRTID LayerName
    LayerRTID RemoteUserID RemoteMachineID
5158 0 ProcessId Application SourceAddress SourcePort Protocol FilterRTID LayerName LayerRTID
)";

constexpr EventParameter subject[] = {{"SubjectUserSid"},
                                      {"SubjectUserName"},
                                      {"SubjectDomainName"},
                                      {"SubjectLogonId", EventParameter::Form::Hexadecimal}};

using Definitions = std::map<std::pair<std::int64_t, std::int64_t>, std::vector<EventParameter>>;

EventParameter parameter(std::string_view word) {
  using enum EventParameter::Form;
  if (word.ends_with(":x")) return {word.substr(0, word.size() - 2), Hexadecimal};
  if (word.ends_with(":g")) return {word.substr(0, word.size() - 2), Guid};
  return {word, AsItIs};
}

std::int64_t number(std::string_view word) {
  std::int64_t value = 0;
  std::from_chars(word.data(), word.data() + word.size(), value);
  return value;
}

Definitions read_definitions() {
  Definitions read;
  std::vector<EventParameter>* names = nullptr;
  std::string_view rest = definitions;
  while (!rest.empty()) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    const bool goes_on = line.starts_with(' ');
    std::vector<std::string_view> words;
    while (!line.empty()) {
      const std::string_view word = line.substr(0, line.find(' '));
      line.remove_prefix(std::min(line.size(), word.size() + 1));
      if (!word.empty()) words.push_back(word);
    }
    auto word = words.begin();
    if (!goes_on) {
      names = &read[{number(words[0]), number(words[1])}];
      word += 2;
    }
    for (; word != words.end(); ++word) {
      if (*word == "@") {
        names->insert(names->end(), std::begin(subject), std::end(subject));
      } else {
        names->push_back(parameter(*word));
      }
    }
  }
  return read;
}

}  // namespace

std::span<const EventParameter> security_parameters(std::string_view provider, std::int64_t event_id,
                                                    std::int64_t version) {
  static const Definitions known = read_definitions();
  constexpr std::int64_t log_cleared = 1102;
  const bool of_eventlog = provider == "Microsoft-Windows-Eventlog" && event_id == log_cleared;
  if (!of_eventlog && provider != "Microsoft-Windows-Security-Auditing") return {};
  const auto found = known.find({event_id, version});
  return found != known.end() ? std::span<const EventParameter>(found->second) : std::span<const EventParameter>();
}

}  // namespace huntbook::ingest
