#include "ingest/alerts/entities.hpp"

#include <array>
#include <span>
#include <string_view>

#include "ingest/record/field_values.hpp"
#include "ingest/record/json_text.hpp"

namespace huntbook::ingest {

namespace {

struct Member {
  std::string_view path;  // in the evidence: a member, or a member of a member
  std::string_view name;  // in the entity
};

constexpr std::array ip = {Member{"ipAddress", "Address"}};
constexpr std::array host = {Member{"deviceDnsName", "HostName"}, Member{"osPlatform", "OSFamily"},
                             Member{"mdeDeviceId", "MdatpDeviceId"}, Member{"azureAdDeviceId", "AadDeviceId"}};
constexpr std::array account = {
    Member{"userAccount.accountName", "Name"},        Member{"userAccount.domainName", "NTDomain"},
    Member{"userAccount.userPrincipalName", "UPN"},   Member{"userAccount.userSid", "Sid"},
    Member{"userAccount.azureAdUserId", "AadUserId"}, Member{"userAccount.displayName", "DisplayName"}};
constexpr std::array process = {Member{"processId", "ProcessId"},
                                Member{"processCommandLine", "CommandLine"},
                                Member{"processCreationDateTime", "CreationTimeUtc"},
                                Member{"imageFile.fileName", "ImageFileName"},
                                Member{"imageFile.filePath", "ImageDirectory"},
                                Member{"imageFile.sha256", "ImageSha256"}};
constexpr std::array file = {Member{"fileDetails.fileName", "Name"}, Member{"fileDetails.filePath", "Directory"},
                             Member{"fileDetails.sha1", "Sha1"}, Member{"fileDetails.sha256", "Sha256"}};
constexpr std::array url = {Member{"url", "Url"}};
constexpr std::array mailbox = {Member{"primaryAddress", "MailboxPrimaryAddress"}, Member{"displayName", "DisplayName"},
                                Member{"userAccount.userPrincipalName", "Upn"}};
constexpr std::array message = {Member{"networkMessageId", "NetworkMessageId"}, Member{"subject", "Subject"},
                                Member{"recipientEmailAddress", "Recipient"}, Member{"senderIp", "SenderIP"},
                                Member{"p2Sender.emailAddress", "P2Sender"}};
constexpr std::array registry = {Member{"registryKey", "Key"}, Member{"registryHive", "Hive"},
                                 Member{"registryValueName", "ValueName"}, Member{"registryValue", "Value"}};
constexpr std::array application = {Member{"displayName", "Name"}, Member{"appId", "AppId"}};

struct Kind {
  std::string_view evidence;  // the end of @odata.type
  std::string_view type;
  std::span<const Member> members;
};
const std::array kinds = {
    Kind{"ipEvidence", "ip", ip},
    Kind{"deviceEvidence", "host", host},
    Kind{"userEvidence", "account", account},
    Kind{"processEvidence", "process", process},
    Kind{"fileEvidence", "file", file},
    Kind{"urlEvidence", "url", url},
    Kind{"mailboxEvidence", "mailbox", mailbox},
    Kind{"analyzedMessageEvidence", "mailMessage", message},
    Kind{"registryValueEvidence", "registry-value", registry},
    Kind{"registryKeyEvidence", "registry-key", registry},
    Kind{"cloudApplicationEvidence", "cloud-application", application},
};

const Field* member_at(Record record, std::string_view path, JsonMembers& members) {
  const std::size_t point = path.find('.');
  const Field* field = find_field(record, path.substr(0, point));
  if (field == nullptr || point == std::string_view::npos) return field;
  return find_field(members.of(*field), path.substr(point + 1));
}

}  // namespace

std::string entities_of(const Field& evidence, JsonMembers& members) {
  std::string json = "[";
  int id = 0;
  for (const Field& element : members.elements_of(evidence)) {
    const std::size_t mark = members.mark();
    const Record record = members.of(element);
    const std::string type = text_in(record, "@odata.type");
    for (const Kind& kind : kinds) {
      if (!type.ends_with(kind.evidence)) continue;
      std::string entity = "{";
      append_member(entity, "$id", std::to_string(++id));
      for (const Member& member : kind.members) {
        const Field* field = member_at(record, member.path, members);
        if (field != nullptr && !field->is_blank()) append_member(entity, member.name, *field);
      }
      append_member(entity, "Type", kind.type);
      if (json.size() > 1) json.push_back(',');
      json += entity + "}";
      break;
    }
    members.forget_since(mark);
  }
  return id > 0 ? json + "]" : std::string();
}

}  // namespace huntbook::ingest
