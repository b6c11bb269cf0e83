// Moments of the times that evidence has, those without a zone among them, and what had to be assumed for them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.hpp"
#include "base/written_time.hpp"
#include "ingest/tables/assumed_zone.hpp"
#include "ingest/tables/clock_order.hpp"

namespace huntbook::ingest {

// What was assumed about times without a zone.
struct ZoneFindings {
  std::uint64_t derived = 0;                          // records whose zone follows from two stamps of the same moment
  Ticks offset = 0;                                   // the last one derived
  std::uint64_t assumed = 0;                          // times taken as UTC, for want of a zone
  std::uint64_t first_of_two = 0, second_of_two = 0;  // times that the clock showed twice
  std::uint64_t skipped = 0;                          // times that it never showed

  std::uint64_t shown_twice() const { return first_of_two + second_of_two; }
  void add(const ZoneFindings& more);
};

class LocalTimes {
 public:
  // `zone`: nothing where none was given: UTC. `before`: what was read of the file before.
  explicit LocalTimes(std::optional<AssumedZone> zone = {}, ClockOrders before = {})
      : zone_(std::move(zone)), orders_(std::move(before)) {}

  bool zone_given() const { return zone_.has_value(); }
  // The moment of a time; nothing where a datetime cannot hold it. Times of a column are asked for in the order of the
  // file, once each. One that the clock skipped is moved forward by the length of the skip.
  std::optional<Ticks> moment(const WrittenTime& time, std::string_view column);

  ZoneFindings& findings() { return findings_; }
  const ClockOrders& orders() const { return orders_; }

 private:
  std::optional<AssumedZone> zone_;
  ClockOrders orders_;
  ZoneFindings findings_;
};

}  // namespace huntbook::ingest
