// The start of a syslog line: priority and stamp, in the forms of RFC 3164, RFC 5424 and of the files in /var/log.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace huntbook::ingest {

struct SyslogHead {
  int priority = -1;     // 0..191; -1: the line has none
  bool rfc5424 = false;  // version 1 of the protocol follows the priority
  bool has_year = true;
  bool has_stamp = true;
  CivilTime local;       // the stamp as it is written; without a year the year is 0
  std::string_view iso;  // the stamp where it is in ISO 8601; else empty
  std::size_t rest = 0;  // where the line goes on
};

// Reads `[LENGTH ]<PRI>`, which may be missing, and one of `Mmm dd hh:mm:ss[.fraction]`, `Mmm dd yyyy hh:mm:ss`, ISO
// 8601 with T, and `1 ` with ISO 8601 or `-` behind it. A priority without a stamp
// that can be read is enough (RFC 3164, section 4.3.3). Nothing where the line begins otherwise.
std::optional<SyslogHead> read_syslog_head(std::string_view line);

// The stamp in ISO 8601, with a zone where it has one; empty where there is none. `year`: of one without.
std::string stamp_text(const SyslogHead& head, int year);

// Names of a priority's parts (RFC 5424, tables 1 and 2, in the spelling of syslog.conf); empty beyond the tables.
std::string_view facility_name(int facility);
std::string_view severity_name(int severity);

}  // namespace huntbook::ingest
