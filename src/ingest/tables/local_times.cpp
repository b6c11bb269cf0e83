#include "ingest/tables/local_times.hpp"

#include <string>

namespace huntbook::ingest {

void ZoneFindings::add(const ZoneFindings& more) {
  if (more.derived > 0) offset = more.offset;
  derived += more.derived;
  assumed += more.assumed;
  first_of_two += more.first_of_two;
  second_of_two += more.second_of_two;
  skipped += more.skipped;
}

std::optional<Ticks> LocalTimes::moment(const WrittenTime& time, std::string_view column) {
  if (time.zoned) return time.ticks;
  if (!zone_) {
    ++findings_.assumed;
    return time.ticks;
  }
  const LocalMoments moments = zone_->moments(time.ticks);
  if (!zone_->changes()) return valid_datetime(moments.earlier);
  auto order = orders_.find(column);
  if (order == orders_.end()) order = orders_.emplace(std::string(column), ClockOrder()).first;
  const bool twice = moments.kind == LocalMoments::Kind::Twice;
  const bool second = order->second.next(time.ticks, twice);
  if (twice) ++(second ? findings_.second_of_two : findings_.first_of_two);
  const bool skipped = moments.kind == LocalMoments::Kind::Skipped;
  if (skipped) ++findings_.skipped;
  return valid_datetime(second || skipped ? moments.later : moments.earlier);
}

}  // namespace huntbook::ingest
