#include "ingest/winevents/activity.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"

namespace huntbook::ingest {

namespace {

struct EventText {
  std::int32_t id;
  std::string_view text;
};

// Sorted by id.
constexpr std::array events = {
    EventText{1100, "The event logging service has shut down."},
    EventText{1102, "The audit log was cleared."},
    EventText{1104, "The security log is now full."},
    EventText{1105, "Event log automatic backup."},
    EventText{1108, "The event logging service encountered an error."},
    EventText{4608, "Windows is starting up."},
    EventText{4609, "Windows is shutting down."},
    EventText{4610, "An authentication package has been loaded by the Local Security Authority."},
    EventText{4611, "A trusted logon process has been registered with the Local Security Authority."},
    EventText{4614, "A notification package has been loaded by the Security Account Manager."},
    EventText{4616, "The system time was changed."},
    EventText{4622, "A security package has been loaded by the Local Security Authority."},
    EventText{4624, "An account was successfully logged on."},
    EventText{4625, "An account failed to log on."},
    EventText{4626, "User/Device claims information."},
    EventText{4627, "Group membership information."},
    EventText{4634, "An account was logged off."},
    EventText{4646, "IKE DoS-prevention mode started."},
    EventText{4647, "User initiated logoff."},
    EventText{4648, "A logon was attempted using explicit credentials."},
    EventText{4649, "A replay attack was detected."},
    EventText{4656, "A handle to an object was requested."},
    EventText{4657, "A registry value was modified."},
    EventText{4658, "The handle to an object was closed."},
    EventText{4659, "A handle to an object was requested with intent to delete."},
    EventText{4660, "An object was deleted."},
    EventText{4661, "A handle to an object was requested."},
    EventText{4662, "An operation was performed on an object."},
    EventText{4663, "An attempt was made to access an object."},
    EventText{4664, "An attempt was made to create a hard link."},
    EventText{4670, "Permissions on an object were changed."},
    EventText{4672, "Special privileges assigned to new logon."},
    EventText{4673, "A privileged service was called."},
    EventText{4674, "An operation was attempted on a privileged object."},
    EventText{4675, "SIDs were filtered."},
    EventText{4688, "A new process has been created."},
    EventText{4689, "A process has exited."},
    EventText{4690, "An attempt was made to duplicate a handle to an object."},
    EventText{4692, "Backup of data protection master key was attempted."},
    EventText{4693, "Recovery of data protection master key was attempted."},
    EventText{4695, "Unprotection of auditable protected data was attempted."},
    EventText{4696, "A primary token was assigned to process."},
    EventText{4697, "A service was installed in the system."},
    EventText{4698, "A scheduled task was created."},
    EventText{4699, "A scheduled task was deleted."},
    EventText{4700, "A scheduled task was enabled."},
    EventText{4701, "A scheduled task was disabled."},
    EventText{4702, "A scheduled task was updated."},
    EventText{4703, "A user right was adjusted."},
    EventText{4704, "A user right was assigned."},
    EventText{4705, "A user right was removed."},
    EventText{4706, "A new trust was created to a domain."},
    EventText{4713, "Kerberos policy was changed."},
    EventText{4717, "System security access was granted to an account."},
    EventText{4718, "System security access was removed from an account."},
    EventText{4719, "System audit policy was changed."},
    EventText{4720, "A user account was created."},
    EventText{4722, "A user account was enabled."},
    EventText{4723, "An attempt was made to change an account's password."},
    EventText{4724, "An attempt was made to reset an account's password."},
    EventText{4725, "A user account was disabled."},
    EventText{4726, "A user account was deleted."},
    EventText{4727, "A security-enabled global group was created."},
    EventText{4728, "A member was added to a security-enabled global group."},
    EventText{4729, "A member was removed from a security-enabled global group."},
    EventText{4730, "A security-enabled global group was deleted."},
    EventText{4731, "A security-enabled local group was created."},
    EventText{4732, "A member was added to a security-enabled local group."},
    EventText{4733, "A member was removed from a security-enabled local group."},
    EventText{4734, "A security-enabled local group was deleted."},
    EventText{4735, "A security-enabled local group was changed."},
    EventText{4737, "A security-enabled global group was changed."},
    EventText{4738, "A user account was changed."},
    EventText{4739, "Domain Policy was changed."},
    EventText{4740, "A user account was locked out."},
    EventText{4741, "A computer account was created."},
    EventText{4742, "A computer account was changed."},
    EventText{4743, "A computer account was deleted."},
    EventText{4754, "A security-enabled universal group was created."},
    EventText{4755, "A security-enabled universal group was changed."},
    EventText{4756, "A member was added to a security-enabled universal group."},
    EventText{4757, "A member was removed from a security-enabled universal group."},
    EventText{4764, "A group's type was changed."},
    EventText{4765, "SID History was added to an account."},
    EventText{4766, "An attempt to add SID History to an account failed."},
    EventText{4767, "A user account was unlocked."},
    EventText{4768, "A Kerberos authentication ticket (TGT) was requested."},
    EventText{4769, "A Kerberos service ticket was requested."},
    EventText{4770, "A Kerberos service ticket was renewed."},
    EventText{4771, "Kerberos pre-authentication failed."},
    EventText{4772, "A Kerberos authentication ticket request failed."},
    EventText{4773, "A Kerberos service ticket request failed."},
    EventText{4774, "An account was mapped for logon."},
    EventText{4775, "An account could not be mapped for logon."},
    EventText{4776, "The domain controller attempted to validate the credentials for an account."},
    EventText{4777, "The domain controller failed to validate the credentials for an account."},
    EventText{4778, "A session was reconnected to a Window Station."},
    EventText{4779, "A session was disconnected from a Window Station."},
    EventText{4780, "The ACL was set on accounts which are members of administrators groups."},
    EventText{4781, "The name of an account was changed."},
    EventText{4782, "The password hash of an account was accessed."},
    EventText{4793, "The Password Policy Checking API was called."},
    EventText{4794, "An attempt was made to set the Directory Services Restore Mode administrator password."},
    EventText{4797, "An attempt was made to query the existence of a blank password for an account."},
    EventText{4798, "A user's local group membership was enumerated."},
    EventText{4799, "A security-enabled local group membership was enumerated."},
    EventText{4800, "The workstation was locked."},
    EventText{4801, "The workstation was unlocked."},
    EventText{4802, "The screen saver was invoked."},
    EventText{4803, "The screen saver was dismissed."},
    EventText{4816, "RPC detected an integrity violation while decrypting an incoming message."},
    EventText{4826, "Boot Configuration Data loaded."},
    EventText{4885, "The audit filter for Certificate Services changed."},
    EventText{4886, "Certificate Services received a certificate request."},
    EventText{4887, "Certificate Services approved a certificate request and issued a certificate."},
    EventText{4902, "The Per-user audit policy table was created."},
    EventText{4904, "An attempt was made to register a security event source."},
    EventText{4905, "An attempt was made to unregister a security event source."},
    EventText{4907, "Auditing settings on object were changed."},
    EventText{4908, "Special Groups Logon table modified."},
    EventText{4911, "Resource attributes of the object were changed."},
    EventText{4912, "Per User Audit Policy was changed."},
    EventText{4928, "An Active Directory replica source naming context was established."},
    EventText{4929, "An Active Directory replica source naming context was removed."},
    EventText{4932, "Synchronization of a replica of an Active Directory naming context has begun."},
    EventText{4933, "Synchronization of a replica of an Active Directory naming context has ended."},
    EventText{4944, "The following policy was active when the Windows Firewall started."},
    EventText{4945, "A rule was listed when the Windows Firewall started."},
    EventText{4946, "A change was made to the Windows Firewall exception list. A rule was added."},
    EventText{4947, "A change was made to the Windows Firewall exception list. A rule was modified."},
    EventText{4948, "A change was made to the Windows Firewall exception list. A rule was deleted."},
    EventText{4950, "A Windows Firewall setting was changed."},
    EventText{4956, "Windows Firewall has changed the active profile."},
    EventText{4957, "Windows Firewall did not apply a rule."},
    EventText{4964, "Special groups have been assigned to a new logon."},
    EventText{4985, "The state of a transaction has changed."},
    EventText{5024, "The Windows Firewall Service has started successfully."},
    EventText{5025, "The Windows Firewall Service has been stopped."},
    EventText{5031, "The Windows Firewall Service blocked an application from accepting incoming connections."},
    EventText{5033, "The Windows Firewall Driver has started successfully."},
    EventText{5038, "Code integrity determined that the image hash of a file is not valid."},
    EventText{5058, "Key file operation."},
    EventText{5059, "Key migration operation."},
    EventText{5061, "Cryptographic operation."},
    EventText{5136, "A directory service object was modified."},
    EventText{5137, "A directory service object was created."},
    EventText{5138, "A directory service object was undeleted."},
    EventText{5139, "A directory service object was moved."},
    EventText{5140, "A network share object was accessed."},
    EventText{5141, "A directory service object was deleted."},
    EventText{5142, "A network share object was added."},
    EventText{5143, "A network share object was modified."},
    EventText{5144, "A network share object was deleted."},
    EventText{5145, "A network share object was checked to see whether client can be granted desired access."},
    EventText{5152, "The Windows Filtering Platform blocked a packet."},
    EventText{5154, "The Windows Filtering Platform has permitted a service to listen on a port."},
    EventText{5155, "The Windows Filtering Platform has blocked a service from listening on a port."},
    EventText{5156, "The Windows Filtering Platform has allowed a connection."},
    EventText{5157, "The Windows Filtering Platform has blocked a connection."},
    EventText{5158, "The Windows Filtering Platform has permitted a bind to a local port."},
    EventText{5159, "The Windows Filtering Platform has blocked a bind to a local port."},
    EventText{5376, "Credential Manager credentials were backed up."},
    EventText{5377, "Credential Manager credentials were restored from a backup."},
    EventText{5379, "Credential Manager credentials were read."},
    EventText{5381, "Vault credentials were read."},
    EventText{5382, "Vault credentials were read."},
    EventText{5447, "A Windows Filtering Platform filter has been changed."},
    EventText{6272, "Network Policy Server granted access to a user."},
    EventText{6273, "Network Policy Server denied access to a user."},
    EventText{6416, "A new external device was recognized by the system."},
    EventText{8001, "Outgoing NTLM authentication traffic would be blocked."},
    EventText{8002, "A file was allowed to run."},
};
static_assert(std::ranges::is_sorted(events, {}, &EventText::id));

constexpr std::array<std::string_view, 6> level_names = {"LogAlways", "Critical",    "Error",
                                                         "Warning",   "Information", "Verbose"};

}  // namespace

std::string activity_of(std::int32_t event_id) {
  std::string activity = std::to_string(event_id);
  const auto found = std::ranges::lower_bound(events, event_id, {}, &EventText::id);
  if (found != events.end() && found->id == event_id) activity.append(" - ").append(found->text);
  return activity;
}

std::string_view logon_type_name(std::int32_t logon_type) {
  switch (logon_type) {
    case 0:
      return "0 - System";
    case 2:
      return "2 - Interactive";
    case 3:
      return "3 - Network";
    case 4:
      return "4 - Batch";
    case 5:
      return "5 - Service";
    case 7:
      return "7 - Unlock";
    case 8:
      return "8 - NetworkCleartext";
    case 9:
      return "9 - NewCredentials";
    case 10:
      return "10 - RemoteInteractive";
    case 11:
      return "11 - CachedInteractive";
    case 12:
      return "12 - CachedRemoteInteractive";
    case 13:
      return "13 - CachedUnlock";
    default:
      return {};
  }
}

bool account_is_target(std::int32_t event_id) {
  switch (event_id) {
    case 4624:
    case 4625:
    case 4626:
    case 4627:
    case 4634:
    case 4647:
    case 4675:
    case 4768:
    case 4769:
    case 4770:
    case 4771:
    case 4774:
    case 4775:
    case 4776:
    case 4777:
      return true;
    default:
      return false;
  }
}

std::string_view level_name(std::int32_t level) {
  if (level < 0 || level >= static_cast<std::int32_t>(level_names.size())) return {};
  return level_names[static_cast<std::size_t>(level)];
}

std::int32_t level_of_name(std::string_view name) {
  for (std::size_t level = 0; level < level_names.size(); ++level) {
    if (equal_ignoring_case(level_names[level], name)) return static_cast<std::int32_t>(level);
  }
  return -1;
}

}  // namespace huntbook::ingest
