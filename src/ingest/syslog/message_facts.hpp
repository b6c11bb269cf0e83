// What the messages of programs that guard a host say about logins, sessions, commands and accounts.
#pragma once

#include <string_view>
#include <vector>

namespace huntbook::ingest {

struct MessageFact {
  std::string_view name;   // EventType, EventResult, TargetUser, SrcIp, ...
  std::string_view value;  // a part of the message, or a word of ours
};

// Reads the messages of sshd, sudo, su, cron, systemd-logind, useradd and its kin, and PAM's in any program. Appends
// nothing for messages that it does not know. Names of users come from whoever tries to log in, so they are taken
// between what the program itself writes, found from the end of the message.
void find_message_facts(std::string_view program, std::string_view message, std::vector<MessageFact>& facts);

}  // namespace huntbook::ingest
