#include "ingest/pipeline/timezone.hpp"

#include <fmt/format.h>

#include "ingest/record/value_reader.hpp"

namespace huntbook::ingest {

Result<Ticks> timezone_offset(std::string_view zone) {
  if (zone == "UTC" || zone == "Z" || zone == "utc") return Ticks{0};
  if (zone.starts_with('+') || zone.starts_with('-')) {
    // A local time with this zone, read as such, differs from the same time in UTC by the offset.
    constexpr std::string_view noon = "2000-01-01T12:00:00";
    const auto local = read_iso_datetime(std::string(noon) + std::string(zone), 0);
    const auto utc = read_iso_datetime(noon, 0);
    if (local && utc) return *utc - *local;
  }
  return fail(ErrorKind::Usage, "'" + std::string(zone) + "' is no time zone that can be used",
              "give UTC or an offset such as +02:00; named zones are not supported yet");
}

std::string timezone_name(Ticks offset) {
  if (offset == 0) return "UTC";
  const Ticks minutes = (offset < 0 ? -offset : offset) / ticks_per_minute;
  return fmt::format("{}{:02}:{:02}", offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

}  // namespace huntbook::ingest
