// Events of Sysmon for Linux, which come as XML in messages.
#pragma once

#include <cstdint>
#include <string_view>

#include "ingest/record/field.hpp"
#include "ingest/tables/block_tables.hpp"
#include "ingest/winevents/windows_record.hpp"

namespace huntbook::ingest {

// Puts the event into WindowsEvent, as Windows' own Sysmon is; Facility and SeverityLevel of `message_fields` go to its
// _Extra. False, with nothing made, where program and message are not Sysmon's.
bool put_sysmon_event(std::string_view program, std::string_view message, Record message_fields, std::uint64_t number,
                      WindowsEvents& events, BlockTables& tables);

}  // namespace huntbook::ingest
