// Messages of syslog and of the journal, and exports of Syslog, as rows of that table.
#pragma once

#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

Source syslog_source();

// Adds what the row's message says about logins, commands and accounts to its _Extra. `program` and `message` are the
// row's ProcessName and SyslogMessage.
void add_message_facts(std::string_view program, std::string_view message, DocumentedRows& rows);

}  // namespace huntbook::ingest
