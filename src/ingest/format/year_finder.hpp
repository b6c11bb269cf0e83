// The years of stamps that have none, as syslog writes them by default.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "base/time.hpp"
#include "ingest/format/format.hpp"

namespace huntbook::ingest {

// What the latest stamp of a file is not after.
struct LatestMoment {
  Ticks time = 0;
  std::string what;  // "the file's modification time", for the ledger
};

// The day in the name of a rotated file, else the time that the file was written, else now.
LatestMoment latest_moment(const FileHead& head);

// A log is written forwards: each stamp is of the year that brings it nearest to the one before it, so a step from
// December to January is one over New Year, and a late line of December in January one back. That gives the years
// but for one number, which is the same for all: it makes the latest stamp not later (by more than a day, which zones
// need) than the latest moment, and 29 February exist.
//
// First see() every stamp of the file in its order, then settle(), then ask for each stamp again in the same order.
class YearFinder {
 public:
  void see(const CivilTime& stamp);
  void settle(const LatestMoment& latest);
  // The stamp's year; nothing: there is no such day in it, or none that a datetime can hold.
  std::optional<int> year_of(const CivilTime& stamp);

  // What was assumed, for the ledger; empty where no stamp was asked for.
  std::string remark() const;

 private:
  // Moves on to the stamp; its year, counted from that of the first one.
  int step(const CivilTime& stamp);

  bool begun_ = false;
  int place_ = 0;   // of the stamp before, within a year of 12 months of 31 days
  int offset_ = 0;  // its year, counted from the first one's
  int latest_offset_ = 0;
  CivilTime latest_;
  std::set<int> leap_offsets_;  // years with a 29 February
  int first_year_ = 0;
  std::string assumption_;
  std::uint64_t asked_ = 0;
  int lowest_ = 0, highest_ = 0;  // years given
};

}  // namespace huntbook::ingest
